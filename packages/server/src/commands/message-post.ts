import { foldRoom, Refusal, type EventDraft, type MessageDoc, type Person } from '@support-chat/protocol';
import type { Visit } from '../kinds/kind.js';
import { kinds } from '../kinds/kinds.js';
import { dueAfter } from '../questions/due.js';
import type { Held } from '../store/store.js';
import { calls, invitations } from './calls.js';
import { requireVisit, requireWritable, type Command } from './command.js';
import { laneBegin, type LaneBegin } from './lanes.js';
import { requireMessage } from './said.js';

/**
 * Posts a message. Who needs help and replies to nothing asks a question; the first reply of those who answer, for everyone,
 * answers it. The first message of a lane begins it. Refuses `not_found`, `forbidden`, in a closed room `room_closed`, and for
 * a reply to a reply `bad_request`. Whom it mentions is called; who runs the room
 * can let them in with it. Refuses `unconfirmed` when it calls more people than its author may think.
 */
export const postMessage: Command<'message.post'> = (held, by, input, beforehand) => {
  const { room: name, body, audience = 'everyone', re } = input;
  const begin = laneBegin(held, by, name);
  const visit = begin ? visitAfter(begin, held, by) : requireVisit(held, by);
  requireWritable(visit, held, audience);
  const policy = kinds[visit.room.kind];
  const root = re === undefined ? undefined : requireRoot(held, visit, re);
  const invited = invitations(held, visit, input, root);
  const called = calls(visit, input, {
    ...{ callees: beforehand?.callees, invited },
    event: held.next + (begin ? 1 : 0) + invited.length,
    isMember: (person) => held.member(person) !== undefined,
  });
  if (root) {
    const answer = audience === 'everyone' ? answering(root, { ...held, next: held.next + invited.length }, visit) : [];
    return [...invited, { type: 'message.posted', audience, data: { body, re: root.seq } }, ...answer, ...called];
  }
  const asks = audience === 'everyone' && policy.asks(visit);
  const data = { body, ...(asks ? { asks: { dueAt: dueAfter('open', held.now, visit.room) } } : {}) };
  return [...(begin ? [begin] : []), ...invited, { type: 'message.posted', audience, data }, ...called];
};

/** The person in the room that is about to be. */
function visitAfter(begin: LaneBegin, { now, next }: Held, person: Person): Visit {
  return { room: foldRoom(null, { ...begin, seq: next, at: now, by: person, cid: '' }), person, member: null };
}

function requireRoot(held: Held, visit: Visit, seq: number): MessageDoc {
  const root = requireMessage(held, visit, seq);
  if (root.re !== undefined)
    throw new Refusal('bad_request', `message ${seq} is a reply itself; reply to message ${root.re}`);
  return root;
}

/** What the reply does to the question it replies to. */
function answering(
  { seq, question }: MessageDoc,
  { next, now }: Pick<Held, 'next' | 'now'>,
  visit: Visit,
): EventDraft[] {
  if (!question || !kinds[visit.room.kind].mayAnswer(visit)) return [];
  if (question.state !== 'open' && question.state !== 'claimed') return [];
  const dueAt = dueAfter('answered', now, visit.room);
  const about = { question: seq, was: 'claimed', now: 'answered', dueAt, answer: next } as const;
  const answered: EventDraft = { type: 'question.answered', audience: 'everyone', data: about };
  if (question.state === 'claimed') return [answered];
  const claim = { question: seq, was: 'open', now: 'claimed', dueAt, owner: visit.person } as const;
  return [{ type: 'question.claimed', audience: 'everyone', data: claim }, answered];
}
