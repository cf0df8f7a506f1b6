/** Which log this is: the epoch stays as long as the database surely has everything it had. */
import { isFillingEpoch, newEpoch } from '../epoch.js';
import { StoreOpenError } from '../store-open-error.js';
import type { Query } from './connections.js';

/**
 * Reads the epoch inside a transaction. It is made anew when the database is not the one it was: another cluster, another
 * database in it, or another timeline, which a promoted standby and a recovery to a point in time both begin. Either may
 * lack what was acknowledged.
 */
export async function readEpoch(query: Query, schema: string): Promise<string> {
  const known = await knownEpoch(query, schema);
  if (known !== null) return known;
  // Several nodes may find out at the same time: one makes the epoch, the others find it made.
  const meta = await query<{ key: string; value: string }>(
    '',
    `SELECT key, value FROM ${schema}.meta ORDER BY key FOR UPDATE`,
  );
  const written = meta.find(({ key }) => key === 'log_epoch')?.value ?? '';
  // What is half filled stays so, wherever it is: a new epoch would open it to servers.
  const epoch = isFillingEpoch(written) ? written : newEpoch();
  return (await knownEpoch(query, schema)) ?? writeEpoch(query, schema, epoch);
}

/** The epoch, or null when this is not the database it was made for. Locks nothing: with a standby gone, nothing could be locked. */
export async function knownEpoch(query: Query, schema: string): Promise<string | null> {
  const place = await readPlace(query);
  const meta = await query<{ key: string; value: string }>(
    'meta',
    `SELECT key, value FROM ${schema}.meta WHERE key IN ('log_epoch', 'place')`,
  );
  const values = new Map(meta.map(({ key, value }) => [key, value]));
  return values.get('place') === place ? (values.get('log_epoch') ?? null) : null;
}

/** The epoch as it is written, for whoever only reads. Throws StoreOpenError when there is none. */
export async function writtenEpoch(query: Query, schema: string): Promise<string> {
  const [row] = await query<{ epoch: string }>(
    'epoch',
    `SELECT value AS epoch FROM ${schema}.meta WHERE key = 'log_epoch'`,
  );
  if (!row)
    throw new StoreOpenError(`expected an epoch in ${schema}.meta, found none; start the server once to begin one`);
  return row.epoch;
}

/** Begins an epoch inside a transaction. Resolves to it. */
export async function writeEpoch(query: Query, schema: string, epoch: string): Promise<string> {
  const place = await readPlace(query);
  await query(
    '',
    `INSERT INTO ${schema}.meta (key, value) VALUES ('log_epoch', $1), ('place', $2)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    [epoch, place],
  );
  return epoch;
}

/** Which database this is, among clusters, databases and timelines. */
async function readPlace(query: Query): Promise<string> {
  const [now] = await query<{ place: string }>(
    'place',
    `SELECT concat_ws('/',
       (SELECT system_identifier FROM pg_control_system()),
       (SELECT oid FROM pg_database WHERE datname = current_database()),
       substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)) AS place`,
  );
  if (!now) throw new TypeError('the database does not say which one it is');
  return now.place;
}
