/** Who is writing, told to the others: at most once a second for each person and room. */
import type { Person } from '@support-chat/protocol';
import type { Bus } from './bus/bus.js';
import type { Clock } from './clock.js';

const gapMs = 1_000;

/** Whether somebody writes; `re` is the number of the message that it replies to. */
export type Writing = { readonly isTyping: boolean; readonly re?: number };

export class Typing {
  readonly #bus: Bus;
  readonly #clock: Clock;
  readonly #isHidden: boolean;
  /** What was told within the gap, and what was said last. */
  readonly #recent = new Map<string, { latest: Writing; readonly cancel: () => void }>();

  constructor(options: { readonly bus: Bus; readonly clock: Clock; readonly isHidden?: boolean }) {
    this.#bus = options.bus;
    this.#clock = options.clock;
    this.#isHidden = options.isHidden ?? false;
  }

  /** Tells it now. Within a second of that, repeats are dropped, and a change is told when the second is over. */
  tell(by: Person, room: string, { isTyping, re }: Writing): void {
    if (this.#isHidden) return;
    const told: Writing = { isTyping, ...(re !== undefined && { re }) };
    const key = JSON.stringify([room, by.id]);
    const recent = this.#recent.get(key);
    if (recent) {
      recent.latest = told;
      return;
    }
    const cancel = this.#clock.after(gapMs, () => {
      const latest = this.#recent.get(key)?.latest ?? told;
      this.#recent.delete(key);
      if (latest.isTyping !== isTyping || latest.re !== re) this.tell(by, room, latest);
    });
    this.#recent.set(key, { latest: told, cancel });
    this.#bus.publish({ type: 'signal', signal: { type: 'typing', room, by, ...told }, exceptPerson: by.id });
  }

  stop(): void {
    for (const { cancel } of this.#recent.values()) cancel();
    this.#recent.clear();
  }
}
