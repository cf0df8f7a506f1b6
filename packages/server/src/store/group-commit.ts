/** Commits in company: whatever waits while a commit runs goes into the next one. Knows no engine. */
import { Refusal } from '@support-chat/protocol';
import type { Clock } from '../clock.js';
import type { Append, StoreCounts, StoredAppend } from './store.js';
import { unavailable } from './unavailable.js';

export type MarkerMove = { readonly room: string; readonly person: string; readonly seq: number };

/** What one transaction is to do, in order. */
export type Work = { readonly appends: readonly Append[]; readonly moves: readonly MarkerMove[] };

/** One outcome for each append, in order. A refused append left nothing in the transaction. */
export type Outcome = StoredAppend | Refusal;

export type Committer = {
  /** Does the work in one transaction. Resolves when it is durable; rejects when nothing of it was written. */
  commit(work: Work): Promise<readonly Outcome[]>;
  /** The refusal for an error of the storage itself, or null when one piece of the work is at fault. */
  refusalOf(error: unknown): Refusal | null;
  /** Whether the storage can no longer be trusted after this error. */
  isFatal(error: unknown): boolean;
};

type Waiting<Work, Result> = {
  readonly work: Work;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
};
type WaitingAppend = Waiting<Append, StoredAppend>;
type WaitingMove = Waiting<MarkerMove, void>;

/** More would keep the first one waiting for the last. */
const maxAppendsPerCommit = 500;

/** Appends that wait for the end of a rest; more do not. */
const maxRestingAppends = 16;

export class GroupCommit {
  readonly #committer: Committer;
  readonly #clock: Clock;
  readonly #maxAtOnce: number;
  readonly #markerDelayMs: number;
  readonly #onFailure: (error: unknown) => void;
  #appends: WaitingAppend[] = [];
  #moves: WaitingMove[] = [];
  /** Rooms of the transactions that run; a room is in one at a time, which keeps the order of the calls. */
  readonly #busyRooms = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  #due: NodeJS.Immediate | null = null;
  #resting: NodeJS.Timeout | null = null;
  /** On the clock of `performance.now`, which nobody sets. */
  #restsUntil = 0;
  readonly #restMs: number;
  #cancelMarkerTimer: (() => void) | null = null;
  #state: 'open' | 'closing' | 'failed' = 'open';
  #appendCount = 0;
  #commitCount = 0;

  constructor(
    committer: Committer,
    options: {
      readonly clock: Clock;
      /** Transactions at a time. Default 1. */
      readonly maxAtOnce?: number;
      /**
       * From the start of one commit to that of the next, unless many wait. Each costs an fsync, during which the process does
       * nothing else; in a quiet moment a commit begins at once. Default 5.
       */
      readonly restMs?: number | undefined;
      /** How long a marker waits for an append to share its commit with. Default 250. */
      readonly markerDelayMs?: number | undefined;
      /** Told once when the storage can no longer be trusted. */
      readonly onFailure?: ((error: unknown) => void) | undefined;
    },
  ) {
    this.#committer = committer;
    this.#clock = options.clock;
    this.#maxAtOnce = options.maxAtOnce ?? 1;
    this.#restMs = options.restMs ?? 5;
    this.#markerDelayMs = options.markerDelayMs ?? 250;
    this.#onFailure = options.onFailure ?? (() => {});
  }

  /** Whether it takes work. */
  get isOpen(): boolean {
    return this.#state === 'open';
  }

