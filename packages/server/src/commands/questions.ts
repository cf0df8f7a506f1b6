/** What people do with a question: one small state machine. Each refuses `changed` when the question is past that. */
import {
  limits,
  parseLaneName,
  Refusal,
  type EventDraft,
  type Inherited,
  type MessageDoc,
  type Person,
  type QuestionDoc,
  type QuestionState,
  type RoomDoc,
} from '@support-chat/protocol';
import type { Visit } from '../kinds/kind.js';
import { kinds } from '../kinds/kinds.js';
import { isBound, maySee, requireVisible, sightOf } from '../kinds/visibility.js';
import { dayMs, dueAgain, longestPromiseMs } from '../questions/due.js';
import { isAskedNoMore, resolved, stateAgain, waitingState } from '../questions/over.js';
import type { Held } from '../store/store.js';
import { requireVisit, requireWritable, type Command } from './command.js';
import { mayHaveLane } from './lanes.js';
import { endVisits, followMerge, followSplit, visitsAfter } from './visitors.js';

/** Staff: looks into it, from now on as its owner. Somebody else's is taken over only by naming that owner. */
export const claimQuestion: Command<'question.claim'> = (held, by, { question: seq, from }) => {
  const found = requireQuestion(held, by, seq);
  requireAnswerer(found);
  requireState(found, ['open', 'claimed']);
  const { owner, state } = found.question;
  if (state === 'claimed' && (owner?.id === by.id || owner?.id !== from))
    throw changed(found, owner?.id === by.id ? 'it is yours already' : `${owner?.name ?? 'somebody'} has it`);
  return [{ type: 'question.claimed', audience: 'everyone', data: { ...step(found, held.now, 'claimed'), owner: by } }];
};

/** Its owner, or a manager: somebody else who answers here looks into it. What nobody has is given by whoever answers. */
export const handQuestion: Command<'question.hand'> = (held, by, { question: seq, to }) => {
  const found = requireQuestion(held, by, seq);
  requireAnswerer(found);
  requireState(found, ['open', 'claimed']);
  const { owner } = found.question;
  if (found.question.state === 'claimed' && owner?.id !== by.id && by.role !== 'manager')
    throw new Refusal('forbidden', `question ${seq} is not yours; its owner or a manager can hand it over`);
  if (found.question.state === 'claimed' && owner?.id === to.id) throw changed(found, `${to.id} has it already`);
  const visit = { ...found.visit, person: to, member: held.member(to.id) ?? null };
  if (!maySee(visit) || !kinds[visit.room.kind].mayAnswer(visit))
    throw new Refusal('bad_request', `expected somebody who answers in room "${visit.room.name}", got ${to.id}`);
  return [{ type: 'question.claimed', audience: 'everyone', data: { ...step(found, held.now, 'claimed'), owner: to } }];
};

/** Staff: answers it until then, and is its owner from now on. Until then nobody looks whether the owner is here. */
export const promiseQuestion: Command<'question.promise'> = (held, by, { question: seq, until }) => {
  const found = requireQuestion(held, by, seq);
  requireAnswerer(found);
  requireState(found, ['open', 'claimed']);
  const { owner, state, promised } = found.question;
  if (state === 'claimed' && owner?.id !== by.id) throw changed(found, `${owner?.name ?? 'somebody'} has it`);
  if (until <= held.now || until > held.now + longestPromiseMs)
    throw new Refusal(
      'bad_request',
      `expected a time within the next ${longestPromiseMs / dayMs} days, got ${new Date(until).toISOString()}`,
    );
  if (promised === until) throw changed(found, 'this is promised already');
  const data = { ...about(found), now: 'claimed', dueAt: until, promised: until, owner: by } as const;
  return [{ type: 'question.claimed', audience: 'everyone', data }];
};

