/** Who sees which room and which event. */
import { isStaff, Refusal, type Person, type RoomDoc, type RoomEvent, type StoredEvent } from '@support-chat/protocol';
import { kinds } from './kinds.js';

/**
 * The room, if it is there and the person may know of it. Throws Refusal('not_found') otherwise, with the same words in
 * both cases: an answer must not tell a hidden room from none.
 */
export function requireVisible(room: RoomDoc | null | undefined, person: Person): RoomDoc {
  if (room && kinds[room.kind].maySee(person, room)) return room;
  throw new Refusal('not_found', 'there is no room of this name that you may see');
}

/** Whether the person may know of the room. */
export function maySee(person: Person, room: RoomDoc): boolean {
  return kinds[room.kind].maySee(person, room);
}

/** What others get of arrays that many ask for. */
const hiddenIn = new WeakMap<readonly StoredEvent[], readonly RoomEvent[]>();

/** The events as somebody who is not staff receives them. Returns the same array when nothing is hidden. */
export function hideStaffEvents(events: readonly StoredEvent[]): readonly RoomEvent[] {
  let open = hiddenIn.get(events);
  if (!open) {
    open = events.every((event) => event.audience === 'everyone') ? events : events.map(hideStaffEvent);
    hiddenIn.set(events, open);
  }
  return open;
}

function hideStaffEvent(event: StoredEvent): RoomEvent {
  return event.audience === 'everyone' ? event : { type: 'hidden', seq: event.seq };
}

/** The events as this person receives them. */
export function eventsFor(person: Person, events: readonly StoredEvent[]): readonly RoomEvent[] {
  return isStaff(person.role) ? events : hideStaffEvents(events);
}
