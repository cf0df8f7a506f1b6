/** Looks at everything in a store: numbers, chain, documents, markers. Changes nothing. */
import { isDeepStrictEqual } from 'node:util';
import {
  affectedOf,
  foldMember,
  foldMessage,
  foldRoom,
  memberOf,
  targetOf,
  wordsIn,
  type MemberDoc,
  type MessageDoc,
  type QuestionDoc,
  type RoomDoc,
  type StoredEvent,
} from '@support-chat/protocol';
import { chainAfter, emptyChain, eventOf, isErased, type EventRow } from '../store/event-row.js';
import { callRowsOf } from '../store/batch.js';
import type { AffectedRow, CallRow, QuestionRow, Store } from '../store/store.js';
import type { Progress } from './progress.js';

/** The first thing that is wrong in a room. `seq` is the first bad event; null when the events are sound. */
export type Fault = { readonly room: string; readonly seq: number | null; readonly what: string };

export type Verified = {
  readonly rooms: number;
  readonly events: number;
  /** Events whose content was erased; their place in the chain was checked. */
  readonly erased: number;
  /** At most one a room. */
  readonly faults: readonly Fault[];
};

const rowsPerRead = 500;

/** Verifies every room. Memory grows with the messages of the largest one. */
export async function verifyStore(store: Store, progress: Progress): Promise<Verified> {
  const heads = await store.heads();
  const faults: Fault[] = [];
  let erased = 0;
  progress.begin([...heads.values()].reduce((sum, head) => sum + head, 0));
  for (const [room, head] of heads) {
    const check = new RoomCheck(room);
    const fault = await verifyRoom(store, check, head, progress);
    erased += check.erased;
    if (fault) faults.push(fault);
  }
  progress.end();
  return { rooms: heads.size, events: progress.done, erased, faults };
}

async function verifyRoom(store: Store, check: RoomCheck, head: number, progress: Progress): Promise<Fault | null> {
  const { room } = check;
  while (check.seq < head) {
    const limit = Math.min(rowsPerRead, head - check.seq);
    const rows = (await store.readRows(room, { after: check.seq, limit }))?.rows ?? [];
    if (rows.length === 0) return { room, seq: check.seq + 1, what: `missing; the room's head is ${head}` };
    for (const row of rows) {
      const what = check.take(row);
      if (what !== null) return { room, seq: check.seq + 1, what };
    }
    progress.add(rows.length);
  }
  const stored = await store.room(room);
  // A room that grew meanwhile is sound up to where it was read; its documents belong to its new head.
  if (stored?.head !== head) return null;
  const what = await faultOfDocuments(store, check, stored.room);
  const isStill = (await store.room(room))?.head === head;
  return what !== null && isStill ? { room, seq: null, what } : null;
}

async function faultOfDocuments(store: Store, check: RoomCheck, stored: RoomDoc): Promise<string | null> {
  const { room, seq: head } = check;
  const { chain } = (await store.readRows(room, { after: head, limit: 1 })) ?? {};
  if (chain !== check.chain) return `the room's chain does not end with its last event`;
  if (check.leftover !== null)
    return `it is erased, but event ${check.leftover} still has its content; a server that is started goes on erasing it`;
  if (!isDeepStrictEqual(stored, check.doc)) return `the room's document is not what its events make it`;
  for (let before = head + 1; before > 1;) {
    const page = await store.page(room, { before, limit: rowsPerRead, isStaff: true });
    for (const message of page.messages)
      if (!check.takeMessage(message)) return `message ${message.seq} is not what its events make it`;
    before = page.from;
  }
  const waiting = new Set(
    (await store.retractions(Number.MAX_SAFE_INTEGER)).flatMap((at) => (at.room === room ? at.seq : [])),
  );
  const words = check.faultOfWords(waiting);
  if (words !== null) return words;
  const [missing] = check.messagesLeft();
  if (missing !== undefined) return `message ${missing} is missing among the documents`;
  const question = faultOfQuestions(check.questions, await store.readQuestions(room));
  if (question !== null) return question;
  if (!isDeepStrictEqual(await store.members(room), check.members))
    return 'its members are not what its events make them';
  if (!isDeepStrictEqual(await store.readAffected(room), check.affected))
    return 'whom its problems concern is not what its events make it';
  if (!isDeepStrictEqual(await store.readCalls(room), check.calls))
    return 'whom its messages call is not what its events make it';
  for (const { person, seq } of await store.readMarkers(room))
    if (seq < 0 || seq > head) return `the marker of ${JSON.stringify(person)} is at ${seq}, past the head ${head}`;
  return null;
}

function faultOfQuestions(questions: ReadonlyMap<number, QuestionDoc>, rows: readonly QuestionRow[]): string | null {
  if (rows.length !== questions.size) return `${questions.size} questions have ${rows.length} rows`;
  for (const row of rows) {
    const { seq, state, owner, affected, since, dueAt } = row;
    const question = questions.get(seq);
    if (!question) return `message ${seq} has a row among the questions and asks nothing`;
    const is = [state, owner, affected, since];
    const should = [question.state, question.owner?.id ?? null, question.affected.length, question.since];
    // What happens to it by itself may have been put off, never forgotten.
    const isPutOff = dueAt !== null && question.dueAt !== null && dueAt >= question.dueAt;
    if (!isDeepStrictEqual(is, should) || (dueAt !== question.dueAt && !isPutOff))
      return `the row of question ${seq} is not what its events make it`;
  }
  return null;
}

