import { foldRoom, Refusal, type EventDraft, type MessageDoc, type Person } from '@support-chat/protocol';
import type { Visit } from '../kinds/kind.js';
import { kinds } from '../kinds/kinds.js';
import { sightOf } from '../kinds/visibility.js';
import { dueAfter } from '../questions/due.js';
import type { Held } from '../store/store.js';
import { requireVisit, requireWritable, type Command } from './command.js';
import { laneBegin, type LaneBegin } from './lanes.js';

/**
 * Posts a message. Who needs help and replies to nothing asks a question; the first reply of those who answer, for everyone,
 * answers it. The first message of a lane begins it. Refuses `not_found`, `forbidden`, in a closed room `room_closed`, and for
 * a reply to a reply `bad_request`.
 */
export const postMessage: Command<'message.post'> = (held, by, { room: name, body, audience = 'everyone', re }) => {
  const begin = laneBegin(held, by, name);
  const visit = begin ? visitAfter(begin, held, by) : requireVisit(held, by);
  requireWritable(visit, held, audience);
  const policy = kinds[visit.room.kind];
  if (re !== undefined) {
    const root = requireRoot(held, visit, re);
    const answer = audience === 'everyone' ? answering(root, visit, held) : [];
    return [{ type: 'message.posted', audience, data: { body, re } }, ...answer];
  }
  const asks = audience === 'everyone' && policy.asks(visit);
  const data = { body, ...(asks ? { asks: { dueAt: dueAfter('open', held.now) } } : {}) };
  return [...(begin ? [begin] : []), { type: 'message.posted', audience, data }];
};

/** The person in the room that is about to be. */
function visitAfter(begin: LaneBegin, { now, next }: Held, person: Person): Visit {
  return { room: foldRoom(null, { ...begin, seq: next, at: now, by: person, cid: '' }), person, member: null };
}

function requireRoot({ message }: Held, visit: Visit, seq: number): MessageDoc {
  const root = message(seq);
  const { isStaff, from } = sightOf(visit);
  if (!root || seq < from || (root.audience === 'staff' && !isStaff))
    throw new Refusal('not_found', `there is no message ${seq} that you may see`);
  if (root.re !== undefined)
    throw new Refusal('bad_request', `message ${seq} is a reply itself; reply to message ${root.re}`);
  return root;
}

/** What the reply does to the question it replies to. */
function answering({ seq, question }: MessageDoc, visit: Visit, { next, now }: Held): EventDraft[] {
  if (!question || !kinds[visit.room.kind].mayAnswer(visit)) return [];
  if (question.state !== 'open' && question.state !== 'claimed') return [];
  const dueAt = dueAfter('answered', now);
  const about = { question: seq, was: 'claimed', now: 'answered', dueAt, answer: next } as const;
  const answered: EventDraft = { type: 'question.answered', audience: 'everyone', data: about };
  if (question.state === 'claimed') return [answered];
  const claim = { question: seq, was: 'open', now: 'claimed', dueAt, owner: visit.person } as const;
  return [{ type: 'question.claimed', audience: 'everyone', data: claim }, answered];
}
