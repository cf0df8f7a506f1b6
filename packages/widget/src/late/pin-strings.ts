/** What pins say; it comes with the first of them. */
export type PinStrings = {
  readonly pinned: string;
  all(count: number): string;
  readonly less: string;
  by(name: string, when: string): string;
  readonly unpin: string;
};

export const pinStrings: { readonly en: PinStrings; readonly ja: PinStrings } = {
  en: {
    pinned: 'Pinned',
    all: (count) => `All ${count}`,
    less: 'Less',
    by: (name, when) => `Pinned by ${name}, ${when}`,
    unpin: 'Take pin away',
  },
  ja: {
    pinned: 'ピン留め',
    all: (count) => `全${count}件`,
    less: '閉じる',
    by: (name, when) => `${name}さんがピン留め（${when}）`,
    unpin: 'ピン留めを外す',
  },
};
