/** The directory of rooms: for whoever looks for the right one. */
import { limits, type FoundRoom, type InquiryTable, type Person, type RoomDoc } from '@support-chat/protocol';
import { hasOneOf } from './auth/attributes.js';
import { maySee } from './kinds/visibility.js';
import { areFound, wordsOf } from './people/name-keys.js';
import type { Store } from './store/store.js';

/** Rooms one may enter without being let in: open or planned, none that is private or a lane. First those bound to an attribute of the person. */
export async function findRooms(
  store: Store,
  person: Person,
  text: string,
): Promise<InquiryTable['rooms.find']['answer']> {
  // A guest has the room whose link they came by.
  if (person.role === 'guest') return { rooms: [], isAll: true };
  const words = wordsOf(text);
  const memberships = await store.memberships(person.id);
  const found = (await store.rooms('without lanes'))
    .map(({ room }) => room)
    .filter(({ state, isPrivate }) => state !== 'closed' && !isPrivate)
    .filter((room) => maySee({ person, room, member: memberships.get(room.name) ?? null }))
    .filter((room) => areFound(words, keysOf(room)))
    .map((room) => foundRoom(room, person))
    .sort(compareFound);
  return { rooms: found.slice(0, limits.maxRoomsFound), isAll: found.length <= limits.maxRoomsFound };
}

function keysOf({ name, title, purpose, topics = [] }: RoomDoc): string {
  const words = wordsOf([title, ...topics, name, purpose].join(' '));
  // Wi-Fi is found by wifi, too.
  const joined = topics.map((topic) => wordsOf(topic).join(''));
  return [...words, ...joined].map((key) => ` ${key}`).join('');
}

function foundRoom(
  { name, kind, state, title, purpose, topics, page, opensAt, boundTo }: RoomDoc,
  person: Person,
): FoundRoom {
  return {
    ...{ name, kind, state, title, purpose },
    ...(topics && { topics }),
    ...(page && { page }),
    opensAt: state === 'planned' ? (opensAt ?? null) : null,
    isForYou: boundTo !== undefined && hasOneOf(person, boundTo),
  };
}

function compareFound(a: FoundRoom, b: FoundRoom): number {
  if (a.isForYou !== b.isForYou) return a.isForYou ? -1 : 1;
  return a.title < b.title ? -1 : a.title > b.title ? 1 : a.name < b.name ? -1 : 1;
}
