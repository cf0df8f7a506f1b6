/** What the next events of a room's log change in the index of messages. */
import {
  filesOf,
  foldMessage,
  targetOf,
  type MessageDoc,
  type Person,
  type RoomDoc,
  type StoredEvent,
} from '@support-chat/protocol';
import { kinds } from '../kinds/kinds.js';
import type { Store } from '../store/store.js';
import type { IndexCursor, IndexedMessage, OpenTo, Portion, RoomFacts } from './message-index.js';
import { fileMark, lineOf } from './searchable.js';

/** Reads at most `limit` events after the cursor. Null when there is no such room, or nothing new. Says the same when read again. */
export async function readPortion(
  store: Store,
  name: string,
  cursor: IndexCursor,
  limit: number,
): Promise<Portion | null> {
  const found = await store.room(name);
  if (!found) return null;
  const { room, head } = found;
  const isGone = room.deleted !== undefined || room.erasedAt !== undefined;
  const emptied = { facts: factsOf(room), isEmptied: true, put: [], remove: [] };
  // Nobody sees it: nothing that was said in it is kept here, and it is read anew when it comes back.
  if (isGone) return cursor.isGone && cursor.seq === head ? null : { ...emptied, cursor: { seq: head, isGone: true } };
  // It came back, or the log is another one than that which was read.
  if (cursor.isGone || cursor.seq > head) return { ...emptied, cursor: { seq: 0, isGone: false } };
  const events = await store.read(name, { after: cursor.seq, limit });
  const last = events.at(-1);
  if (!last) return null;
  const { put, remove } = await changesOf(store, name, events);
  return { facts: factsOf(room), isEmptied: false, put, remove, cursor: { seq: last.seq, isGone: false } };
}

async function changesOf(
  store: Store,
  room: string,
  events: readonly StoredEvent[],
): Promise<{ put: IndexedMessage[]; remove: number[] }> {
  const messages = new Map<number, MessageDoc>();
  const changed = new Set<number>();
  for (const event of events) {
    const target = targetOf(event);
    if (target === null) continue;
    changed.add(target);
    // What was posted among these events is folded here; what was said before is read as it is now.
    const folded = event.seq === target || messages.has(target) ? foldMessage(messages.get(target), event) : undefined;
    if (folded) messages.set(target, folded);
    for (const answer of answersNamedIn(event)) changed.add(answer);
  }
  await addMissing(store, room, messages, changed);
  const questions = events.flatMap((event) => ('question' in event.data ? [event.data.question] : []));
  // What was an answer before may be none now.
  for (const seq of questions.length > 0 ? await store.search.answersTo(room, questions) : []) changed.add(seq);
  await addMissing(store, room, messages, changed);
  const asked = [...changed].flatMap((seq) => messages.get(seq)?.re ?? []);
  await addMissing(store, room, messages, asked);
  const put: IndexedMessage[] = [];
  const remove: number[] = [];
  for (const seq of changed) {
    const message = messages.get(seq);
    const indexed = message && indexedAs(message, message.re === undefined ? undefined : messages.get(message.re));
    if (indexed) put.push(indexed);
    else remove.push(seq);
  }
  return { put, remove };
}

function answersNamedIn({ data }: StoredEvent): readonly number[] {
  return 'answer' in data ? [data.answer] : [];
}

async function addMissing(
  store: Store,
  room: string,
  messages: Map<number, MessageDoc>,
  wanted: Iterable<number>,
): Promise<void> {
  const missing = [...new Set(wanted)].filter((seq) => !messages.has(seq));
  if (missing.length === 0) return;
  for (const message of await store.messages(room, missing)) messages.set(message.seq, message);
}

/** Null for a message with nothing in it to be found by. */
function indexedAs(message: MessageDoc, asked: MessageDoc | undefined): IndexedMessage | null {
  const { seq, at, by, audience, question } = message;
  const line = lineOfMessage(message);
  if (line === '') return null;
  const answers = asked?.question?.answer === seq ? asked.seq : null;
  return {
    ...{ seq, at, by: { id: by.id, name: by.name }, isNote: audience === 'staff' },
    ...{ asks: question !== undefined, answers, line },
  };
}

/** The words by which a message is found: its own, and the names of its files. */
export function searchedIn({ body }: MessageDoc): string {
  return [body.text, ...filesOf(body).map(({ name }) => name)].filter((words) => words !== '').join('\n');
}

/** The line of a message; one with files says so. */
export function lineOfMessage(message: MessageDoc): string {
  const line = lineOf(searchedIn(message));
  return filesOf(message.body).length > 0 ? `${line || ' '}${fileMark} ` : line;
}

/** One of each whose rights nobody gave by name. */
const somebody: Person = { id: '', name: '', role: 'employee' };
const someAgent: Person = { ...somebody, role: 'agent' };

/** What an index knows of the room beside its messages: nothing that changes, as for whom it is bound does. */
export function factsOf(room: RoomDoc): RoomFacts {
  const isOpenTo = (person: Person): boolean => kinds[room.kind].maySee({ person, room, member: null });
  const openTo: OpenTo = isOpenTo(somebody) ? 'everybody' : isOpenTo(someAgent) ? 'staff' : 'members';
  return { openTo, of: room.lane?.of ?? null, person: room.lane?.person.id ?? null };
}
