/** A lane begins with its first message. */
import { isStaff, parseLaneName, Refusal, type EventDraft, type Person, type RoomDoc } from '@support-chat/protocol';
import { kinds } from '../kinds/kinds.js';
import { isBound, requireVisible } from '../kinds/visibility.js';
import type { Held } from '../store/store.js';
import type { Command } from './command.js';

/** What begins a lane. */
export type LaneBegin = Extract<EventDraft, { type: 'room.created' }>;

/**
 * The event that begins the person's own lane; null where there is something already, or the name is no lane's. Throws
 * Refusal('not_found') when there can be none.
 */
export function laneBegin({ room, beside }: Pick<Held, 'room' | 'beside'>, by: Person, name: string): LaneBegin | null {
  const place = room ? null : parseLaneName(name);
  if (place?.person !== by.id) return null;
  // Lanes are beside rooms that are open to everybody: membership decides nothing there.
  const { room: parent } = requireVisible(beside(place.of), by, null);
  if (!mayHaveLane(by, parent))
    throw new Refusal('not_found', `there are no lanes beside room "${parent.name}" for you`);
  return begun(name, parent, by);
}

/** Staff: begins somebody's lane, to write to them there. Refuses `room_exists` when it has begun. */
export const beginLane: Command<'lane.begin'> = ({ room, beside }, by, { room: name, person }) => {
  if (!isStaff(by.role))
    throw new Refusal('forbidden', `beginning a lane is for agents and managers, you are ${by.role}`);
  const place = parseLaneName(name);
  if (place?.person !== person.id)
    throw new Refusal('bad_request', `expected the lane of ${person.id} beside a room, got "${name}"`);
  const { room: parent } = requireVisible(beside(place.of), by, null);
  if (!mayHaveLane(person, parent))
    throw new Refusal('forbidden', `${person.id} can have no lane beside "${parent.name}"`);
  if (room) throw new Refusal('room_exists', `the lane of ${person.id} has begun already`);
  return [begun(name, parent, person)];
};

/** The event that begins the lane of this person beside the room. */
export function begun(name: string, parent: RoomDoc, person: Person): LaneBegin {
  const { name: of, title } = parent;
  // Who may not see the room any more does not see the lane.
  const bound = isBound(parent) ? { boundTo: parent.boundTo } : {};
  const data = { name, kind: 'lane', title, purpose: '', lane: { of, person }, ...bound } as const;
  return { type: 'room.created', audience: 'everyone', data };
}

/** Whether the person may ask in private beside this room. Staff answer there. */
export function mayHaveLane({ role }: Person, parent: RoomDoc): boolean {
  return kinds[parent.kind].hasLanes && role === 'employee';
}
