/** What the form about a problem decides: whether it can be told, and what is told. Pure. */
import type { ProblemFacts, ProblemSeverity, ProblemSort } from '@support-chat/protocol';

export type ProblemDraft = {
  readonly what: ProblemSort;
  readonly severity: ProblemSeverity;
  readonly title: string;
  /** Null while nothing is in the field. */
  readonly startsAt: number | null;
  readonly endsAt: number | null;
};

/** What is wrong with a draft: the field, and which of the desk's words says why. */
export type DraftFault = {
  readonly field: 'title' | 'startsAt' | 'endsAt';
  readonly words: 'titleMissing' | 'startMissing' | 'startAhead' | 'endFirst';
};

/** Clocks differ; the server allows as much. */
const skewMs = 5 * 60_000;

/** The facts of a draft that can be told, or the first thing that is wrong with it. */
export function readDraft(draft: ProblemDraft, now: number): ProblemFacts | DraftFault {
  const { what, severity, startsAt, endsAt } = draft;
  const title = draft.title.trim();
  if (title === '') return { field: 'title', words: 'titleMissing' };
  if (startsAt === null) return { field: 'startsAt', words: 'startMissing' };
  if (what === 'outage' && startsAt > now + skewMs) return { field: 'startsAt', words: 'startAhead' };
  if (endsAt !== null && endsAt <= startsAt) return { field: 'endsAt', words: 'endFirst' };
  return { what, severity, title, startsAt, endsAt };
}

/** An expected end so many minutes from now, or from the start of what has not begun; on the next five minutes. */
export function endAfter(minutes: number, startsAt: number | null, now: number): number {
  const stepMs = 5 * 60_000;
  return Math.ceil((Math.max(now, startsAt ?? now) + minutes * 60_000) / stepMs) * stepMs;
}
