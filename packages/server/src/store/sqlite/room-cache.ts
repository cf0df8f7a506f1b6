/** Rooms in memory: the documents as committed, and the newest events of the rooms that are busy. */
import type { RoomDoc, StoredEvent } from '@support-chat/protocol';

/** A room as the last commit left it. */
export type CachedRoom = {
  readonly id: number;
  readonly doc: RoomDoc;
  readonly head: number;
  /** The chain after the last event. */
  readonly chain: string;
};

const maxTailEvents = 128;
const maxTails = 256;

/** Holds only what is committed; this process is the only writer, so it is never out of date. */
export class RoomCache {
  readonly #rooms = new Map<string, CachedRoom>();
  /** Ascending runs that end at the head; the room used longest ago comes first. */
  readonly #tails = new Map<string, StoredEvent[]>();

  get(name: string): CachedRoom | undefined {
    return this.#rooms.get(name);
  }

  names(): Iterable<string> {
    return this.#rooms.keys();
  }

  values(): CachedRoom[] {
    return [...this.#rooms.values()];
  }

  /** Puts a room as a commit left it, with the events that commit added. */
  put(name: string, room: CachedRoom, added: readonly StoredEvent[] = []): void {
    this.#rooms.set(name, room);
    if (added.length === 0) return;
    const tail = this.#tails.get(name) ?? [];
    tail.push(...added);
    // Twice the length before it is cut, so that a busy room does not copy at every commit.
    const kept = tail.length > 2 * maxTailEvents ? tail.slice(-maxTailEvents) : tail;
    this.#tails.delete(name);
    this.#tails.set(name, kept);
    if (this.#tails.size <= maxTails) return;
    const [oldest] = this.#tails.keys();
    if (oldest !== undefined) this.#tails.delete(oldest);
  }

  /** Events in `(after, after + limit]`, or null when memory does not reach back that far. */
  tail(name: string, after: number, limit: number): readonly StoredEvent[] | null {
    const room = this.#rooms.get(name);
    if (room && after >= room.head) return [];
    const tail = this.#tails.get(name);
    const first = tail?.[0];
    if (!tail || !first || after + 1 < first.seq) return null;
    const from = after + 1 - first.seq;
    return tail.slice(from, from + limit);
  }
}
