/** What files in messages say; it comes with the first one. */
export type MessageFilesStrings = {
  open(name: string): string;
  readonly play: string;
  readonly stop: string;
  readonly download: string;
  readonly watch: string;
  readonly listen: string;
  readonly checking: string;
  readonly refused: string;
  readonly notThere: string;
  readonly cannotPlay: string;
  readonly close: string;
  readonly next: string;
  readonly previous: string;
  readonly larger: string;
  readonly smaller: string;
  readonly alwaysPlay: string;
  readonly loading: string;
  place(at: number, of: number): string;
};

export const messageFilesStrings: { readonly en: MessageFilesStrings; readonly ja: MessageFilesStrings } = {
  en: {
    open: (name) => `Open picture ${name}`,
    play: 'Let the GIF move',
    stop: 'Hold the GIF still',
    download: 'Download',
    watch: 'Play video',
    listen: 'Play sound',
    checking: 'Being checked for viruses. It can be opened in a moment.',
    refused: 'Removed: it was found to be harmful.',
    notThere: 'It could not be loaded. Press to try again.',
    cannotPlay: 'It cannot be played on this page. Download it.',
    close: 'Close',
    next: 'Next picture',
    previous: 'Previous picture',
    larger: 'Larger',
    smaller: 'Smaller',
    alwaysPlay: 'Moving pictures always move',
    loading: 'Loading',
    place: (at, of) => `${at} of ${of}`,
  },
  ja: {
    open: (name) => `画像 ${name} を開く`,
    play: 'GIFを動かす',
    stop: 'GIFを止める',
    download: 'ダウンロード',
    watch: '動画を再生',
    listen: '音声を再生',
    checking: 'ウイルスの確認中です。まもなく開けます。',
    refused: '有害と判定されたため、削除されました。',
    notThere: '読み込めませんでした。押すともう一度試します。',
    cannotPlay: 'このページでは再生できません。ダウンロードしてください。',
    close: '閉じる',
    next: '次の画像',
    previous: '前の画像',
    larger: '拡大',
    smaller: '縮小',
    alwaysPlay: '動く画像を常に動かす',
    loading: '読み込み中',
    place: (at, of) => `${at} / ${of}`,
  },
};
