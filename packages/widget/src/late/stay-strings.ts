import type { MemberRole } from '@support-chat/protocol';

/** What somebody is told who was let in by name; it comes with the line that tells it. */
export type StayStrings = {
  readonly as: { readonly [R in MemberRole]: string };
  /** The same, for who is here for one question. */
  readonly untilSolved: { readonly [R in MemberRole]: string };
  readonly leave: string;
  readonly ask: string;
  readonly yes: string;
  readonly no: string;
  /** Who may not: the last host of a room that only hosts run. */
  readonly lastHost: string;
  readonly failed: string;
};

export const stayStrings: { readonly en: StayStrings; readonly ja: StayStrings } = {
  en: {
    as: {
      host: 'Host of this room',
      member: 'Member of this room',
      expert: 'Expert in this room',
      observer: 'Observer in this room',
      guest: 'Guest in this room',
    },
    untilSolved: {
      host: 'Host until the question is solved',
      member: 'Member until the question is solved',
      expert: 'Expert until the question is solved',
      observer: 'Observer until the question is solved',
      guest: 'Guest until the question is solved',
    },
    leave: 'Leave',
    ask: 'Leave this room? What you wrote stays.',
    yes: 'Leave the room',
    no: 'Stay',
    lastHost: 'You are the last host. Make somebody else host before you leave.',
    failed: 'That did not work. Try again in a moment.',
  },
  ja: {
    as: {
      host: 'ホストとして参加中',
      member: 'メンバーとして参加中',
      expert: '専門家として参加中',
      observer: '閲覧者として参加中',
      guest: 'ゲストとして参加中',
    },
    untilSolved: {
      host: 'ホストとして参加中（質問の解決まで）',
      member: 'メンバーとして参加中（質問の解決まで）',
      expert: '専門家として参加中（質問の解決まで）',
      observer: '閲覧者として参加中（質問の解決まで）',
      guest: 'ゲストとして参加中（質問の解決まで）',
    },
    leave: '退出',
    ask: 'このルームから退出しますか。書いた内容は残ります。',
    yes: '退出する',
    no: '残る',
    lastHost: '最後のホストです。退出する前に、ほかの人をホストにしてください。',
    failed: '退出できませんでした。少し待ってからもう一度お試しください。',
  },
};
