/** Lanes follow the room that they are beside: they go and come back with it, and are for whom it is for. */
import { Refusal } from '@support-chat/protocol';
import { appendAndTell } from '../append-and-tell.js';
import { clockwork } from '../auth/clockwork.js';
import type { Bus } from '../bus/bus.js';
import type { Append, RoomHead, Store } from '../store/store.js';
import { cidOf } from '../own-cid.js';
import { followRoom, isBehind } from './pass-time.js';

type Seams = { readonly store: Store; readonly bus: Pick<Bus, 'publish'> };

/** Lets every lane beside the room follow it. Again, it changes nothing. */
export async function leadLanes(seams: Seams, { room, head }: RoomHead): Promise<void> {
  for (const lane of await seams.store.lanes(room.name))
    if (isBehind(lane.room, room)) {
      const cid = cidOf('follow', room.name, head);
      await appendByTime(seams, { room: lane.room.name, cid, beside: room.name, decide: followRoom });
    }
}

/** Appends what nobody does. Returns whether it was done now. */
export async function appendByTime(
  seams: Seams,
  append: Pick<Append, 'room' | 'cid' | 'beside' | 'decide'>,
): Promise<boolean> {
  try {
    await appendAndTell(seams, { ...append, by: clockwork, hash: 'time' });
    return true;
  } catch (error) {
    // Somebody was quicker.
    if (error instanceof Refusal && error.code === 'changed') return false;
    throw error;
  }
}
