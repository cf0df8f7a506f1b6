/** What is said of the message that the next one replies to. */
export type ReplyStrings = {
  aboutMine(excerpt: string): string;
  readonly askElse: string;
  replyTo(author: string, excerpt: string): string;
  readonly noReply: string;
};

export const replyStrings: { readonly en: ReplyStrings; readonly ja: ReplyStrings } = {
  en: {
    aboutMine: (excerpt) => `About your question: ${excerpt}`,
    askElse: 'Ask something else',
    replyTo: (author, excerpt) => `Reply to ${author}: ${excerpt}`,
    noReply: 'Do not reply to it',
  },
  ja: {
    aboutMine: (excerpt) => `ご質問について：${excerpt}`,
    askElse: '別の質問をする',
    replyTo: (author, excerpt) => `${author} への返信：${excerpt}`,
    noReply: '返信をやめる',
  },
};
