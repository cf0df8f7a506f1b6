/** What moving questions to another room says; it comes with the dialog. */
export type MoveStrings = {
  heading(count: number): string;
  readonly help: string;
  /** Of what was asked in private. */
  readonly laneHelp: string;
  readonly find: string;
  readonly none: string;
  moved(done: number, count: number): string;
  readonly cancel: string;
};

export const moveStrings: { readonly en: MoveStrings; readonly ja: MoveStrings } = {
  en: {
    heading: (count) => (count === 1 ? 'Move this question to' : `Move ${count} questions to`),
    help: 'It goes on there in the name of whoever asked it, for everybody it concerns. Here it says where it is.',
    laneHelp: 'It goes on beside that room in private: only support and whoever asked see it.',
    find: 'Find a room',
    none: 'There is no other open room in which people ask.',
    moved: (done, count) => `${done} of ${count} moved`,
    cancel: 'Cancel',
  },
  ja: {
    heading: (count) => (count === 1 ? 'この質問の移動先' : `${count}件の質問の移動先`),
    help: '移動先では、質問した人の名前のまま、関係する人全員に引き継がれます。このルームには移動先が表示されます。',
    laneHelp: '移動先でも非公開のままです。質問した人とサポートだけに表示されます。',
    find: 'ルームを探す',
    none: '質問を受け付けているルームがほかにありません。',
    moved: (done, count) => `${count}件中${done}件を移動しました`,
    cancel: 'キャンセル',
  },
};
