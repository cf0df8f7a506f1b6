import { Refusal } from '@support-chat/protocol';
import { kinds } from '../kinds/kinds.js';
import { requireVisible } from '../kinds/visibility.js';
import type { Command } from './command.js';

/** Posts a message. Refuses `not_found`, `forbidden` and, in a closed room, `room_closed`. */
export const postMessage: Command<'message.post'> = (room, by, { body, audience = 'everyone' }) => {
  const visible = requireVisible(room, by);
  if (!kinds[visible.kind].mayPost(by, visible, audience))
    throw new Refusal(
      'forbidden',
      `posting for ${audience} in room "${visible.name}" is not open to the role ${by.role}`,
    );
  if (visible.state === 'closed')
    throw new Refusal('room_closed', `room "${visible.name}" is closed; reopen it before posting`);
  return [{ type: 'message.posted', audience, data: { body } }];
};
