const longestMs = 30_000;
const firstMs = 500;
const floorMs = 100;

/** Full jitter: where within its range a wait falls is random, so that clients cut at the same moment do not return at the same moment. */
export type BackOff = {
  /** Attempts that failed in a row before this wait; 0 for the first wait. */
  readonly failures: number;
  /** In [0, 1). */
  readonly random: () => number;
  /** What the server asked for; never waited less, and spread over a quarter more. */
  readonly retryAfterMs?: number | undefined;
};

/** How long to wait before the next attempt, in milliseconds: 100 ms to 30 s, longer only when the server asks for it. */
export function backOffMs({ failures, random, retryAfterMs }: BackOff): number {
  const jitter = random();
  const own = Math.max(floorMs, jitter * Math.min(longestMs, firstMs * 2 ** Math.min(failures, 10)));
  return Math.round(retryAfterMs === undefined ? own : Math.max(own, retryAfterMs * (1 + jitter / 4)));
}
