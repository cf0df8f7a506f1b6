import { requireManaged, type Command } from './command.js';

/** Changes what the room is called and is for, and on which page it is; a closed room too. */
export const describeRoom: Command<'room.describe'> = (held, by, { title, purpose, page, topics }) => {
  requireManaged(held, by);
  return [
    {
      ...{ type: 'room.described', audience: 'everyone' },
      data: { title, purpose, ...(page !== undefined && { page }), ...(topics && { topics }) },
    },
  ];
};
