/** What deleting a room and taking it back says; it comes with the dialog. */
export type RoomEndStrings = {
  deleteHeading(title: string): string;
  readonly deleteHelp: string;
  /** Asks for the name once more. */
  typeName(name: string): string;
  readonly wrongName: string;
  readonly reason: string;
  readonly reasonHelp: string;
  readonly remove: string;
  readonly cancel: string;
  readonly close: string;
  /** It is deleted; until then it can be taken back. */
  deletedUntil(title: string, day: string): string;
  readonly recover: string;
  readonly recovered: string;
  readonly listHeading: string;
  readonly listHelp: string;
  readonly empty: string;
  readonly loading: string;
  readonly failed: string;
  readonly retry: string;
  /** By whom and when. */
  deletedBy(name: string, day: string): string;
  untilDay(day: string): string;
  erasedOn(day: string, messages: number): string;
};

export const roomEndStrings: { readonly en: RoomEndStrings; readonly ja: RoomEndStrings } = {
  en: {
    deleteHeading: (title) => `Delete “${title}”?`,
    deleteHelp:
      'Nobody will see the room, its messages and its private lanes any more. For 30 days it can be taken back; after that all that was said in it is erased for good. If it should only rest, archive it instead.',
    typeName: (name) => `Type ${name} to confirm`,
    wrongName: 'This is not the name of the room.',
    reason: 'Reason',
    reasonHelp: 'Stays with the record that the room was there.',
    remove: 'Delete room',
    cancel: 'Cancel',
    close: 'Close',
    deletedUntil: (title, day) => `“${title}” is deleted. It can be taken back until ${day}.`,
    recover: 'Take back',
    recovered: 'It is there again.',
    listHeading: 'Deleted rooms',
    listHelp: 'What you take back is as it was, for everybody who saw it before.',
    empty: 'No room is deleted.',
    loading: 'Loading…',
    failed: 'The list could not be loaded.',
    retry: 'Try again',
    deletedBy: (name, day) => `Deleted by ${name} on ${day}`,
    untilDay: (day) => `Can be taken back until ${day}`,
    erasedOn: (day, messages) => `Erased on ${day}; it had ${messages === 1 ? '1 message' : `${messages} messages`}`,
  },
  ja: {
    deleteHeading: (title) => `「${title}」を削除しますか`,
    deleteHelp:
      'ルームとそのメッセージ、個別のやり取りは、誰からも見えなくなります。30日間は元に戻せますが、その後はすべての内容が完全に消去されます。しまっておくだけであれば、アーカイブをお使いください。',
    typeName: (name) => `確認のため ${name} と入力してください`,
    wrongName: 'ルーム名が一致しません。',
    reason: '理由',
    reasonHelp: 'ルームがあったという記録と一緒に残ります。',
    remove: 'ルームを削除',
    cancel: 'キャンセル',
    close: '閉じる',
    deletedUntil: (title, day) => `「${title}」を削除しました。${day}までは元に戻せます。`,
    recover: '元に戻す',
    recovered: '元に戻しました。',
    listHeading: '削除したルーム',
    listHelp: '元に戻すと、以前見ることができた人全員に、元の状態で表示されます。',
    empty: '削除されたルームはありません。',
    loading: '読み込み中…',
    failed: '一覧を読み込めませんでした。',
    retry: 'もう一度試す',
    deletedBy: (name, day) => `${day}に${name}さんが削除`,
    untilDay: (day) => `${day}まで元に戻せます`,
    erasedOn: (day, messages) => `${day}に消去済み（メッセージ${messages}件）`,
  },
};
