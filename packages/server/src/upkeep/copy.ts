/** Takes a store's rooms out as portions of rows, and puts them into another store. */
import { fillingEpoch } from '../store/epoch.js';
import type { EventRow } from '../store/event-row.js';
import { StoreOpenError } from '../store/store-open-error.js';
import type { PersonMarker, Store } from '../store/store.js';
import type { Progress } from './progress.js';

/** Some rows of one room, in order; the last portion of a room has its markers. Or when people were signed out. */
export type Portion =
  | {
      readonly room: string;
      readonly rows: readonly EventRow[];
      readonly markers?: readonly PersonMarker[];
    }
  | { readonly signOuts: readonly (readonly [person: string, at: number])[] };

const rowsPerPortion = 500;

/** Everything up to the heads of this moment. Rooms come one after the other. */
export async function* portionsOf(store: Store, heads: ReadonlyMap<string, number>): AsyncGenerator<Portion> {
  const signOuts = await store.signOuts(0);
  if (signOuts.size > 0) yield { signOuts: [...signOuts] };
  for (const [room, head] of heads) {
    for (let after = 0; after < head; after += rowsPerPortion) {
      const limit = Math.min(rowsPerPortion, head - after);
      const rows = (await store.readRows(room, { after, limit }))?.rows ?? [];
      if (rows.length !== limit)
        throw new StoreOpenError(
          `room ${room} has no event ${after + rows.length + 1}; run verify to see what is wrong`,
        );
      yield { room, rows };
    }
    const markers = await store.readMarkers(room);
    yield { room, rows: [], markers: markers.map(({ person, seq }) => ({ person, seq: Math.min(seq, head) })) };
  }
}

/**
 * Fills a store that is empty, or goes on where an earlier filling was interrupted. Until `epoch` is begun at the end, no
 * server opens it. Throws StoreOpenError for a store in use, TypeError when the rows are not sound.
 */
export async function fillStore(
  target: Store,
  portions: AsyncIterable<Portion>,
  options: { readonly progress: Progress; readonly epoch: string },
): Promise<void> {
  const heads = new Map(await target.heads());
  if (heads.size > 0 && target.epoch !== fillingEpoch)
    throw new StoreOpenError('the target has rooms already; give an empty one');
  await target.beginEpoch(fillingEpoch);
  for await (const portion of portions) {
    if ('signOuts' in portion) {
      for (const [person, at] of portion.signOuts) await target.signOut(person, at);
      continue;
    }
    const { room, rows, markers } = portion;
    const head = heads.get(room) ?? 0;
    const missing = rows.filter(({ seq }) => seq > head);
    if (missing.length > 0 || markers) await target.adopt(room, { rows: missing, ...(markers && { markers }) });
    options.progress.add(rows.length);
  }
  await target.beginEpoch(options.epoch);
}
