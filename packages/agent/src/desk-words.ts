/** Everything the desk says, in one language. */
import { loadStrings, type AllStrings, type Language } from '@support-chat/widget/parts';
import { loadDeskProblemWords, type DeskProblemWords } from './problem-words.js';
import { makeSpanWords, type SpanWords } from './span-words.js';
import { loadDeskStrings, type DeskStrings } from './strings.js';

/** `widget` says what the parts say, with the desk's own placeholder; `lane` the same in a lane. */
export type DeskWords = {
  readonly widget: AllStrings;
  readonly lane: AllStrings;
  readonly desk: DeskStrings;
  readonly span: SpanWords;
  readonly problems: DeskProblemWords;
};

/** Loads one language. Made once: another object at each drawing would draw the whole conversation again with each list. */
export async function loadDeskWords(language: Language): Promise<DeskWords> {
  const [widget, desk, problems] = await Promise.all([
    loadStrings(language),
    loadDeskStrings(language),
    loadDeskProblemWords(language),
  ]);
  return {
    widget: { ...widget, placeholder: desk.placeholder, empty: desk.noMessages },
    lane: { ...widget, placeholder: desk.lanePlaceholder, empty: desk.noMessages },
    desk,
    span: makeSpanWords(language),
    problems,
  };
}
