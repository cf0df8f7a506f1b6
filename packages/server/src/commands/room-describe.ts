import { requireManaged, type Command } from './command.js';

/** Changes what the room is called and is for; a closed room too. */
export const describeRoom: Command<'room.describe'> = (held, by, { title, purpose }) => {
  requireManaged(held, by);
  return [{ type: 'room.described', audience: 'everyone', data: { title, purpose } }];
};
