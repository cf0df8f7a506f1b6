/** What the dialog about the versions of a message says; it comes with it. */
export type VersionsStrings = {
  heading(author: string): string;
  readonly help: string;
  readonly first: string;
  readonly now: string;
  nth(number: number): string;
  readonly added: string;
  readonly gone: string;
  readonly none: string;
  readonly failed: string;
  readonly close: string;
};

export const versionsStrings: { readonly en: VersionsStrings; readonly ja: VersionsStrings } = {
  en: {
    heading: (author) => `What ${author} changed`,
    help: 'Only support sees this. What was added is underlined, what is gone is struck through.',
    first: 'At first',
    now: 'Now',
    nth: (number) => `Edit ${number}`,
    added: 'Added:',
    gone: 'Gone:',
    none: 'There is nothing to compare: the message was taken back.',
    failed: 'The versions could not be read. Close this and try again.',
    close: 'Close',
  },
  ja: {
    heading: (author) => `${author}さんの編集内容`,
    help: 'サポートだけに表示されます。追加された部分は下線、削除された部分は取り消し線で示します。',
    first: '最初の投稿',
    now: '現在',
    nth: (number) => `${number}回目の編集`,
    added: '追加：',
    gone: '削除：',
    none: 'メッセージが取り消されたため、比較できる内容はありません。',
    failed: '編集履歴を読み込めませんでした。閉じてからもう一度お試しください。',
    close: '閉じる',
  },
};
