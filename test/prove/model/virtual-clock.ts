/** Time that passes when told to, in order, for everything in one process. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../../packages/server/dist/clock.js';

type Timer = { readonly at: number; readonly run: () => void };

export class VirtualClock implements Clock {
  #now: number;
  #timers: Timer[] = [];

  constructor(startAt = 1_750_000_000_000) {
    this.#now = startAt;
  }

  /** Milliseconds since the epoch. */
  now = (): number => this.#now;

  after = (delayMs: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + Math.max(delayMs, 0), run };
    // After those of the same time: timers run in the order they were set.
    const later = this.#timers.findIndex(({ at }) => at > timer.at);
    this.#timers.splice(later === -1 ? this.#timers.length : later, 0, timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  /** Lets time pass: everything that falls due runs at its time, and what it started settles before the next. */
  async advance(byMs: number): Promise<void> {
    const endAt = this.#now + byMs;
    await settle();
    for (let [next] = this.#timers; next && next.at <= endAt; [next] = this.#timers) {
      this.#now = Math.max(this.#now, next.at);
      // All of one moment together.
      while (this.#timers[0] && this.#timers[0].at <= this.#now) this.#timers.shift()?.run();
      await settle();
    }
    this.#now = endAt;
  }
}

/** Until commits, which wait for one turn of the event loop, are done, and so is what waited for them. */
async function settle(): Promise<void> {
  await turn();
  await turn();
}
