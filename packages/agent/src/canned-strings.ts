import type { CannedScope } from '@support-chat/protocol';
import type { CannedVariable } from './canned-fill.js';

/** What canned replies say; it comes with them. */
export type CannedStrings = {
  readonly title: string;
  found(count: number): string;
  more(count: number): string;
  readonly none: string;
  readonly empty: string;
  readonly loading: string;
  readonly failed: string;
  readonly again: string;
  readonly preview: string;
  readonly unknown: string;
  readonly missing: string;
  readonly placeholders: Readonly<Record<CannedVariable, string>>;
  readonly make: string;
  readonly manage: string;
  readonly edit: string;
  readonly search: string;
  readonly scopes: Readonly<Record<CannedScope, string>>;
  /** Of few words, beside a title; what everybody uses needs none. */
  readonly marks: Readonly<Record<CannedScope, string>>;
  readonly scope: string;
  readonly name: string;
  readonly reading: string;
  readonly readingHelp: string;
  readonly text: string;
  readonly textHelp: string;
  readonly required: string;
  tooLong(bytes: number): string;
  readonly changed: string;
  readonly full: string;
  readonly notDone: string;
  readonly save: string;
  readonly cancel: string;
  readonly close: string;
  readonly drop: string;
  dropAsk(title: string): string;
  readonly dropYes: string;
  readonly dropNo: string;
};

export const cannedStrings: { readonly en: CannedStrings; readonly ja: CannedStrings } = {
  en: {
    title: 'Canned replies',
    found: (count) => (count === 1 ? '1 canned reply' : `${count} canned replies`),
    more: (count) => `${count} more – type to find them`,
    none: 'None is like this.',
    empty: 'No canned replies yet. What you answer often can be kept here.',
    loading: 'Loading…',
    failed: 'They could not be loaded. What you wrote is kept.',
    again: 'Try again',
    preview: 'This goes into your message',
    unknown: 'is no placeholder and stays as it is',
    missing: 'is for you to fill in',
    placeholders: { asker: '[name]', me: '[my name]', room: '[room]', question: '[question]' },
    make: 'New canned reply',
    manage: 'Manage',
    edit: 'Edit',
    search: 'Find a canned reply',
    scopes: { me: 'Only I', room: 'Support in this room', all: 'Support in every room' },
    marks: { me: 'Mine', room: 'This room', all: '' },
    scope: 'Who uses it',
    name: 'Title',
    reading: 'Reading (kana)',
    readingHelp: 'Optional. A Japanese title is found by it, too.',
    text: 'Text',
    textHelp: '{{asker}}, {{me}}, {{room}} and {{question}} are filled in when you insert it.',
    required: 'Please fill this in.',
    tooLong: (bytes) => `Too long by ${bytes} bytes.`,
    changed: 'Somebody changed it meanwhile. Saving again replaces it with what you wrote.',
    full: 'There are 500 already. Drop one before adding another.',
    notDone: 'It may not be saved. What you wrote is still here; try again.',
    save: 'Save',
    cancel: 'Cancel',
    close: 'Close',
    drop: 'Drop',
    dropAsk: (title) => `Drop “${title}”? It is gone for everybody who uses it.`,
    dropYes: 'Drop it',
    dropNo: 'Keep it',
  },
  ja: {
    title: '定型文',
    found: (count) => `定型文${count}件`,
    more: (count) => `ほか${count}件。入力すると絞り込めます`,
    none: '一致する定型文はありません。',
    empty: '定型文はまだありません。よく使う回答をここに登録できます。',
    loading: '読み込んでいます…',
    failed: '読み込めませんでした。入力した内容は残っています。',
    again: '再試行',
    preview: 'メッセージに入る内容',
    unknown: 'は差し込み項目ではないため、そのまま入ります',
    missing: 'は入力が必要です',
    placeholders: { asker: '［お名前］', me: '［自分の名前］', room: '［ルーム名］', question: '［質問番号］' },
    make: '定型文を追加',
    manage: '管理',
    edit: '編集',
    search: '定型文を検索',
    scopes: { me: '自分だけ', room: 'このルームの担当者', all: 'すべてのルームの担当者' },
    marks: { me: '自分用', room: 'このルーム', all: '' },
    scope: '使う人',
    name: 'タイトル',
    reading: 'よみ（かな）',
    readingHelp: '任意です。よみでも検索できるようになります。',
    text: '本文',
    textHelp:
      '{{asker}}（質問者）、{{me}}（自分）、{{room}}（ルーム）、{{question}}（質問番号）は挿入時に置き換わります。',
    required: '入力してください。',
    tooLong: (bytes) => `${bytes}バイト超過しています。`,
    changed: 'ほかの人が先に変更しました。もう一度保存すると、入力した内容に置き換わります。',
    full: '500件に達しています。追加するには、先に不要なものを削除してください。',
    notDone: '保存を確認できませんでした。入力内容は残っています。もう一度お試しください。',
    save: '保存',
    cancel: 'キャンセル',
    close: '閉じる',
    drop: '削除',
    dropAsk: (title) => `「${title}」を削除しますか。共有している全員が使えなくなります。`,
    dropYes: '削除する',
    dropNo: '残す',
  },
};
