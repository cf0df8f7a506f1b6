/** What `<support-chat-rooms>` says. */
export type RoomsStrings = {
  readonly heading: string;
  readonly search: string;
  readonly forYou: string;
  readonly topics: string;
  readonly rooms: string;
  readonly loading: string;
  readonly empty: string;
  none(text: string): string;
  readonly more: string;
  readonly failed: string;
  readonly again: string;
  readonly opensSoon: string;
  opens(when: string): string;
  found(count: number): string;
};

export const roomsStrings: { readonly en: RoomsStrings; readonly ja: RoomsStrings } = {
  en: {
    heading: 'Where to ask',
    search: 'Find the right room',
    forYou: 'For you',
    topics: 'Topics',
    rooms: 'Rooms',
    loading: 'Loading rooms…',
    empty: 'There is no room to ask in at the moment.',
    none: (text) => `No room fits “${text}”. Try fewer or other words.`,
    more: 'There are more rooms. Type a word to find yours.',
    failed: 'The rooms could not be loaded.',
    again: 'Try again',
    opensSoon: 'Opens soon',
    opens: (when) => `Opens ${when}`,
    found: (count) => (count === 1 ? '1 room' : `${count} rooms`),
  },
  ja: {
    heading: '相談先を探す',
    search: 'ルームを検索',
    forYou: 'あなた向け',
    topics: 'トピック',
    rooms: 'ルーム',
    loading: 'ルームを読み込んでいます…',
    empty: '現在、相談できるルームはありません。',
    none: (text) => `「${text}」に合うルームはありません。言葉を減らすか、別の言葉でお試しください。`,
    more: 'ほかにもルームがあります。言葉を入力して探してください。',
    failed: 'ルームを読み込めませんでした。',
    again: '再試行',
    opensSoon: 'まもなく開始',
    opens: (when) => `${when} 開始`,
    found: (count) => `${count}件のルーム`,
  },
};
