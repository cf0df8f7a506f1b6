import { randomBytes } from 'node:crypto';

/** A name for a log that is not the one before: 128 random bits in hex. */
export function newEpoch(): string {
  return randomBytes(16).toString('hex');
}

const fillingMark = 'filling';

/** The epoch of a store that is being filled from this source. Nobody may use it until it has another one. */
export function fillingEpoch(source: string): string {
  return `${fillingMark}:${source}`;
}

/** Whether a store of this epoch is being filled, whatever the source. */
export function isFillingEpoch(epoch: string): boolean {
  // Older versions wrote the mark alone.
  return epoch === fillingMark || epoch.startsWith(`${fillingMark}:`);
}
