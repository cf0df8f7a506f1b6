/** What both engines ask before they forget a room. */
import type { RoomDoc } from '@support-chat/protocol';

export type { Store } from './store.js';

/** All places are after it. */
export const firstPlace = { room: '', seq: 0 } as const;

/** Events whose contents go in one transaction. */
export const rowsPerErasure = 500;

/** Events that are looked through for words in one go. */
export const eventsPerSearch = 5_000;

/** What an event that has words of the message may have in its JSON. */
export function tracesOf(message: number): readonly [string, string] {
  return [`"message":${message}`, `"pin":${message}`];
}

/** Throws TypeError unless the room's document says that it is erased. */
export function requireErased(name: string, room: RoomDoc | null): void {
  if (room?.erasedAt === undefined)
    throw new TypeError(`expected room ${name} to end with room.erased before it is erased`);
}
