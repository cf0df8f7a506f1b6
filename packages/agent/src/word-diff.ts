/** What is new in a text and what is gone from it, word by word. Pure. */
export type Piece = { readonly kind: 'same' | 'added' | 'gone'; readonly text: string };

/** Pairs of words that are compared: past it the texts stand one after the other. */
const maxCompared = 1_000_000;

/** The later text in pieces, with what is gone in its place. The longest common words stay. */
export function diffWords(before: string, after: string, language: string): Piece[] {
  const [old, now] = [wordsOf(before, language), wordsOf(after, language)];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const [left, right] = [old.slice(start, old.length - end), now.slice(start, now.length - end)];
  const middle =
    left.length * right.length > maxCompared
      ? [piece('gone', left), piece('added', right)]
      : compared(left, right, lengthsOf(left, right));
  const pieces = [piece('same', old.slice(0, start)), ...middle, piece('same', old.slice(old.length - end))];
  return joined(pieces.filter(({ text }) => text !== ''));
}

/** Words as the language has them, with what is between them: Japanese has no spaces. */
function wordsOf(text: string, language: string): string[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** For each pair of places, how many words the rests have in common. */
function lengthsOf(left: readonly string[], right: readonly string[]): Uint16Array[] {
  const rows = Array.from({ length: left.length + 1 }, () => new Uint16Array(right.length + 1));
  for (let i = left.length - 1; i >= 0; i -= 1)
    for (let j = right.length - 1; j >= 0; j -= 1) {
      const [row, below] = [rows[i], rows[i + 1]];
      if (row && below)
        row[j] = left[i] === right[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  return rows;
}

function compared(left: readonly string[], right: readonly string[], rows: readonly Uint16Array[]): Piece[] {
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const [gone, added] = [left[i], right[j]];
    if (gone !== undefined && gone === added) {
      pieces.push({ kind: 'same', text: gone });
      i += 1;
      j += 1;
    } else if (gone !== undefined && (added === undefined || (rows[i + 1]?.[j] ?? 0) >= (rows[i]?.[j + 1] ?? 0))) {
      pieces.push({ kind: 'gone', text: gone });
      i += 1;
    } else {
      pieces.push({ kind: 'added', text: added ?? '' });
      j += 1;
    }
  }
  return pieces;
}

function piece(kind: Piece['kind'], words: readonly string[]): Piece {
  return { kind, text: words.join('') };
}

/** Neighbours of one kind as one. */
function joined(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = [];
  for (const one of pieces) {
    const last = all.at(-1);
    if (last?.kind === one.kind) all[all.length - 1] = { kind: one.kind, text: last.text + one.text };
    else all.push(one);
  }
  return all;
}
