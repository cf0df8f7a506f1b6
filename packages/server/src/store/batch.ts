/** One transaction as a plan: rooms as they will be, and the rows that make them so. Knows no engine and does no I/O. */
import {
  affectedOf,
  calledBy,
  foldMember,
  foldMessage,
  foldRoom,
  memberOf,
  Refusal,
  targetOf,
  type MemberDoc,
  type MessageDoc,
  type QuestionDoc,
  type RoomDoc,
  type StoredEvent,
} from '@support-chat/protocol';
import { roomDueAfter } from '../life/room-due.js';
import { fileChangesOf, type FileChanges, type FileRow } from './file-rows.js';
import { chainAfter, digestIn, emptyChain, eventOf, isErased, isOfCommand, type EventRow } from './event-row.js';
import type { AffectedRow, Append, CallRow, MessagePlace, StoredAppend } from './store.js';

/** A room as the transaction holds it. `id` is the engine's own; null for a room that is not there yet. */
export type OpenRoom = {
  readonly id: number | null;
  readonly doc: RoomDoc | null;
  readonly head: number;
  readonly chain: string;
};

/** What there is before a room's first event. */
export const noRoom: OpenRoom = Object.freeze({ id: null, doc: null, head: 0, chain: emptyChain });

/** A room that got events, as it is after them. */
export type ChangedRoom = {
  readonly id: number | null;
  readonly doc: RoomDoc;
  readonly head: number;
  readonly chain: string;
};

/** Rows to write, by name of the room. A message or a marker is there once. */
export type Changes = {
  readonly rooms: ReadonlyMap<string, ChangedRoom & { readonly added: readonly StoredEvent[] }>;
  readonly events: readonly (EventRow & { readonly room: string })[];
  readonly messages: readonly { readonly room: string; readonly message: MessageDoc }[];
  readonly markers: readonly { readonly room: string; readonly person: string; readonly seq: number }[];
  /** Questions that are not as they were, by number of the message that asks. */
  readonly questions: readonly {
    readonly room: string;
    readonly seq: number;
    readonly rev: number;
    readonly question: QuestionDoc;
  }[];
  /** Memberships that are not as they were; null for one that ended. */
  readonly members: readonly { readonly room: string; readonly person: string; readonly member: MemberDoc | null }[];
  /** Whom a problem concerns from now on, or no longer. */
  readonly affected: readonly (AffectedRow & { readonly room: string; readonly isAffected: boolean })[];
  /** Who was called by which message. */
  readonly calls: readonly (CallRow & { readonly room: string })[];
  /** Messages whose words are to be erased. */
  readonly retracted: readonly MessagePlace[];
  /** What became of files. */
  readonly files: FileChanges;
  /** Rooms to which something happens by itself at another time than before; null for never. */
  readonly times: readonly { readonly room: string; readonly dueAt: number | null }[];
};

type Room = {
  readonly before: OpenRoom;
  doc: RoomDoc | null;
  head: number;
  chain: string;
  readonly added: StoredEvent[];
  /** Messages as they were before. */
  readonly known: Map<number, MessageDoc>;
  /** Memberships as they were before. */
  readonly members: Map<string, MemberDoc>;
  /** Problems and people they concerned before. */
  readonly affected: Set<string>;
};

/** Holds one transaction. Forget it when the transaction is rolled back. */
export class Batch {
  readonly #now: () => number;
  readonly #makeSalt: () => string;
  readonly #rooms = new Map<string, Room>();
  readonly #rows: (EventRow & { readonly room: string })[] = [];
  readonly #rowsOfCommand = new Map<string, EventRow[]>();
  readonly #seen = new Map<string, RoomDoc>();
  /** Files as they were before. */
  readonly #files = new Map<string, FileRow>();
  readonly #markers = new Map<string, { readonly room: string; readonly person: string; seq: number }>();

