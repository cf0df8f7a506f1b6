const longestMs = 30_000;
const firstMs = 500;
const floorMs = 100;

/** Full jitter: where within its range a wait falls is random, so that clients cut at the same moment do not return at the same moment. */
export type BackOff = {
  /** Attempts that failed in a row before this wait; 0 for the first wait. */
  readonly failures: number;
  /** In [0, 1). */
  readonly random: () => number;
  /**
   * For how long it has failed. No wait is longer than twice that, or half a second: who failed often in a short outage is
   * not the last to return from it. Default: does not matter.
   */
  readonly lastedMs?: number;
  /** What the server asked for; never waited less, and spread over a quarter more. */
  readonly retryAfterMs?: number | undefined;
};

/** How long to wait before the next attempt, in milliseconds: 100 ms to 30 s, longer only when the server asks for it. */
export function backOffMs({ failures, random, lastedMs = longestMs, retryAfterMs }: BackOff): number {
  const jitter = random();
  const rangeMs = Math.min(longestMs, firstMs * 2 ** Math.min(failures, 10), Math.max(firstMs, 2 * lastedMs));
  const own = Math.max(floorMs, jitter * rangeMs);
  return Math.round(retryAfterMs === undefined ? own : Math.max(own, retryAfterMs * (1 + jitter / 4)));
}
