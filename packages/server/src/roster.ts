/** Who is in a room and who belongs to it, as far as somebody may know. */
import {
  compareInRoster,
  isStaff,
  limits,
  presenceIn,
  type InquiryTable,
  type MemberDoc,
  type Person,
  type Presence,
  type RoomDoc,
  type RosterEntry,
} from '@support-chat/protocol';

/**
 * The roster of a room for somebody who sees it. Staff see everybody; who was let in by name sees the others who were, and
 * staff; anybody else sees staff: which colleagues have trouble is nobody's business.
 */
export function rosterOf({
  reader,
  room,
  members,
  here,
  helpers,
  presenceOf,
}: {
  readonly reader: Person;
  /** Null for the reader's own lane before its first message. */
  readonly room: RoomDoc | null;
  readonly members: readonly MemberDoc[];
  /** Everybody in the room. */
  readonly here: ReadonlyMap<string, Person>;
  /** Staff who can help in it, wherever they are. */
  readonly helpers: readonly Person[];
  readonly presenceOf: (person: string) => Presence | null;
}): InquiryTable['room.roster']['answer'] {
  const asOf = new Map(members.map(({ person, as }) => [person.id, as]));
  // Guests come and go, and are not one of those.
  const isInside = asOf.has(reader.id) && reader.role !== 'guest';
  const mayKnow = (person: Person): boolean =>
    isStaff(reader.role) || isStaff(person.role) || (isInside && asOf.has(person.id));
  const people = new Map<string, Person>();
  for (const { person } of members) people.set(person.id, person);
  // As they are called now.
  for (const person of [...helpers, ...here.values()]) people.set(person.id, person);
  const entries = [...people.values()].filter(mayKnow).map(({ id, name, role }): RosterEntry => {
    const [as, isHere] = [asOf.get(id) ?? null, here.has(id)];
    const isPrivate = room?.isPrivate === true;
    const overall = presenceOf(id);
    const presence = overall && presenceIn({ isPrivate, isMember: as !== null, isHere, presence: overall });
    return { id, name, role, as, isHere, presence };
  });
  return { people: entries.length, entries: entries.sort(compareInRoster).slice(0, limits.maxRosterPeople) };
}
