/**
 * State is `fold(events)`: the one description of what events mean. The server folds documents inside the append, the
 * browser folds what it receives; both run this file. Pure: no clock, no I/O, no randomness.
 */
import { erasedBody, excerptOf, type Body } from './bodies.js';
import type { ChecklistItem, MemberDoc, MessageDoc, MessagePage, Reaction, RoomDoc } from './documents.js';
import type { EventTable, EventType, RoomEvent, StoredEvent } from './events.js';
import { limits } from './limits.js';
import { isStaff, type Person } from './people.js';
import type { QuestionCounts, QuestionDoc, QuestionState } from './questions.js';

/** One reader's knowledge of one room: the room, a window of messages up to the cursor, and what came too early. */
export type ReaderState = {
  /** Last event folded in; 0 before the first. */
  readonly cursor: number;
  /** Null until `room.created` was folded in. */
  readonly room: RoomDoc | null;
  /** Every visible message with `from <= seq <= cursor` is in `messages`. */
  readonly from: number;
  /** Ascending by `seq`. */
  readonly messages: readonly MessageDoc[];
  /** Events past a gap, ascending, at most `limits.maxHeldEvents`; folded in once the gap is filled. */
  readonly held: readonly RoomEvent[];
};

/** A reader who knows nothing and is about to read from the first event. */
export const emptyState: ReaderState = Object.freeze({
  cursor: 0,
  room: null,
  from: 1,
  messages: Object.freeze([]),
  held: Object.freeze([]),
});

/** A reader who starts from stored documents in place of events. */
export function stateFrom(room: RoomDoc | null, page: MessagePage): ReaderState {
  return Object.freeze({
    cursor: page.head,
    room,
    from: page.from,
    messages: Object.freeze([...page.messages]),
    held: emptyState.held,
  });
}

/**
 * Adds events in any order, any number of times. What is at or below the cursor is dropped, what follows it is folded in,
 * what is past a gap is held. Returns the same object when nothing changed. Cost: one copy of the message window.
 */
export function fold(state: ReaderState, events: readonly RoomEvent[]): ReaderState {
  const waiting = new Map(state.held.map((event) => [event.seq, event]));
  for (const event of events) if (event.seq > state.cursor && !waiting.has(event.seq)) waiting.set(event.seq, event);
  if (waiting.size === state.held.length) return state;

  let { cursor, room } = state;
  let messages: MessageDoc[] | null = null;
  for (let next = waiting.get(cursor + 1); next; next = waiting.get(cursor + 1)) {
    cursor = next.seq;
    waiting.delete(cursor);
    if (next.type === 'hidden') continue;
    room = foldRoom(room, next);
    messages = foldIntoWindow(messages ?? [...state.messages], next);
  }
  const held = [...waiting.values()].sort((a, b) => a.seq - b.seq).slice(0, limits.maxHeldEvents);
  return Object.freeze({
    cursor,
    room,
    from: state.from,
    messages: messages ? Object.freeze(messages) : state.messages,
    held: Object.freeze(held),
  });
}

/**
 * Puts an older page before the window. Null when the page is older than the reader (`page.head < cursor`): an event already
 * folded in could have touched its messages, so it must be read again. Pages that do not touch the window change nothing.
 */
export function addOlder(state: ReaderState, page: MessagePage): ReaderState | null {
  if (page.head < state.cursor) return null;
  const older = page.messages.filter((message) => message.seq < state.from);
  if (page.from >= state.from) return state;
  return Object.freeze({ ...state, from: page.from, messages: Object.freeze([...older, ...state.messages]) });
}

/** The events that are missing before the first held one: everything in `(after, before)`. Null when there is no gap. */
export function gapOf(state: ReaderState): { after: number; before: number } | null {
  const first = state.held[0];
  return first ? { after: state.cursor, before: first.seq } : null;
}

/** The room after one more event. Throws a TypeError when the log does not begin with `room.created`. */
export function foldRoom(room: RoomDoc | null, event: StoredEvent): RoomDoc {
  if (event.type === 'room.created') return room ?? createdRoom(event);
  // Nothing before it need be known.
  if (event.type === 'room.erased') return tombstone(event);
  if (!room) throw new TypeError(`expected room.created first, got ${event.type}`);
  return Object.freeze(changedRoom(room, event));
}

/** The message an event is about, or null when it is about the room alone. */
export function targetOf({ type, seq, data }: StoredEvent): number | null {
  if (type === 'message.posted') return seq;
  return 'question' in data ? data.question : 'link' in data ? data.link : 'message' in data ? data.message : null;
}