  counts(): StoreCounts {
    return { appends: this.#appendCount, commits: this.#commitCount };
  }

  append(append: Append): Promise<StoredAppend> {
    if (this.#state !== 'open') return Promise.reject(unavailable());
    return new Promise((resolve, reject) => {
      this.#appends.push({ work: append, resolve, reject });
      this.#schedule();
    });
  }

  /** Resolves when the marker is durable where it was or further. */
  moveMarker(move: MarkerMove): Promise<void> {
    if (this.#state !== 'open') return Promise.reject(unavailable());
    return new Promise((resolve, reject) => {
      this.#moves.push({ work: move, resolve, reject });
      this.#cancelMarkerTimer ??= this.#clock.after(this.#markerDelayMs, () => this.#schedule());
    });
  }

  /** Finishes what waits and takes nothing more. Idempotent. */
  async close(): Promise<void> {
    if (this.#state === 'open') this.#state = 'closing';
    this.#cancelDue();
    for (this.#start(); this.#running.size > 0; this.#start()) await Promise.all(this.#running);
  }

  /** Every append that arrives before the event loop comes round again, or before a rest is over, shares one transaction. */
  #schedule(): void {
    if (this.#due) return;
    const leftMs = this.#appends.length > maxRestingAppends ? 0 : this.#restsUntil - performance.now();
    if (leftMs > 0) this.#resting ??= setTimeout(() => this.#start(), leftMs);
    else this.#due = setImmediate(() => this.#start());
  }

  #cancelDue(): void {
    if (this.#due) clearImmediate(this.#due);
    if (this.#resting) clearTimeout(this.#resting);
    this.#due = this.#resting = null;
  }

  #start(): void {
    this.#cancelDue();
    while (this.#running.size < this.#maxAtOnce) {
      const appends = this.#take();
      // Markers go along with whatever goes; alone only when their time has come.
      this.#cancelMarkerTimer?.();
      this.#cancelMarkerTimer = null;
      const moves = this.#moves.splice(0);
      if (appends.length + moves.length === 0) return;
      this.#run(appends, moves);
    }
  }

  #take(): WaitingAppend[] {
    const taken: WaitingAppend[] = [];
    const left: WaitingAppend[] = [];
    for (const append of this.#appends) {
      const isFree = taken.length < maxAppendsPerCommit && !this.#busyRooms.has(append.work.room);
      (isFree ? taken : left).push(append);
    }
    this.#appends = left;
    return taken;
  }

  #run(appends: readonly WaitingAppend[], moves: readonly WaitingMove[]): void {
    this.#restsUntil = performance.now() + this.#restMs;
    const rooms = new Set(appends.map(({ work }) => work.room));
    for (const room of rooms) this.#busyRooms.add(room);
    const running = this.#commit(appends, moves).finally(() => {
      for (const room of rooms) this.#busyRooms.delete(room);
      this.#running.delete(running);
      if (this.#appends.length + this.#moves.length > 0) this.#start();
    });
    this.#running.add(running);
  }

  async #commit(appends: readonly WaitingAppend[], moves: readonly WaitingMove[]): Promise<void> {
    const all: readonly Waiting<unknown, never>[] = [...appends, ...moves];
    if (this.#state === 'failed') return rejectAll(all, unavailable());
    try {
      const work = { appends: appends.map(({ work }) => work), moves: moves.map(({ work }) => work) };
      const outcomes = await this.#committer.commit(work);
      this.#commitCount += 1;
      appends.forEach((append, index) => this.#answer(append, outcomes[index]));
      for (const { resolve } of moves) resolve();
    } catch (error) {
      const refusal = this.#committer.refusalOf(error);
      if (this.#committer.isFatal(error)) this.#fail(error);
      if (refusal) return rejectAll(all, refusal);
      // One of them is at fault: alone, it fails alone.
      if (all.length <= 1) return rejectAll(all, error);
      for (const append of appends) await this.#commit([append], []);
      for (const move of moves) await this.#commit([], [move]);
    }
  }

  #fail(error: unknown): void {
    if (this.#state === 'failed') return;
    this.#state = 'failed';
    this.#onFailure(error);
  }

  #answer({ resolve, reject }: WaitingAppend, outcome: Outcome | undefined): void {
    if (!outcome) return reject(new TypeError('the engine gave no outcome for an append'));
    if (outcome instanceof Refusal) return reject(outcome);
    if (!outcome.dup) this.#appendCount += 1;
    resolve(outcome);
  }
}

/** Adds to a batch, and gives a Refusal back instead of throwing it. */
export function outcomeOf(append: () => StoredAppend): Outcome {
  try {
    return append();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function rejectAll(waiting: readonly Waiting<unknown, never>[], error: unknown): void {
  for (const { reject } of waiting) reject(error);
}