/** Its owner, or a manager: nobody looks into it any more. */
export const releaseQuestion: Command<'question.release'> = (held, by, { question: seq }) => {
  const found = requireQuestion(held, by, seq);
  requireAnswerer(found);
  requireState(found, ['claimed']);
  if (found.question.owner?.id !== by.id && by.role !== 'manager')
    throw new Refusal('forbidden', `question ${seq} is not yours; its owner or a manager can release it`);
  return [{ type: 'question.released', audience: 'everyone', data: step(found, held.now, 'open') }];
};

/** Staff or asker: which reply is the answer. */
export const answerQuestion: Command<'question.answer'> = (held, by, { question: seq, answer }) => {
  const found = requireQuestion(held, by, seq);
  if (by.id !== found.message.by.id) requireAnswerer(found);
  requireState(found, openStates);
  const reply = held.message(answer);
  if (reply?.re !== seq || reply.audience !== 'everyone')
    throw new Refusal('not_found', `there is no reply ${answer} to question ${seq} that everybody sees`);
  if (reply.retracted) throw changed(found, `message ${answer} was taken back`);
  if (found.question.answer === answer) throw changed(found, `message ${answer} is its answer already`);
  return [{ type: 'question.answered', audience: 'everyone', data: { ...step(found, held.now, 'answered'), answer } }];
};

/** Staff or asker: it needs no more. */
export const resolveQuestion: Command<'question.resolve'> = (held, by, { question: seq }) => {
  const found = requireQuestion(held, by, seq);
  if (by.id !== found.message.by.id) requireAnswerer(found);
  requireState(found, openStates);
  return resolved(found.visit.room, seq, found.question.state);
};

/** Staff, and whom it concerns: it is not over. It goes back to its owner, if it has one. */
export const reopenQuestion: Command<'question.reopen'> = (held, by, { question: seq }) => {
  const found = requireQuestion(held, by, seq);
  if (!found.question.affected.includes(by.id)) requireAnswerer(found);
  requireState(found, ['answered', 'resolved']);
  if (found.question.state === 'resolved') requireWords(found);
  const now = waitingState(found.question);
  return [{ type: 'question.reopened', audience: 'everyone', data: step(found, held.now, now) }];
};

/** Staff: it is the same as another question, which goes on for both and concerns the people of both. */
export const mergeQuestion: Command<'question.merge'> = (held, by, { question: seq, into }) => {
  const found = requireQuestion(held, by, seq);
  requireAnswerer(found);
  if (into === seq) throw new Refusal('bad_request', `expected another question to merge question ${seq} into`);
  requireState(found, openStates);
  const target = requireQuestion(held, by, into);
  requireWords(target);
  const { merged, moved, affected: before } = target.question;
  if (moved) throw changed(target, `it goes on in room "${moved.room}"; move this one there, too`);
  if (merged) throw changed(target, `it is merged into question ${merged.into}; merge into that one`);
  if (target.question.state === 'resolved' && target.question.answer === null)
    throw changed(target, 'it was solved without an answer; reopen it first');
  const isOwn = (id: string): boolean => before.includes(id) && !target.question.inherited?.some(has(id));
  const people = found.question.affected.filter((id) => !isOwn(id));
  const count = new Set([...before, ...people]).size;
  if (count > limits.maxAffected)
    throw new Refusal(
      'forbidden',
      `together they concern ${count} people, at most ${limits.maxAffected} can be counted`,
    );
  return [
    { type: 'question.merged', audience: 'everyone', data: { ...step(found, held.now, 'merged'), into } },
    { type: 'question.inherited', audience: 'everyone', data: { ...about(target), from: seq, people } },
    // The same as one that is solved is solved.
    ...(target.question.state === 'resolved'
      ? endVisits(found.visit.room, seq)
      : followMerge(found.visit.room, seq, into)),
  ];
};

/**
 * Staff: it is another question after all. Both are as if it had never been merged, but for what was taken back since: one that
 * nobody asks any more is over.
 */
