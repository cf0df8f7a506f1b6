/** What can be done with a message once it is there: its author edits it, words are taken back, people react. */
import {
  filesOf,
  limits,
  Refusal,
  isStaff as isStaffRole,
  type EventDraft,
  type MessageDoc,
  type Person,
} from '@support-chat/protocol';
import type { Visit } from '../kinds/kind.js';
import { kinds } from '../kinds/kinds.js';
import { sightOf } from '../kinds/visibility.js';
import { dueAgain } from '../questions/due.js';
import { resolved, waitingState } from '../questions/over.js';
import type { Held } from '../store/store.js';
import { newlyCalled } from './calls.js';
import { requireVisit, requireWritable, type Command } from './command.js';

/**
 * Says something else. Refuses `forbidden` to others than its author, and past `limits.maxEdits`; `rev_conflict` when it says
 * something else by now; `changed` when it was taken back.
 */
export const editMessage: Command<'message.edit'> = (held, by, input, beforehand) => {
  const { message: seq, rev, body, isConfirmed } = input;
  const visit = requireVisit(held, by);
  const message = requireMessage(held, visit, seq);
  if (message.by.id !== by.id)
    throw new Refusal('forbidden', `message ${seq} is by ${message.by.id}; who wrote a message edits it`);
  requireWritable(visit, held, message.audience);
  requireWords(message);
  const revs = message.edited?.revs ?? [];
  const current = revs.at(-1) ?? seq;
  if (rev !== current)
    throw new Refusal(
      'rev_conflict',
      `event ${current} says what message ${seq} says now, not event ${rev}; look again`,
    );
  if (revs.length >= limits.maxEdits)
    throw new Refusal('forbidden', `message ${seq} was edited ${revs.length} times; write another one`);
  const { audience } = message;
  const said = { before: message.body, body, audience, ...(isConfirmed && { isConfirmed }) };
  const isMember = (person: string): boolean => held.member(person) !== undefined;
  const called = newlyCalled(visit, said, { callees: beforehand?.callees, event: held.next, isMember });
  // What it shows stays.
  const files = filesOf(message.body);
  const now = files.length > 0 ? { ...body, files } : body;
  return [{ type: 'message.edited', audience, data: { message: seq, body: now } }, ...called];
};

/**
 * Takes the words of a message back, also in a closed room: its author without saying why, who runs the room and staff who
 * answer there with a reason. A question that nobody asks any more closes; one whose answer is gone has none.
 */
export const retractMessage: Command<'message.retract'> = (held, by, { message: seq, reason = '' }) => {
  const visit = requireVisit(held, by);
  const message = requireMessage(held, visit, seq);
  const isAuthor = message.by.id === by.id;
  if (!isAuthor) requireKeeper(visit, seq, reason);
  requireWords(message);
  const data = { message: seq, reason, edits: message.edited?.revs ?? [] };
  return [
    { type: 'message.retracted', audience: message.audience, data },
    ...(isAuthor ? asksNoMore(visit, message) : []),
    ...unanswered(held, visit, message),
  ];
};

/** Reacts, or no longer does. Refuses `changed` when that is so already, `forbidden` when there are as many as there can be. */
export const reactToMessage: Command<'message.react'> = (held, by, { message: seq, emoji, isOn }) => {
  const visit = requireVisit(held, by);
  const message = requireMessage(held, visit, seq);
  const { audience, reactions = [] } = message;
  requireWritable(visit, held, audience);
  if (message.retracted) throw gone(seq);
  const known = reactions.find((reaction) => reaction.emoji === emoji);
  if (known?.people.some(({ id }) => id === by.id) === isOn || (!known && !isOn))
    throw new Refusal(
      'changed',
      `your reaction ${emoji} to message ${seq} ${isOn ? 'is there already' : 'is not there'}`,
    );
  const count = reactions.reduce((sum, { people }) => sum + people.length, 0);
  if (isOn && (count >= limits.maxReactions || (!known && reactions.length >= limits.maxReactionKinds)))
    throw new Refusal(
      'forbidden',
      `message ${seq} has as many reactions as it can: ${count}, of ${reactions.length} kinds`,
    );
  return [{ type: 'message.reacted', audience, data: { message: seq, emoji, isOn } }];
};

