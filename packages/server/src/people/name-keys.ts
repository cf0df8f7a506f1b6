/** By what somebody is found: the beginnings of the words of their name, its reading and their id. Pure. */
import type { Person } from '@support-chat/protocol';
import { foldText } from '../search/tokens.js';

/** Somebody the server knows of, as the directory keeps them. */
export type KnownPerson = {
  readonly person: Person;
  /** How the name is read, in kana; null when nobody said. */
  readonly reading: string | null;
};

/** Words that are looked for at most. */
export const maxWords = 4;

const notInWords = /[\s.,·・_@/\\()（）'"-]+/u;

/** What somebody is kept under: folded words with a space before each, so that a word begins where a space and it stand. */
export function keysOf({ person, reading }: KnownPerson): string {
  const [name, kana, id] = [wordsOf(person.name), wordsOf(reading ?? ''), wordsOf(person.id)];
  // 太田健 is found under 太田 健, and under what is typed without a space.
  const joined = [name, kana].flatMap((words) => (words.length > 1 ? [words.join('')] : []));
  const keys = new Set([...name, ...kana, ...joined, ...id]);
  return [...keys].map((key) => ` ${key}`).join('');
}

/** What was typed as the words to look for. */
export function wordsOf(text: string): string[] {
  return foldText(text).split(notInWords).filter(Boolean);
}

/** Whether every word begins one of the keys. Within a run of Japanese characters a word may begin anywhere. */
export function areFound(words: readonly string[], keys: string): boolean {
  return words.every((word) => keys.includes(isJapanese(word) ? word : ` ${word}`));
}

/** The pattern of SQL's `LIKE` for one word. */
export function patternOf(word: string): string {
  const plain = word.replace(/[\\%_]/g, String.raw`\$&`);
  return isJapanese(word) ? `%${plain}%` : `% ${plain}%`;
}

function isJapanese(word: string): boolean {
  return /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word);
}
