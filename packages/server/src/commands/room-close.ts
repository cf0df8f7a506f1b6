import { Refusal, type EventDraft, type RoomDoc } from '@support-chat/protocol';
import { requireManaged, type Command } from './command.js';
import { endVisits } from './visitors.js';

/** Closes an open room. Refuses `room_closed` when it is closed already. */
export const closeRoom: Command<'room.close'> = (held, by, { reason }) => {
  const room = requireManaged(held, by);
  const { name, state } = room;
  if (state === 'closed') throw new Refusal('room_closed', `room "${name}" is closed already`);
  return closed(room, reason);
};

/** It is over: out with it is whoever is here for a question. */
export function closed(room: RoomDoc, reason: string): EventDraft[] {
  return [{ type: 'room.closed', audience: 'everyone', data: { reason } }, ...endVisits(room)];
}
