/** What the editor of pictures says; it comes with it. */
import type { Tool } from './marks.js';
import type { SecretReason } from './page-secrets.js';

export type ShotStrings = {
  readonly title: string;
  readonly toolbar: string;
  readonly tools: { readonly [T in Tool | 'select']: string };
  readonly reasons: { readonly [R in SecretReason]: string };
  readonly undo: string;
  readonly redo: string;
  readonly remove: string;
  readonly zoom: string;
  readonly picture: string;
  /** Name of a mark. */
  mark(name: string, at: number, of: number): string;
  proposal(reason: string, isOff: boolean, at: number, of: number): string;
  /** `count` proposals, of which `kept` are on. */
  proposed(count: number, kept: number): string;
  readonly notOurs: string;
  readonly nothingFound: string;
  readonly howTo: string;
  /** Of a picture that was attached before. */
  readonly howToAgain: string;
  readonly text: string;
  readonly takeOff: string;
  readonly putOn: string;
  readonly cancel: string;
  readonly done: string;
  readonly ask: string;
  readonly keep: string;
  readonly throwAway: string;
  readonly failed: string;
};

export const shotStrings: { readonly en: ShotStrings; readonly ja: ShotStrings } = {
  en: {
    title: 'Edit the picture',
    toolbar: 'Tools',
    tools: {
      select: 'Select',
      arrow: 'Arrow',
      box: 'Box',
      text: 'Text',
      blur: 'Blur',
      black: 'Black out',
      crop: 'Crop',
    },
    reasons: {
      field: 'a field',
      private: 'marked as private',
      frame: 'another page',
      mail: 'a mail address',
      card: 'a card number',
      number: 'an individual number',
      phone: 'a phone number',
    },
    undo: 'Undo',
    redo: 'Redo',
    remove: 'Remove',
    zoom: 'Full size',
    picture: 'Picture with marks',
    mark: (name, at, of) =>
      `${name}, mark ${at} of ${of}. Arrow keys move, Shift and arrow keys resize, Delete removes.`,
    proposal: (reason, isOff, at, of) =>
      `Black-out over ${reason}, ${isOff ? 'taken off' : 'kept'}, mark ${at} of ${of}. Enter ${isOff ? 'puts it back' : 'takes it off'}.`,
    proposed: (count, kept) =>
      `${count === 1 ? '1 place that may be private was' : `${count} places that may be private were`} found; ${kept === count ? (count === 1 ? 'it is' : 'all are') : `${kept} of them ${kept === 1 ? 'is' : 'are'}`} blacked out.`,
    notOurs:
      'This is another window, or could not be matched with the page: nobody looked for what is private. Black it out yourself.',
    nothingFound: 'Nothing private was found. Look once more before you send it.',
    howTo: 'What you cover is gone from the picture before it leaves your browser.',
    howToAgain: 'What you cover is gone from the picture that is sent; the one before is removed.',
    text: 'Text',
    takeOff: 'Show this place',
    putOn: 'Black it out',
    cancel: 'Cancel',
    done: 'Use picture',
    ask: 'Throw the picture away?',
    keep: 'Go on editing',
    throwAway: 'Throw away',
    failed: 'The picture could not be made. Try again, or crop it smaller.',
  },
  ja: {
    title: '画像を編集',
    toolbar: 'ツール',
    tools: {
      select: '選択',
      arrow: '矢印',
      box: '枠',
      text: '文字',
      blur: 'ぼかし',
      black: '黒塗り',
      crop: '切り抜き',
    },
    reasons: {
      field: '入力欄',
      private: '非公開の部分',
      frame: '別のページ',
      mail: 'メールアドレス',
      card: 'カード番号',
      number: 'マイナンバー',
      phone: '電話番号',
    },
    undo: '元に戻す',
    redo: 'やり直す',
    remove: '削除',
    zoom: '原寸で表示',
    picture: '書き込み付きの画像',
    mark: (name, at, of) =>
      `${name}（${of}個中${at}個目）。矢印キーで移動、Shift＋矢印キーで大きさの変更、Deleteで削除できます。`,
    proposal: (reason, isOff, at, of) =>
      `${reason}の黒塗り、${isOff ? '解除中' : '適用中'}（${of}個中${at}個目）。Enterで${isOff ? '適用' : '解除'}します。`,
    proposed: (count, kept) =>
      `人に見せたくない可能性がある箇所が${count}件見つかりました。${kept === count ? 'すべて' : `うち${kept}件を`}黒塗りしています。`,
    notOurs:
      '別の画面か、ページと照合できない画像のため、自動では確認していません。見せたくない部分はご自分で黒塗りしてください。',
    nothingFound: '見せたくない箇所は見つかりませんでした。送る前にもう一度ご確認ください。',
    howTo: '隠した部分は、ブラウザーから送られる前に画像から消えます。',
    howToAgain: '隠した部分は送る画像から消えます。元の画像は削除されます。',
    text: '文字',
    takeOff: 'この部分を見せる',
    putOn: '黒塗りする',
    cancel: 'キャンセル',
    done: 'この画像を使う',
    ask: 'この画像を破棄しますか？',
    keep: '編集を続ける',
    throwAway: '破棄する',
    failed: '画像を作成できませんでした。もう一度試すか、小さく切り抜いてください。',
  },
};
