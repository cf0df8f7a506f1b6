/** What every bench prints: one line a figure and what must hold, or the same as JSON with `--json`. */
import { rounded } from './medians.mjs';

/**
 * Prints figures of the shape `{ figure, value, unit, atMost?, atLeast?, note? }` and returns whether all hold.
 * Timings depend on the machine, so nothing fails by itself: `--strict` turns a miss into exit code 1.
 */
export function report(bench, figures) {
  const rows = figures.map((row) => ({ ...row, value: rounded(row.value), holds: holdsOf(row) }));
  if (process.argv.includes('--json')) console.log(JSON.stringify({ bench, figures: rows }));
  else print(bench, rows);
  const allHold = rows.every(({ holds }) => holds !== false);
  if (!allHold && process.argv.includes('--strict')) process.exitCode = 1;
  return allHold;
}

function holdsOf({ value, atMost, atLeast }) {
  if (atMost === undefined && atLeast === undefined) return null;
  return value <= (atMost ?? Infinity) && value >= (atLeast ?? -Infinity);
}

function print(bench, rows) {
  const lines = rows.map(({ figure, value, unit, atMost, atLeast, holds, note = '' }) => [
    figure,
    `${value} ${unit}`,
    holds === null ? '' : `${holds ? 'holds' : 'MISSES'} ${atMost === undefined ? `≥ ${atLeast}` : `≤ ${atMost}`}`,
    note,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => line[column].length)));
  console.log(`\n${bench}`);
  for (const [figure, value, holds, note] of lines)
    console.log(
      `  ${figure.padEnd(widths[0])}  ${value.padStart(widths[1])}  ${holds.padEnd(widths[2])}  ${note}`.trimEnd(),
    );
}
