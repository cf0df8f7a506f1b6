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
  /** Does the work in one transaction, all or nothing. Resolves when it is durable; rejects when that is not known. */
  commit(work: Work): Promise<readonly Outcome[]>;
  /** The refusal for an error of the storage itself, or null when one piece of the work is at fault. */
  refusalOf(error: unknown): Refusal | null;
  /** Whether the storage can no longer be trusted after this error. */
  isFatal(error: unknown): boolean;
  /** Whether somebody else holds one of the rooms, and the others would pass without it. Then nothing was written. */
  isHeldUp?(error: unknown): boolean;
};

type Waiting<Work, Result> = {
  readonly work: Work;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
};
type WaitingAppend = Waiting<Append, StoredAppend>;
/** One for all who move one marker meanwhile: it goes as far as the furthest of them. */
type WaitingMove = Waiting<MarkerMove, void> & { readonly moved: Promise<void> };

/** What one transaction takes. `apart` is the room that goes alone, if it is one. */
type Taken = {
  readonly appends: readonly WaitingAppend[];
  readonly moves: readonly WaitingMove[];
  readonly apart: string | null;
};

/** More would keep the first one waiting for the last. */
const maxAppendsPerCommit = 500;
const maxMovesPerCommit = 1_000;

/** More appends, or more markers, are refused at once: a store that takes nothing must not fill the memory. */
const maxWaiting = 10_000;

/** Appends that wait for the end of a rest; more do not. */
const maxRestingAppends = 16;

export class GroupCommit {
  readonly #committer: Committer;
  readonly #clock: Clock;
  readonly #maxAtOnce: number;
  readonly #markerDelayMs: number;
  readonly #onFailure: (error: unknown) => void;
  #appends: WaitingAppend[] = [];
  /** By room and person. */
  readonly #moves = new Map<string, WaitingMove>();
  /** Rooms of the transactions that run; a room is in one at a time, which keeps the order of the calls. */
  readonly #busyRooms = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  /** Rooms that may hold others up. Each goes alone, until it has passed. */
  readonly #apart = new Set<string>();
  #runningApart = 0;
  #isTurnOfApart = false;
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
    if (this.#appends.length >= maxWaiting) return Promise.reject(tooManyWait('appends'));
    return new Promise((resolve, reject) => {
      this.#appends.push({ work: append, resolve, reject });
      this.#schedule();
    });
  }

