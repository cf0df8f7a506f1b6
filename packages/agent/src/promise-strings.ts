/** What the dialog for a promise says; it comes with it. */
export type PromiseStrings = {
  readonly heading: string;
  readonly help: string;
  readonly until: string;
  readonly often: string;
  readonly wrong: string;
  readonly promise: string;
  readonly cancel: string;
};

export const promiseStrings: { readonly en: PromiseStrings; readonly ja: PromiseStrings } = {
  en: {
    heading: 'Promise an answer',
    help: 'Everybody here sees until when. The question is yours until then, also while you are away; afterwards it goes back to the queue.',
    until: 'Answer by',
    often: 'Suggested times',
    wrong: 'Choose a time within the next 90 days, and another than before.',
    promise: 'Promise',
    cancel: 'Cancel',
  },
  ja: {
    heading: '回答期日を約束する',
    help: '期日はこのルームの全員に表示されます。期日までは離席中でもあなたの担当のままです。過ぎるとキューに戻ります。',
    until: '回答期日',
    often: 'よく使う日時',
    wrong: '90日以内で、現在の期日とは異なる日時を選んでください。',
    promise: '約束する',
    cancel: 'キャンセル',
  },
};
