import type { MemberRole, Person } from './people.js';

/** `questions`: the one that somebody was let in for, then those it was merged into, one after the other. The last one counts. */
type ForQuestion = { readonly questions: readonly number[] };

/** Somebody who is in a room for one question. Who was called for several is there once for each, and out with the last. */
export type Visitor = ForQuestion & { readonly person: Person; readonly as: MemberRole };

/** A link for guests that ends with a question; number `link` is its message. */
export type QuestionLink = ForQuestion & {
  readonly link: number;
  /** When it ends at the latest, milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Everybody who came by it, in this order. */
  readonly guests: readonly Person[];
};

/** Somebody who was let in for a question, whether they are still here or not. */
export type LetIn = { readonly person: Person; readonly as: MemberRole };
