/** What is known to be wrong, for building other views: apart from the other parts, which come with the first message. */
export { lookOf, tones } from './late/problem-look.js';
export { loadProblemStrings } from './late/problem-strings.js';
export type { ProblemStrings } from './late/problem-strings.js';
export { makeProblemWords } from './late/problem-words.js';
export type { ProblemWords } from './late/problem-words.js';
export { ProblemLine } from './late/problems.js';
