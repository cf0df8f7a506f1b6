import type { QuestionState } from '@support-chat/protocol';

/** What is said of questions; it comes with the line below the first one. */
export type QuestionLineStrings = {
  readonly questionStates: Readonly<Record<QuestionState, string>>;
  questionClaimed(owner: string): string;
  affected(count: number): string;
  /** To staff: nobody took it in its time. */
  readonly overdue: string;
  readonly sameHere: string;
  /** Before the title of the room where it goes on. */
  readonly to: string;
  /** Before the title of the room where it was asked first. */
  readonly from: string;
  readonly go: string;
  /** `when` is a day and a time. */
  promised(when: string): string;
  /** To whoever is no staff: nobody took it in its time. */
  readonly reminded: string;
  readonly take: string;
  readonly takeOver: string;
  readonly release: string;
  readonly solved: string;
  readonly solvedForMe: string;
  readonly notYet: string;
  readonly reopen: string;
  readonly notMe: string;
  /** A reply that is the answer, and what makes it that. */
  readonly theAnswer: string;
  readonly isTheAnswer: string;
  replied(author: string, excerpt: string): string;
  readonly repliedEarlier: string;
  /** Who was let in for it; `isOver`: and went with it. */
  letIn(names: readonly string[], isOver: boolean): string;
};

export const questionLineStrings: { readonly en: QuestionLineStrings; readonly ja: QuestionLineStrings } = {
  en: {
    questionStates: {
      open: 'Waiting for help',
      claimed: 'Being looked at',
      answered: 'Answered',
      resolved: 'Solved',
      merged: 'Asked before',
      moved: 'Moved',
    },
    questionClaimed: (owner) => `${owner} is looking at this`,
    affected: (n) => `${n} people have this`,
    overdue: 'Overdue',
    sameHere: 'Same here',
    to: 'Goes on in',
    from: 'Asked in',
    go: 'Go there',
    promised: (when) => `Answer by ${when}`,
    reminded: 'Still waiting – support was reminded',
    take: 'Take it',
    takeOver: 'Take over',
    release: 'Give back',
    solved: 'Solved',
    solvedForMe: 'That solved it',
    notYet: 'Not yet',
    reopen: 'Reopen',
    notMe: 'Not me',
    theAnswer: 'The answer',
    isTheAnswer: 'This is the answer',
    replied: (author, excerpt) => `${author}: ${excerpt}`,
    repliedEarlier: 'An earlier message',
    letIn: (names, isOver) => `${isOver ? 'Here until it was solved' : 'Let in for this'}: ${names.join(', ')}`,
  },
  ja: {
    questionStates: {
      open: '回答待ち',
      claimed: '確認中',
      answered: '回答あり',
      resolved: '解決済み',
      merged: '同じ質問',
      moved: '移動済み',
    },
    questionClaimed: (owner) => `${owner} が確認中です`,
    affected: (n) => `${n}人が同じ状況です`,
    overdue: '時間超過',
    sameHere: '私も同じです',
    to: '移動先',
    from: '移動元',
    go: '移動先を開く',
    promised: (when) => `${when} までに回答予定`,
    reminded: 'お待たせしています。担当者に再度知らせました',
    take: '担当する',
    takeOver: '引き継ぐ',
    release: '担当を外れる',
    solved: '解決済みにする',
    solvedForMe: '解決しました',
    notYet: 'まだ解決していません',
    reopen: '再開する',
    notMe: '取り消す',
    theAnswer: '回答',
    isTheAnswer: 'これを回答にする',
    replied: (author, excerpt) => `${author}：${excerpt}`,
    repliedEarlier: '以前のメッセージ',
    letIn: (names, isOver) => `${isOver ? '解決まで参加' : 'この質問のために参加'}：${names.join('、')}`,
  },
};
