/** What writing a room down says; it comes with the dialog. */
export type ExportStrings = {
  readonly heading: string;
  readonly help: string;
  readonly formats: { readonly html: string; readonly markdown: string; readonly jsonl: string };
  readonly helps: { readonly html: string; readonly markdown: string; readonly jsonl: string };
  readonly working: string;
  readonly done: string;
  readonly close: string;
};

export const exportStrings: { readonly en: ExportStrings; readonly ja: ExportStrings } = {
  en: {
    heading: 'Export',
    help: 'Everything that you may see in this room, notes among it, as one file.',
    formats: { html: 'Web page', markdown: 'Markdown', jsonl: 'JSON lines' },
    helps: {
      html: 'To read and to keep. Opens in any browser, loads nothing.',
      markdown: 'To put into a wiki or a ticket.',
      jsonl: 'Every event as it is, for programs.',
    },
    working: 'Writing …',
    done: 'Saved. Look into the downloads of your browser.',
    close: 'Close',
  },
  ja: {
    heading: '書き出し',
    help: 'メモを含め、このルームで見られる内容をすべて1つのファイルに保存します。',
    formats: { html: 'Webページ', markdown: 'Markdown', jsonl: 'JSON Lines' },
    helps: {
      html: '閲覧・保管用です。どのブラウザーでも開け、外部から何も読み込みません。',
      markdown: 'Wikiやチケットへの貼り付け用です。',
      jsonl: 'すべてのイベントをそのまま保存します。プログラム用です。',
    },
    working: '書き出しています…',
    done: '保存しました。ブラウザーのダウンロードを確認してください。',
    close: '閉じる',
  },
};
