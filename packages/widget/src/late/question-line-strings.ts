/** What only the line below a question says; it comes with it. */
export type QuestionLineStrings = {
  /** Before the title of the room where it goes on. */
  readonly to: string;
  /** Before the title of the room where it was asked first. */
  readonly from: string;
  readonly go: string;
  /** `when` is a day and a time. */
  promised(when: string): string;
  /** Who was let in for it; `isOver`: and went with it. */
  letIn(names: readonly string[], isOver: boolean): string;
};

export const questionLineStrings: { readonly en: QuestionLineStrings; readonly ja: QuestionLineStrings } = {
  en: {
    to: 'Goes on in',
    from: 'Asked in',
    go: 'Go there',
    promised: (when) => `Answer by ${when}`,
    letIn: (names, isOver) => `${isOver ? 'Here until it was solved' : 'Let in for this'}: ${names.join(', ')}`,
  },
  ja: {
    to: '移動先',
    from: '移動元',
    go: '移動先を開く',
    promised: (when) => `${when} までに回答予定`,
    letIn: (names, isOver) => `${isOver ? '解決まで参加' : 'この質問のために参加'}：${names.join('、')}`,
  },
};
