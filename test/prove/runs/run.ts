import type { Report } from '../checker.js';

/** What a run is told. Sizes differ between the short version, which every test run plays, and the full one. */
export type Size = { readonly rounds: number; readonly seed: number; readonly say: (line: string) => void };

/** One way to make things go wrong. */
export type Run = {
  readonly name: string;
  readonly about: string;
  readonly rounds: { readonly short: number; readonly full: number };
  /** Why it cannot run here, or null. */
  readonly objection?: () => string | null;
  play(size: Size): Promise<Report>;
};
