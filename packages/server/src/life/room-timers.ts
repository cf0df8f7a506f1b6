/** Lets time pass for rooms: looks for those to which something is due, and does it. */
import type { Bus } from '../bus/bus.js';
import type { Clock } from '../clock.js';
import type { FileUpkeep } from '../files/upkeep.js';
import type { Logger } from '../logger.js';
import { startLooking } from '../looker.js';
import { cidOf } from '../own-cid.js';
import type { RoomTime, Store } from '../store/store.js';
import { appendByTime, leadLanes } from './lead-lanes.js';
import { passTime } from './pass-time.js';
import { roomDueAt } from './room-due.js';

/** A lane that was begun in the moment in which its room was deleted is found by a second look. */
const againMs = 60_000;
const retryMs = 60_000;
const firstMs = 1_000;
const maxPerLook = 100;

/** Starts looking. Every node may: what one has done the others find done. Returns the stop. */
export function startRoomTimers(options: {
  readonly store: Store;
  readonly bus: Bus;
  readonly files: Pick<FileUpkeep, 'removeSoon'>;
  readonly clock: Clock;
  readonly log: Logger;
}): () => void {
  const { store, bus, files, clock, log } = options;

  const pass = async ({ room: name, dueAt: from }: RoomTime): Promise<void> => {
    const found = await store.room(name);
    if (!found) return;
    const { room } = found;
    const { deleted, erasedAt } = room;
    if (erasedAt !== undefined) {
      await store.files.withdrawRoom(name);
      await store.erase(name);
      files.removeSoon();
      return store.putOffRoom(name, { from, to: null });
    }
    if (!room.lane) await leadLanes({ store, bus }, found);
    const now = clock.now();
    const dueAt = roomDueAt(room);
    if (dueAt !== null && dueAt <= now) {
      await appendByTime({ store, bus }, { room: name, cid: cidOf('pass', name, dueAt), decide: passTime });
      return;
    }
    const again = (deleted?.at ?? 0) + againMs;
    await store.putOffRoom(name, { from, to: dueAt !== null && now < again ? Math.min(again, dueAt) : dueAt });
  };

  return startLooking(
    async (isStopped) => {
      for (const due of await store.dueRooms(clock.now(), maxPerLook))
        if (!isStopped())
          // One that cannot be done does not hold up the others.
          await pass(due).catch((error: unknown) => {
            log.warn('a room that is due could not be looked after', { room: due.room, error });
            return store.putOffRoom(due.room, { from: due.dueAt, to: clock.now() + retryMs });
          });
    },
    { clock, log, what: 'rooms that are due', firstMs },
  );
}
