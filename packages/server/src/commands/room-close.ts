import { Refusal } from '@support-chat/protocol';
import { requireManaged, type Command } from './command.js';
import { endVisits } from './visitors.js';

/** Closes an open room. Refuses `room_closed` when it is closed already. */
export const closeRoom: Command<'room.close'> = (held, by, { reason }) => {
  const room = requireManaged(held, by);
  const { name, state } = room;
  if (state === 'closed') throw new Refusal('room_closed', `room "${name}" is closed already`);
  return [{ type: 'room.closed', audience: 'everyone', data: { reason } }, ...endVisits(room)];
};
