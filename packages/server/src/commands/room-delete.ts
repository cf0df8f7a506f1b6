import { limits, Refusal, type RoomDoc } from '@support-chat/protocol';
import type { Visit } from '../kinds/kind.js';
import { kinds } from '../kinds/kinds.js';
import { maySee, notVisible } from '../kinds/visibility.js';
import { requireVisit, type Command } from './command.js';

/**
 * Takes a closed room from everybody. Refuses `forbidden`, `bad_request` when it is open, or when the name that was written
 * again is another one.
 */
export const deleteRoom: Command<'room.delete'> = (held, by, { name, reason }) => {
  const visit = requireVisit(held, by);
  const { room } = visit;
  if (!mayDelete(visit))
    throw new Refusal('forbidden', `deleting room "${room.name}" is not for you; you are ${by.role} there`);
  if (room.kind === 'lane') throw new Refusal('bad_request', 'a lane is deleted with the room that it is beside');
  if (room.state !== 'closed')
    throw new Refusal('bad_request', `room "${room.name}" is ${room.state}; close it before you delete it`);
  if (name !== room.name)
    throw new Refusal('bad_request', `expected the name of the room once more, "${room.name}"; nothing was deleted`);
  return [{ type: 'room.deleted', audience: 'everyone', data: { reason, until: held.now + limits.recoverMs } }];
};

/** Gives a deleted room back to those who saw it. Refuses `not_found` to who may not, `bad_request` for one that is erased. */
export const recoverRoom: Command<'room.recover'> = ({ room, member }, by, { reason }) => {
  if (!room || !mayRecover({ person: by, room, member: member(by.id) ?? null })) throw notVisible();
  if (room.kind === 'lane') throw new Refusal('bad_request', 'a lane is taken back with the room that it is beside');
  if (room.erasedAt !== undefined)
    throw new Refusal('bad_request', `room "${room.name}" was erased; nothing of it is left`);
  if (!room.deleted)
    throw new Refusal('bad_request', `room "${room.name}" is not deleted; there is nothing to take back`);
  return [{ type: 'room.recovered', audience: 'everyone', data: { reason } }];
};

/** Whether the person would see the room, and might delete it, if it were not deleted. */
export function mayRecover({ person, room, member }: Visit): boolean {
  const visit = { person, room: beforeDeletion(room), member };
  return maySee(visit) && mayDelete(visit);
}

function mayDelete(visit: Visit): boolean {
  // Of a private room managers need not know.
  return visit.person.role === 'manager' || (visit.room.kind === 'team' && kinds.team.mayManage(visit));
}

function beforeDeletion(room: RoomDoc): RoomDoc {
  const { deleted, erasedAt, ...rest } = room;
  return deleted || erasedAt !== undefined ? rest : room;
}
