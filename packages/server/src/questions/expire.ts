import { Refusal, type EventDraft } from '@support-chat/protocol';
import type { Held } from '../store/store.js';
import { dueAfter, dueAfterEscalations } from './due.js';
import { resolved } from './over.js';

/**
 * What happens to a question whose time has run out: one that nobody took is escalated, one whose owner is gone goes back to
 * everybody, one that was answered counts as solved. Refuses `changed` when its time has not run out, and `room_closed`.
 */
export function expireQuestion({ room, now, message, beside }: Held, seq: number): readonly EventDraft[] {
  const question = message(seq)?.question;
  // What was moved is carried, which takes two rooms.
  if (!question || question.state === 'moved' || question.dueAt === null || question.dueAt > now)
    throw new Refusal('changed', `the time of question ${seq} has not run out`);
  // A lane is as open as its room.
  const home = room?.lane ? beside(room.lane.of) : room;
  if (room?.state !== 'open' || room.deleted || home?.state !== 'open')
    throw new Refusal('room_closed', 'the room is closed; its questions stay as they are');
  const { state, escalations } = question;
  const about = { question: seq, was: state };
  switch (state) {
    case 'open':
      return [
        {
          type: 'question.escalated',
          audience: 'everyone',
          data: { ...about, now: 'open', dueAt: dueAfterEscalations(escalations + 1, now, room) },
        },
      ];
    case 'claimed':
      return [
        {
          type: 'question.released',
          audience: 'everyone',
          data: { ...about, now: 'open', dueAt: dueAfter('open', now, room) },
        },
      ];
    default:
      return resolved(room, seq, state);
  }
}
