/**
 * Text as what it can be found by, the same for Japanese and English: words where there are spaces, and where there are none
 * every pair of neighbouring characters. Pure.
 */

/** Something a text can be found by. */
export type Token = {
  readonly text: string;
  /** How much it says, 0 to 1: what every sentence is built with says little. */
  readonly weight: number;
};

/** What to look for. */
export type Query = {
  /** Each once. */
  readonly tokens: readonly Token[];
  /** The word that is still being typed; whatever begins with it counts. */
  readonly unfinished: string | null;
};

const cjk = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー`;
/** A run of characters without spaces between words, or a word. For text that was folded. */
export const runPattern = new RegExp(String.raw`[${cjk}]+|(?:(?![${cjk}])[\p{L}\p{N}\p{M}])+`, 'gu');
/** Whether a run is of the first sort. */
export const beginsCjk = new RegExp(`^[${cjk}]`, 'u');
/** A text of these characters has one form, and its runs are words: most of what is said in English. */
const plainText = /^[ -~\n\r\t]*$/;
const plainRun = /[a-z0-9]+/g;
const littleWord = 0.1;
const littleWords = new Set(
  `a about after again all also am an and any are as at be been but by can cannot could did do does doing don for from get
  give had has have hello help hi how i if in into is it its just keep keeps me my need no not now of on or our out please
  problem s since so some t thank thanks that the their them then there they this to too try tried trying up us use using
  want was we were what when where which who why will with work working works would you your`.split(/\s+/),
);

/**
 * One form for what people take to be the same: full and half width, capitals and small letters, katakana and hiragana,
 * Latin letters with and without marks.
 */
export function foldText(text: string): string {
  return plainText.test(text) ? text.toLowerCase() : foldKana(foldForms(text));
}

/** The runs of a text that was folded; null when there are none. */
export function runsIn(folded: string): readonly string[] | null {
  return folded.match(plainText.test(folded) ? plainRun : runPattern);
}

/** What the text can be found by, in its order, with repetitions. */
export function tokensOf(text: string): Token[] {
  return runsOf(text).flatMap((run) => (beginsCjk.test(run) ? [...singles(run), ...pairs(run)] : [wordToken(run)]));
}

/** What to look for when this was typed. */
export function queryOf(text: string): Query {
  const runs = runsOf(text);
  const tokens = new Map<string, Token>();
  for (const run of runs) for (const token of soughtIn(run)) tokens.set(token.text, token);
  const last = runs.at(-1);
  const isTyping = last !== undefined && !beginsCjk.test(last) && /[\p{L}\p{N}]$/u.test(text);
  return { tokens: [...tokens.values()], unfinished: isTyping ? stemOf(last) : null };
}

/** A single character is looked for only where it stands alone. */
function soughtIn(run: string): Token[] {
  if (!beginsCjk.test(run)) return [wordToken(run)];
  return run.length > 1 ? pairs(run) : singles(run);
}

function runsOf(text: string): string[] {
  return foldForms(text).match(runPattern) ?? [];
}

function foldForms(text: string): string {
  // Only Latin marks: those of kana make another character.
  const plain = text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');
  // The small sigma at the end of a word is the same letter.
  return plain.normalize('NFC').toLowerCase().replaceAll('ς', 'σ');
}

function foldKana(text: string): string {
  return text.replace(/[\u30a1-\u30f6]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0x60));
}

function wordToken(word: string): Token {
  return { text: stemOf(word), weight: littleWords.has(word) ? littleWord : 1 };
}

/** One mail, two mails. */
function stemOf(word: string): string {
  return /[a-z]{3}s$/.test(word) && !/(?:ss|us|is)$/.test(word) ? word.slice(0, -1) : word;
}

function singles(run: string): Token[] {
  return Array.from(run, cjkToken);
}

function pairs(run: string): Token[] {
  const chars = Array.from(run);
  return chars.slice(1).map((char, index) => cjkToken(`${chars[index]}${char}`));
}

/** Particles, endings and polite forms are in hiragana: most sentences have the same. It shows in the script as written. */
const pairWeights: readonly (readonly [RegExp, number])[] = [
  [/^[\p{Script=Hiragana}ー]+$/u, 0.25],
  // Where one word ends and the next begins.
  [/^\p{Script=Hiragana}|^[\p{Script=Katakana}ー]\p{Script=Hiragana}/u, 0.1],
  // The stem of a verb, or a noun and its particle.
  [/\p{Script=Hiragana}$/u, 0.5],
  // A long sound and what follows it: the end of many a word.
  [/^ー/, 0.5],
];

function cjkToken(text: string): Token {
  const weight = pairWeights.find(([pattern]) => pattern.test(text))?.[1] ?? 1;
  return { text: foldKana(text), weight };
}
