/** What making a link for guests says; it comes with the dialog. */
export type GuestDialogStrings = {
  readonly heading: string;
  readonly help: string;
  readonly label: string;
  readonly labelHelp: string;
  readonly lasts: string;
  readonly spans: { readonly hours: string; readonly day: string; readonly week: string };
  readonly uses: string;
  people(count: number): string;
  readonly endsWhenSolved: string;
  /** About the question it is made for. */
  readonly endsHelp: string;
  readonly make: string;
  readonly cancel: string;
  readonly once: string;
  readonly revokeHelp: string;
  readonly copy: string;
  readonly copied: string;
  readonly done: string;
};

export const guestDialogStrings: { readonly en: GuestDialogStrings; readonly ja: GuestDialogStrings } = {
  en: {
    heading: 'Link for a guest',
    help: 'A guest comes by the link without an account, into this room only, and sees nothing from before.',
    label: 'For whom',
    labelHelp: 'Only support sees this. Example: Contoso, mail gateway',
    lasts: 'How long',
    spans: { hours: '4 hours', day: 'A day', week: 'A week' },
    uses: 'For how many',
    people: (count) => (count === 1 ? 'One person' : `${count} people`),
    endsWhenSolved: 'Ends when this is solved',
    endsHelp: 'Whoever came by the link is out then. Reopened, the question needs a new link.',
    make: 'Make link',
    cancel: 'Cancel',
    once: 'Send this to the guest. It is shown only now: nobody can look it up later.',
    revokeHelp: 'The note in the room says who came by it. There you can revoke it; its guests are out at once.',
    copy: 'Copy',
    copied: 'Copied',
    done: 'Done',
  },
  ja: {
    heading: 'ゲスト用リンク',
    help: 'アカウントのない方がリンクでこのルームだけに入れます。入室より前の内容は表示されません。',
    label: '対象',
    labelHelp: 'サポートだけに表示されます。例：Contoso メールゲートウェイ担当',
    lasts: '有効期間',
    spans: { hours: '4時間', day: '1日', week: '1週間' },
    uses: '人数',
    people: (count) => `${count}名`,
    endsWhenSolved: 'この質問が解決したら終了',
    endsHelp: '解決と同時にゲストは退室します。質問を再開した場合は、新しいリンクが必要です。',
    make: 'リンクを作成',
    cancel: 'キャンセル',
    once: 'ゲストに送ってください。表示されるのは今だけで、後から確認することはできません。',
    revokeHelp: '誰が入室したかはルームのメモに表示されます。そこから取り消すと、ゲストはすぐに退室します。',
    copy: 'コピー',
    copied: 'コピーしました',
    done: '完了',
  },
};
