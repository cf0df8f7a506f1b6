/** What planning a room says; it comes with the dialog. */
export type PlanDialogStrings = {
  readonly heading: string;
  readonly help: string;
  readonly opens: string;
  readonly opensHelp: string;
  readonly closes: string;
  readonly closesHelp: string;
  readonly waves: string;
  readonly wavesHelp: string;
  readonly who: string;
  readonly from: string;
  readonly boundTo: string;
  readonly boundToHelp: string;
  readonly addWave: string;
  removeWave(title: string): string;
  readonly waits: string;
  readonly overdue: string;
  readonly overdueHelp: string;
  readonly solved: string;
  readonly solvedHelp: string;
  readonly wrongTime: string;
  readonly wrongNumber: string;
  readonly wrongOrder: string;
  readonly wrongWave: string;
  readonly wrongBoundTo: string;
  readonly save: string;
  readonly cancel: string;
};

export const planDialogStrings: { readonly en: PlanDialogStrings; readonly ja: PlanDialogStrings } = {
  en: {
    heading: 'Times',
    help: 'In your time zone. Everybody sees them in their own.',
    opens: 'Opens on',
    opensHelp: 'Empty: it opens when you open it.',
    closes: 'Closes on',
    closesHelp: 'Empty: it is open until somebody closes it.',
    waves: 'Who gets it when',
    wavesHelp: 'Shown in the widget, so that nobody asks when it is their turn.',
    who: 'Who',
    from: 'From',
    boundTo: 'Attributes (optional)',
    boundToHelp:
      'With attributes the widget tells each of these people their own day. What the sign-in says of them, with commas: office=osaka. Only support sees it.',
    addWave: 'Add a wave',
    removeWave: (title) => `Remove ${title || 'this wave'}`,
    waits: 'How long questions wait',
    overdue: 'Overdue after (minutes)',
    overdueHelp: 'A question that nobody has taken then is marked for everybody at the desk.',
    solved: 'Solved by itself after (days)',
    solvedHelp: 'An answered question to which nobody objected counts as solved.',
    wrongTime: 'Choose a time in the future, or leave it empty.',
    wrongNumber: 'Between 1 minute and 7 days, and between 1 and 30 days.',
    wrongOrder: 'It closes before it opens.',
    wrongWave: 'Each wave needs a name and a time.',
    wrongBoundTo: 'Write each attribute as office=osaka.',
    save: 'Save',
    cancel: 'Cancel',
  },
  ja: {
    heading: '日程',
    help: 'お使いのタイムゾーンで入力してください。表示は見る人のタイムゾーンに合わせます。',
    opens: '開始日時',
    opensHelp: '空欄の場合は、手動で開始します。',
    closes: '終了日時',
    closesHelp: '空欄の場合は、誰かが終了するまで利用できます。',
    waves: '展開の予定',
    wavesHelp: 'ウィジェットに表示されます。自分の番がいつかを、誰も尋ねずに済みます。',
    who: '対象',
    from: '開始',
    boundTo: '属性（任意）',
    boundToHelp:
      '属性を入力すると、該当する人のウィジェットに本人の開始日が表示されます。サインイン情報の属性を「、」で区切ってください（例：office=osaka）。サポートだけに表示されます。',
    addWave: '予定を追加',
    removeWave: (title) => `${title || 'この予定'}を削除`,
    waits: '質問の待ち時間',
    overdue: '期限超過までの時間（分）',
    overdueHelp: 'この時間までに誰も対応しない質問は、デスクの全員に目立つように表示されます。',
    solved: '自動的に解決済みになるまでの日数',
    solvedHelp: '回答のあと異議がなければ、解決済みになります。',
    wrongTime: '未来の日時を選ぶか、空欄にしてください。',
    wrongNumber: '1分から7日、1日から30日の範囲で入力してください。',
    wrongOrder: '開始より前に終了しています。',
    wrongWave: '対象と日時をどちらも入力してください。',
    wrongBoundTo: '属性は office=osaka のように入力してください。',
    save: '保存',
    cancel: 'キャンセル',
  },
};