/** The message after one more event about it; `message` is undefined before its posting. */
export function foldMessage(message: MessageDoc | undefined, event: StoredEvent): MessageDoc | undefined {
  if (message && message.rev >= event.seq) return message;
  if (event.type === 'message.posted') return message ?? Object.freeze(postedMessage(event));
  // Who may not read an event must have the same message without it.
  if (message && event.audience === 'staff' && message.audience !== 'staff') return message;
  if (message && 'link' in event.data) return Object.freeze({ ...message, rev: event.seq, link: event.data.state });
  // What was taken back stays that.
  if (message && 'message' in event.data)
    return message.retracted ? message : Object.freeze(saidOf(message, event as EventOf<SaidEvent>));
  if (!message?.question || !('question' in event.data)) return message;
  // The type of an event names the fold that takes it; indexing loses the tie.
  const apply = questionFolds[event.type as QuestionEvent] as
    undefined | ((question: QuestionDoc, event: StoredEvent) => QuestionDoc);
  // A newer server may tell of what this one does not know.
  const question = apply?.(message.question, event) ?? message.question;
  return Object.freeze({ ...message, rev: event.seq, question: Object.freeze(question) });
}

/** Id of the person whose membership an event changes, or null. */
export function memberOf(event: StoredEvent): string | null {
  return event.type === 'member.added' || event.type === 'member.removed' ? event.data.person.id : null;
}

/** The membership after one more event about it; undefined for somebody who is no member. */
export function foldMember(member: MemberDoc | undefined, event: StoredEvent): MemberDoc | undefined {
  if (member && member.rev >= event.seq) return member;
  if (event.type === 'member.removed') return undefined;
  if (event.type !== 'member.added') return member;
  const { person, as, from } = event.data;
  return Object.freeze({ person, as, from, rev: event.seq });
}

/** The problem for which whoever did it is counted from here on, or no longer; null when it changes no such thing. */
export function affectedOf(event: StoredEvent): { readonly problem: number; readonly isAffected: boolean } | null {
  if (event.audience === 'staff' || (event.type !== 'problem.joined' && event.type !== 'problem.left')) return null;
  return { problem: event.data.problem, isAffected: event.type === 'problem.joined' };
}

type ProblemBody = Extract<Body, { readonly kind: 'problem' }>;

type EventOf<T extends EventType> = Extract<StoredEvent, { type: T }>;

function postedMessage(event: EventOf<'message.posted'>): MessageDoc {
  const { seq, at, by, cid, audience, data } = event;
  const { body, re, asks, from } = data;
  return {
    seq,
    at,
    by,
    cid,
    audience,
    body,
    rev: seq,
    ...(re === undefined ? {} : { re }),
    ...(from && { from }),
    ...(asks
      ? {
          question: Object.freeze({
            state: 'open',
            since: at,
            owner: null,
            affected: [by.id],
            answer: null,
            dueAt: asks.dueAt,
            escalations: 0,
          }),
        }
      : {}),
  };
}

type SaidEvent = 'message.edited' | 'message.retracted' | 'message.reacted' | 'file.checked';

/** The message after something was done with what it says. */
function saidOf(message: MessageDoc, { seq: rev, at, by, ...event }: EventOf<SaidEvent>): MessageDoc {
  const { edited, reactions = [], ...rest } = { ...message, rev };
  switch (event.type) {
    case 'message.edited':
      return { ...message, rev, body: event.data.body, edited: { at, revs: [...(edited?.revs ?? []), rev] } };
    case 'file.checked':
      return { ...message, rev, body: event.data.body };
    case 'message.retracted':
      return { ...rest, body: erasedBody, retracted: { at, by, reason: event.data.reason } };
    default: {
      const now = reactionsAfter(reactions, by, event.data);
      return { ...rest, ...(edited && { edited }), ...(now.length > 0 && { reactions: now }) };
    }
  }
}

function reactionsAfter(
  reactions: readonly Reaction[],
  { id, name }: Person,
  { emoji, isOn }: EventTable['message.reacted'],
): readonly Reaction[] {
  const before = reactions.find((reaction) => reaction.emoji === emoji);
  const others = (before?.people ?? []).filter((person) => person.id !== id);
  const now = { emoji, people: isOn ? [...others, { id, name }] : others };
  const all = before ? reactions.map((one) => (one === before ? now : one)) : [...reactions, now];
  return all.filter(({ people }) => people.length > 0);
}

type QuestionEvent = EventType & `question.${string}`;

