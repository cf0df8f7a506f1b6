import type { Refusals } from '../../strings.js';

/** Why something was refused, in Japanese. */
export const refusals: Refusals = {
  bad_request: 'サーバーが処理できませんでした。ページを再読み込みして、もう一度お試しください。',
  token_invalid: 'ご本人を確認できませんでした。ページを再読み込みしてサインインしてください。',
  token_expired: 'サインインの期限が切れました。ページを再読み込みしてください。',
  origin_refused: 'このページではサポートチャットを使えません。ページの管理者にお知らせください。',
  not_found: 'ルームが見つからないか、入室できません。',
  forbidden: '読むことはできますが、この操作はできません。',
  room_closed: '送信前にルームが終了しました。',
  changed: 'その間に状況が変わりました。もう一度ご確認ください。',
  rev_conflict: 'このメッセージは別の端末で変更されています。内容を確認してから保存してください。',
  unconfirmed: '大勢に通知されます。もう一度送信して確認してください。',
  room_exists: 'この名前のルームはすでにあります。別の名前にしてください。',
  too_long: '長すぎます。短くするか、分けて送ってください。',
  cid_conflict: '別の内容で送信済みです。コピーして送り直してください。',
  too_many_rooms: '開いているルームが多すぎます。どれかを閉じてください。',
  rate_limited: '短時間に送信が続きました。まもなく送信されます。',
  unavailable: 'サーバーが再起動しています。復帰したら送信されます。',
  storage_full: 'サーバーの保存容量がいっぱいです。メッセージはこの端末に残っています。',
  internal: 'サーバーで問題が起きました。もう一度送るか、文章をコピーしてください。',
};
