/** What attaching files says; it comes with it. */
import type { RefusalCode } from '@support-chat/protocol';

export type TrayStrings = {
  readonly keys: string;
  readonly attach: string;
  readonly pick: string;
  readonly shot: string;
  readonly emoji: string;
  readonly drop: string;
  readonly attached: string;
  readonly remove: string;
  readonly cancel: string;
  readonly edit: string;
  readonly retry: string;
  /** Name of the bar. */
  progress(name: string): string;
  readonly waiting: string;
  readonly there: string;
  /** Told to who does not see the list. */
  count(files: number): string;
  readonly tooMany: string;
  readonly waits: string;
  readonly mendFirst: string;
  readonly shotName: string;
  readonly noShot: string;
  /** Why a file was not taken, and what to do. */
  readonly refusals: Partial<Readonly<Record<RefusalCode, string>>>;
  readonly failed: string;
};

export const trayStrings: { readonly en: TrayStrings; readonly ja: TrayStrings } = {
  en: {
    keys: 'Enter sends, Shift + Enter makes a new line',
    attach: 'Attach',
    pick: 'Choose files',
    shot: 'Take a screenshot',
    emoji: 'Emoji',
    drop: 'Drop files here to attach them',
    attached: 'Files that go with your message',
    remove: 'Remove',
    cancel: 'Cancel',
    edit: 'Mark up',
    retry: 'Try again',
    progress: (name) => `Uploading ${name}`,
    waiting: 'Waiting',
    there: 'Ready',
    count: (files) => (files === 1 ? '1 file attached' : `${files} files attached`),
    tooMany: 'A message takes 10 files. Send the others with another one.',
    waits: 'Your message is sent as soon as the files are there.',
    mendFirst: 'A file could not be attached. Try again or remove it, then send.',
    shotName: 'screenshot',
    noShot: 'No screenshot was taken. Allow it in the browser, or choose a picture.',
    refusals: {
      file_too_large: 'Too large for this server. Make it smaller, or share a link to it.',
      file_refused: 'This kind of file is not taken, or it is damaged. Send a picture or a PDF of it.',
      file_missing: 'Lost on the way. Try again.',
      hash_mismatch: 'Damaged on the way. Try again.',
      quota_full: 'No space left for your files. Take back a message with files, then try again.',
      room_closed: 'This room is closed; nothing can be attached.',
      forbidden: 'You may not attach files here.',
    },
    failed: 'Not attached. Try again.',
  },
  ja: {
    keys: 'Enterで送信、Shift + Enterで改行',
    attach: '添付',
    pick: 'ファイルを選ぶ',
    shot: 'スクリーンショットを撮る',
    emoji: '絵文字',
    drop: 'ここにドロップすると添付できます',
    attached: 'メッセージに添付するファイル',
    remove: '外す',
    cancel: '中止',
    edit: '書き込む',
    retry: 'もう一度',
    progress: (name) => `${name}をアップロード中`,
    waiting: '待機中',
    there: '準備完了',
    count: (files) => `${files}件のファイルを添付しました`,
    tooMany: '添付できるのは1通に10件までです。残りは次のメッセージで送ってください。',
    waits: 'アップロードが終わりしだい送信します。',
    mendFirst: '添付できなかったファイルがあります。もう一度試すか、外してから送信してください。',
    shotName: 'スクリーンショット',
    noShot: '撮影できませんでした。ブラウザーで許可するか、画像を選んでください。',
    refusals: {
      file_too_large: 'このサーバーには大きすぎます。小さくするか、リンクで共有してください。',
      file_refused: 'この種類は添付できないか、壊れています。画像かPDFにして送ってください。',
      file_missing: '途中で失われました。もう一度試してください。',
      hash_mismatch: '途中で壊れました。もう一度試してください。',
      quota_full: 'ファイルの空き容量がありません。不要な添付を取り消してから、もう一度試してください。',
      room_closed: 'このルームは終了したため、添付できません。',
      forbidden: 'ここではファイルを添付できません。',
    },
    failed: '添付できませんでした。もう一度試してください。',
  },
};
