/** What the list of everybody in a room says; it comes with it. */
import type { MemberRole, Presence, Role } from '@support-chat/protocol';

export type RosterStrings = {
  everybody(count: number): string;
  more(count: number): string;
  readonly loading: string;
  readonly failed: string;
  readonly retry: string;
  readonly roles: Readonly<Record<Role, string>>;
  readonly as: Readonly<Record<MemberRole, string>>;
  readonly presences: Readonly<Record<Presence, string>>;
  /** Belongs here, and has the room not open. */
  readonly notHere: string;
};

export const rosterStrings: { readonly en: RosterStrings; readonly ja: RosterStrings } = {
  en: {
    everybody: (count) => (count === 1 ? '1 person in the room' : `${count} people in the room`),
    more: (count) => `and ${count} more`,
    loading: 'Loading…',
    failed: 'The list could not be loaded.',
    retry: 'Try again',
    roles: { employee: 'Employee', agent: 'Support', manager: 'Manager', guest: 'Guest', bot: 'App' },
    as: { host: 'Host', member: 'Member', expert: 'Expert', observer: 'Observer', guest: 'Guest' },
    presences: { available: 'Here', away: 'Away', busy: 'Do not disturb', mobile: 'On the phone', offline: 'Offline' },
    notHere: 'not in the room now',
  },
  ja: {
    everybody: (count) => `ルームに${count}名`,
    more: (count) => `ほか${count}名`,
    loading: '読み込み中…',
    failed: '一覧を読み込めませんでした。',
    retry: 'もう一度試す',
    roles: { employee: '社員', agent: 'サポート', manager: 'マネージャー', guest: 'ゲスト', bot: 'アプリ' },
    as: { host: 'ホスト', member: 'メンバー', expert: '専門家', observer: '閲覧者', guest: 'ゲスト' },
    presences: {
      available: '在席',
      away: '離席中',
      busy: '取り込み中',
      mobile: 'スマートフォン',
      offline: 'オフライン',
    },
    notHere: '現在はルームにいません',
  },
};
