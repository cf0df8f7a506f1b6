/** Everything the desk says of problems, in one language. */
import type { Language } from '@support-chat/widget/parts';
import {
  loadProblemStrings,
  makeProblemWords,
  type ProblemStrings,
  type ProblemWords,
} from '@support-chat/widget/problems';
import { problemStrings, type DeskProblemStrings } from './problem-strings.js';

/** `board`: what everybody reads; `words`: the same of one problem, with its times. */
export type DeskProblemWords = {
  readonly strings: DeskProblemStrings;
  readonly board: ProblemStrings;
  readonly words: ProblemWords;
};

/** Loads one language. */
export async function loadDeskProblemWords(language: Language): Promise<DeskProblemWords> {
  const board = await loadProblemStrings(language);
  return Object.freeze({ strings: problemStrings[language], board, words: makeProblemWords(language, board) });
}
