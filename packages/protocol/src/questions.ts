import type { Person } from './people.js';

/**
 * Where a question is. `open`: nobody has taken it. `claimed`: its owner looks into it. `answered`: there is an answer, and
 * nobody has said yet whether it helped. `resolved`: it helped, or needs no answer any more.
 */
export const questionStates = ['open', 'claimed', 'answered', 'resolved'] as const;

export type QuestionState = (typeof questionStates)[number];

/** What a question is now, beside the message that asks it. */
export type QuestionDoc = {
  readonly state: QuestionState;
  /** Since when it is in this state, milliseconds since the epoch. */
  readonly since: number;
  /** Who looks into it, or did. */
  readonly owner: Person | null;
  /** Ids of everybody it concerns, the asker first. */
  readonly affected: readonly string[];
  /** Number of the message that answered it. */
  readonly answer: number | null;
  /** When something happens to it by itself, milliseconds since the epoch; null when nothing will. */
  readonly dueAt: number | null;
  /** How many times its time ran out since nobody has it. */
  readonly escalations: number;
};

/** How many questions of a room are in which state. */
export type QuestionCounts = { readonly [S in QuestionState]: number };
