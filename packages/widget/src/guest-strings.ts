/** What the page for guests says. */
export type GuestStrings = {
  readonly title: string;
  readonly invited: string;
  readonly invitedHelp: string;
  /** Until when one is there, before one comes: `when` is a day and a time. */
  until(when: string): string;
  untilSolved(when: string): string;
  readonly name: string;
  readonly enter: string;
  readonly over: string;
  readonly notNow: string;
  readonly noLink: string;
  readonly noLinkHelp: string;
  readonly left: string;
  readonly leftHelp: string;
  readonly again: string;
};

export const guestStrings: { readonly en: GuestStrings; readonly ja: GuestStrings } = {
  en: {
    title: 'Support room',
    invited: 'You are invited to a support room',
    invitedHelp: 'You see what is written from now on. Everybody in the room sees your name, and that you are a guest.',
    until: (when) => `You are there until ${when}.`,
    untilSolved: (when) =>
      `You are there until the question is solved that you were called for, at the latest until ${when}.`,
    name: 'Your name',
    enter: 'Enter the room',
    over: 'This link leads nowhere, or no longer. Ask whoever sent it for another one.',
    notNow: 'That did not work. Your link is kept: try again in a moment.',
    noLink: 'Open the link that you were sent',
    noLinkHelp: 'It leads into one room, and works for as long as whoever sent it chose.',
    left: 'Your visit is over',
    leftHelp:
      'The question was solved, you left, the room was closed, or whoever sent the link has ended it. Thank you for helping.',
    again: 'Look again',
  },
  ja: {
    title: 'サポートルーム',
    invited: 'サポートルームに招待されています',
    invitedHelp:
      'これから書き込まれる内容を見ることができます。お名前とゲストであることは、ルームの全員に表示されます。',
    until: (when) => `${when}まで参加できます。`,
    untilSolved: (when) => `ご協力いただく質問が解決するまで参加できます（最長 ${when}まで）。`,
    name: 'お名前',
    enter: 'ルームに入る',
    over: 'このリンクは使えません。期限が切れたか、取り消されています。送り主に新しいリンクを依頼してください。',
    notNow: '入室できませんでした。リンクはそのまま使えます。少し待ってからもう一度お試しください。',
    noLink: '届いたリンクを開いてください',
    noLinkHelp: 'リンクは一つのルームにつながり、送り主が決めた期間だけ使えます。',
    left: '参加は終了しました',
    leftHelp:
      '質問が解決したか、退出されたか、ルームの終了またはリンクの取り消しによるものです。ご協力ありがとうございました。',
    again: 'もう一度確認する',
  },
};
