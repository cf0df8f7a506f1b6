/** Who is let into a room by name, and what they are there. */
import { limits, Refusal, type EventDraft, type Person } from '@support-chat/protocol';
import { kinds } from '../kinds/kinds.js';
import { requireManaged, requireVisit, type Command } from './command.js';
import { visitorsLeft } from './visitors.js';

/** Who runs the room lets somebody in, or makes them something else there. */
export const addMember: Command<'member.add'> = (held, by, { person, as }) => {
  const room = requireManaged(held, by);
  if (room.kind === 'lane')
    throw new Refusal('forbidden', 'a lane is for one person and the desk; nobody else is let in');
  if (person.role === 'guest') throw new Refusal('bad_request', 'guests come by a link; make one with link.make');
  const before = held.member(person.id);
  // Who was here for one question stays from now on.
  const stays = visitorsLeft(room, [person.id]);
  if (before?.as === as && stays.length === 0)
    throw new Refusal('changed', `${person.id} is ${as} in room "${room.name}" already`);
  if (!before && (room.members ?? 0) >= limits.maxMembers)
    throw new Refusal('forbidden', `room "${room.name}" has ${room.members} members, no more can be let in`);
  return [added({ person, as, was: before?.as ?? null, from: before?.from ?? 1 }), ...stays];
};

/** Who runs the room takes somebody out; everybody may leave. A room that only hosts run keeps one. */
export const removeMember: Command<'member.remove'> = (held, by, { person: id }, beforehand) => {
  const visit = requireVisit(held, by);
  const { room } = visit;
  if (id !== by.id && !kinds[room.kind].mayManage(visit))
    throw new Refusal('forbidden', `taking people out of room "${room.name}" is for its hosts`);
  const member = held.member(id);
  if (!member) throw new Refusal('changed', `${id} is no member of room "${room.name}"`);
  const isOtherHost = ({ id: other }: Person): boolean => other !== id && held.member(other)?.as === 'host';
  if (room.kind === 'team' && member.as === 'host' && (room.members ?? 0) > 1 && !beforehand?.hosts?.some(isOtherHost))
    throw new Refusal('forbidden', `you are the last host of room "${room.name}"; make somebody else host before`);
  const removed = { person: member.person, was: member.as };
  return [...visitorsLeft(room, [id]), { type: 'member.removed', audience: 'everyone', data: removed }];
};

/** The event of somebody who was let in. */
export function added(data: Extract<EventDraft, { type: 'member.added' }>['data']): EventDraft {
  return { type: 'member.added', audience: 'everyone', data };
}
