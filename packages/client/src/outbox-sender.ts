/** Sends what the outbox has: one message of a room at a time, for as long as it takes. */
import type { Answer, RequestInput } from '@support-chat/protocol';
import { backOffMs } from './back-off.js';
import type { Clock } from './clock.js';
import { afterAnswer, dueEntries, type OutboxEntry } from './outbox-entry.js';
import type { Outbox } from './outbox.js';

export type OutboxSenderSeams = {
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly random: () => number;
  readonly request: (input: RequestInput<'message.post'>) => Promise<Answer<'message.post'> | null>;
  /** Whether it is for this tab to send. */
  mayOffer(entry: OutboxEntry): boolean;
  /** The log of `room` has come at least as far as `seq`. */
  readonly reached: (room: string, seq: number) => void;
};

/** How long another tab may leave a message unsent before this one sends it too: it may be frozen. */
const patienceMs = 15_000;

type Lane = { isBusy: boolean; failures: number; cancelWait: (() => void) | null };

/** Sends while a connection is up: from `start` to `stop`, and again. */
export class OutboxSender {
  readonly #seams: OutboxSenderSeams;
  /** New with each connection: an answer from the one before finds its lane gone. */
  #lanes = new Map<string, Lane>();
  #epoch: string | null = null;
  /** Messages that the tab whose turn it is left unsent. */
  readonly #overdue = new Set<string>();
  #cancelPatience: (() => void) | null = null;

  constructor(seams: OutboxSenderSeams) {
    this.#seams = seams;
  }

  start(epoch: string): void {
    this.stop();
    this.#epoch = epoch;
    this.pump();
  }

  stop(): void {
    for (const lane of this.#lanes.values()) lane.cancelWait?.();
    this.#lanes = new Map();
    this.#epoch = null;
    this.#cancelPatience?.();
    this.#cancelPatience = null;
    this.#overdue.clear();
  }

  /** Sends what is due. Call it whenever something may have become due. */
  pump(): void {
    const epoch = this.#epoch;
    if (epoch === null) return;
    for (const entry of dueEntries(this.#seams.outbox.sendable, epoch)) {
      const lane = this.#laneOf(entry.room);
      if (lane.isBusy || lane.cancelWait) continue;
      if (this.#seams.mayOffer(entry) || this.#overdue.has(entry.cid)) void this.#send(entry, lane, epoch);
      else this.#waitForOthers(entry.cid);
    }
  }

  /** One message at a time is enough: when its time is up, the next one is looked at. */
  #waitForOthers(cid: string): void {
    this.#cancelPatience ??= this.#seams.clock.after(patienceMs, () => {
      this.#cancelPatience = null;
      this.#overdue.add(cid);
      this.pump();
    });
  }

  async #send(entry: OutboxEntry, lane: Lane, epoch: string): Promise<void> {
    const { outbox, clock, random, request, reached } = this.#seams;
    lane.isBusy = true;
    const { cid, room, body, re, files, invites, untilSolved, isConfirmed } = entry;
    // JSON leaves out what is undefined.
    const answer = await request({ cid, room, body, re, files, invites, untilSolved, isConfirmed });
    if (this.#lanes.get(room) !== lane) return;
    const current = outbox.find(cid);
    const next = current && afterAnswer(current, answer, { at: clock.now(), epoch });
    if (current && next?.acked) outbox.acknowledge(current, next.acked.seq, epoch);
    // Stored before the next one goes: a tab that took over meanwhile would send this one after it.
    else if (next) await outbox.replace(next);
    if (this.#lanes.get(room) !== lane) return;
    lane.isBusy = false;
    if (answer?.ok) reached(room, answer.answer.seq);
    if (next || !current) {
      lane.failures = 0;
      return this.pump();
    }
    const retryAfterMs = answer?.ok === false ? answer.refusal.retryAfterMs : undefined;
    lane.cancelWait = clock.after(backOffMs({ failures: lane.failures++, random, retryAfterMs }), () => {
      lane.cancelWait = null;
      this.pump();
    });
  }

  #laneOf(room: string): Lane {
    let lane = this.#lanes.get(room);
    if (!lane) this.#lanes.set(room, (lane = { isBusy: false, failures: 0, cancelWait: null }));
    return lane;
  }
}
