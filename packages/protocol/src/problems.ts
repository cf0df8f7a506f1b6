import type { Person } from './people.js';

/** What is wrong: it broke, or somebody works on it as planned. */
export const problemSorts = ['outage', 'maintenance'] as const;

export type ProblemSort = (typeof problemSorts)[number];

/** How bad it is while it lasts: slow or in part, or not there at all. */
export const problemSeverities = ['degraded', 'down'] as const;

export type ProblemSeverity = (typeof problemSeverities)[number];

/** What was done to a problem. */
export const problemChanges = ['announced', 'updated', 'ended'] as const;

export type ProblemChange = (typeof problemChanges)[number];

/** What staff say of a problem. */
export type ProblemFacts = {
  readonly what: ProblemSort;
  readonly severity: ProblemSeverity;
  /** One line, 1 to `limits.maxTitleChars` characters. */
  readonly title: string;
  /** Milliseconds since the epoch; in the future for what is planned. */
  readonly startsAt: number;
  /** When it is expected to be over, after `startsAt`; null when nobody knows. */
  readonly endsAt: number | null;
};

/** A problem as one of its changes left it. */
export type ProblemState = ProblemFacts & {
  /** Number of the message that announced it; its identity in the room. */
  readonly seq: number;
  /** What everybody should know beside it: what to do meanwhile, what was found. Null when there is nothing. */
  readonly remark: string | null;
  /** How many people said that it concerns them. */
  readonly affected: number;
};

/** A problem that is not over, folded. */
export type ProblemDoc = ProblemState & {
  /** Number of the message that changed it last. */
  readonly rev: number;
  /** When that was, milliseconds since the epoch. */
  readonly updatedAt: number;
  readonly by: Person;
};

/** Where a problem is by somebody's clock: nothing needs to happen for it to begin, or to take too long. */
export type ProblemStage = 'planned' | 'ongoing' | 'overdue';

/** Where the problem is at `now`. At its very start it has begun, at its expected end it is not late yet. Only work is planned. */
export function stageOf({ what, startsAt, endsAt }: ProblemFacts, now: number): ProblemStage {
  if (what === 'maintenance' && now < startsAt) return 'planned';
  return endsAt !== null && now > endsAt ? 'overdue' : 'ongoing';
}

/** The worst first: what has begun before what is planned, down before degraded, broken before planned work, then by start. */
export function worstFirst(problems: readonly ProblemDoc[], now: number): readonly ProblemDoc[] {
  const rank = (problem: ProblemDoc): number =>
    Number(stageOf(problem, now) === 'planned') * 4 +
    Number(problem.severity === 'degraded') * 2 +
    Number(problem.what === 'maintenance');
  return [...problems].sort((a, b) => rank(a) - rank(b) || a.startsAt - b.startsAt || a.seq - b.seq);
}

/** When one of the problems next changes its stage by itself; null when none will. */
export function nextStageAt(problems: readonly ProblemFacts[], now: number): number | null {
  const times = problems.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt === null ? now : endsAt + 1]);
  const later = times.filter((at) => at > now);
  return later.length > 0 ? Math.min(...later) : null;
}
