/** Where in a text, as it was written, stands what was found in its line. Pure. */
import { searchLimits } from '@support-chat/protocol';
import { foldText, runPattern } from './tokens.js';

export type Range = readonly [at: number, chars: number];

/** A character with what belongs to it: marks, the sound marks of half-width kana, what a Hangul syllable is put together from. */
const piecePattern =
  /[^\p{M}\uff9e\uff9f\u1160-\u11ff][\p{M}\uff9e\uff9f\u1160-\u11ff]*|[\p{M}\uff9e\uff9f\u1160-\u11ff]+/gsu;

/** Text of which each unit folds to one: ASCII, its wide forms, kana, Han, Hangul syllables. Nearly all there is. */
const plainPattern =
  /^[\0-\x7f\u3000-\u3029\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e]*$/;

/** So much of a text is shown before the first words that were found. */
const charsBefore = 30;
/** Of one text that says the same again and again. */
const maxRanges = 20;

/** The line of the text, and for each of its units where it stands in the text. */
export function lineWithPlaces(text: string): { line: string; starts: readonly number[]; ends: readonly number[] } {
  const { folded, foldedStarts, foldedEnds } = plainPattern.test(text) ? foldedPlain(text) : foldedByPiece(text);
  let line = '';
  const [starts, ends]: [number[], number[]] = [[], []];
  for (const { 0: run, index } of folded.matchAll(runPattern)) {
    starts.push(foldedStarts[index] ?? 0, ...foldedStarts.slice(index, index + run.length));
    ends.push(foldedStarts[index] ?? 0, ...foldedEnds.slice(index, index + run.length));
    line += ` ${run}`;
  }
  if (line === '') return { line, starts, ends };
  starts.push(text.length);
  ends.push(text.length);
  return { line: `${line} `, starts, ends };
}

type Folded = { folded: string; foldedStarts: readonly number[]; foldedEnds: readonly number[] };

function foldedPlain(text: string): Folded {
  const foldedStarts = Array.from({ length: text.length }, (_, unit) => unit);
  return { folded: foldText(text), foldedStarts, foldedEnds: foldedStarts.map((unit) => unit + 1) };
}

function foldedByPiece(text: string): Folded {
  let folded = '';
  const [foldedStarts, foldedEnds]: [number[], number[]] = [[], []];
  for (const { 0: piece, index } of text.matchAll(piecePattern)) {
    const part = foldText(piece);
    for (let unit = 0; unit < part.length; unit += 1) {
      foldedStarts.push(index);
      foldedEnds.push(index + piece.length);
    }
    folded += part;
  }
  return { folded, foldedStarts, foldedEnds };
}

/** Where the needles stand in the text: ascending, and none in another. Spaces around words are no part of it. */
export function rangesOf(text: string, needles: readonly string[]): Range[] {
  const { line, starts, ends } = lineWithPlaces(text);
  const found: [number, number][] = [];
  for (const needle of needles) {
    const words = needle.trim();
    if (words === '') continue;
    const lead = needle.length - needle.trimStart().length;
    for (let at = line.indexOf(needle); at !== -1 && found.length < 1_000; at = line.indexOf(needle, at + 1)) {
      const start = starts[at + lead];
      const end = ends[at + lead + words.length - 1];
      if (start !== undefined && end !== undefined && end > start) found.push([start, end]);
    }
  }
  const joined: [number, number][] = [];
  for (const [start, end] of found.sort(([a], [b]) => a - b)) {
    const last = joined.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined.slice(0, maxRanges).map(([start, end]) => [start, end - start]);
}

/** The text around the first range, with the ranges that are in it. */
export function excerptAround(text: string, ranges: readonly Range[]): { excerpt: string; ranges: readonly Range[] } {
  const max = searchLimits.maxExcerptChars;
  const first = ranges[0]?.[0] ?? 0;
  const from = first <= charsBefore ? 0 : wordStart(text, boundary(text, first - charsBefore), first);
  const end = text.length - from < max ? text.length : boundary(text, from + max - 2);
  const lead = from > 0 ? '…' : '';
  const shift = lead.length - from;
  return {
    excerpt: `${lead}${text.slice(from, end)}${end < text.length ? '…' : ''}`,
    ranges: ranges
      .filter(([at]) => at >= from && at < end)
      .map(([at, chars]) => [at + shift, Math.min(chars, end - at)] as const),
  };
}

/** The beginning of the first word after the place, where there is one before `end`. */
function wordStart(text: string, at: number, end: number): number {
  const space = /\s/u.exec(text.slice(at - 1, end));
  return space && space.index > 0 ? at + space.index : at;
}

/** The place, or the one before it where it would tear a character apart. */
function boundary(text: string, at: number): number {
  const isTorn = /[\udc00-\udfff]/.test(text.charAt(at)) && /[\ud800-\udbff]/.test(text.charAt(at - 1));
  return isTorn ? at - 1 : at;
}
