/** What answering several questions at once says; it comes with the dialog. */
export type AnswerStrings = {
  heading(count: number): string;
  readonly help: string;
  readonly answer: string;
  readonly send: string;
  sent(done: number, count: number): string;
  readonly empty: string;
  readonly cancel: string;
};

export const answerStrings: { readonly en: AnswerStrings; readonly ja: AnswerStrings } = {
  en: {
    heading: (count) => (count === 1 ? 'Answer this question' : `Answer ${count} questions at once`),
    help: 'The same answer is posted below each of them, in its room, for everybody there.',
    answer: 'Answer',
    send: 'Send',
    sent: (done, count) => `${done} of ${count} answered`,
    empty: 'Write the answer first.',
    cancel: 'Cancel',
  },
  ja: {
    heading: (count) => (count === 1 ? 'この質問に回答' : `${count}件の質問にまとめて回答`),
    help: '同じ回答を、それぞれのルームの質問への返信として投稿します。各ルームの全員が読めます。',
    answer: '回答',
    send: '送信',
    sent: (done, count) => `${count}件中${done}件に回答しました`,
    empty: '回答を入力してください。',
    cancel: 'キャンセル',
  },
};
