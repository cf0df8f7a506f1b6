/** What a long text says. */
export type TextStrings = { readonly all: string; readonly less: string };

export const textStrings: { readonly en: TextStrings; readonly ja: TextStrings } = {
  en: { all: 'Show all of it', less: 'Show less' },
  ja: { all: 'すべて表示', less: '折りたたむ' },
};
