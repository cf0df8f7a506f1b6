/** What the numbers of a room say; it comes with them. */
export type NumbersStrings = {
  readonly heading: string;
  readonly loading: string;
  readonly nothing: string;
  readonly asked: string;
  readonly waiting: string;
  readonly answered: string;
  readonly resolved: string;
  readonly merged: string;
  readonly affected: string;
  readonly firstAnswer: string;
  readonly solution: string;
  readonly byDesk: string;
  readonly byColleagues: string;
  readonly helped: string;
  ofThose(helped: number, all: number): string;
  readonly people: string;
  readonly messages: string;
  readonly days: string;
  readonly day: string;
  readonly table: string;
  drawing(days: number): string;
  readonly helpers: string;
  answers(count: number): string;
  readonly download: string;
  readonly close: string;
};

export const numbersStrings: { readonly en: NumbersStrings; readonly ja: NumbersStrings } = {
  en: {
    heading: 'Numbers',
    loading: 'Counting …',
    nothing: 'Nothing was asked here yet. Once somebody asks, you see here how fast and by whom it was answered.',
    asked: 'Asked',
    waiting: 'Waiting',
    answered: 'Answered',
    resolved: 'Solved',
    merged: 'Asked again',
    affected: 'People reached',
    firstAnswer: 'To the first answer',
    solution: 'To the solution',
    byDesk: 'Answers by the desk',
    byColleagues: 'By colleagues',
    helped: 'Said it helped',
    ofThose: (helped, all) => (all === 0 ? '–' : `${helped} of ${all}`),
    people: 'People who wrote',
    messages: 'Messages',
    days: 'Day by day',
    day: 'Day',
    table: 'As a table',
    drawing: (days) =>
      `Questions asked and waiting over ${days === 1 ? 'one day' : `${days} days`}; the table below has the counts`,
    helpers: 'Who helped most',
    answers: (count) => (count === 1 ? '1 answer' : `${count} answers`),
    download: 'Download as CSV',
    close: 'Close',
  },
  ja: {
    heading: '集計',
    loading: '集計しています…',
    nothing: 'まだ質問はありません。質問が届くと、回答までの時間や回答した人がここに表示されます。',
    asked: '質問',
    waiting: '回答待ち',
    answered: '回答あり',
    resolved: '解決済み',
    merged: '同じ質問',
    affected: '回答が届いた人',
    firstAnswer: '最初の回答まで',
    solution: '解決まで',
    byDesk: '担当者の回答',
    byColleagues: '同僚の回答',
    helped: '役に立った',
    ofThose: (helped, all) => (all === 0 ? '–' : `${all}件中${helped}件`),
    people: '書き込んだ人',
    messages: 'メッセージ',
    days: '日ごとの推移',
    day: '日付',
    table: '表で見る',
    drawing: (days) => `${days}日間の質問数と回答待ちの推移。数値は下の表にあります`,
    helpers: '多く回答した人',
    answers: (count) => `回答${count}件`,
    download: 'CSVで保存',
    close: '閉じる',
  },
};