  /** Resolves when the marker is durable where it was or further. */
  moveMarker(move: MarkerMove): Promise<void> {
    if (this.#state !== 'open') return Promise.reject(unavailable());
    const key = keyOf(move);
    const waiting = this.#moves.get(key);
    if (!waiting && this.#moves.size >= maxWaiting) return Promise.reject(tooManyWait('markers'));
    const further = waiting ? furtherOf(waiting, move) : waitingFor(move);
    this.#moves.set(key, further);
    this.#cancelMarkerTimer ??= this.#clock.after(this.#markerDelayMs, () => this.#schedule());
    return further.moved;
  }

  /** The storage can no longer be trusted: takes nothing more, and tells whoever is to know, once. */
  fail(error: unknown): void {
    if (this.#state === 'failed') return;
    this.#state = 'failed';
    // Apart from this: what it throws must keep nobody here waiting.
    queueMicrotask(() => this.#onFailure(error));
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
    // Markers go along with whatever goes; alone only when their time has come.
    this.#cancelMarkerTimer?.();
    this.#cancelMarkerTimer = null;
    while (this.#running.size < this.#maxAtOnce) {
      const taken = this.#isTurnOfApart
        ? (this.#takeApart() ?? this.#takeCompany())
        : (this.#takeCompany() ?? this.#takeApart());
      if (!taken) return;
      this.#isTurnOfApart = taken.apart === null;
      this.#run(taken);
    }
  }

  #takeCompany(): Taken | null {
    return this.#take((room) => !this.#apart.has(room), null);
  }

  /** Everything of one room that goes alone. A transaction is left for the others, where there are several. */
  #takeApart(): Taken | null {
    if (this.#apart.size === 0 || this.#runningApart >= Math.max(1, this.#maxAtOnce - 1)) return null;
    const isNext = ({ work: { room } }: Waiting<{ readonly room: string }, never>) =>
      this.#apart.has(room) && !this.#busyRooms.has(room);
    const room = (this.#appends.find(isNext) ?? [...this.#moves.values()].find(isNext))?.work.room;
    return room === undefined ? null : this.#take((other) => other === room, room);
  }

  #take(isWanted: (room: string) => boolean, apart: string | null): Taken | null {
    const appends: WaitingAppend[] = [];
    const left: WaitingAppend[] = [];
    for (const append of this.#appends) {
      const { room } = append.work;
      const isFree = appends.length < maxAppendsPerCommit && isWanted(room) && !this.#busyRooms.has(room);
      (isFree ? appends : left).push(append);
    }
    const moves: WaitingMove[] = [];
    for (const [key, move] of this.#moves) {
      if (moves.length >= maxMovesPerCommit) break;
      if (!isWanted(move.work.room)) continue;
      moves.push(move);
      this.#moves.delete(key);
    }
    this.#appends = left;
    return appends.length + moves.length > 0 ? { appends, moves, apart } : null;
  }

  #run({ appends, moves, apart }: Taken): void {
    this.#restsUntil = performance.now() + this.#restMs;
    const rooms = roomsOf(appends);
    if (apart !== null) {
      rooms.add(apart);
      this.#runningApart += 1;
    }
    for (const room of rooms) this.#busyRooms.add(room);
    const running = this.#commit(appends, moves).finally(() => {
      for (const room of rooms) this.#busyRooms.delete(room);
      if (apart !== null) this.#runningApart -= 1;
      this.#running.delete(running);
      if (this.#appends.length + this.#moves.size > 0) this.#start();
    });
    this.#running.add(running);
  }

  async #commit(appends: readonly WaitingAppend[], moves: readonly WaitingMove[]): Promise<void> {
    const all: readonly Waiting<{ readonly room: string }, never>[] = [...appends, ...moves];
    if (this.#state === 'failed') return rejectAll(all, unavailable());
    try {
      const work = { appends: appends.map(({ work }) => work), moves: moves.map(({ work }) => work) };
      const outcomes = await this.#committer.commit(work);
      this.#commitCount += 1;
      if (this.#apart.size > 0) for (const room of roomsOf(all)) this.#apart.delete(room);
      appends.forEach((append, index) => this.#answer(append, outcomes[index]));
      for (const { resolve } of moves) resolve();
    } catch (error) {
      if (this.#committer.isHeldUp?.(error) && this.#setApart(appends, moves)) return;
      const refusal = this.#committer.refusalOf(error);
      if (refusal) rejectAll(all, refusal);
      if (this.#committer.isFatal(error)) this.fail(error);
      if (refusal) return;
      // One of them is at fault: alone, it fails alone.
      if (all.length <= 1) return rejectAll(all, error);
      for (const append of appends) await this.#commit([append], []);
      for (const move of moves) await this.#commit([], [move]);
    }
  }

  /** Puts work back to be done room by room, before all that came later. False when it is of one room only. */
  #setApart(appends: readonly WaitingAppend[], moves: readonly WaitingMove[]): boolean {
    const rooms = roomsOf([...appends, ...moves]);
    for (const room of rooms) this.#apart.add(room);
    if (rooms.size === 1) return false;
    this.#appends = [...appends, ...this.#appends];
    for (const move of moves) {
      const later = this.#moves.get(keyOf(move.work));
      if (later) later.moved.then(move.resolve, move.reject);
      this.#moves.set(keyOf(move.work), later ? furtherOf(later, move.work) : move);
    }
    return true;
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

function roomsOf(waiting: readonly Waiting<{ readonly room: string }, never>[]): Set<string> {
  return new Set(waiting.map(({ work }) => work.room));
}

function keyOf({ room, person }: MarkerMove): string {
  return `${room.length} ${room}${person}`;
}

function waitingFor(work: MarkerMove): WaitingMove {
  let settle: Pick<WaitingMove, 'resolve' | 'reject'> | undefined;
  const moved = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  if (!settle) throw new TypeError('a promise calls its executor at once');
  return { work, moved, ...settle };
}

function furtherOf(waiting: WaitingMove, { seq }: MarkerMove): WaitingMove {
  return seq > waiting.work.seq ? { ...waiting, work: { ...waiting.work, seq } } : waiting;
}

function tooManyWait(what: string): Refusal {
  return unavailable(new Error(`${maxWaiting} ${what} wait to be written`));
}

function rejectAll(waiting: readonly Waiting<unknown, never>[], error: unknown): void {
  for (const { reject } of waiting) reject(error);
}
