import type { VirtualClock } from './virtual-clock.js';

/** One direction between two machines: what is sent arrives later, in order, as long as the lane is whole. */
export class Lane {
  readonly #clock: VirtualClock;
  readonly #latency: () => number;
  #lastAt = 0;
  #isBroken = false;

  /** `latency` gives the milliseconds that the next parcel takes, at least. */
  constructor(clock: VirtualClock, latency: () => number) {
    this.#clock = clock;
    this.#latency = latency;
  }

  send(arrive: () => void): void {
    if (this.#isBroken) return;
    this.#lastAt = Math.max(this.#lastAt, this.#clock.now() + this.#latency());
    this.#clock.after(this.#lastAt - this.#clock.now(), () => {
      if (!this.#isBroken) arrive();
    });
  }

  /** What is on its way never arrives, and nothing after it. */
  break(): void {
    this.#isBroken = true;
  }
}
