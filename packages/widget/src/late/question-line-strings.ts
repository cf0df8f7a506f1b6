/** What only the line below a question says; it comes with it. */
export type QuestionLineStrings = {
  /** Before the title of the room where it goes on. */
  readonly to: string;
  /** Before the title of the room where it was asked first. */
  readonly from: string;
  readonly go: string;
  readonly take: string;
  readonly takeOver: string;
  readonly release: string;
  readonly solved: string;
  readonly solvedForMe: string;
  readonly notYet: string;
  readonly reopen: string;
  readonly sameHere: string;
  readonly notMe: string;
  /** A reply that is the answer, and what makes it that. */
  readonly theAnswer: string;
  readonly isTheAnswer: string;
  /** The same to everybody else. */
  readonly reminded: string;
  readonly repliedEarlier: string;
  /** `when` is a day and a time. */
  promised(when: string): string;
};

export const questionLineStrings: { readonly en: QuestionLineStrings; readonly ja: QuestionLineStrings } = {
  en: {
    to: 'Goes on in',
    from: 'Asked in',
    go: 'Go there',
    promised: (when) => `Answer by ${when}`,
    take: 'Take it',
    takeOver: 'Take over',
    release: 'Give back',
    solved: 'Solved',
    solvedForMe: 'That solved it',
    notYet: 'Not yet',
    reopen: 'Reopen',
    sameHere: 'Same here',
    notMe: 'Not me',
    theAnswer: 'The answer',
    isTheAnswer: 'This is the answer',
    reminded: 'Still waiting – support was reminded',
    repliedEarlier: 'An earlier message',
  },
  ja: {
    to: '移動先',
    from: '移動元',
    go: '移動先を開く',
    promised: (when) => `${when} までに回答予定`,
    take: '担当する',
    takeOver: '引き継ぐ',
    release: '担当を外れる',
    solved: '解決済みにする',
    solvedForMe: '解決しました',
    notYet: 'まだ解決していません',
    reopen: '再開する',
    sameHere: '私も同じです',
    notMe: '取り消す',
    theAnswer: '回答',
    isTheAnswer: 'これを回答にする',
    reminded: 'お待たせしています。担当者に再度知らせました',
    repliedEarlier: '以前のメッセージ',
  },
};
