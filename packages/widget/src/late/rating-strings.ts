/** What rating an answer says; it comes with the first question that was solved. */
export type RatingStrings = {
  readonly ask: string;
  readonly yes: string;
  readonly no: string;
  readonly helped: string;
  readonly didNotHelp: string;
  readonly change: string;
  readonly failed: string;
};

export const ratingStrings: { readonly en: RatingStrings; readonly ja: RatingStrings } = {
  en: {
    ask: 'Did this help?',
    yes: 'Yes',
    no: 'No',
    helped: 'You said: it helped',
    didNotHelp: 'You said: it did not help',
    change: 'Change',
    failed: 'That did not work. Try it once more.',
  },
  ja: {
    ask: 'お役に立ちましたか',
    yes: 'はい',
    no: 'いいえ',
    helped: '「役に立った」と回答しました',
    didNotHelp: '「役に立たなかった」と回答しました',
    change: '変更',
    failed: '送信できませんでした。もう一度お試しください。',
  },
};
