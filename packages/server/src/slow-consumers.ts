/**
 * Clients that take their frames more slowly than they come. The log has what they miss: they get no more live events until
 * they have taken what waits for them, then learn how far their rooms are and read on; whoever takes too long is closed.
 */
import type { Clock } from './clock.js';
import type { Logger } from './logger.js';

/** What waits for one client. */
export type Backlog = { readonly packets: number; readonly bytes: number };

/** A client as seen from here. */
export type Consumer = {
  readonly id: string;
  backlog(): Backlog;
  /** Ends the connection without waiting for what is queued. */
  cut(): void;
};

export const backlogLimits = Object.freeze({
  maxPackets: 256,
  maxBytes: 1_048_576,
  /** Answers to its own requests are not held back; this much of everything ends the connection. */
  maxBytesEver: 16_777_216,
  maxMs: 30_000,
});
const lookEveryMs = 250;

export class SlowConsumers {
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #onDrained: (id: string) => void;
  /** Those past a limit. A burst of answers may pass that of packets for a moment; slow is who still is at the next look. */
  readonly #late = new Map<string, { readonly consumer: Consumer; readonly since: number; isSlow: boolean }>();
  #cancel: (() => void) | null = null;
  #closedCount = 0;
  #drainedCount = 0;

  /** `onDrained` is to tell the client the heads of its rooms. */
  constructor(options: { readonly clock: Clock; readonly log: Logger; readonly onDrained: (id: string) => void }) {
    this.#clock = options.clock;
    this.#log = options.log;
    this.#onDrained = options.onDrained;
  }

  /** How many get no live events now. */
  get size(): number {
    return [...this.#late.values()].filter(({ isSlow }) => isSlow).length;
  }

  /** How many were closed so far because they took too little. */
  get closedCount(): number {
    return this.#closedCount;
  }

  /** How many took everything so far, and were told. */
  get drainedCount(): number {
    return this.#drainedCount;
  }

  /** Whether the client gets no live events now. */
  isSlow(consumer: Consumer): boolean {
    // Asked before every frame to everybody; as a rule nobody is late.
    const late = this.#late.size > 0 ? this.#late.get(consumer.id) : undefined;
    if (late?.isSlow) return true;
    const backlog = consumer.backlog();
    if (!isLate(backlog)) return false;
    // What the network has not taken is no burst.
    const isSlow = backlog.bytes > backlogLimits.maxBytes;
    this.#late.set(consumer.id, { consumer, since: late?.since ?? this.#clock.now(), isSlow });
    this.#cancel ??= this.#clock.after(lookEveryMs, () => this.#look());
    return isSlow;
  }

  forget(id: string): void {
    this.#late.delete(id);
  }

  stop(): void {
    this.#cancel?.();
    this.#late.clear();
  }

  #look(): void {
    for (const [id, late] of this.#late) {
      const backlog = late.consumer.backlog();
      const ms = this.#clock.now() - late.since;
      if (!late.isSlow && !isLate(backlog)) this.#late.delete(id);
      else if (backlog.packets === 0 && backlog.bytes === 0) {
        this.#late.delete(id);
        this.#drainedCount += 1;
        this.#onDrained(id);
      } else if (ms >= backlogLimits.maxMs || backlog.bytes > backlogLimits.maxBytesEver) {
        this.#late.delete(id);
        this.#closedCount += 1;
        this.#log.info('a client that took too little was closed', { ...backlog, ms });
        late.consumer.cut();
      } else late.isSlow = true;
    }
    this.#cancel = this.#late.size > 0 ? this.#clock.after(lookEveryMs, () => this.#look()) : null;
  }
}

function isLate({ packets, bytes }: Backlog): boolean {
  return packets > backlogLimits.maxPackets || bytes > backlogLimits.maxBytes;
}
