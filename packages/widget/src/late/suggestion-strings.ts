/** What suggestions say; they come with the first key, not with the first message. */
export type SuggestionStrings = {
  readonly title: string;
  readonly none: string;
  /** Told once to who does not see them. */
  announce(count: number): string;
  readonly counted: string;
  /** After she was counted. */
  readonly youHear: string;
  readonly discard: string;
  readonly failed: string;
};

export const suggestionStrings: { readonly en: SuggestionStrings; readonly ja: SuggestionStrings } = {
  en: {
    title: 'Asked before',
    none: 'None of these',
    announce: (count) =>
      `${count === 1 ? 'A question like this was' : `${count} questions like this were`} asked before. Shift and Tab to read.`,
    counted: 'You are counted',
    youHear: 'You are counted. You will see the answer here.',
    discard: 'Discard what I wrote',
    failed: 'That did not work. Try it once more.',
  },
  ja: {
    title: '同じような質問',
    none: '該当なし',
    announce: (count) => `同じような質問が${count}件あります。Shift + Tabで確認できます。`,
    counted: '登録済み',
    youHear: '同じ状況として登録しました。回答はここに届きます。',
    discard: '入力した内容を消す',
    failed: '登録できませんでした。もう一度お試しください。',
  },
};
