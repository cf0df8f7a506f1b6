import type { Bus } from './bus/bus.js';
import type { Append, Store, StoredAppend } from './store/store.js';

/** Appends, and tells every node that the log has grown: also when it was there already, for then nobody may have been told. */
export async function appendAndTell(
  { store, bus }: { readonly store: Pick<Store, 'append'>; readonly bus: Pick<Bus, 'publish'> },
  append: Append,
): Promise<StoredAppend> {
  const stored = await store.append(append);
  bus.publish({ type: 'hint', room: append.room, head: stored.seq + stored.events.length - 1 });
  return stored;
}
