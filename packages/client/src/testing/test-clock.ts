import type { Clock } from '../clock.js';

/** A clock that stands still until it is turned. */
export type TestClock = Clock & {
  /** Turns the clock, runs every timer on the way at its time, and lets what each started settle. */
  advance(ms: number): Promise<void>;
  /** Timers that wait. */
  readonly pending: number;
};

/** Makes a clock that shows `startAt`. */
export function createTestClock(startAt = 1_700_000_000_000): TestClock {
  let now = startAt;
  let made = 0;
  const timers = new Map<number, { at: number; run: () => void }>();
  const nextBefore = (end: number): [number, { at: number; run: () => void }] | undefined =>
    [...timers].filter(([, { at }]) => at <= end).sort(([a, x], [b, y]) => x.at - y.at || a - b)[0];
  return {
    now: () => now,
    after: (ms, run) => {
      const id = ++made;
      timers.set(id, { at: now + ms, run });
      return () => void timers.delete(id);
    },
    advance: async (ms) => {
      const end = now + ms;
      await settle();
      for (let next = nextBefore(end); next; next = nextBefore(end)) {
        const [id, { at, run }] = next;
        timers.delete(id);
        now = Math.max(now, at);
        run();
        await settle();
      }
      now = end;
    },
    get pending() {
      return timers.size;
    },
  };
}

/** Resolves after everything that is waiting only for promises has run. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
