/** Finds canned replies by what is typed. Pure. */
import type { CannedReply } from '@support-chat/protocol';

/** One writing for what reads alike: width, case, hiragana for katakana. */
export function foldText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u30a1-\u30f6]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}

/**
 * Those that have every word of the query: anywhere in title or text, at the beginning of a word in the reading. What was
 * used last comes first, the rest by title. `recent`: ids, the last one used first.
 */
export function findCanned(
  replies: readonly CannedReply[],
  query: string,
  { recent = [], locale = 'en' }: { readonly recent?: readonly string[]; readonly locale?: string } = {},
): readonly CannedReply[] {
  const words = wordsOf(foldText(query));
  const { compare } = new Intl.Collator(locale, { numeric: true });
  const rank = new Map(recent.map((id, place) => [id, place]));
  const rankOf = ({ id }: CannedReply): number => rank.get(id) ?? recent.length;
  return replies
    .filter((reply) => matches(reply, words))
    .sort((a, b) => rankOf(a) - rankOf(b) || compare(a.title, b.title) || (a.id < b.id ? -1 : 1));
}

function matches({ title, reading = '', text }: CannedReply, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const written = foldText(`${title}\n${text}`);
  const read = wordsOf(foldText(reading));
  return words.every((word) => written.includes(word) || read.some((part) => part.startsWith(word)));
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[\s・]+/u).filter((word) => word !== '');
}

/** A slash before the cursor that begins a line or a word, and what was typed after it; null when there is none. */
export function slashBefore(text: string, cursor: number): { readonly at: number; readonly query: string } | null {
  const [, query] = /(?:^|\s)[/／]([^\s/／]{0,40})$/u.exec(text.slice(0, cursor)) ?? [];
  return query === undefined ? null : { at: cursor - query.length - 1, query };
}
