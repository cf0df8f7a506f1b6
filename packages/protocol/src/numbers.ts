import type { Person } from './people.js';

/** What happened in one room, counted. */
export type RoomNumbers = {
  /** Questions ever asked, and how many of them are the same as another one. */
  readonly asked: number;
  readonly merged: number;
  /** Of the others: those that have an answer, that are solved, and that wait for one. */
  readonly answered: number;
  readonly resolved: number;
  readonly waiting: number;
  /** People and questions that concern them: somebody with two questions counts twice. */
  readonly affected: number;
  readonly messages: number;
  /** People who wrote something. */
  readonly people: number;
  /** Answers by staff, and by everybody else. */
  readonly byDesk: number;
  readonly byColleagues: number;
  /** People who said of a question that its answer helped, or that it did not. */
  readonly helped: number;
  readonly didNotHelp: number;
  /** Whose answers they are, the most first; at most 10. */
  readonly helpers: readonly { readonly person: Person; readonly answers: number }[];
  /** Medians from the question to its first answer and to its solution; null without any. */
  readonly firstAnswerMs: number | null;
  readonly solutionMs: number | null;
  /** Every day since the first question, at most the last 366, as `2026-11-23`; `waiting` at its end. */
  readonly days: readonly {
    readonly day: string;
    readonly asked: number;
    readonly resolved: number;
    readonly waiting: number;
  }[];
};
