/** Rooms that nobody sees any more, for those who may take them back. */
import { limits, type InquiryTable, type Person } from '@support-chat/protocol';
import { roomInList } from '../kinds/visibility.js';
import { mayRecover } from '../commands/room-delete.js';
import type { Store } from '../store/store.js';

/** The last one that was deleted comes first. Lanes come and go with the room that they are beside. */
export async function deletedRooms(store: Store, person: Person): Promise<InquiryTable['rooms.deleted']['answer']> {
  // They run nothing.
  if (person.role === 'guest') return { rooms: [] };
  const memberships = await store.memberships(person.id);
  const rooms = (await store.rooms('without lanes'))
    .map(({ room }) => room)
    .filter(({ deleted }) => deleted)
    .filter((room) => mayRecover({ person, room, member: memberships.get(room.name) ?? null }))
    .sort((a, b) => (b.deleted?.at ?? 0) - (a.deleted?.at ?? 0));
  return { rooms: rooms.slice(0, limits.maxDeletedPerRead).map(roomInList) };
}
