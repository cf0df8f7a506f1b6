/** What writing a room down says; it comes with the dialog. */
export type ExportStrings = {
  readonly heading: string;
  readonly help: string;
  readonly formats: { readonly html: string; readonly markdown: string; readonly csv: string; readonly jsonl: string };
  readonly helps: { readonly html: string; readonly markdown: string; readonly csv: string; readonly jsonl: string };
  /** `size`: what has come so far, with its unit. */
  readonly working: (size: string) => string;
  readonly cancel: string;
  readonly done: string;
  readonly close: string;
};

export const exportStrings: { readonly en: ExportStrings; readonly ja: ExportStrings } = {
  en: {
    heading: 'Export',
    help: 'Everything that you may see in this room, notes among it, as one file.',
    formats: { html: 'Web page', markdown: 'Markdown', csv: 'Table (CSV)', jsonl: 'JSON lines' },
    helps: {
      html: 'To read and to keep. Opens in any browser, loads nothing.',
      markdown: 'To put into a wiki or a ticket.',
      csv: 'One message a row, for a spreadsheet.',
      jsonl: 'Every event as it is, for programs, and to take the room in again.',
    },
    working: (size) => `Writing … ${size}`,
    cancel: 'Stop',
    done: 'Saved. Look into the downloads of your browser.',
    close: 'Close',
  },
  ja: {
    heading: '書き出し',
    help: 'メモを含め、このルームで見られる内容をすべて1つのファイルに保存します。',
    formats: { html: 'Webページ', markdown: 'Markdown', csv: '表（CSV）', jsonl: 'JSON Lines' },
    helps: {
      html: '閲覧・保管用です。どのブラウザーでも開け、外部から何も読み込みません。',
      markdown: 'Wikiやチケットへの貼り付け用です。',
      csv: '1行に1メッセージ。表計算ソフト用です。',
      jsonl: 'すべてのイベントをそのまま保存します。プログラムでの利用や、ルームの再取り込み用です。',
    },
    working: (size) => `書き出しています… ${size}`,
    cancel: '中止',
    done: '保存しました。ブラウザーのダウンロードを確認してください。',
    close: '閉じる',
  },
};
