/** Somebody at a room, as the store has it now. */
import { parseLaneName, type Person } from '@support-chat/protocol';
import { mayHaveLane } from './commands/lanes.js';
import type { Visit } from './kinds/kind.js';
import { maySee, requireVisible } from './kinds/visibility.js';
import type { Store } from './store/store.js';

/** The person in the room, at `head` of its log or later. Throws Refusal('not_found'). */
export async function findVisit(store: Store, name: string, person: Person): Promise<{ visit: Visit; head: number }> {
  const found = await store.room(name);
  // After the room: whoever was taken out up to its head is known to be.
  const member = found?.room.members ? await store.member(name, person.id) : null;
  return { visit: requireVisible(found?.room, person, member), head: found?.head ?? 0 };
}

/** Whether this is the person's own lane, and has no first message yet. */
export async function isLaneToBegin(store: Store, name: string, person: Person): Promise<boolean> {
  const place = parseLaneName(name);
  if (place?.person !== person.id || (await store.room(name))) return false;
  const parent = await store.room(place.of);
  return parent !== null && maySee({ person, room: parent.room, member: null }) && mayHaveLane(person, parent.room);
}

/** Those of the rooms that the person may see. */
export async function visibleAmong(
  store: Store,
  names: Iterable<string>,
  person: Person,
): Promise<ReadonlySet<string>> {
  const rooms = await Promise.all([...names].map((name) => store.room(name)));
  const memberships = await store.memberships(person.id);
  const visible = rooms.filter(
    (found) => found && maySee({ person, room: found.room, member: memberships.get(found.room.name) ?? null }),
  );
  return new Set(visible.flatMap((found) => found?.room.name ?? []));
}
