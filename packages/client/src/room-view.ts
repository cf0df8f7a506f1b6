/** How a room's view is put together: pure, and careful that what did not change keeps its identity. */
import { limits, type Here, type MessageDoc, type ReaderState, type Standing } from '@support-chat/protocol';
import { isShown, type OutboxEntry } from './outbox-entry.js';
import type { OutgoingMessage, RoomView } from './view.js';

export type RoomFacts = Pick<
  RoomView,
  'name' | 'refusal' | 'connection' | 'me' | 'isLoadingOlder' | 'lane' | 'typing' | 'outboxKeptIn'
> & {
  readonly reader: ReaderState | null;
  readonly epoch: string | null;
  readonly standing: Standing | null;
  readonly here: Here | null;
  /** Of this person in this room, in order. */
  readonly entries: readonly OutboxEntry[];
};

const noMessages: readonly MessageDoc[] = Object.freeze([]);
const noOutgoing: readonly OutgoingMessage[] = Object.freeze([]);

/** The view of these facts; `last` itself when nothing in it changed. */
export function viewOfRoom(facts: RoomFacts, last: RoomView | null): RoomView {
  const { name, refusal, connection, me, isLoadingOlder, lane, typing, outboxKeptIn, reader, here } = facts;
  const view: RoomView = {
    name,
    state: refusal ? 'refused' : reader ? 'ready' : 'loading',
    refusal,
    connection,
    me,
    room: reader?.room ?? null,
    messages: reader?.messages ?? noMessages,
    outgoing: outgoingOf(facts, last?.outgoing ?? noOutgoing),
    hasOlder: reader !== null && reader.from > 1,
    isLoadingOlder,
    ...standingNow(facts),
    lane,
    helpers: here?.helpers ?? null,
    people: here?.people ?? null,
    typing,
    outboxKeptIn,
  };
  return last && isSame(view, last) ? last : Object.freeze(view);
}

/** This person's message with this command id, if the window has it. */
export function findLogged(reader: ReaderState, person: string, cid: string): MessageDoc | undefined {
  return reader.messages.findLast((message) => message.cid === cid && message.by.id === person);
}

/**
 * Where this person stands: what the server counted, and what came after it counted. An own message moves the marker past
 * itself, here as on the server.
 */
function standingNow({ reader, standing, me }: RoomFacts): { marker: number; unread: number } {
  if (!standing) return { marker: 0, unread: 0 };
  let { marker, unread } = standing;
  const messages = reader?.messages ?? noMessages;
  const first = 1 + messages.findLastIndex((message) => message.seq <= standing.head);
  for (const { seq, by } of messages.slice(first)) {
    if (by.id === me?.id) [marker, unread] = [Math.max(marker, seq), seq > marker ? 0 : unread];
    else if (seq > marker) unread++;
  }
  return { marker, unread: Math.min(unread, limits.maxUnreadCounted) };
}

function outgoingOf(
  { entries, reader, epoch }: RoomFacts,
  last: readonly OutgoingMessage[],
): readonly OutgoingMessage[] {
  if (entries.length === 0) return noOutgoing;
  const cursor = reader?.cursor ?? Number.POSITIVE_INFINITY;
  const outgoing = entries
    .filter((entry) => isShown(entry, { epoch, cursor }))
    .filter((entry) => !reader || !findLogged(reader, entry.person, entry.cid))
    .map((entry) => outgoingFrom(entry, last));
  if (outgoing.length === 0) return noOutgoing;
  const isUnchanged = outgoing.length === last.length && outgoing.every((message, index) => message === last[index]);
  return isUnchanged ? last : Object.freeze(outgoing);
}

function outgoingFrom(entry: OutboxEntry, last: readonly OutgoingMessage[]): OutgoingMessage {
  const { cid, body, re = null, files, createdAt, refusal } = entry;
  const state = entry.state === 'failed' ? 'failed' : 'sending';
  const before = last.find((message) => message.cid === cid);
  if (before?.state === state && before.refusal?.code === refusal?.code) return before;
  return Object.freeze({ cid, body, re, files, createdAt, state, refusal });
}

function isSame(view: RoomView, last: RoomView): boolean {
  // Both are made above, so that they have the same keys.
  return (Object.keys(view) as (keyof RoomView)[]).every((key) => view[key] === last[key]);
}
