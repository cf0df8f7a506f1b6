/**
 * Text as it is searched: one line of its runs, folded, with a space around each. What somebody looks for is in a message
 * when its own line is in that of the message; tokens only say where it is worth looking. Pure.
 */
import { beginsCjk, foldText, runsIn } from './tokens.js';

/** What narrows a search to where looking is worth it. */
export type SearchToken = {
  readonly text: string;
  /** Whatever begins with it. */
  readonly isPrefix: boolean;
};

/** Something that is looked for. */
export type SoughtTerm = {
  /** What the line of a message has to have in it. */
  readonly needle: string;
  /** The same, with its last word at its end. */
  readonly wholeNeedle: string;
  readonly tokens: readonly SearchToken[];
};

/** Longer words are told apart by their line alone. */
const maxTokenChars = 40;

/** Stands in the lines of messages with files, and in nothing that anybody types. */
export const fileMark = '\ue000file';

/** What is in every message with files. */
export const soughtFile: SoughtTerm = Object.freeze({
  needle: ` ${fileMark} `,
  wholeNeedle: ` ${fileMark} `,
  tokens: [{ text: fileMark, isPrefix: false }],
});

/** The line of a text. */
export function lineOf(text: string): string {
  const runs = runsIn(foldText(text));
  return runs ? ` ${runs.join(' ')} ` : '';
}

/** What a line can be found by, each once: words, pairs of neighbouring characters, and the character that ends a run. */
export function tokensOfLine(line: string): Set<string> {
  const tokens = new Set<string>();
  for (const run of line.split(' ')) {
    if (run === '') continue;
    if (!beginsCjk.test(run)) tokens.add(run.slice(0, maxTokenChars));
    else for (const token of [...pairsIn(run), lastOf(run)]) tokens.add(token);
  }
  return tokens;
}

/** What to look for when this was typed; null when nothing in it can be looked for. `isWhole`: its last word does not go on. */
export function soughtTerm(text: string, isWhole: boolean): SoughtTerm | null {
  const runs = lineOf(text).trim().split(' ');
  const [first = '', last = ''] = [runs[0], runs.at(-1)];
  if (first === '') return null;
  const line = `${beginsCjk.test(first) ? '' : ' '}${runs.join(' ')}`;
  const isWord = !beginsCjk.test(last);
  const wholeNeedle = isWord ? `${line} ` : line;
  const tokens = runs.flatMap((run, place) => soughtIn(run, place < runs.length - 1, isWhole));
  return { needle: isWhole ? wholeNeedle : line, wholeNeedle, tokens };
}

function soughtIn(run: string, isInner: boolean, isWhole: boolean): SearchToken[] {
  if (!beginsCjk.test(run)) {
    const isPrefix = !isInner && !isWhole && run.length <= maxTokenChars;
    return [{ text: run.slice(0, maxTokenChars), isPrefix }];
  }
  const pairs = pairsIn(run);
  if (pairs.length > 0) return pairs.map((text) => ({ text, isPrefix: false }));
  // It ends a run, or begins a pair.
  return [{ text: run, isPrefix: !isInner }];
}

function pairsIn(run: string): string[] {
  const chars = Array.from(run);
  return chars.slice(1).map((char, index) => `${chars[index]}${char}`);
}

function lastOf(run: string): string {
  return Array.from(run.slice(-2)).at(-1) ?? run;
}
