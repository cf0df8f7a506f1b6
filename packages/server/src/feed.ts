/**
 * Sockets out. For each room somebody here has joined it remembers what it last emitted; on a hint, or when a sweep of the
 * heads finds the hint was lost, it reads everything after that and emits it as one frame, encoded once.
 */
import { limits, type StoredEvent } from '@support-chat/protocol';
import { channels, type Broadcast, type Connection } from './connection.js';
import { hideStaffEvents } from './kinds/visibility.js';
import type { Logger } from './logger.js';
import type { Store } from './store/store.js';

type Watched = {
  emitted: number;
  /** Connections that joined, and joins under way. */
  readers: number;
  isPumping: boolean;
  isBehind: boolean;
};

export class Feed {
  readonly #store: Store;
  readonly #broadcast: Broadcast;
  readonly #log: Logger;
  readonly #rooms = new Map<string, Watched>();
  readonly #due = new Set<string>();

  constructor(options: { readonly store: Store; readonly broadcast: Broadcast; readonly log: Logger }) {
    this.#store = options.store;
    this.#broadcast = options.broadcast;
    this.#log = options.log;
  }

  /** Begins to follow a room that was read up to `head`. Undo it with `unwatch`, once for each call. */
  watch(room: string, head: number): void {
    const watched = this.#rooms.get(room);
    if (watched) watched.readers += 1;
    else this.#rooms.set(room, { emitted: head, readers: 1, isPumping: false, isBehind: false });
  }

  unwatch(room: string): void {
    const watched = this.#rooms.get(room);
    if (!watched) return;
    watched.readers -= 1;
    if (watched.readers === 0) this.#rooms.delete(room);
  }

  /** The last event that was emitted to the room here; 0 when it is not followed. */
  emitted(room: string): number {
    return this.#rooms.get(room)?.emitted ?? 0;
  }

  /** From now on the connection receives the room's frames. The room must be watched for it. */
  enter(connection: Connection, room: string): void {
    connection.rooms.add(room);
    connection.enter([connection.isStaff ? channels.staffIn(room) : channels.othersIn(room)]);
  }

  leave(connection: Connection, room: string): void {
    if (!connection.rooms.delete(room)) return;
    connection.leave(connection.isStaff ? channels.staffIn(room) : channels.othersIn(room));
    this.unwatch(room);
  }

  /** Takes a hint. Hints of one turn are read and emitted together, when the turn has settled its promises. */
  hint(room: string): void {
    if (!this.#rooms.has(room)) return;
    if (this.#due.size === 0) process.nextTick(() => this.#pumpDue());
    this.#due.add(room);
  }

  /** Compares what was emitted with the heads in the store, and catches up. Returns those heads. */
  async sweep(): Promise<ReadonlyMap<string, number>> {
    const heads = await this.#store.heads(this.#rooms.keys());
    for (const [room, head] of heads) if (head > this.emitted(room)) this.hint(room);
    return heads;
  }

  #pumpDue(): void {
    const due = [...this.#due];
    this.#due.clear();
    for (const room of due)
      // Whatever it could not read now, the next hint or sweep reads.
      this.#pump(room).catch((error: unknown) => this.#log.error('a room could not be read', { room, error }));
  }

  async #pump(room: string): Promise<void> {
    const watched = this.#rooms.get(room);
    if (!watched) return;
    watched.isBehind = true;
    if (watched.isPumping) return;
    watched.isPumping = true;
    try {
      while (watched.isBehind) {
        watched.isBehind = false;
        const events = await this.#store.read(room, { after: watched.emitted, limit: limits.maxEventsPerRead });
        const last = events.at(-1);
        // Everybody left while it read; whoever came since is followed by another record.
        if (this.#rooms.get(room) !== watched) return;
        if (!last) continue;
        watched.emitted = last.seq;
        watched.isBehind ||= events.length === limits.maxEventsPerRead;
        this.#emit(room, events);
      }
    } finally {
      watched.isPumping = false;
    }
  }

  #emit(room: string, events: readonly StoredEvent[]): void {
    const staff = channels.staffIn(room);
    const others = channels.othersIn(room);
    const open = hideStaffEvents(events);
    if (open === events) return this.#broadcast([staff, others], 'events', { room, events });
    this.#broadcast([staff], 'events', { room, events });
    this.#broadcast([others], 'events', { room, events: open });
  }
}
