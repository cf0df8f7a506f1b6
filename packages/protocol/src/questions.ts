import type { Person } from './people.js';
import type { LetIn } from './visitors.js';

/**
 * Where a question is. `open`: nobody has taken it. `claimed`: its owner looks into it. `answered`: there is an answer, and
 * nobody has said yet whether it helped. `resolved`: it helped, or needs no answer any more. `merged`: another question is the
 * same, and goes on for both. `moved`: it goes on in another room.
 */
export const questionStates = ['open', 'claimed', 'answered', 'resolved', 'merged', 'moved'] as const;

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
  /** Until when its owner has promised an answer, milliseconds since the epoch. Absent without a promise. */
  readonly promised?: number;
  /** How many times its time ran out since nobody has it. */
  readonly escalations: number;
  /** Only while it is `merged`: number of the question that goes on, and the state it was in before. */
  readonly merged?: { readonly into: number; readonly was: QuestionState };
  /** Only while it is `moved`. */
  readonly moved?: Moved;
  /** Absent until a question was merged into it. */
  readonly inherited?: readonly Inherited[];
  /** Who was ever let in for it, in this order; absent without any. */
  readonly visits?: readonly LetIn[];
};

/** Whom a question concerns because of another one, number `from`, that was merged into it, 0 for itself in another room; nobody it concerned before any. */
export type Inherited = { readonly from: number; readonly people: readonly string[] };

/** Where a question goes on: the room, as it was called then, and the number of the message there, null while it is on its way. */
export type Moved = {
  readonly room: string;
  readonly title: string;
  readonly seq: number | null;
  /** The state it was in before. */
  readonly was: QuestionState;
};

/** Where a question came from, as the room was called then. */
export type MovedFrom = { readonly room: string; readonly title: string; readonly seq: number };

/** Whether the answer helped somebody whom the question concerns. */
export const ratings = ['helped', 'did_not_help'] as const;

export type Rating = (typeof ratings)[number];

/** A question in a list: one like what somebody types, to be seen before they ask it again, or one of their own. */
export type Suggestion = {
  /** Number of the message that asks. */
  readonly seq: number;
  /** When it was asked, milliseconds since the epoch. */
  readonly at: number;
  readonly by: Person;
  /** One line, at most 140 characters. */
  readonly excerpt: string;
  readonly state: QuestionState;
  /** How many it concerns. */
  readonly affected: number;
  /** Whether the reader is counted. */
  readonly concernsMe: boolean;
  /** Its answer in one line, as the excerpt; null without one. */
  readonly answer: { readonly by: Person; readonly excerpt: string } | null;
};

/** How many questions of a room are in which state. */
export type QuestionCounts = { readonly [S in Exclude<QuestionState, 'merged' | 'moved'>]: number } & {
  readonly merged?: number;
  readonly moved?: number;
};
