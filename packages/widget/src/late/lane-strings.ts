/** What the choice of who reads it says; it comes with the choice, not with the first message. */
export type LaneStrings = {
  readonly whoReads: string;
  readonly everybody: string;
  readonly onlySupport: string;
  /** The list of the person's own questions. */
  readonly mine: string;
  unread(count: string): string;
};

export const laneStrings: { readonly en: LaneStrings; readonly ja: LaneStrings } = {
  en: {
    whoReads: 'Who reads it',
    everybody: 'Everybody',
    onlySupport: 'Only support',
    mine: 'My questions',
    unread: (count) => `${count} unread`,
  },
  ja: {
    whoReads: '読める人',
    everybody: '全員',
    onlySupport: 'サポートのみ',
    mine: '自分の質問',
    unread: (count) => `未読${count}件`,
  },
};
