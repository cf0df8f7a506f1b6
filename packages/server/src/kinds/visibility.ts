/** Who sees which room and which event. */
import {
  isStaff,
  Refusal,
  wordsIn,
  type MemberDoc,
  type Person,
  type RoomDoc,
  type RoomEvent,
  type StoredEvent,
} from '@support-chat/protocol';
import { hasOneOf } from '../auth/attributes.js';
import type { Visit } from './kind.js';
import { kinds } from './kinds.js';

/**
 * The visit, if the room is there and the person may know of it. Throws Refusal('not_found') otherwise, with the same words
 * in both cases: an answer must not tell a hidden room from none.
 */
export function requireVisible(room: RoomDoc | null | undefined, person: Person, member: MemberDoc | null): Visit {
  const visit = room && { person, room, member };
  if (visit && maySee(visit)) return visit;
  throw notVisible();
}

/** What both a room that is not there and a hidden one get. */
export function notVisible(): Refusal {
  return new Refusal('not_found', 'there is no room of this name that you may see');
}

/** Whether the person may know of the room. */
export function maySee(visit: Visit): boolean {
  const { person, room, member } = visit;
  if (room.deleted || room.erasedAt !== undefined) return false;
  // A guest knows of the room whose link they came by, as long as it is open.
  if (person.role === 'guest' && (member?.as !== 'guest' || room.state !== 'open')) return false;
  if (isBound(room) && !member && !isStaff(person.role) && !hasOneOf(person, room.boundTo)) return false;
  return kinds[visit.room.kind].maySee(visit);
}

/** Whether it is for people with an attribute alone. */
export function isBound(room: RoomDoc): room is RoomDoc & Required<Pick<RoomDoc, 'boundTo'>> {
  return room.boundTo !== undefined && room.boundTo.length > 0;
}

/** How much of a room somebody sees. */
export type Sight = {
  /** Reads what is for staff. */
  readonly isStaff: boolean;
  /** Number of the first event they see. */
  readonly from: number;
};

export function sightOf({ person, member }: Pick<Visit, 'person' | 'member'>): Sight {
  return { isStaff: isStaff(person.role), from: member?.from ?? 1 };
}

/** The room as it stands in lists: what is done in it stands in the room itself, and may be long. */
export function roomInList(whole: RoomDoc): RoomDoc {
  const { checklist, visitors, links, wavesFor, ...room } = whole;
  return checklist || visitors || links || wavesFor ? room : whole;
}

/** The room as it looks with this sight: what was said before its first event, or is for staff, is in none of it. */
export function roomFor({ isStaff, from }: Sight, whole: RoomDoc): RoomDoc {
  const { checklist, links, wavesFor, ...open } = whole;
  const room = isStaff || !(checklist || links || wavesFor) ? whole : open;
  const { last, waiting, problems, pins } = room;
  // A problem is what the last message about it says; what is pinned is said to whoever is there then.
  const parts = [last?.seq, waiting?.seq, ...[...(problems ?? []), ...(pins ?? [])].map(({ rev }) => rev)];
  if (parts.every((seq) => (seq ?? from) >= from)) return room;
  return {
    ...room,
    ...(problems && { problems: problems.filter(({ rev }) => rev >= from) }),
    ...(pins && { pins: pins.filter(({ rev }) => rev >= from) }),
    last: last && last.seq >= from ? last : null,
    waiting: waiting && waiting.seq >= from ? waiting : null,
  };
}

/** What others get of arrays that many ask for. */
const hiddenIn = new WeakMap<readonly StoredEvent[], readonly RoomEvent[]>();

/** The events as somebody who is not staff receives them. Returns the same array when nothing is hidden. */
export function hideStaffEvents(events: readonly StoredEvent[]): readonly RoomEvent[] {
  if (!events.some(({ audience }) => audience === 'staff')) return events;
  let open = hiddenIn.get(events);
  if (!open) hiddenIn.set(events, (open = events.map(hideStaffEvent)));
  return open;
}

function hideStaffEvent(event: StoredEvent): RoomEvent {
  return event.audience === 'everyone' ? event : { type: 'hidden', seq: event.seq };
}

/** The events as they are seen with this sight. */
export function eventsFor({ isStaff, from }: Sight, events: readonly StoredEvent[]): readonly RoomEvent[] {
  const seen: readonly RoomEvent[] = isStaff ? events : hideStaffEvents(events);
  if (from <= 1) return seen;
  // Words of a message from before stay so, also where they are edited later.
  const isSeen = (event: RoomEvent): boolean =>
    event.seq >= from && (isAlwaysSeen(event) || (wordsIn(event) ?? from) >= from);
  return seen.every(isSeen) ? seen : seen.map((event) => (isSeen(event) ? event : { type: 'hidden', seq: event.seq }));
}

/** What is pinned while somebody is there is for them, too, whenever it was said. */
function isAlwaysSeen(event: RoomEvent): event is Extract<RoomEvent, { type: 'hidden' | 'message.pinned' }> {
  return event.type === 'hidden' || event.type === 'message.pinned';
}
