/** What is said of messages that were edited, taken back or reacted to, and of what can be done with one. */
export type SaidStrings = {
  readonly gone: string;
  readonly goneMine: string;
  /** Somebody else did it; `reason` may be empty. */
  goneBy(name: string, reason: string): string;
  readonly edited: string;
  /** Leads to what it said before. */
  readonly versions: string;
  /** Of the button that opens what can be done. */
  acts(author: string): string;
  readonly title: string;
  readonly react: string;
  readonly moreEmoji: string;
  /** Of a reaction: who has it. `isMine`: the reader, too. */
  reacted(emoji: string, names: readonly string[], isMine: boolean): string;
  readonly reply: string;
  readonly edit: string;
  readonly retract: string;
  readonly retractAsk: string;
  readonly retractOthers: string;
  readonly reason: string;
  readonly keep: string;
  readonly save: string;
  readonly editing: string;
  readonly cancel: string;
  readonly saving: string;
  /** Beside the refusal: what it says now. */
  readonly saysNow: string;
  readonly takenBackMeanwhile: string;
  /** Not answered, or refused without a word for it. */
  readonly failed: string;
};

const most = 12;

export const saidStrings: { readonly en: SaidStrings; readonly ja: SaidStrings } = {
  en: {
    gone: 'This message was taken back',
    goneMine: 'You took this message back',
    goneBy: (name, reason) => `${name} took this message back${reason ? `: ${reason}` : ''}`,
    edited: 'edited',
    versions: 'See what it said before',
    acts: (author) => `What to do with the message by ${author}`,
    title: 'Message',
    react: 'React',
    moreEmoji: 'More emoji',
    reacted: (emoji, names, isMine) =>
      `${emoji} ${names.length + Number(isMine)}: ${[...(isMine ? ['You'] : []), ...names.slice(0, most)].join(', ')}${names.length > most ? ` and ${names.length - most} more` : ''}`,
    reply: 'Reply',
    edit: 'Edit',
    retract: 'Take back',
    retractAsk: 'Take this back for everybody? Its words are deleted for good.',
    retractOthers: 'Its words are deleted for everybody, for good. Everybody sees the reason.',
    reason: 'Reason',
    keep: 'Keep it',
    save: 'Save',
    editing: 'Editing your message',
    cancel: 'Stop editing',
    saving: 'Saving',
    saysNow: 'It says now:',
    takenBackMeanwhile: 'This message was taken back meanwhile. Your text is still here: copy it if you need it.',
    failed: 'That did not work. Try again.',
  },
  ja: {
    gone: 'このメッセージは取り消されました',
    goneMine: 'メッセージの送信を取り消しました',
    goneBy: (name, reason) => `${name}さんがこのメッセージを取り消しました${reason ? `（理由：${reason}）` : ''}`,
    edited: '編集済み',
    versions: '編集前の内容を見る',
    acts: (author) => `${author}さんのメッセージの操作`,
    title: 'メッセージの操作',
    react: 'リアクション',
    moreEmoji: 'ほかの絵文字',
    reacted: (emoji, names, isMine) =>
      `${emoji} ${names.length + Number(isMine)}：${[...(isMine ? ['自分'] : []), ...names.slice(0, most).map((name) => `${name}さん`)].join('、')}${names.length > most ? ` 他${names.length - most}名` : ''}`,
    reply: '返信',
    edit: '編集',
    retract: '送信を取り消す',
    retractAsk: '全員の画面から取り消しますか？ 内容は完全に削除され、元に戻せません。',
    retractOthers: '内容は全員の画面から完全に削除されます。理由は全員に表示されます。',
    reason: '理由',
    keep: 'やめる',
    save: '保存',
    editing: 'メッセージを編集しています',
    cancel: '編集をやめる',
    saving: '保存しています',
    saysNow: '現在の内容：',
    takenBackMeanwhile:
      'このメッセージは取り消されました。入力した内容は残っています。必要であればコピーしてください。',
    failed: 'うまくいきませんでした。もう一度お試しください。',
  },
};

export function saidWordsOf({ locale }: { readonly locale: string }): SaidStrings {
  return saidStrings[locale === 'ja' ? 'ja' : 'en'];
}
