import type { Person } from './people.js';
import type { QuestionState } from './questions.js';
import type { RoomKind } from './room-name.js';

/** Apart from the other limits: a page loads it with the search. */
export const searchLimits = {
  /** Characters that are looked for. */
  maxChars: 400,
  /** Messages in one answer to `message.search`. */
  maxPerPage: 50,
  maxExcerptChars: 180,
} as const;

/** A message as somebody finds it who looks for its words. */
export type FoundMessage = {
  readonly room: string;
  /** Of the room. */
  readonly title: string;
  readonly kind: RoomKind;
  readonly seq: number;
  readonly at: number;
  readonly by: Person;
  /** What it says around the words that were found, as it was written, at most `searchLimits.maxExcerptChars`; `…` where it goes on. */
  readonly excerpt: string;
  /** What was found in the excerpt, ascending: UTF-16 units from its start, and how many. */
  readonly ranges: readonly (readonly [at: number, chars: number])[];
  /** Only staff see it. */
  readonly isNote?: true;
  /** Of a message that asks. */
  readonly state?: QuestionState;
  /** It is the answer to a question. */
  readonly isAnswer?: true;
};

export type FoundMessages = {
  /** The better match first, then the newer. */
  readonly messages: readonly FoundMessage[];
  /** Where to go on, for `after`; null at the end. There may be more although a page is not full, or empty. */
  readonly next: string | null;
  /** What was typed and could not be understood; then nothing is found. */
  readonly unclear: readonly string[];
  /** The share of what was said that is in the index by now, 0 to 1; below 1 while it is being built. */
  readonly indexed: number;
};
