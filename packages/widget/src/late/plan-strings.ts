/** What the plan of a room says; it comes with it. */
export type PlanStrings = {
  opens(when: string): string;
  readonly opensSoon: string;
  closes(when: string): string;
  readonly waves: string;
  readonly now: string;
  from(when: string): string;
  /** Of the reader's own wave: `when` is its day. */
  mine(when: string): string;
  mineSince(when: string): string;
};

export const planStrings: { readonly en: PlanStrings; readonly ja: PlanStrings } = {
  en: {
    opens: (when) => `Opens ${when}`,
    opensSoon: 'Opens soon',
    closes: (when) => `Closes ${when}`,
    waves: 'Who gets it when',
    now: 'now',
    from: (when) => `from ${when}`,
    mine: (when) => `You get it on ${when}`,
    mineSince: (when) => `You have it since ${when}`,
  },
  ja: {
    opens: (when) => `${when} 開始`,
    opensSoon: 'まもなく開始',
    closes: (when) => `${when} 終了`,
    waves: '展開の予定',
    now: '実施中',
    from: (when) => `${when}から`,
    mine: (when) => `あなたの部署は${when}からです`,
    mineSince: (when) => `あなたの部署では${when}から利用できます`,
  },
};