export const splitQuestion: Command<'question.split'> = (held, by, { question: seq, into }) => {
  const found = requireQuestion(held, by, seq);
  requireAnswerer(found);
  const { merged } = found.question;
  if (merged?.into !== into)
    throw changed(found, merged ? `it is merged into question ${merged.into}` : 'it is not merged');
  const target = requireQuestion(held, by, into);
  // Whom it passed on would stay there.
  if (target.question.merged)
    throw changed(target, `it is merged into question ${target.question.merged.into}; split that first`);
  const { inherited = [] } = target.question;
  const others = inherited.filter(({ from }) => from !== seq);
  const people = inherited
    .filter(({ from }) => from === seq)
    .flatMap((one) => one.people.filter((id) => !others.some(has(id))));
  const now = stateAgain(merged.was, found.question);
  const left = target.question.affected.filter((id) => !people.includes(id));
  const isTargetOver = openStates.includes(target.question.state) && isAskedNoMore(target.message, left);
  const events: EventDraft[] = [
    { type: 'question.split', audience: 'everyone', data: step(found, held.now, now) },
    { type: 'question.disinherited', audience: 'everyone', data: { ...about(target), from: seq, people } },
    ...followSplit(found.visit.room, seq, into),
  ];
  const end = (question: number, was: QuestionState): void =>
    void events.push(...resolved(visitsAfter(found.visit.room, events), question, was));
  if (isAskedNoMore(found.message, found.question.affected)) end(seq, now);
  if (isTargetOver) end(into, target.question.state);
  return events;
};

/** Staff: it was asked in the wrong room. From here on it goes on in the other, as soon as it is there. */
export const moveQuestion: Command<'question.move'> = (held, by, { question: seq, toRoom }) => {
  const found = requireQuestion(held, by, seq);
  const { visit, question } = found;
  requireAnswerer(found);
  requireState(found, openStates);
  requireWords(found);
  const room = visit.room.lane ? requireLaneFor(held, by, toRoom, visit.room) : requireRoomFor(held, by, toRoom, found);
  const moved = { room: toRoom, title: room.title, seq: null, was: question.state };
  const data = { ...step(found, held.now, 'moved'), dueAt: held.now, moved };
  return [{ type: 'question.moved', audience: 'everyone', data }, ...endVisits(visit.room, seq)];
};

/** The room in which a question goes on that everybody sees. Throws Refusal. */
function requireRoomFor(held: Held, by: Person, toRoom: string, { visit, message }: Found): RoomDoc {
  if (toRoom === visit.room.name || parseLaneName(toRoom))
    throw new Refusal('bad_request', 'expected another room that is no lane: what everybody saw goes on for everybody');
  const { room } = requireVisible(held.beside(toRoom), by, null);
  requireTaker(room, message.by);
  return room;
}

/** The room beside which a question goes on that was asked in private, in the lane of the same person. Throws Refusal. */
function requireLaneFor(held: Held, by: Person, toRoom: string, { name, lane }: RoomDoc): RoomDoc {
  const place = parseLaneName(toRoom);
  if (!lane || toRoom === name || place?.person !== lane.person.id)
    throw new Refusal(
      'bad_request',
      'expected another lane of the same person: what was asked in private stays private',
    );
  const { room } = requireVisible(held.beside(place.of), by, null);
  requireLaneTaker(room, lane.person);
  return room;
}

/** Throws Refusal('room_closed' | 'bad_request') unless the person may ask in private beside the room. */
export function requireLaneTaker(room: RoomDoc, person: Person): void {
  requireTaker(room, person);
  if (!mayHaveLane(person, room))
    throw new Refusal(
      'bad_request',
      `expected a room beside which ${person.id} may ask in private, got "${room.name}"`,
    );
}

/** Throws Refusal('room_closed' | 'bad_request') unless the person may ask in the room. */
export function requireTaker(room: RoomDoc, person: Person): void {
  const visit = { person, room, member: null };
  if (room.state !== 'open') throw new Refusal('room_closed', `room "${room.name}" is not open; choose another one`);
  if (isBound(room))
    throw new Refusal('bad_request', `room "${room.name}" is for some people alone; who asked has to ask there`);
  if (!maySee(visit) || !kinds[room.kind].asks(visit))
    throw new Refusal('bad_request', `expected a room in which ${person.id} may ask, got "${room.name}"`);
}

