/** What is said of a question that was asked in another room; it comes with the lines below questions. */
export type MovedStrings = {
  readonly to: string;
  readonly from: string;
  readonly go: string;
};

export const movedStrings: { readonly en: MovedStrings; readonly ja: MovedStrings } = {
  en: { to: 'Goes on in', from: 'Asked in', go: 'Go there' },
  ja: { to: '移動先', from: '移動元', go: '移動先を開く' },
};
