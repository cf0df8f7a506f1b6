/** The few words the launcher needs before anything else is loaded. */
export const launcherStrings = {
  en: {
    open: 'Open support chat',
    unread: (n: string) => `${n} unread`,
    loading: 'Opening support chat',
    failed: 'Support chat could not be loaded. Press to try again.',
  },
  ja: {
    open: 'サポートチャットを開く',
    unread: (n: string) => `未読${n}件`,
    loading: 'サポートチャットを開いています',
    failed: 'サポートチャットを読み込めませんでした。押すと再試行します。',
  },
} as const;

export type Language = keyof typeof launcherStrings;

/** The first of the wished languages (`ja-JP`, `en`, …) that there is a file for; English when there is none. */
export function chooseLanguage(wished: readonly (string | null | undefined)[]): Language {
  for (const tag of wished) {
    const language = tag?.slice(0, 2).toLowerCase();
    if (language && Object.hasOwn(launcherStrings, language)) return language as Language;
  }
  return 'en';
}