/** What each event makes of its question. */
const questionFolds: {
  readonly [T in QuestionEvent]: (question: QuestionDoc, event: EventOf<T>) => QuestionDoc;
} = {
  'question.claimed': (question, event) => ({ ...moved(question, event), owner: event.data.owner, escalations: 0 }),
  'question.released': (question, event) => ({ ...moved(question, event), owner: null }),
  'question.answered': (question, event) => ({ ...moved(question, event), answer: event.data.answer }),
  'question.resolved': moved,
  'question.reopened': (question, event) => ({ ...moved(question, event), answer: null }),
  'question.escalated': (question, event) => ({ ...moved(question, event), escalations: question.escalations + 1 }),
  'question.merged': (question, event) => {
    const { into, was } = event.data;
    return { ...moved(question, event), merged: { into, was } };
  },
  'question.split': (question, event) => {
    const { merged, ...rest } = moved(question, event);
    return merged ? rest : question;
  },
  'question.moved': (question, event) => ({ ...moved(question, event), moved: event.data.moved }),
  'question.returned': (question, event) => {
    const { moved: there, ...rest } = moved(question, event);
    return there ? rest : question;
  },
  'question.inherited': (question, { data: { from, people } }) => ({
    ...question,
    affected: [...new Set([...question.affected, ...people])],
    inherited: [...(question.inherited ?? []), { from, people }],
  }),
  'question.disinherited': (question, { data }) => {
    const inherited = question.inherited?.filter(({ from }) => from !== data.from) ?? [];
    return without({ ...question, inherited }, data.people);
  },
  'question.visited': (question, { data: { visits } }) => ({ ...question, visits }),
  'question.joined': (question, { by }) => ({ ...question, affected: [...question.affected, by.id] }),
  'question.left': (question, { by }) => without(question, [by.id]),
};

/** As it is when it does not concern these people. */
function without(question: QuestionDoc, people: readonly string[]): QuestionDoc {
  const isLeft = (id: string): boolean => !people.includes(id);
  const inherited = question.inherited?.map((one) => ({ ...one, people: one.people.filter(isLeft) }));
  return { ...question, affected: question.affected.filter(isLeft), ...(inherited && { inherited }) };
}

function moved(
  question: QuestionDoc,
  { at, data }: { at: number; data: { now: QuestionState; dueAt: number | null; promised?: number } },
): QuestionDoc {
  const { now, dueAt } = data;
  const since = question.state === now ? question.since : at;
  const { promised, ...rest } = { ...question, state: now, since, dueAt, promised: data.promised };
  return promised ? { ...rest, promised } : rest;
}

function createdRoom(event: EventOf<'room.created'>): RoomDoc {
  const { name, kind, title, purpose, isPrivate, lane, ...plan } = event.data;
  return Object.freeze({
    name,
    kind,
    ...(isPrivate && { isPrivate }),
    ...(lane && { lane }),
    state: 'opensAt' in plan ? 'planned' : 'open',
    ...plan,
    title,
    purpose,
    createdAt: event.at,
    messages: 0,
    last: null,
    waiting: null,
  });
}

function tombstone({ at: erasedAt, data }: EventOf<'room.erased'>): RoomDoc {
  return Object.freeze({ ...data, state: 'closed', title: '', purpose: '', last: null, waiting: null, erasedAt });
}

function changedRoom(room: RoomDoc, event: Exclude<StoredEvent, { type: 'room.created' | 'room.erased' }>): RoomDoc {
  switch (event.type) {
    case 'room.described':
    case 'room.planned':
    case 'visitors.changed':
      return { ...room, ...event.data };
    case 'room.closed': {
      // Who opens it again has no time in mind yet.
      const { closesAt, ...rest } = room;
      return closesAt === undefined ? { ...room, state: 'closed' } : { ...rest, state: 'closed' };
    }
    case 'room.opened':
    case 'room.reopened':
      return { ...room, state: 'open' };
    case 'room.archived':
      return { ...room, archived: { at: event.at, reason: event.data.reason } };
    case 'room.unarchived': {
      const { archived, ...rest } = room;
      return archived ? rest : room;
    }
    case 'room.deleted':
      return { ...room, deleted: { at: event.at, by: event.by, ...event.data } };
    case 'room.recovered': {
      const { deleted, ...rest } = room;
      return deleted ? rest : room;
    }
    case 'checklist.changed': {
      const before = room.checklist ?? [];
      const now = (text: string) => before.find((item) => item.text === text) ?? { text, done: null };
      return { ...room, checklist: event.data.items.map(now) };
    }
    case 'checklist.ticked': {
      const { item, isDone } = event.data;
      const done = isDone ? { by: event.by, at: event.at } : null;
      const change = (one: ChecklistItem, index: number) => (index === item ? { ...one, done } : one);
      return room.checklist ? { ...room, checklist: room.checklist.map(change) } : room;
    }
    case 'member.added':
      return withMembers(room, event.data.was === null ? 1 : 0);
    case 'member.removed':
      return withMembers(room, -1);
    case 'message.posted':
      return event.audience === 'everyone' ? withMessage(room, event) : room;
    default:
      if (event.audience === 'staff') return room;
      if (event.type === 'message.edited') return withWords(room, event.data.message, excerptOf(event.data.body));
      if (event.type === 'message.retracted') return withWords(room, event.data.message, '');
      if ('pin' in event.data) return withPin(room, event, event.data);
      if ('problem' in event.data) return withAffected(room, event.data);
      return 'question' in event.data ? withCount(room, event, event.data) : room;
  }
}