/** One room as its events make it. */
export class RoomCheck {
  readonly room: string;
  /** The last event taken. */
  seq = 0;
  chain = emptyChain;
  doc: RoomDoc | null = null;
  erased = 0;
  /** Of the documents that were taken. */
  readonly questions = new Map<number, QuestionDoc>();
  readonly #calls = new Map<string, CallRow>();
  readonly #messages = new Map<number, MessageDoc>();
  readonly #members = new Map<string, MemberDoc>();

  readonly #affected = new Map<string, AffectedRow>();
  /** Events that have words of a message, by number: whose, and whether they are erased. */
  readonly #words = new Map<number, { readonly message: number; readonly isErased: boolean }>();
  readonly #retracted = new Set<number>();
  /** Numbers of the last two events that have their content; 0 for none. */
  #lastRead: readonly [number, number] = [0, 0];

  constructor(room: string) {
    this.room = room;
  }

  /** Whom its problems concern, by problem and person. */
  get affected(): readonly AffectedRow[] {
    return [...this.#affected.values()].sort((a, b) => a.problem - b.problem || (a.person < b.person ? -1 : 1));
  }

  /** Whom its messages call, by message and person. */
  get calls(): readonly CallRow[] {
    return [...this.#calls.values()].sort((a, b) => a.seq - b.seq || (a.person < b.person ? -1 : 1));
  }

  /** Who was let in by name, by id. */
  get members(): readonly MemberDoc[] {
    return [...this.#members.values()].sort((a, b) => (a.person.id < b.person.id ? -1 : 1));
  }

  /** Takes the next row. Returns what is wrong with it, or null. */
  take(row: EventRow): string | null {
    if (row.seq !== this.seq + 1) return `missing; the next event there is has number ${row.seq}`;
    if (row.salt === null && row.commitment === null) return 'it has neither salt nor commitment';
    if (chainAfter(this.chain, this.room, row) !== row.chain) return 'it does not follow from the events before it';
    try {
      // What is erased means nothing any more; the end of its room says what stays.
      if (!isErased(row)) this.#fold(eventOf(row), row);
    } catch (error) {
      return `its content cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (row.salt === null) this.erased += 1;
    if (!isErased(row)) this.#lastRead = [this.#lastRead[1], row.seq];
    this.seq = row.seq;
    this.chain = row.chain;
    return null;
  }

  /** Whether a document is what the events make it. */
  takeMessage(message: MessageDoc): boolean {
    const isSame = isDeepStrictEqual(this.#messages.get(message.seq), message);
    this.#messages.delete(message.seq);
    if (message.question) this.questions.set(message.seq, message.question);
    return isSame;
  }

  /** Messages of which no document was taken. */
  messagesLeft(): Iterable<number> {
    return this.#messages.keys();
  }

  /** The last event that has its content still, of a room that was erased: all before its end should be gone. */
  get leftover(): number | null {
    return this.doc?.erasedAt !== undefined && this.#lastRead[0] > 0 ? this.#lastRead[0] : null;
  }

  /** What is wrong with words that are erased, or should be. `waiting`: messages whose words are to be erased still. */
  faultOfWords(waiting: ReadonlySet<number>): string | null {
    for (const [seq, { message, isErased: isGone }] of this.#words) {
      const isRetracted = this.#retracted.has(message);
      if (isGone && !isRetracted) return `event ${seq} has lost its words, and nobody took message ${message} back`;
      if (isRetracted && !isGone && !waiting.has(message))
        return `message ${message} was taken back, but event ${seq} still has its words`;
    }
    return null;
  }

  #fold(event: StoredEvent, row: EventRow): void {
    this.doc = foldRoom(this.doc, event);
    if (event.type === 'room.erased') {
      for (const documents of [this.questions, this.#calls, this.#messages, this.#members, this.#affected, this.#words])
        documents.clear();
      return;
    }
    // What stays of an event is not in its commitment; what can be told of it from its other columns is compared.
    if (event.by.id !== row.person) throw new TypeError(`it is by ${event.by.id}, its row by ${row.person}`);
    const words = wordsIn(event);
    if (words !== null) this.#words.set(event.seq, { message: words, isErased: row.salt === null });
    else if (row.salt === null) throw new TypeError(`${event.type} has no words that could be erased`);
    if (event.type === 'message.retracted') this.#retracted.add(event.data.message);
    const person = memberOf(event);
    const member = person === null ? undefined : foldMember(this.#members.get(person), event);
    if (member) this.#members.set(member.person.id, member);
    else if (person !== null) this.#members.delete(person);
    const change = affectedOf(event);
    if (change) {
      const { problem, isAffected } = change;
      const key = JSON.stringify([problem, event.by.id]);
      if (isAffected) this.#affected.set(key, { problem, person: event.by.id });
      else this.#affected.delete(key);
    }
    for (const row of callRowsOf(event)) {
      const key = JSON.stringify([row.seq, row.person]);
      if (!this.#calls.has(key)) this.#calls.set(key, row);
    }
    const target = targetOf(event);
    const message = target === null ? undefined : foldMessage(this.#messages.get(target), event);
    // Frozen and plain, like what a store gives back after JSON.
    if (target !== null && message) this.#messages.set(target, JSON.parse(JSON.stringify(message)) as MessageDoc);
  }
}
