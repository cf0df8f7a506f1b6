import { isStaff, Refusal, type EventDraft, type MessageDoc, type Person, type RoomDoc } from '@support-chat/protocol';
import { kinds } from '../kinds/kinds.js';
import { requireVisible } from '../kinds/visibility.js';
import { dueAfter } from '../questions/due.js';
import type { Held } from '../store/store.js';
import type { Command } from './command.js';

/**
 * Posts a message. Who needs help and replies to nothing asks a question; the first reply of those who answer, for everyone,
 * answers it. Refuses `not_found`, `forbidden`, in a closed room `room_closed`, and for a reply to a reply `bad_request`.
 */
export const postMessage: Command<'message.post'> = (held, by, { body, audience = 'everyone', re }) => {
  const room = requireVisible(held.room, by);
  const policy = kinds[room.kind];
  if (!policy.mayPost(by, room, audience))
    throw new Refusal('forbidden', `posting for ${audience} in room "${room.name}" is not open to the role ${by.role}`);
  if (room.state === 'closed')
    throw new Refusal('room_closed', `room "${room.name}" is closed; reopen it before posting`);
  if (re !== undefined) {
    const root = requireRoot(held, by, re);
    const answer = audience === 'everyone' ? answering(root, { ...held, room }, by) : [];
    return [{ type: 'message.posted', audience, data: { body, re } }, ...answer];
  }
  const asks = audience === 'everyone' && policy.asks(by);
  return [
    {
      type: 'message.posted',
      audience,
      data: { body, ...(asks ? { asks: { dueAt: dueAfter('open', held.now) } } : {}) },
    },
  ];
};

function requireRoot({ message }: Held, by: Person, seq: number): MessageDoc {
  const root = message(seq);
  if (!root || (root.audience === 'staff' && !isStaff(by.role)))
    throw new Refusal('not_found', `there is no message ${seq} that you may see`);
  if (root.re !== undefined)
    throw new Refusal('bad_request', `message ${seq} is a reply itself; reply to message ${root.re}`);
  return root;
}

/** What the reply does to the question it replies to. */
function answering(
  { seq, question }: MessageDoc,
  { room, next, now }: Held & { readonly room: RoomDoc },
  by: Person,
): EventDraft[] {
  if (!question || !kinds[room.kind].mayAnswer(by)) return [];
  if (question.state !== 'open' && question.state !== 'claimed') return [];
  const dueAt = dueAfter('answered', now);
  const about = { question: seq, was: 'claimed', now: 'answered', dueAt, answer: next } as const;
  const answered: EventDraft = { type: 'question.answered', audience: 'everyone', data: about };
  if (question.state === 'claimed') return [answered];
  const claim = { question: seq, was: 'open', now: 'claimed', dueAt, owner: by } as const;
  return [{ type: 'question.claimed', audience: 'everyone', data: claim }, answered];
}
