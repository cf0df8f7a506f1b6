import type { Store } from '../../packages/server/dist/store/store.js';
import type { Logged } from './history.js';

/** The whole log of a room. */
export async function logIn(store: Store, room: string): Promise<Logged[]> {
  const log: Logged[] = [];
  for (;;) {
    const events = await store.read(room, { after: log.length, limit: 500 });
    if (events.length === 0) return log;
    for (const { seq, cid, by, type, audience } of events)
      log.push({ seq, cid, person: by.id, isMessage: type === 'message.posted', isForStaff: audience === 'staff' });
  }
}
