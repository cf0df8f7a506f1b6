/** Numbers that survive a busy machine: medians of several rounds, both sides taken in turn in one run. */

/** The middle value; the mean of the two middle ones for an even count. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The value that this share of the values does not exceed: `quantile(values, 0.99)`. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)];
}

/** Runs each side once a round, the first one changing from round to round. Resolves to the values by side. */
export async function inTurn(rounds, sides) {
  const names = Object.keys(sides);
  const values = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const name of round % 2 === 0 ? names : names.toReversed()) values[name].push(await sides[name](round));
  return values;
}

/** The number with about three digits. */
export function rounded(value) {
  return Number(value.toPrecision(value >= 1000 ? 4 : 3));
}
