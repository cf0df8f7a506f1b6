import type { Clock } from './clock.js';

/**
 * Runs something for a key at the end of the turn it was touched in, then not again for that key until `gapMs` have
 * passed; what was touched meanwhile runs once after the gap.
 */
export class Pacer {
  readonly #gapMs: number;
  readonly #clock: Clock;
  readonly #run: (key: string) => void;
  /** Keys that ran or are about to run, and whether they were touched again since. */
  readonly #busy = new Map<string, { isTouched: boolean; cancel: () => void }>();

  constructor(options: { readonly gapMs: number; readonly clock: Clock; readonly run: (key: string) => void }) {
    this.#gapMs = options.gapMs;
    this.#clock = options.clock;
    this.#run = options.run;
  }

  touch(key: string): void {
    const busy = this.#busy.get(key);
    if (busy) {
      busy.isTouched = true;
      return;
    }
    const due = setImmediate(() => this.#fire(key));
    this.#busy.set(key, { isTouched: false, cancel: () => clearImmediate(due) });
  }

  stop(): void {
    for (const { cancel } of this.#busy.values()) cancel();
    this.#busy.clear();
  }

  #fire(key: string): void {
    const cancel = this.#clock.after(this.#gapMs, () => {
      const isTouched = this.#busy.get(key)?.isTouched;
      this.#busy.delete(key);
      if (isTouched) this.#fire(key);
    });
    this.#busy.set(key, { isTouched: false, cancel });
    this.#run(key);
  }
}
