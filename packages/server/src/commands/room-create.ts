import { privateNamePattern, Refusal, type EventDraft } from '@support-chat/protocol';
import { kinds } from '../kinds/kinds.js';
import type { Command } from './command.js';
import { added } from './members.js';
import { requireTimes } from './room-plan.js';

/** Creates a room. Refuses `forbidden` before it looks whether the name is taken, then `room_exists`. */
export const createRoom: Command<'room.create'> = ({ room, now }, by, { room: name, kind, isPrivate, ...rest }) => {
  const { title, purpose, opensAt, closesAt, topics, boundTo, checklist } = rest;
  const policy = kinds[kind];
  if (!policy.mayCreate(by))
    throw new Refusal('forbidden', `creating a ${kind} room is not open to the role ${by.role}`);
  if (isPrivate && !policy.canBePrivate)
    throw new Refusal('bad_request', `a ${kind} room cannot be private; create a team room`);
  if (boundTo && (isPrivate || !policy.canBeBound))
    throw new Refusal('bad_request', `a ${isPrivate ? 'private' : kind} room is for those who are let in by name`);
  if (checklist && checklist.length > 0 && !policy.hasNotes)
    throw new Refusal('bad_request', `in a ${kind} room there is nothing for staff alone, and no checklist`);
  // Whoever could try names out would learn which private rooms there are.
  if (isPrivate !== undefined && !privateNamePattern.test(name))
    throw new Refusal('bad_request', 'expected a name that ends with a hyphen and 32 random hexadecimal digits');
  requireTimes({ opensAt: opensAt ?? null, closesAt: closesAt ?? null }, now);
  if (room) throw new Refusal('room_exists', `a room "${name}" is there already; choose another name`);
  return [
    {
      type: 'room.created',
      audience: 'everyone',
      data: {
        ...{ name, kind, title, purpose, ...(isPrivate && { isPrivate }) },
        ...(opensAt !== undefined && { opensAt }),
        ...(closesAt !== undefined && { closesAt }),
        ...(topics && { topics }),
        ...(boundTo && { boundTo }),
      },
    },
    ...listed(checklist),
    ...(policy.creatorAs ? [added({ person: by, as: policy.creatorAs, was: null, from: 1 })] : []),
  ];
};

function listed(items: readonly string[] = []): EventDraft[] {
  return items.length > 0 ? [{ type: 'checklist.changed', audience: 'staff', data: { items } }] : [];
}
