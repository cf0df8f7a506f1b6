import { Refusal } from '@support-chat/protocol';
import { kinds } from '../kinds/kinds.js';
import type { Command } from './command.js';

/** Creates a room. Refuses `forbidden` before it looks whether the name is taken, then `room_exists`. */
export const createRoom: Command<'room.create'> = ({ room }, by, { room: name, kind, title, purpose }) => {
  if (!kinds[kind].mayManage(by))
    throw new Refusal('forbidden', `creating a ${kind} room needs an agent or a manager, you are ${by.role}`);
  if (room) throw new Refusal('room_exists', `a room "${name}" is there already; choose another name`);
  return [{ type: 'room.created', audience: 'everyone', data: { name, kind, title, purpose } }];
};
