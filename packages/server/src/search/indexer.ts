/** The reader that keeps the index of messages behind the logs: in order, at least once, without holding anybody up. */
import type { TakeNews } from '../bus/bus.js';
import type { Clock } from '../clock.js';
import type { Logger } from '../logger.js';
import { othersHadTheirTurn } from '../others-turn.js';
import type { Store } from '../store/store.js';
import { readPortion } from './read-portion.js';

/** Events of one room that are taken at once, while others wait and when nobody does. */
const eventsPerTurn = { inService: 50, alone: 2_000 } as const;
/** What comes together is taken together. */
const gatherMs = 50;
/** For each millisecond of work so many of rest, unless somebody waits for it. */
const restFactor = 6;
/** How long an end waits for the portion at hand. */
const maxStopMs = 1_000;
/** Rooms that nobody told of are looked for this often. */
const sweepMs = 5_000;
/** How long it waits after it could not write the index anew. */
const compactAgainMs = 3_600_000;

export class Indexer {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #behind = new Set<string>();
  #running: Promise<void> | null = null;
  #isStopped = false;
  /** How many wait for it. */
  #waiting = 0;
  #compactAt = 0;
  #endRest = () => {};
  #cancelSweep = () => {};
  #cancelGather: (() => void) | null = null;

  constructor(options: { readonly store: Store; readonly clock: Clock; readonly log: Logger }) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#log = options.log;
  }

  /** Looks for rooms that are behind, now and again and again. */
  start(): void {
    this.#sweep()
      .catch((error: unknown) => this.#log.warn('rooms that are to be indexed could not be looked for', { error }))
      .finally(() => {
        if (!this.#isStopped) this.#cancelSweep = this.#clock.after(sweepMs, () => this.start());
      });
  }

  /** A room has more. */
  readonly takeNews: TakeNews = (news) => {
    if (news.type === 'hint') this.note(news.room);
  };

  note(room: string): void {
    if (this.#isStopped) return;
    this.#behind.add(room);
    if (this.#running || this.#cancelGather) return;
    this.#cancelGather = this.#clock.after(gatherMs, () => {
      this.#cancelGather = null;
      void this.#run();
    });
  }

  /** Resolves when what was noted is in the index, or after `maxMs`. */
  async settle(maxMs: number): Promise<void> {
    if (this.#behind.size === 0 && !this.#running) return;
    this.#waiting += 1;
    this.#endRest();
    let cancel = () => {};
    const late = new Promise<void>((resolve) => (cancel = this.#clock.after(maxMs, resolve)));
    try {
      await Promise.race([this.#run(), late]);
    } finally {
      cancel();
      this.#waiting -= 1;
    }
  }

  /** How much of the logs is in the index, 0 to 1. */
  async share(): Promise<number> {
    if (this.#behind.size === 0 && !this.#running) return 1;
    const [heads, cursors] = await Promise.all([this.#store.heads(), this.#store.search.cursors()]);
    let [done, total] = [0, 0];
    for (const [room, head] of heads) {
      total += head;
      done += Math.min(cursors.get(room) ?? 0, head);
    }
    return total === 0 ? 1 : done / total;
  }

  /** Ends after the portion at hand, or without it when the store has fallen silent: what is not in the index is taken up after the next start. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelSweep();
    this.#cancelGather?.();
    this.#endRest();
    let timer: NodeJS.Timeout | undefined;
    // By the machine's clock: nobody turns another one while everything ends.
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, maxStopMs)));
    await Promise.race([this.#running, late]);
    clearTimeout(timer);
  }

  async #sweep(): Promise<void> {
    const [heads, cursors] = await Promise.all([this.#store.heads(), this.#store.search.cursors()]);
    for (const [room, head] of heads) if (head !== (cursors.get(room) ?? 0)) this.#behind.add(room);
    // Of a log that lost its end, or of one that was thrown away, nothing may be found.
    if (this.#behind.size > 0) void this.#run();
    // New messages are looked for meanwhile.
    void this.#compact();
  }

  async #compact(): Promise<void> {
    const now = this.#clock.now();
    if (this.#isStopped || now < this.#compactAt) return;
    try {
      await this.#store.search.compact(now);
    } catch (error) {
      this.#compactAt = now + compactAgainMs;
      this.#log.warn('the index could not be written anew; it is tried again in an hour', { error });
    }
  }

  /** Resolves when nothing is behind that was noted before. */
  #run(): Promise<void> {
    this.#running ??= this.#takeAll()
      .catch((error: unknown) => this.#log.warn('messages could not be indexed; it is tried again', { error }))
      .finally(() => {
        this.#running = null;
        if (this.#behind.size > 0 && !this.#isStopped && this.#waiting === 0) this.note([...this.#behind][0] ?? '');
      });
    return this.#running;
  }

  async #takeAll(): Promise<void> {
    for (let [room] = this.#behind; room !== undefined && !this.#isStopped; [room] = this.#behind) {
      const startedAt = performance.now();
      // Behind the others: a large room does not keep small ones waiting.
      this.#behind.delete(room);
      if (await this.#takeSome(room)) this.#behind.add(room);
      await this.#rest(performance.now() - startedAt);
    }
    if (!this.#isStopped) await this.#store.search.settle();
  }

  /** Returns whether there is more. */
  async #takeSome(room: string): Promise<boolean> {
    try {
      return (
        (await takePortion(this.#store, room, { limit: eventsPerTurn.inService, waits: this.#waiting > 0 })) !== null
      );
    } catch (error) {
      // The sweep finds it again.
      this.#log.warn('a room could not be indexed; it is tried again', { room, error });
      return false;
    }
  }

  async #rest(workedMs: number): Promise<void> {
    await othersHadTheirTurn();
    if (this.#waiting > 0 || this.#isStopped) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#clock.after(Math.ceil(workedMs * restFactor), resolve);
      this.#endRest = () => {
        cancel();
        resolve();
      };
    });
  }
}

/** Gives how far the room is; null when it is at its head, or somebody else is at it. */
function takePortion(
  store: Store,
  room: string,
  { limit, waits }: { readonly limit: number; readonly waits: boolean },
): Promise<number | null> {
  return store.search.take(room, (cursor) => readPortion(store, room, cursor, limit), { waits });
}

/** Rooms that are indexed side by side: while a database writes one, the next is read. */
const sideBySide = 3;

/** Brings the index to the end of every log, as fast as it goes. `tell`: so many events more are in it. */
export async function indexEverything(store: Store, tell: (count: number) => void): Promise<void> {
  const cursors = await store.search.cursors();
  const rooms = (await store.heads()).keys();
  const takeRooms = async (): Promise<void> => {
    // Each takes the next room that is left.
    for (const room of rooms) {
      let before = cursors.get(room) ?? 0;
      for (;;) {
        const at = await takePortion(store, room, { limit: eventsPerTurn.alone, waits: true });
        if (at === null) break;
        tell(Math.max(0, at - before));
        before = at;
      }
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, takeRooms));
  await store.search.settle();
}