function withMembers(room: RoomDoc, change: number): RoomDoc {
  const { members = 0, ...rest } = room;
  return members + change > 0 ? { ...rest, members: members + change } : rest;
}

function withMessage(room: RoomDoc, event: EventOf<'message.posted'>): RoomDoc {
  const { seq, at, by } = event;
  const { body } = event.data;
  const last = Object.freeze({ seq, at, by, excerpt: excerptOf(body) });
  const counted = { ...room, messages: room.messages + 1, last };
  const changed = body.kind === 'problem' ? withProblem(counted, event, body) : counted;
  if (event.data.asks) return withCount(changed, event, { question: seq, now: 'open', was: null });
  return room.questions ? changed : { ...changed, waiting: waitingAfter(room, event) };
}

/** A problem is as the last message about it says, or over. */
function withProblem(room: RoomDoc, { seq, at, by }: StoredEvent, { change, problem }: ProblemBody): RoomDoc {
  const others = (room.problems ?? []).filter((other) => other.seq !== problem.seq);
  const now = change === 'ended' ? [] : [{ ...problem, rev: seq, updatedAt: at, by }];
  return { ...room, problems: [...others, ...now] };
}

function withAffected(room: RoomDoc, { problem, affected }: EventTable['problem.joined']): RoomDoc {
  const problems = room.problems?.map((one) => (one.seq === problem ? { ...one, affected } : one));
  return problems ? { ...room, problems } : room;
}

/** The newest first. */
function withPin(
  room: RoomDoc,
  { seq: rev, at, by }: StoredEvent,
  data: EventTable['message.unpinned' | 'message.pinned'],
) {
  const { pin: seq } = data;
  const others = (room.pins ?? []).filter((pin) => pin.seq !== seq);
  return { ...room, pins: 'excerpt' in data ? [{ seq, excerpt: data.excerpt, rev, by, at }, ...others] : others };
}

/** What is shown of a message beside it is what it says now; a pin of one that says nothing goes. */
function withWords(room: RoomDoc, seq: number, excerpt: string): RoomDoc {
  const { last, pins } = room;
  // What was taken back stays that.
  const now = <T extends { seq: number; excerpt: string }>(one: T): T =>
    one.seq === seq && one.excerpt ? { ...one, excerpt } : one;
  return {
    ...room,
    last: last && now(last),
    ...(pins && { pins: pins.map(now).filter((pin) => pin.excerpt !== '') }),
  };
}

const noQuestions: QuestionCounts = { open: 0, claimed: 0, answered: 0, resolved: 0 };

/** One question more is in the state `now`, one less in the state `was`. Somebody waits while any has no answer. */
function withCount(
  room: RoomDoc,
  { at, by }: StoredEvent,
  { question, now, was }: { question: number; now: QuestionState; was: QuestionState | null },
): RoomDoc {
  if (now === was) return room;
  const counts = { ...(room.questions ?? noQuestions) };
  counts[now] = (counts[now] ?? 0) + 1;
  if (was) counts[was] = (counts[was] ?? 0) - 1;
  const count = counts.open + counts.claimed;
  const waiting = count > 0 ? Object.freeze({ seq: question, since: at, by, ...room.waiting, count }) : null;
  return { ...room, questions: Object.freeze(counts), waiting };
}

/** In a room without questions, as rooms were at first: somebody waits until staff say something. */
function waitingAfter(room: RoomDoc, event: EventOf<'message.posted'>): RoomDoc['waiting'] {
  if (isStaff(event.by.role)) return null;
  if (event.by.role === 'bot') return room.waiting;
  if (room.waiting) return Object.freeze({ ...room.waiting, count: room.waiting.count + 1 });
  return Object.freeze({ seq: event.seq, since: event.at, by: event.by, count: 1 });
}

/** Changes `messages` in place; it is this fold's own copy. */
function foldIntoWindow(messages: MessageDoc[], event: StoredEvent): MessageDoc[] {
  const target = targetOf(event);
  if (target === null) return messages;
  const index = target === event.seq ? -1 : messages.findIndex((message) => message.seq === target);
  const folded = foldMessage(messages[index], event);
  if (!folded) return messages; // It is older than the window: its page will bring it already folded.
  if (index === -1) messages.push(folded);
  else messages[index] = folded;
  return messages;
}
