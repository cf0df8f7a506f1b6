import type { Person } from './people.js';

/** A message that everybody in the room should know, folded. */
export type Pin = {
  /** Number of the message. */
  readonly seq: number;
  /** One line of it, at most 140 characters. */
  readonly excerpt: string;
  /** Number of the event that pinned it: who came into the room after it does not see the pin. */
  readonly rev: number;
  /** Who pinned it, and when: milliseconds since the epoch. */
  readonly by: Person;
  readonly at: number;
};
