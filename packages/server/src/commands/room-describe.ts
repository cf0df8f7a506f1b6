import { Refusal, type RoomDoc } from '@support-chat/protocol';
import { kinds } from '../kinds/kinds.js';
import { isBound } from '../kinds/visibility.js';
import { requireManaged, type Beforehand, type Command } from './command.js';

/** Changes what the room is called and is for, on which page it is and for whom; a closed room too. */
export const describeRoom: Command<'room.describe'> = (held, by, { boundTo, ...input }, beforehand) => {
  const room = requireManaged(held, by);
  const { title, purpose, page, topics } = input;
  if (boundTo) requireBindable(room, boundTo, beforehand);
  return [
    {
      ...{ type: 'room.described', audience: 'everyone' },
      data: {
        ...{ title, purpose, ...(page !== undefined && { page }), ...(topics && { topics }) },
        ...(boundTo && { boundTo }),
      },
    },
  ];
};

/** Throws Refusal('bad_request') where an attribute decides nothing, and where other rooms already tell of this one. */
function requireBindable(room: RoomDoc, boundTo: readonly string[], beforehand: Beforehand | null | undefined): void {
  const { name, kind, isPrivate, questions } = room;
  if (isPrivate || !kinds[kind].canBeBound)
    throw new Refusal('bad_request', `a ${isPrivate ? 'private' : kind} room is for those who are let in by name`);
  if (boundTo.length === 0 || isBound(room)) return;
  if ((questions?.moved ?? 0) > 0 || beforehand?.isMovedInto)
    throw new Refusal(
      'bad_request',
      `questions were moved into or out of room "${name}", so that other rooms name it; make another room for some people`,
    );
}