/** The message, if it is one that the person may see. Throws Refusal('not_found'). */
export function requireMessage({ message }: Held, visit: Visit, seq: number): MessageDoc {
  const { isStaff, from } = sightOf(visit);
  const found = seq >= from ? message(seq) : undefined;
  if (found && (found.audience === 'everyone' || isStaff)) return found;
  throw new Refusal('not_found', `there is no message ${seq} that you may see`);
}

/** Throws Refusal('forbidden' | 'bad_request') unless the person may take back what others wrote there, and says why. */
function requireKeeper(visit: Visit, seq: number, reason: string): void {
  const { room, person } = visit;
  const policy = kinds[room.kind];
  if (!policy.mayManage(visit) && !(isStaffRole(person.role) && policy.mayAnswer(visit)))
    throw new Refusal('forbidden', `message ${seq} is not yours; who runs room "${room.name}" can take it back`);
  if (reason.trim() === '')
    throw new Refusal('bad_request', `expected a reason, since message ${seq} is by somebody else`);
}

/** Throws Refusal('changed') when it was taken back, 'forbidden' when it is no text that somebody wrote. */
function requireWords({ seq, body, retracted }: MessageDoc): void {
  if (retracted) throw gone(seq);
  if (body.kind !== 'text')
    throw new Refusal(
      'forbidden',
      `message ${seq} tells of a ${body.kind}; change that, and another message tells of it`,
    );
}

function gone(seq: number): Refusal {
  return new Refusal('changed', `message ${seq} was taken back`);
}

/** What its author does to a question by taking it back: it is over, unless it concerns others, too. */
function asksNoMore({ room }: Visit, { seq, by, question }: MessageDoc): EventDraft[] {
  if (!question?.affected.includes(by.id)) return [];
  const { state, affected } = question;
  if (affected.length > 1)
    return [{ type: 'question.left', audience: 'everyone', data: { question: seq, was: state, now: state } }];
  // What is merged, or on its way, is over when it is back.
  if (state === 'resolved' || state === 'merged' || state === 'moved') return [];
  return resolved(room, seq, state);
}

/** What becomes of the question that the message answered: it waits again, unless it is over, or goes on elsewhere. */
function unanswered(held: Held, { room }: Visit, { seq, re }: MessageDoc): EventDraft[] {
  const question = re === undefined ? undefined : held.message(re)?.question;
  if (re === undefined || question?.answer !== seq) return [];
  const { state, dueAt, promised, moved } = question;
  if (state === 'merged' || state === 'resolved' || moved?.seq === null) {
    // It has no answer, also when it goes on as it was.
    const same = { question: re, was: state, now: state, dueAt, ...(promised !== undefined && { promised }) };
    return [{ type: 'question.reopened', audience: 'everyone', data: same }];
  }
  if (state !== 'answered') return [];
  const now = waitingState(question);
  const data = { question: re, was: 'answered', now, ...dueAgain(now, held.now, { room, question }) } as const;
  return [{ type: 'question.reopened', audience: 'everyone', data }];
}

/** The same in the other room where its words stand, because its question was moved. Refuses `changed` when it is done. */
export function followRetraction(
  held: Held,
  seq: number,
  { by, reason }: { readonly by: Person; readonly reason: string },
): readonly EventDraft[] {
  const { room } = held;
  const message = held.message(seq);
  if (!room || !message || message.retracted) throw gone(seq);
  const data = { message: seq, reason, edits: message.edited?.revs ?? [] };
  return [
    { type: 'message.retracted', audience: message.audience, data },
    ...(message.by.id === by.id ? asksNoMore({ person: by, room, member: null }, message) : []),
  ];
}