function has(id: string): (inherited: Inherited) => boolean {
  return ({ people }) => people.includes(id);
}

/** Whom it concerns, once there is something to rate: whether it helped. */
export const rateQuestion: Command<'question.rate'> = (held, by, { question: seq, rating }) => {
  const found = requireQuestion(held, by, seq);
  if (!found.question.affected.includes(by.id))
    throw new Refusal('forbidden', `question ${seq} is rated by whom it concerns, and it does not concern you`);
  requireState(found, ['answered', 'resolved']);
  return [{ type: 'rating.given', audience: 'staff', data: { ...about(found), rating } }];
};

/** Same here. */
export const joinQuestion: Command<'question.join'> = (held, by, { question: seq }) => {
  const found = requireQuestion(held, by, seq);
  const { affected } = found.question;
  requireState(found, openStates);
  requireWords(found);
  if (affected.includes(by.id)) throw changed(found, 'you are counted already');
  if (affected.length >= limits.maxAffected)
    throw new Refusal('forbidden', `${affected.length} people are counted for question ${seq}, no more can be`);
  return [{ type: 'question.joined', audience: 'everyone', data: about(found) }];
};

/** Not the asker: does not have this question after all. */
export const leaveQuestion: Command<'question.leave'> = (held, by, { question: seq }) => {
  const found = requireQuestion(held, by, seq);
  if (found.message.by.id === by.id)
    throw new Refusal('forbidden', `question ${seq} is yours; resolve it if it needs no answer`);
  const { affected, state } = found.question;
  if (!affected.includes(by.id)) throw changed(found, 'you are not counted');
  const left = { type: 'question.left', audience: 'everyone', data: about(found) } as const;
  const others = affected.filter((id) => id !== by.id);
  const isOver = openStates.includes(state) && isAskedNoMore(found.message, others);
  return isOver ? [left, ...resolved(found.visit.room, seq, state)] : [left];
};

type Found = { readonly visit: Visit; readonly message: MessageDoc; readonly question: QuestionDoc };

/** The question, in a room that can be written to. Throws Refusal('not_found' | 'room_closed' | 'forbidden'). */
function requireQuestion(held: Held, by: Person, seq: number): Found {
  const visit = requireVisit(held, by);
  const message = held.message(seq);
  if (!message?.question || seq < sightOf(visit).from)
    throw new Refusal('not_found', `there is no question ${seq} that you may see`);
  requireWritable(visit, held, 'everyone');
  return { visit, message, question: message.question };
}

function requireAnswerer({ visit }: Found): void {
  const { room, person } = visit;
  if (kinds[room.kind].mayAnswer(visit)) return;
  throw new Refusal('forbidden', `in room "${room.name}" this is for those who answer, you are ${person.role}`);
}

/** Throws Refusal('changed') when nobody can read any more what was asked. */
function requireWords(found: Found): void {
  if (found.message.retracted) throw changed(found, 'it was taken back');
}

const openStates: readonly QuestionState[] = ['open', 'claimed', 'answered'];

function requireState(found: Found, states: readonly QuestionState[]): void {
  const { state } = found.question;
  if (!states.includes(state)) throw changed(found, `it is ${state}, expected ${states.join(' or ')}`);
}

function changed({ message }: Found, how: string): Refusal {
  return new Refusal('changed', `question ${message.seq} is not as you saw it: ${how}`);
}

function about({ message, question }: Found) {
  return { question: message.seq, was: question.state, now: question.state };
}

function step(found: Found, at: number, now: QuestionState) {
  return { ...about(found), now, ...dueAgain(now, at, { room: found.visit.room, question: found.question }) };
}
