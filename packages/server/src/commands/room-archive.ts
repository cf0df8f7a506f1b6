import { Refusal } from '@support-chat/protocol';
import { requireManaged, type Command } from './command.js';

/** Puts a closed room away. Refuses `bad_request` when it is open, `room_closed` when it is archived already. */
export const archiveRoom: Command<'room.archive'> = (held, by, { reason }) => {
  const { name, state, archived } = requireManaged(held, by);
  if (state !== 'closed')
    throw new Refusal('bad_request', `room "${name}" is ${state}; close it before you archive it`);
  if (archived) throw new Refusal('room_closed', `room "${name}" is archived already`);
  return [{ type: 'room.archived', audience: 'everyone', data: { reason } }];
};

/** Makes an archived room a closed one again. Refuses `bad_request` when it is not archived. */
export const unarchiveRoom: Command<'room.unarchive'> = (held, by, { reason }) => {
  const { name, archived } = requireManaged(held, by);
  if (!archived) throw new Refusal('bad_request', `room "${name}" is not archived; there is nothing to take out`);
  return [{ type: 'room.unarchived', audience: 'everyone', data: { reason } }];
};
