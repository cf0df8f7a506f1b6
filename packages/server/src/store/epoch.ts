import { randomBytes } from 'node:crypto';

/** A name for a log that is not the one before: 128 random bits in hex. */
export function newEpoch(): string {
  return randomBytes(16).toString('hex');
}

/** The epoch of a store that is being filled. Nobody may use it until it has another one. */
export const fillingEpoch = 'filling';
