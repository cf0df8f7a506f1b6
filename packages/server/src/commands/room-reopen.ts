import { Refusal } from '@support-chat/protocol';
import { requireManaged, type Command } from './command.js';

/** Opens a closed room again. Refuses `bad_request` when it is open. */
export const reopenRoom: Command<'room.reopen'> = (held, by, { reason }) => {
  const { name, state } = requireManaged(held, by);
  if (state === 'planned')
    throw new Refusal('bad_request', `room "${name}" is planned and was never closed; open it instead`);
  if (state === 'open') throw new Refusal('bad_request', `room "${name}" is open already; there is nothing to reopen`);
  return [{ type: 'room.reopened', audience: 'everyone', data: { reason } }];
};
