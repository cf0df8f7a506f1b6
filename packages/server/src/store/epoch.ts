import { randomBytes } from 'node:crypto';

/** A name for a log that is not the one before: 128 random bits in hex. */
export function newEpoch(): string {
  return randomBytes(16).toString('hex');
}