  constructor(options: { readonly now: () => number; readonly makeSalt: () => string }) {
    this.#now = options.now;
    this.#makeSalt = options.makeSalt;
  }

  /** Takes a room as it is inside the transaction, held against every other writer. Once for each room, before its use. */
  open(name: string, room: OpenRoom): void {
    this.#rooms.set(name, {
      before: room,
      doc: room.doc,
      head: room.head,
      chain: room.chain,
      added: [],
      known: new Map(),
      members: new Map(),
      affected: new Set(),
    });
  }

  /** Takes a room that an append wants to see beside its own. Before that append. */
  see(room: RoomDoc): void {
    this.#seen.set(room.name, room);
  }

  /** Takes a file as it was before the transaction, for an append that names it. Before that append. */
  knowFile(row: FileRow): void {
    this.#files.set(row.id, row);
  }

  /** Whether anybody was let into the room by name, before the transaction. */
  hasMembers(name: string): boolean {
    return (this.#room(name).before.doc?.members ?? 0) > 0;
  }

  /** Takes a membership as it was before the transaction, of somebody an append wants to see. Before that append. */
  knowMember(name: string, member: MemberDoc): void {
    this.#room(name).members.set(member.person.id, member);
  }

  /** Takes that a problem concerned somebody before the transaction. Before the append that wants to know. */
  knowAffected(name: string, { problem, person }: AffectedRow): void {
    this.#room(name).affected.add(placeOf(String(problem), person));
  }

  /** Takes a message as it was before the transaction, for an append that is about it. Before that append. */
  know(name: string, message: MessageDoc): void {
    this.#room(name).known.set(message.seq, message);
  }

  /**
   * Adds one append. `stored` are the rows the store holds under its command id, in order of their parts. A Refusal leaves
   * no trace of it; any other error spoils the batch.
   */
  append(append: Append, stored: readonly EventRow[]): StoredAppend {
    const room = this.#room(append.room);
    const key = placeOf(append.cid, append.by.id, append.room);
    const before = stored.length > 0 ? stored : this.#rowsOfCommand.get(key);
    if (before) return storedBefore(append, before);

    const at = this.#now();
    const drafts = append.decide({
      ...{ room: room.doc, now: at, next: room.head + 1 },
      message: (seq) => messageIn(room, seq),
      member: (person) => memberIn(room, person),
      beside: (name) => this.#rooms.get(name)?.doc ?? this.#seen.get(name) ?? null,
      file: (id) => this.#fileIn(append.room, id),
      isAffected: (problem) => isAffectedIn(room, { problem, person: append.by.id }),
    });
    if (drafts.length === 0) throw new TypeError(`the command ${append.cid} decided on no event`);
    const events = drafts.map((draft, part): StoredEvent =>
      Object.freeze({ ...draft, seq: room.head + 1 + part, at, by: append.by, cid: append.cid }),
    );
    room.doc = events.reduce<RoomDoc | null>(foldRoom, room.doc);
    room.head += events.length;
    room.added.push(...events);
    this.#rowsOfCommand.set(
      key,
      events.map((event, part) => this.#link(room, append, event, part)),
    );
    const own = events.findLast((event) => targetOf(event) === event.seq);
    if (own && !append.leavesMarker) this.moveMarker(append.room, append.by.id, own.seq);
    return { seq: room.head - events.length + 1, at, dup: false, events };
  }

  /**
   * Adds rows of this room as another store holds them, after those that are here. Throws TypeError unless they are the next
   * numbers and tied to what is here.
   */
  adopt(name: string, rows: readonly EventRow[]): void {
    const room = this.#room(name);
    for (const row of rows) {
      if (row.seq !== room.head + 1)
        throw new TypeError(`expected event ${room.head + 1} of room ${name}, got ${row.seq}`);
      if (chainAfter(room.chain, name, row) !== row.chain)
        throw new TypeError(`event ${row.seq} of room ${name} does not follow from the events before it`);
      // What is erased means nothing any more; the end of its room says what stays.
      const event = isErased(row) ? null : eventOf(row);
      room.doc = event ? foldRoom(room.doc, event) : (room.doc ?? erasedRoom(name));
      room.head = row.seq;
      room.chain = row.chain;
      if (event) room.added.push(event);
      this.#rows.push({ ...row, room: name });
    }
  }

  /** Moves a marker, clamped to the head as it is so far; a room that is not there has none. */
  moveMarker(name: string, person: string, seq: number): void {
    const { doc, head } = this.#room(name);
    if (!doc) return;
    const key = placeOf(person, name);
    const marker = this.#markers.get(key);
    this.#markers.set(key, { room: name, person, seq: Math.max(marker?.seq ?? 0, Math.min(seq, head)) });
  }

  /** The messages of earlier transactions whose documents `finish` needs. */
  earlierTargets(): MessagePlace[] {
    const places = new Map<string, MessagePlace>();
    for (const [name, { before, added, known }] of this.#rooms)
      for (const event of added) {
        const seq = targetOf(event);
        if (seq !== null && seq <= before.head && !known.has(seq))
          places.set(placeOf(String(seq), name), { room: name, seq });
      }
    return [...places.values()];
  }

  /** Folds every message and gives what is to be written. `find` knows the documents of `earlierTargets`. */
  finish(find: (place: MessagePlace) => MessageDoc | undefined): Changes {
    const rooms = new Map<string, ChangedRoom & { added: readonly StoredEvent[] }>();
    const messages: { room: string; message: MessageDoc }[] = [];
    const questions: { room: string; seq: number; rev: number; question: QuestionDoc }[] = [];
    for (const [name, { before, doc, head, chain, added, known }] of this.#rooms) {
      if (!doc || head === before.head) continue;
      rooms.set(name, { id: before.id, doc, head, chain, added });
      const folded = new Map<number, MessageDoc>();
      for (const event of added) {
        const seq = targetOf(event);
        if (seq === null) continue;
        const earlier = () => (seq > before.head ? undefined : (known.get(seq) ?? find({ room: name, seq })));
        const message = foldMessage(folded.get(seq) ?? earlier(), event);
        if (message) folded.set(seq, message);
      }
      for (const message of folded.values()) {
        messages.push({ room: name, message });
        const { seq, rev, question } = message;
        if (question) questions.push({ room: name, seq, rev, question });
      }
    }
    const members = [...this.#rooms].flatMap(([name, room]) =>
      changedMembers(room).map((person) => ({ room: name, person, member: memberIn(room, person) ?? null })),
    );
    const affected = [...this.#rooms].flatMap(([name, room]) =>
      changedAffected(room).map((row) => ({ room: name, ...row, isAffected: isAffectedIn(room, row) })),
    );
    const calls = [...rooms].flatMap(([room, { added }]) => added.flatMap(callRowsOf).map((row) => ({ room, ...row })));
    const retracted = [...rooms].flatMap(([room, { added }]) =>
      added.flatMap(({ type, data }) => (type === 'message.retracted' ? { room, seq: data.message } : [])),
    );
    const times = [...rooms].flatMap(([room, { doc, added }]) => {
      const dueAt = roomDueAfter(this.#room(room).before.doc, doc, added);
      return dueAt === undefined ? [] : [{ room, dueAt }];
    });
    const changed = [...rooms].map(([room, { added }]) => fileChangesOf(room, added));
    const files = {
      shown: changed.flatMap(({ shown }) => shown),
      checked: changed.flatMap(({ checked }) => checked),
    };
    const events = this.#rows.filter(({ room }) => rooms.has(room));
    const markers = [...this.#markers.values()];
    return { rooms, events, messages, questions, members, affected, calls, retracted, files, times, markers };
  }

  #room(name: string): Room {
    const room = this.#rooms.get(name);
    if (!room) throw new TypeError(`the room ${name} was not opened in this transaction`);
    return room;
  }

  /** A file as it is inside the transaction so far. */
  #fileIn(name: string, id: string): FileRow | undefined {
    const row = this.#files.get(id);
    const { shown, checked } = fileChangesOf(name, this.#room(name).added);
    const state = checked.findLast(({ file }) => file === id)?.state ?? row?.state;
    const isAttached = row?.isAttached === true || shown.some(({ file }) => file === id);
    const isKnown = state === 'checking' || state === 'ready' || state === 'refused';
    return row && state && { ...row, state, isAttached, file: row.file && isKnown ? { ...row.file, state } : row.file };
  }

  /** The row of an event, tied to the chain. */
  #link(room: Room, { room: name, hash }: Append, event: StoredEvent, part: number): EventRow {
    const { seq, at, by, cid, ...content } = event;
    const salt = this.#makeSalt();
    const open = {
      ...{ seq, at, person: by.id, cid, part, hash: digestIn(salt, hash), content: JSON.stringify({ ...content, by }) },
      ...{ salt, commitment: null },
    };
    room.chain = chainAfter(room.chain, name, open);
    const row = { ...open, chain: room.chain, room: name };
    this.#rows.push(row);
    return row;
  }
}

/** A message as it is inside the transaction so far. */
function messageIn({ known, added }: Room, seq: number): MessageDoc | undefined {
  return added
    .filter((event) => targetOf(event) === seq)
    .reduce<MessageDoc | undefined>((message, event) => foldMessage(message, event), known.get(seq));
}

/** A membership as it is inside the transaction so far. */
function memberIn({ members, added }: Room, person: string): MemberDoc | undefined {
  return added
    .filter((event) => memberOf(event) === person)
    .reduce<MemberDoc | undefined>((member, event) => foldMember(member, event), members.get(person));
}

/** Ids of the people whose memberships the transaction changes. */
function changedMembers({ added }: Room): string[] {
  return [...new Set(added.flatMap((event) => memberOf(event) ?? []))];
}

/** Whether the problem concerns the person, as it is inside the transaction so far. */
function isAffectedIn({ affected, added }: Room, { problem, person }: AffectedRow): boolean {
  const last = added.findLast((event) => event.by.id === person && affectedOf(event)?.problem === problem);
  return (last && affectedOf(last)?.isAffected) ?? affected.has(placeOf(String(problem), person));
}

/** Each problem and person about whom the transaction says something, once. */
function changedAffected({ added }: Room): AffectedRow[] {
  const rows = new Map<string, AffectedRow>();
  for (const event of added) {
    const change = affectedOf(event);
    if (!change) continue;
    const row = { problem: change.problem, person: event.by.id };
    rows.set(placeOf(String(row.problem), row.person), row);
  }
  return [...rows.values()];
}

/** The rows of whom an event calls. */
export function callRowsOf(event: StoredEvent): CallRow[] {
  const called = calledBy(event);
  return called?.people.map((person) => ({ seq: called.call, person, at: event.at })) ?? [];
}

function storedBefore({ cid, hash }: Append, rows: readonly EventRow[]): StoredAppend {
  const [first] = rows;
  if (!first) throw new TypeError('expected the rows of a command');
  if (!isOfCommand(first, hash))
    throw new Refusal('cid_conflict', `the command id ${cid} was used before with other content; make a new one`);
  return { seq: first.seq, at: first.at, dup: true, events: rows.map(eventOf) };
}

/** What a room is while its events are taken over and the last of them, which says what stays of it, is still to come. */
function erasedRoom(name: string): RoomDoc {
  return {
    ...{ name, kind: 'team', state: 'closed', title: '', purpose: '', createdAt: 0, messages: 0 },
    ...{ last: null, waiting: null, erasedAt: 0 },
  };
}

/** One string for several, such that others give another. */
function placeOf(...parts: readonly string[]): string {
  return parts.map((part) => `${part.length}:${part}`).join('');
}
