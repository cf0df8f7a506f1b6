/** What the board of problems says; it comes with the board, not with the first message. */
import type { ProblemChange, ProblemSeverity, ProblemSort, ProblemStage } from '@support-chat/protocol';
import type { Language } from '../launcher-strings.js';

export type ProblemStrings = {
  readonly board: string;
  /** One or two words: what it is, at this stage. */
  readonly names: {
    readonly [S in ProblemSort]: { readonly [G in ProblemStage]: Readonly<Record<ProblemSeverity, string>> };
  };
  /** What was done, before the name. */
  readonly changes: Readonly<Record<Exclude<ProblemChange, 'ended'>, string>>;
  /** In place of the name of what is over. */
  readonly over: Readonly<Record<ProblemSort, string>>;
  /** What planned work brings while it lasts. */
  readonly meanwhile: Readonly<Record<ProblemSeverity, string>>;
  since(at: string): string;
  /** Planned, with or without an end. */
  fromTo(from: string, to: string | null): string;
  readonly expected: Readonly<Record<ProblemSort, (at: string) => string>>;
  readonly unknownEnd: Readonly<Record<ProblemSort, string>>;
  readonly overdue: Readonly<Record<ProblemSort, string>>;
  readonly updatedNow: string;
  updated(ago: string): string;
  /** Between the facts of a line. */
  readonly between: string;
  affected(count: number): string;
  readonly wasAffected: (count: number) => string;
  readonly meToo: string;
  more(count: number): string;
  readonly fewer: string;
  /** What somebody wanted to do with it was not done. */
  readonly notDone: string;
  /** Read out; `when` is empty for what is over. */
  announce(name: string, title: string, when: string): string;
};

const loaders: { readonly [L in Language]: () => Promise<{ strings: ProblemStrings }> } = {
  en: () => import('./problem-strings/en.js'),
  ja: () => import('./problem-strings/ja.js'),
};

/** Loads one language. */
export async function loadProblemStrings(language: Language): Promise<ProblemStrings> {
  return (await loaders[language]()).strings;
}
