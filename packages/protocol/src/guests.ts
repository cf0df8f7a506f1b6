import type { Person } from './people.js';

/** By what people from outside come into one room. */
export type GuestLink = {
  /** SHA-256 of the secret, 64 hexadecimal digits. The secret itself is in the link alone. */
  readonly hash: string;
  /** When it ends, and what everybody has who came by it; milliseconds since the epoch. */
  readonly expiresAt: number;
  /** How many people may come by it. */
  readonly maxUses: number;
  /** Number of the question with which it ends; absent when it ends by time alone. */
  readonly forQuestion?: number;
};

/** What became of a link. */
export type GuestLinkState = {
  /** Everybody who came by it, in this order. */
  readonly guests: readonly Person[];
  readonly isRevoked: boolean;
};
