/** The language of a text, so that Han characters get the right glyphs; null when the script does not tell. */
export function languageOf(text: string): 'ja' | null {
  return /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(text) ? 'ja' : null;
}

/**
 * A name that can be trusted to look like what it is: without bidi controls, zero-width characters and stacked marks, at
 * most 60 characters unless told otherwise. See Unicode TR 36, section 2.10.
 */
export function safeName(name: string, maxChars = 60): string {
  const visible = name
    .normalize('NFC')
    .replace(/[\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\p{Cc}]/gu, '')
    .replace(/(\p{M}{4})\p{M}+/gu, '$1')
    .trim();
  return Array.from(visible).slice(0, maxChars).join('') || '?';
}

/** One or two characters that stand for a person. */
export function initialsOf(name: string): string {
  const words = safeName(name).split(/\s+/u);
  const first = Array.from(words[0] ?? '')[0] ?? '?';
  if (languageOf(name)) return first;
  const last = words.length > 1 ? (Array.from(words.at(-1) ?? '')[0] ?? '') : '';
  return (first + last).toUpperCase();
}

/** A stable number in 0…7 for a person: the hue of their face. */
export function hueOf(id: string): number {
  let hash = 7;
  for (const char of id) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return hash % 8;
}
