/** What support does in a room: a list for staff, with who did what. */
import { isStaff, Refusal, type Person, type RoomDoc } from '@support-chat/protocol';
import { kinds } from '../kinds/kinds.js';
import type { Held } from '../store/store.js';
import { requireManaged, requireVisit, type Command } from './command.js';

/** Says anew what is to be done. Refuses `forbidden` to whoever is no staff there; in a closed room there may be something left to do. */
export const setChecklist: Command<'checklist.set'> = (held, by, { items }) => {
  requireKeeper(held, by);
  return [{ type: 'checklist.changed', audience: 'staff', data: { items } }];
};

/** Ticks one thing off, or takes that back. Refuses `changed` when the list is another than was seen. */
export const tickChecklist: Command<'checklist.tick'> = (held, by, { item, text, isDone }) => {
  const { checklist = [] } = requireKeeper(held, by);
  const found = checklist[item];
  if (found?.text !== text)
    throw new Refusal(
      'changed',
      `expected "${text}" at place ${item} of the list, there is ${found ? `"${found.text}"` : 'nothing'}`,
    );
  return [{ type: 'checklist.ticked', audience: 'staff', data: { item, isDone } }];
};

function requireKeeper(held: Held, by: Person): RoomDoc {
  const visit = requireVisit(held, by);
  requireManaged(held, by);
  if (isStaff(by.role) && kinds[visit.room.kind].mayPost(visit, 'staff')) return visit.room;
  throw new Refusal(
    'forbidden',
    `the list of room "${visit.room.name}" is for agents and managers, you are ${by.role}`,
  );
}
