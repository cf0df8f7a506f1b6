/** What advertising a room says; it comes with the dialog. */
export type ShareStrings = {
  readonly heading: string;
  readonly help: string;
  readonly page: string;
  readonly pageHelp: string;
  readonly wrongPage: string;
  readonly make: string;
  readonly link: string;
  readonly copy: string;
  readonly copied: string;
  readonly qr: string;
  /** Names the drawing for who does not see it. */
  qrOf(link: string): string;
  readonly saveSvg: string;
  readonly savePng: string;
  readonly close: string;
};

export const shareStrings: { readonly en: ShareStrings; readonly ja: ShareStrings } = {
  en: {
    heading: 'Link and QR code',
    help: 'For mails, posters and tickets: it opens the page and, on it, this room. Everybody enters with their own rights.',
    page: 'Page that carries the tag of this room',
    pageHelp: 'Example: https://intranet.example/new-mail',
    wrongPage: 'This is no address of a page. It begins with https:// or http://.',
    make: 'Show link',
    link: 'Link',
    copy: 'Copy link',
    copied: 'Copied',
    qr: 'QR code',
    qrOf: (link) => `QR code of ${link}`,
    saveSvg: 'Save as SVG',
    savePng: 'Save as PNG',
    close: 'Close',
  },
  ja: {
    heading: 'リンクとQRコード',
    help: 'メール、ポスター、チケットなどに使えます。ページを開くと、このルームが表示されます。入室できるのは権限のある人だけです。',
    page: 'このルームのタグを貼ったページ',
    pageHelp: '例：https://intranet.example/new-mail',
    wrongPage: 'ページのアドレスではありません。https:// または http:// で始まるアドレスを入力してください。',
    make: 'リンクを表示',
    link: 'リンク',
    copy: 'リンクをコピー',
    copied: 'コピーしました',
    qr: 'QRコード',
    qrOf: (link) => `${link} のQRコード`,
    saveSvg: 'SVGで保存',
    savePng: 'PNGで保存',
    close: '閉じる',
  },
};
