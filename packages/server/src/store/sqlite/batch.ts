/** One transaction: rooms as they would be, until the commit makes it so. */
import {
  foldMessage,
  foldRoom,
  Refusal,
  targetOf,
  type MessageDoc,
  type RoomDoc,
  type StoredEvent,
} from '@support-chat/protocol';
import type { Append, StoredAppend } from '../store.js';
import type { RoomCache } from './room-cache.js';
import type { EventRow, Statements } from './statements.js';

type OpenRoom = { id: number | null; doc: RoomDoc | null; head: number; readonly added: StoredEvent[] };

/** Writes of several appends inside one open transaction. Forget it when the transaction is rolled back. */
export class Batch {
  readonly #statements: Statements;
  readonly #cache: RoomCache;
  readonly #now: () => number;
  readonly #rooms = new Map<string, OpenRoom>();

  constructor(statements: Statements, cache: RoomCache, now: () => number) {
    this.#statements = statements;
    this.#cache = cache;
    this.#now = now;
  }

  /** Writes one append. A Refusal leaves no trace of it in the transaction; any other error spoils the transaction. */
  append(append: Append): StoredAppend {
    const room = this.#open(append.room);
    const before = this.#storedBefore(room, append);
    if (before) return before;

    const at = this.#now();
    const drafts = append.decide(room.doc, at);
    if (drafts.length === 0) throw new TypeError(`the command ${append.cid} decided on no event`);
    const events = drafts.map((draft, part): StoredEvent =>
      Object.freeze({ ...draft, seq: room.head + 1 + part, at, by: append.by, cid: append.cid }),
    );
    // All folds before all writes: a fold that throws must not leave half a command behind.
    const doc = events.reduce<RoomDoc | null>(foldRoom, room.doc);
    const messages = this.#foldMessages(room, events);
    if (doc) this.#write(room, append, events, doc, messages);
    return { seq: room.head - events.length + 1, at, dup: false, events };
  }

  /** Moves a marker, clamped to the head as it is inside this transaction. */
  moveMarker(name: string, person: string, seq: number): void {
    const room = this.#open(name);
    if (room.id !== null) this.#statements.moveMarker.run(room.id, person, Math.min(seq, room.head));
  }

  /** Writes what is written once a transaction; call it last, before the commit. */
  finish(): void {
    for (const room of this.#rooms.values())
      if (room.id !== null && room.added.length > 0)
        this.#statements.updateRoom.run(room.head, JSON.stringify(room.doc), room.id);
  }

  /** Makes it known; call it after the commit. */
  publish(): void {
    for (const [name, { id, doc, head, added }] of this.#rooms)
      if (id !== null && doc && added.length > 0) this.#cache.put(name, { id, doc, head }, added);
  }

  #open(name: string): OpenRoom {
    const opened = this.#rooms.get(name);
    if (opened) return opened;
    const cached = this.#cache.get(name);
    const room: OpenRoom = cached ? { ...cached, added: [] } : { id: null, doc: null, head: 0, added: [] };
    // The number comes from the row inside this transaction; memory only saves reading the document again.
    if (cached && this.#statements.headOf.get(cached.id)?.head !== cached.head)
      throw new TypeError(`the head of room ${name} is not the one in memory`);
    this.#rooms.set(name, room);
    return room;
  }

  #storedBefore(room: OpenRoom, append: Append): StoredAppend | null {
    if (room.id === null) return null;
    const rows = this.#statements.eventsOfCommand.all(room.id, append.by.id, append.cid);
    const first = rows[0];
    if (!first) return null;
    if (first.hash !== append.hash)
      throw new Refusal(
        'cid_conflict',
        `the command id ${append.cid} was used before with other content; make a new one`,
      );
    return { seq: first.seq, at: first.at, dup: true, events: rows.map(eventOf) };
  }

  #foldMessages(room: OpenRoom, events: readonly StoredEvent[]): Map<number, MessageDoc> {
    const folded = new Map<number, MessageDoc>();
    for (const event of events) {
      const target = targetOf(event);
      if (target === null) continue;
      const before = folded.get(target) ?? this.#message(room, target, event.seq);
      const message = foldMessage(before, event);
      if (message) folded.set(target, message);
    }
    return folded;
  }

  #message(room: OpenRoom, target: number, seq: number): MessageDoc | undefined {
    if (room.id === null || target === seq) return undefined;
    const row = this.#statements.message.get(room.id, target);
    // Written by #write below as a MessageDoc.
    return row && (JSON.parse(row.doc) as MessageDoc);
  }

  #write(
    room: OpenRoom,
    append: Append,
    events: readonly StoredEvent[],
    doc: RoomDoc,
    messages: ReadonlyMap<number, MessageDoc>,
  ): void {
    const { insertRoom, insertEvent, putMessage, moveMarker } = this.#statements;
    room.id ??= Number(insertRoom.run(append.room, 0, JSON.stringify(doc)).lastInsertRowid);
    const { id } = room;
    events.forEach(({ seq, at, by, cid, ...content }, part) => {
      insertEvent.run(id, seq, at, by.id, cid, part, append.hash, JSON.stringify({ ...content, by }));
    });
    for (const [seq, message] of messages)
      putMessage.run(id, seq, message.by.id, message.audience === 'staff' ? 1 : 0, JSON.stringify(message));
    const own = events.findLast((event) => targetOf(event) === event.seq);
    if (own) moveMarker.run(id, append.by.id, own.seq);
    room.doc = doc;
    room.head += events.length;
    room.added.push(...events);
  }
}

/** The event a row holds. */
export function eventOf(row: EventRow): StoredEvent {
  // Written by Batch as the rest of a StoredEvent.
  const content = JSON.parse(row.content) as Omit<StoredEvent, 'seq' | 'at' | 'cid'>;
  return Object.freeze({ ...content, seq: row.seq, at: row.at, cid: row.cid }) as StoredEvent;
}
