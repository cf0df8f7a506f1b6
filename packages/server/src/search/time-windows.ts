/** Time in pieces, so that what was said last is looked through first where an index keeps no order. Pure. */

/** Each is eight times the one before: an hour, a third of a day, two and a half days, three weeks. */
const spansMs = [1, 8, 64, 512].map((hours) => hours * 3_600_000);
/** How far the last window but one goes back: half a year. */
const furthestMs = 4_096 * 3_600_000;
const sigil = '\ue002';

export type TimeWindow = {
  /** From this time on, and before that one. */
  readonly from: number;
  readonly before: number;
  /** What is in the window has one of these tokens; null: what has none may be in it. */
  readonly tokens: readonly string[] | null;
};

/** The tokens of a message that was said at this time. */
export function windowTokens(at: number): string[] {
  return spansMs.map((span, level) => tokenOf(level, Math.floor(at / span)));
}

/** Windows from this time back to `from`, each longer than all before it; the last is without tokens. */
export function* windowsBack(upTo: number, from: number): Generator<TimeWindow> {
  let before = upTo + 1;
  let tokens: string[] = [];
  for (const [level, span] of spansMs.entries()) {
    const wide = spansMs[level + 1] ?? furthestMs;
    const start = Math.max(from, Math.floor((upTo - wide) / wide) * wide);
    if (start >= before) return;
    const [first, last] = [Math.floor(start / span), Math.floor((before - 1) / span)];
    tokens.push(...Array.from({ length: last - first + 1 }, (_, index) => tokenOf(level, first + index)));
    // Of the last days in one: asking twice costs more than looking at both.
    if (level > 0 || start <= from) {
      yield { from: start, before: level === 1 ? upTo + 1 : before, tokens };
      tokens = [];
    }
    if (start <= from) return;
    before = start;
  }
  yield { from, before, tokens: null };
}

function tokenOf(level: number, piece: number): string {
  return `${sigil}${level}x${piece.toString(36)}`;
}
