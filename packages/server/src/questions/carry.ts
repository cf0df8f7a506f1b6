/** Brings a question that was moved into its other room: two logs, one step after the other, each of them once. */
import {
  filesOf,
  parseLaneName,
  Refusal,
  type EventDraft,
  type MessageDoc,
  type Moved,
  type MovedFrom,
  type Person,
  type QuestionDoc,
  type RefusalCode,
  type RoomDoc,
  type StoredEvent,
} from '@support-chat/protocol';
import { clockwork } from '../auth/clockwork.js';
import type { Bus } from '../bus/bus.js';
import { begun } from '../commands/lanes.js';
import { requireLaneTaker, requireTaker } from '../commands/questions.js';
import { isBound, notVisible } from '../kinds/visibility.js';
import { appendAndTell } from '../append-and-tell.js';
import { followMessage, takeBackAsWell } from '../life/erase-words.js';
import { cidOf } from '../own-cid.js';
import type { Append, Held, MessagePlace, Store } from '../store/store.js';
import { dueAfter, dueAgain } from './due.js';
import { isAskedNoMore, resolved, stateAgain } from './over.js';

/** The other room does not take it any more. */
const isFinal: ReadonlySet<RefusalCode> = new Set(['room_closed', 'bad_request', 'not_found']);

/** Asks in the other room in the name of whoever asked, then says in the first where it is. Again, it changes nothing. */
export async function carryQuestion(
  { store, bus }: { readonly store: Store; readonly bus: Pick<Bus, 'publish'> },
  { room, seq }: MessagePlace,
): Promise<void> {
  const home = await store.room(room);
  const [message] = await store.messages(room, [seq]);
  const question = message?.question;
  const moved = question?.moved;
  if (!home || !question || moved?.seq !== null) return;
  // Of a room that is for some people alone the others learn nothing.
  const from = isBound(home.room) ? null : { room, title: home.room.title, seq };
  /** Gives the number of the message, or of the event, that it wrote. */
  const write = async (name: string, what: string, decide: (held: Held) => readonly EventDraft[]): Promise<number> => {
    const by = name === room ? clockwork : message.by;
    // When it was moved: a row that is put off says another time with each try.
    const cid = cidOf(what, room, seq, question.dueAt);
    // Who asked has not read the other room by it.
    const beside = parseLaneName(name)?.of ?? null;
    const append: Append = {
      ...{ room: name, by, cid, hash: what, about: [seq], beside, leavesMarker: true, decide },
      files: filesOf(message.body).map(({ id }) => id),
    };
    const { seq: first, events } = await appendAndTell({ store, bus }, append);
    // A lane begins before its first message.
    return events.find(({ type }) => type === 'message.posted')?.seq ?? first;
  };
  const ask = () =>
    write(moved.room, 'ask', (held) => asked(held, message, { from, to: moved.room, home: home.room })).catch(
      (error: unknown) => {
        if (error instanceof Refusal && isFinal.has(error.code)) return null;
        throw error;
      },
    );
  const there = await ask();
  await (
    there === null
      ? write(room, 'return', (held) => returned(held, seq))
      : write(room, 'arrive', (held) => arrived(held, seq, { ...moved, seq: there }))
  ).catch((error: unknown) => {
    // Somebody else was as quick.
    if (!(error instanceof Refusal) || error.code !== 'changed') throw error;
  });
  const [after] = await store.messages(room, [seq]);
  if (!after) return;
  // It may have been taken back while it was carried.
  await followMessage({ store, bus }, room, after);
  // Another node may have brought it back meanwhile, because it was taken back, or because the other room had not taken it.
  if (there !== null && after.question?.moved?.seq !== there) {
    const copy = { room: moved.room, seq: there };
    await takeBackAsWell({ store, bus }, copy, { by: message.by, reason: '', room, seq });
  }
}

/** What was just moved, among the events of a command. */
export function movedIn(room: string, events: readonly StoredEvent[]): MessagePlace[] {
  return events.flatMap(({ type, data }) =>
    type === 'question.moved' && data.moved.seq === null ? [{ room, seq: data.question }] : [],
  );
}

function asked(
  held: Held,
  { body, by, question, retracted }: MessageDoc,
  { from, to, home }: { readonly from: MovedFrom | null; readonly to: string; readonly home: RoomDoc },
): EventDraft[] {
  const { room, now, file } = held;
  // Where it was asked before, its command id gives the number all the same.
  if (retracted) throw new Refusal('bad_request', 'what was taken back on its way has nothing to be asked with');
  // What was asked in private goes nowhere else, whatever the first log says, and what everybody saw not away from them.
  if (parseLaneName(to)?.person !== home.lane?.person.id) throw notVisible();
  const begin = beginOf(held, by, to);
  const next = held.next + begin.length;
  const people = question?.affected.filter((id) => id !== by.id) ?? [];
  // The scanner may have been done with them meanwhile.
  const files = filesOf(body).map((shown) => file(shown.id)?.file ?? shown);
  const posted: EventDraft = {
    ...{ type: 'message.posted', audience: 'everyone' },
    // Whom it called in the first room is called there.
    data: {
      body: { kind: 'text', text: body.text, ...(files.length > 0 && { files }) },
      asks: { dueAt: dueAfter('open', now, room) },
      ...(from && { from }),
    },
  };
  const about = { question: next, was: 'open', now: 'open' } as const;
  const inherited: EventDraft = {
    type: 'question.inherited',
    audience: 'everyone',
    data: { ...about, from: 0, people },
  };
  return people.length > 0 ? [...begin, posted, inherited] : [...begin, posted];
}

/** A lane begins with the question, where it has not. Throws Refusal unless the other room takes it. */
function beginOf({ room, beside }: Held, by: Person, to: string): EventDraft[] {
  const place = parseLaneName(to);
  if (!place) {
    if (!room) throw notVisible();
    requireTaker(room, by);
    return [];
  }
  const parent = beside(place.of);
  if (!parent || place.person !== by.id || room?.deleted) throw notVisible();
  requireLaneTaker(parent, by);
  return room ? [] : [begun(to, parent, by)];
}

function arrived({ message }: Held, seq: number, moved: Moved): readonly EventDraft[] {
  requireMoved(message(seq));
  const data = { question: seq, was: 'moved', now: 'moved', dueAt: null, moved } as const;
  return [{ type: 'question.moved', audience: 'everyone', data }];
}

function returned({ room, message, now: at }: Held, seq: number): readonly EventDraft[] {
  const { asked: own, question, moved } = requireMoved(message(seq));
  const now = stateAgain(moved.was, question);
  const data = { question: seq, was: 'moved', now, ...dueAgain(now, at, { room, question }) } as const;
  const back: EventDraft = { type: 'question.returned', audience: 'everyone', data };
  return isAskedNoMore(own, question.affected) ? [back, ...resolved(room ?? {}, seq, now)] : [back];
}

type OnItsWay = { readonly asked: MessageDoc; readonly question: QuestionDoc; readonly moved: Moved };

function requireMoved(message: MessageDoc | undefined): OnItsWay {
  const question = message?.question;
  if (message && question?.moved?.seq === null) return { asked: message, question, moved: question.moved };
  throw new Refusal('changed', 'the question is not on its way any more');
}
