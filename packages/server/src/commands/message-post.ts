import {
  foldRoom,
  Refusal,
  type AttachedFile,
  type Body,
  type CommandTable,
  type EventDraft,
  type MessageDoc,
  type Person,
} from '@support-chat/protocol';
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
 * can let them in with it. Refuses `unconfirmed` when it calls more people than its author may think, `file_missing` unless its
 * files are the author's, of this room and shown nowhere, and `file_refused` for a harmful one.
 */
export const postMessage: Command<'message.post'> = (held, by, input, beforehand) => {
  const { room: name, audience = 'everyone', re } = input;
  const begin = laneBegin(held, by, name);
  const visit = begin ? visitAfter(begin, held, by) : requireVisit(held, by);
  requireWritable(visit, held, audience);
  const files = attachedFiles(held, by, input);
  const body: Body = files.length > 0 ? { ...input.body, files } : input.body;
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
function visitAfter(begin: LaneBegin, { now, next }: Pick<Held, 'now' | 'next'>, person: Person): Visit {
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

function attachedFiles(
  { file }: Held,
  by: Person,
  { room, files = [] }: Pick<CommandTable['message.post'], 'room' | 'files'>,
): AttachedFile[] {
  return files.map((id) => {
    const row = file(id);
    if (row?.state === 'refused' && row.person === by.id)
      throw new Refusal('file_refused', `file ${id} is harmful; post the message without it`);
    if (!row?.file || row.person !== by.id || row.room !== room || row.isAttached || row.state === 'gone')
      throw new Refusal(
        'file_missing',
        `expected a file that you uploaded into room "${room}" and that no message shows, ${id} is none; upload it again`,
      );
    return row.file;
  });
}

/** The person where they are to bring files to write with, also in their lane that has not begun. Throws Refusal as for posting there. */
export function requireWriter(
  held: Pick<Held, 'room' | 'beside' | 'member' | 'now' | 'next'>,
  by: Person,
  name: string,
): Visit {
  const begin = laneBegin(held, by, name);
  const visit = begin ? visitAfter(begin, held, by) : requireVisit(held, by);
  // Some write notes alone.
  const audience = kinds[visit.room.kind].mayPost(visit, 'everyone') ? 'everyone' : 'staff';
  requireWritable(visit, held, audience);
  return visit;
}
