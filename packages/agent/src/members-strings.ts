import type { MemberRole, RoomKind } from '@support-chat/protocol';

/** What the list of members says; it comes with the list. */
export type MembersStrings = {
  readonly heading: string;
  /** What members are for in a room of this kind, where there are none yet. */
  readonly none: { readonly [K in Exclude<RoomKind, 'lane'>]: string };
  readonly as: { readonly [R in MemberRole]: string };
  /** Names the choice of what somebody is. */
  asOf(name: string): string;
  readonly add: string;
  readonly who: string;
  readonly whoHelp: string;
  readonly nobody: string;
  readonly letIn: string;
  readonly remove: string;
  removeAsk(name: string): string;
  readonly watch: string;
  readonly watchHelp: string;
  readonly leave: string;
  readonly leaveAsk: string;
  readonly lastHost: string;
  /** Beside who is here for one question. */
  readonly untilSolved: string;
  readonly stay: string;
  readonly cancel: string;
  all(count: number): string;
  readonly failed: string;
  readonly again: string;
};

export const membersStrings: { readonly en: MembersStrings; readonly ja: MembersStrings } = {
  en: {
    heading: 'Members',
    none: {
      rollout: 'Everybody may enter. Add experts who answer beside support.',
      outage: 'Everybody may enter. Add experts who answer beside support.',
      expert: 'Everybody may ask. Add the experts who answer.',
      incident: 'Only support sees this room. Add whom you need.',
      team: 'Add colleagues who belong here.',
    },
    as: { host: 'Host', member: 'Member', expert: 'Expert', observer: 'Observer', guest: 'Guest' },
    asOf: (name) => `What ${name} is here`,
    add: 'Add',
    who: 'Name',
    whoHelp: 'Type the beginning of a name.',
    nobody: 'Nobody of this name.',
    letIn: 'Add as',
    remove: 'Take out',
    removeAsk: (name) => `Take ${name} out of this room?`,
    watch: 'Only look on',
    watchHelp: 'You are among the members as an observer: everybody sees that, and you write nothing.',
    leave: 'Leave this room',
    leaveAsk: 'Leave this room?',
    lastHost: 'You are the last host. Make somebody else host before you leave.',
    untilSolved: 'until the question is solved',
    stay: 'Keep',
    cancel: 'Cancel',
    all: (count) => `Show all ${count}`,
    failed: 'The members could not be read.',
    again: 'Try again',
  },
  ja: {
    heading: 'メンバー',
    none: {
      rollout: '誰でも入室できます。サポートと一緒に回答する専門家を追加できます。',
      outage: '誰でも入室できます。サポートと一緒に回答する専門家を追加できます。',
      expert: '誰でも質問できます。回答する専門家を追加してください。',
      incident: 'サポートだけに表示されます。必要な人を追加してください。',
      team: 'このルームに参加する同僚を追加してください。',
    },
    as: { host: 'ホスト', member: 'メンバー', expert: '専門家', observer: '閲覧者', guest: 'ゲスト' },
    asOf: (name) => `${name}さんの役割`,
    add: '追加',
    who: '名前',
    whoHelp: '名前の先頭を入力してください。',
    nobody: '該当する人がいません。',
    letIn: '役割',
    remove: '外す',
    removeAsk: (name) => `${name}さんをこのルームから外しますか。`,
    watch: '閲覧者として参加',
    watchHelp: 'メンバーに閲覧者として表示されます。投稿はできません。',
    leave: 'ルームから退出',
    leaveAsk: 'このルームから退出しますか。',
    lastHost: '最後のホストです。退出する前に、ほかの人をホストにしてください。',
    untilSolved: '質問の解決まで',
    stay: '解決後も残す',
    cancel: 'キャンセル',
    all: (count) => `全${count}人を表示`,
    failed: 'メンバーを読み込めませんでした。',
    again: '再試行',
  },
};
