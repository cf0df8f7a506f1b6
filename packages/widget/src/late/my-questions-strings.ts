/** What the list of one's own questions says; it comes with the list. */
export type MyQuestionsStrings = {
  readonly title: string;
  readonly close: string;
  readonly none: string;
  readonly failed: string;
  readonly retry: string;
};

export const myQuestionsStrings: { readonly en: MyQuestionsStrings; readonly ja: MyQuestionsStrings } = {
  en: {
    title: 'My questions here',
    close: 'Close my questions',
    none: 'What you ask here, and what you marked “Same here”, stands in this list until it is solved and after.',
    failed: 'Your questions could not be loaded. Nothing is lost.',
    retry: 'Try again',
  },
  ja: {
    title: 'ここでの自分の質問',
    close: '自分の質問を閉じる',
    none: 'ここで質問したことや「私も同じです」を押した質問が、解決後もこの一覧に表示されます。',
    failed: '質問を読み込めませんでした。内容は失われていません。',
    retry: 'もう一度',
  },
};
