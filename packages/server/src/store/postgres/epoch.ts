/** Which log this is: the epoch stays as long as the database surely has everything it had. */
import { randomBytes } from 'node:crypto';
import type { Query } from './connections.js';

/**
 * Reads the epoch inside a transaction. It is made anew when the database is not the one it was: another cluster, another
 * database in it, or another timeline, which a promoted standby and a recovery to a point in time both begin. Either may
 * lack what was acknowledged.
 */
export async function readEpoch(query: Query, schema: string): Promise<string> {
  const [now] = await query<{ place: string }>(
    'place',
    `SELECT concat_ws('/',
       (SELECT system_identifier FROM pg_control_system()),
       (SELECT oid FROM pg_database WHERE datname = current_database()),
       substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)) AS place`,
  );
  if (!now) throw new TypeError('the database does not say which one it is');
  const meta = await query<{ key: string; value: string }>(
    'meta',
    `SELECT key, value FROM ${schema}.meta WHERE key IN ('log_epoch', 'place') ORDER BY key FOR UPDATE`,
  );
  const values = new Map(meta.map(({ key, value }) => [key, value]));
  const epoch = values.get('log_epoch');
  if (epoch !== undefined && values.get('place') === now.place) return epoch;
  return writeEpoch(query, schema, now.place);
}

/** Begins a new epoch inside a transaction. */
async function writeEpoch(query: Query, schema: string, place: string): Promise<string> {
  const epoch = randomBytes(16).toString('hex');
  await query(
    '',
    `INSERT INTO ${schema}.meta (key, value) VALUES ('log_epoch', $1), ('place', $2)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    [epoch, place],
  );
  return epoch;
}
