/** 日本語。 */
import type { FirstStrings } from '../strings.js';

const list = (names: readonly string[]): string => names.map((name) => `${name}さん`).join('、');

export const strings: FirstStrings = {
  close: '閉じる',
  messages: 'メッセージ一覧',
  message: 'メッセージ',
  send: '送信',
  placeholder: 'ルームの全員にメッセージを送る',
  lanePlaceholder: 'サポートだけに書く',
  laneWelcome: '読めるのは、あなたとサポートだけです。',
  today: '今日',
  yesterday: '昨日',
  you: '自分',
  support: 'サポート',
  manager: '管理者',
  bot: 'ボット',
  guest: 'ゲスト',
  note: 'メモ',
  newMessages: 'ここから新着',
  jumpToNewest: (unseen) => (unseen > 0 ? `新着${unseen}件` : '最新へ'),
  loadingOlder: '以前のメッセージを読み込み中',
  beginning: (title) => `「${title}」はここから始まります。`,
  welcome: '質問をどうぞ。質問と回答はルームの全員に共有されます。',
  helpers: (n, away) =>
    n ? `現在${n}名が対応できます` : away[0] ? `${list(away)}が後で確認します` : 'いま対応できる担当者はいません',
  helpersNamed: (names) => `対応可能：${list(names)}`,
  people: (n) => `${n}名が参加中`,
  typing: (names) => (names.length > 3 ? `${names.length}名が入力中` : `${list(names)}が入力中`),
  sending: '送信中',
  sent: '送信済み',
  failed: '未送信',
  retry: '再送信',
  edit: '編集',
  copy: 'コピー',
  charsLeft: (n) =>
    n < 0
      ? `約${(-n).toLocaleString('ja')}文字超えています。短くするか、分けて送ってください。`
      : `あと約${n.toLocaleString('ja')}文字`,
  connecting: (isAgain, kept) =>
    `${isAgain ? '再' : ''}接続しています${kept === 0 ? '' : `。未送信の${kept}件は保存されています。`}`,
  tryNow: '今すぐ接続',
};
