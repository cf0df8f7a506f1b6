/** Whether a text says enough to look for questions like it: two characters of Chinese, Japanese or Korean, else three. */
export function isEnough(text: string): boolean {
  const cjk = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu);
  return (cjk?.length ?? 0) >= 2 || (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0) >= 3;
}

/** As much of a text as is looked at; a character is not cut in two. */
export function beginningOf(text: string): string {
  return text.slice(0, 600).replace(/[\ud800-\udbff]$/, '');
}
