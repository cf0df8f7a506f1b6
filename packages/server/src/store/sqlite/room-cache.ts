/** Rooms in memory: the documents as committed, and the newest events of the rooms that are busy. */
import { targetOf, type RoomDoc, type StoredEvent } from '@support-chat/protocol';
import type { Reader } from '../store.js';

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

/** The newest events of a room, ascending up to its head. */
type Tail = {
  readonly events: StoredEvent[];
  /** For each event, who began a message with it; null for other events. Counting goes over these alone. */
  readonly authors: (string | null)[];
  /** For each event, whether only staff may see it. */
  readonly isForStaff: boolean[];
  /** The last part of it that somebody asked for. */
  asked?: { readonly after: number; readonly events: readonly StoredEvent[] };
};

/** Holds only what is committed; this process is the only writer, so it is never out of date. */
export class RoomCache {
  readonly #rooms = new Map<string, CachedRoom>();
  /** The one used longest ago comes first. */
  readonly #tails = new Map<string, Tail>();

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
    const tail = this.#tails.get(name);
    // Twice the length before it is cut, so that a busy room does not copy at every commit.
    if (tail && tail.events.length + added.length <= 2 * maxTailEvents) this.#setTail(name, extended(tail, added));
    else this.#setTail(name, tailOf([...(tail?.events ?? []), ...added].slice(-maxTailEvents)));
  }

  /** Takes events that were read from the file, if they end at the head and reach back further than what is here. */
  keep(name: string, events: readonly StoredEvent[]): void {
    const first = events[0];
    if (!first || events.length > 2 * maxTailEvents || events.at(-1)?.seq !== this.#rooms.get(name)?.head) return;
    const known = this.#tails.get(name)?.events[0];
    if (!known || first.seq < known.seq) this.#setTail(name, tailOf(events));
  }

  /** What of these events lies in the file is not what is here any more: they are read again. */
  forgetRecent(name: string): void {
    this.#tails.delete(name);
  }

  /**
   * Events in `(after, after + limit]`, or null when memory does not reach back that far. Asked the same again before
   * anything is added, it gives the same array.
   */
  tail(name: string, after: number, limit: number): readonly StoredEvent[] | null {
    const room = this.#rooms.get(name);
    if (room && after >= room.head) return [];
    const tail = this.#tails.get(name);
    const first = tail?.events[0];
    if (!tail || !first || after + 1 < first.seq) return null;
    const from = after + 1 - first.seq;
    if (tail.events.length - from > limit) return tail.events.slice(from, from + limit);
    // A crowd that was cut off at one moment asks for the same when it comes back.
    if (tail.asked?.after !== after) tail.asked = { after, events: Object.freeze(tail.events.slice(from)) };
    return tail.asked.events;
  }

  /** How many messages after `marker` others wrote that the reader may see, up to `max`; null as for `tail`. */
  unread(name: string, marker: number, { person, isStaff }: Reader, max: number): number | null {
    const tail = this.#tails.get(name);
    const first = tail?.events[0];
    if (!tail || !first || marker + 1 < first.seq) return null;
    const { authors, isForStaff } = tail;
    let count = 0;
    for (let at = marker + 1 - first.seq; at < authors.length && count < max; at += 1) {
      const author = authors[at];
      if (author !== null && author !== person && (isStaff || !isForStaff[at])) count += 1;
    }
    return count;
  }

  #setTail(name: string, tail: Tail): void {
    this.#tails.delete(name);
    this.#tails.set(name, tail);
    if (this.#tails.size <= maxTails) return;
    const [oldest] = this.#tails.keys();
    if (oldest !== undefined) this.#tails.delete(oldest);
  }
}

function tailOf(events: readonly StoredEvent[]): Tail {
  return extended({ events: [], authors: [], isForStaff: [] }, events);
}

function extended({ events, authors, isForStaff }: Tail, added: readonly StoredEvent[]): Tail {
  for (const event of added) {
    events.push(event);
    authors.push(targetOf(event) === event.seq ? event.by.id : null);
    isForStaff.push(event.audience === 'staff');
  }
  return { events, authors, isForStaff };
}
