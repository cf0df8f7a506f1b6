import type { MentionGroup, Role } from '@support-chat/protocol';

/** What calling people says; it comes with the first `@`, not with the first message. */
export type MentionStrings = {
  readonly title: string;
  readonly groups: { readonly [G in MentionGroup]: string };
  readonly groupsInPrivate: { readonly [G in MentionGroup]: string };
  readonly roles: { readonly [R in Role]: string };
  readonly expert: string;
  readonly host: string;
  readonly notHere: string;
  /** Beside somebody who is let in with the message. */
  readonly invites: string;
  /** Below the text, after somebody was chosen who is let in with it; `endsWhenSolved`: until the question is solved. */
  invited(name: string, isExpert: boolean, endsWhenSolved: boolean): string;
  /** Beside somebody who is here for another question, and below the text after they were chosen. */
  readonly staysToo: string;
  stays(name: string, endsWhenSolved: boolean): string;
  readonly forGood: string;
  readonly untilSolved: string;
  readonly onlyMention: string;
  readonly none: string;
  /** Told to who does not see the list. */
  announce(count: number): string;
  confirm(people: number): string;
  callAll(people: number): string;
  readonly back: string;
};

export const mentionStrings: { readonly en: MentionStrings; readonly ja: MentionStrings } = {
  en: {
    title: 'People you can call',
    groups: { all: 'Everybody in the room now', here: 'Who is active in the room now' },
    groupsInPrivate: { all: 'Everybody who belongs here', here: 'Who is active in the room now' },
    roles: { employee: '', agent: 'Support', manager: 'Manager', guest: 'Guest', bot: 'Bot' },
    expert: 'Expert',
    host: 'Host',
    notHere: 'Not in the room',
    invites: 'Not in the room – let in with your message',
    invited: (name, isExpert, endsWhenSolved) =>
      `${name} is let in${isExpert ? ' as an expert' : ''} ${endsWhenSolved ? 'until this question is solved' : 'with this message'}.`,
    staysToo: 'Here for another question – stays for this one, too',
    stays: (name, endsWhenSolved) =>
      `${name} stays ${endsWhenSolved ? 'until this question is solved, too' : 'for good'}.`,
    forGood: 'For good',
    untilSolved: 'Only until it is solved',
    onlyMention: 'Only call',
    none: 'Nobody of this name',
    announce: (count) =>
      count === 1 ? '1 person. Enter takes it.' : `${count} people. Arrow keys and Enter to choose.`,
    confirm: (people) => `This calls ${people} people at once.`,
    callAll: (people) => `Call all ${people}`,
    back: 'Back to the text',
  },
  ja: {
    title: '呼び出せる人',
    groups: { all: '今ルームにいる全員', here: '今ルームで活動中の人' },
    groupsInPrivate: { all: 'ルームのメンバー全員', here: '今ルームで活動中の人' },
    roles: { employee: '', agent: 'サポート', manager: '管理者', guest: 'ゲスト', bot: 'ボット' },
    expert: '専門家',
    host: 'ホスト',
    notHere: 'ルームにいません',
    invites: 'ルームにいません（送信と同時に招待）',
    invited: (name, isExpert, endsWhenSolved) =>
      `${name}さんを${isExpert ? '専門家として' : 'ルームに'}招待します${endsWhenSolved ? '（質問の解決まで）' : ''}。`,
    staysToo: '別の質問で参加中（この質問の解決まで残ります）',
    stays: (name, endsWhenSolved) =>
      `${name}さんは${endsWhenSolved ? 'この質問が解決するまで' : '解決後も'}ルームに残ります。`,
    forGood: '解決後も残す',
    untilSolved: '解決までにする',
    onlyMention: '呼び出すだけにする',
    none: '該当する人がいません',
    announce: (count) => `${count}人見つかりました。矢印キーとEnterで選べます。`,
    confirm: (people) => `${people}人を一度に呼び出します。`,
    callAll: (people) => `${people}人を呼び出す`,
    back: '文章に戻る',
  },
};
