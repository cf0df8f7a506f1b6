/** Lanes follow the room that they are beside: they go and come back with it, and are for whom it is for. */
import { createHash } from 'node:crypto';
import { Refusal, type EventDraft } from '@support-chat/protocol';
import { appendAndTell } from '../append-and-tell.js';
import { clockwork } from '../auth/clockwork.js';
import type { Bus } from '../bus/bus.js';
import type { Held, RoomHead, Store } from '../store/store.js';
import { followRoom, isBehind } from './pass-time.js';

type Seams = { readonly store: Store; readonly bus: Pick<Bus, 'publish'> };

/** Lets every lane beside the room follow it. Again, it changes nothing. */
export async function leadLanes(seams: Seams, { room, head }: RoomHead): Promise<void> {
  for (const lane of await seams.store.lanes(room.name))
    if (isBehind(lane.room, room))
      await appendByTime(seams, lane.room.name, cidByTime('follow', room.name, head), (held) => followRoom(held, room));
}

/** Appends what nobody does. Returns whether it was done now. */
export async function appendByTime(
  seams: Seams,
  room: string,
  cid: string,
  decide: (held: Held) => readonly EventDraft[],
): Promise<boolean> {
  try {
    await appendAndTell(seams, { room, by: clockwork, cid, hash: 'time', decide });
    return true;
  } catch (error) {
    // Somebody was quicker.
    if (error instanceof Refusal && error.code === 'changed') return false;
    throw error;
  }
}

/** The same on every node, and after a crash. */
export function cidByTime(what: string, room: string, at: number): string {
  return createHash('sha256').update(`${what}\n${room}\n${at}`).digest('hex').slice(0, 32);
}
