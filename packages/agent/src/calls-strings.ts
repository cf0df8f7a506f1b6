/** What the list of calls says; it comes with the first call. */
export type CallsStrings = {
  readonly heading: string;
  /** Read out when a call comes. */
  announce(name: string, room: string): string;
  more(count: number): string;
};

export const callsStrings: { readonly en: CallsStrings; readonly ja: CallsStrings } = {
  en: {
    heading: 'You were called',
    announce: (name, room) => `${name} calls you in ${room}`,
    more: (count) => `${count} more`,
  },
  ja: {
    heading: '呼び出し',
    announce: (name, room) => `${name}さんが「${room}」で呼んでいます`,
    more: (count) => `ほか${count}件`,
  },
};
