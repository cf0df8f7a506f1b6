/** Takes a store's rooms out as portions of rows, and puts them into another store. */
import { fillingEpoch, isFillingEpoch } from '../store/epoch.js';
import type { EventRow } from '../store/event-row.js';
import type { FileRow } from '../store/file-rows.js';
import { StoreOpenError } from '../store/store-open-error.js';
import type { CannedRow, DirectoryRow, PersonMarker, Store } from '../store/store.js';
import type { Progress } from './progress.js';

/**
 * Some rows of one room, in order; the last portion of a room has its markers. Or when people were signed out. Or who wants
 * not to be disturbed. Or people of the directory. Or canned replies. Or what is known of files; their bytes are not in here.
 */
export type Portion =
  | {
      readonly room: string;
      readonly rows: readonly EventRow[];
      readonly markers?: readonly PersonMarker[];
    }
  | { readonly signOuts: readonly (readonly [person: string, at: number])[] }
  | { readonly busyPeople: readonly string[] }
  | { readonly people: readonly DirectoryRow[] }
  | { readonly canned: readonly CannedRow[] }
  | { readonly files: readonly FileRow[] };

const rowsPerPortion = 500;
const cannedPerPortion = 100;

/** Everything up to the heads of this moment. Rooms come one after the other. */
export async function* portionsOf(store: Store, heads: ReadonlyMap<string, number>): AsyncGenerator<Portion> {
  const signOuts = await store.signOuts(0);
  if (signOuts.size > 0) yield { signOuts: [...signOuts] };
  const busyPeople = await store.busyPeople();
  if (busyPeople.size > 0) yield { busyPeople: [...busyPeople] };
  for (let after: string | undefined = ''; after !== undefined;) {
    const people: readonly DirectoryRow[] = await store.readPeople(after, rowsPerPortion);
    if (people.length > 0) yield { people };
    after = people.at(-1)?.person.id;
  }
  for (let after: string | undefined = ''; after !== undefined;) {
    const canned: readonly CannedRow[] = await store.readCanned(after, cannedPerPortion);
    if (canned.length > 0) yield { canned };
    after = canned.at(-1)?.reply.id;
  }
  // Before the messages that show them.
  for (let after: string | undefined = ''; after !== undefined;) {
    const files: readonly FileRow[] = await store.files.read(after, rowsPerPortion);
    if (files.length > 0) yield { files };
    after = files.at(-1)?.id;
  }
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
 * Fills a store that is empty, or goes on where an earlier filling from the same `source` was interrupted. Until `epoch` is
 * begun at the end, no server opens it. Resolves to what is another log at the end than in the source, one line a room; then
 * the epoch was not begun. Throws StoreOpenError for a store in use or filled from another source, TypeError when the rows are
 * not sound.
 */
export async function fillStore(
  target: Store,
  portions: AsyncIterable<Portion>,
  options: { readonly progress: Progress; readonly epoch: string; readonly source: string },
): Promise<readonly string[]> {
  const filling = fillingEpoch(options.source);
  const heads = new Map(await target.heads());
  if (isFillingEpoch(target.epoch) && target.epoch !== filling)
    throw new StoreOpenError(
      'a restore or a migration of another source into this store did not end; run that one again, or give an empty store',
    );
  if (heads.size > 0 && target.epoch !== filling)
    throw new StoreOpenError('the target has rooms already; give an empty one');
  await target.beginEpoch(filling);
  const ends = new Map<string, End>();
  for await (const portion of portions) {
    if ('signOuts' in portion) {
      for (const [person, at] of portion.signOuts) await target.signOut(person, at);
      continue;
    }
    if ('busyPeople' in portion) {
      for (const person of portion.busyPeople) await target.setBusy(person, true);
      continue;
    }
    if ('people' in portion) {
      await target.keepPeople(portion.people);
      continue;
    }
    if ('canned' in portion) {
      // What an interrupted filling has put there already stays.
      for (const row of portion.canned) await target.putCanned(row, 0);
      continue;
    }
    if ('files' in portion) {
      await target.files.adopt(portion.files);
      continue;
    }
    const { room, rows, markers } = portion;
    const head = heads.get(room) ?? 0;
    const missing = rows.filter(({ seq }) => seq > head);
    if (missing.length > 0 || markers) await target.adopt(room, { rows: missing, ...(markers && { markers }) });
    const end = rows.at(-1);
    if (end) ends.set(room, end);
    options.progress.add(rows.length);
  }
  const differences = await differencesFrom(target, ends);
  if (differences.length === 0) await target.beginEpoch(options.epoch);
  return differences;
}

/** The last event of a room, and the digest of all up to it. */
type End = Pick<EventRow, 'seq' | 'chain'>;

async function differencesFrom(target: Store, ends: ReadonlyMap<string, End>): Promise<string[]> {
  const differences: string[] = [];
  const heads = await target.heads();
  for (const room of new Set([...heads.keys(), ...ends.keys()])) {
    const [head, end] = [heads.get(room) ?? 0, ends.get(room)];
    if (head !== (end?.seq ?? 0))
      differences.push(`room ${room} ends at event ${head}, in the source at ${end?.seq ?? 0}`);
    else if ((await target.readRows(room, { after: head, limit: 1 }))?.chain !== end?.chain)
      differences.push(`room ${room} has another event ${head} than the source`);
  }
  return differences;
}
