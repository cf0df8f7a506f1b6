/** What PostgreSQL knows of files. */
import type { MessagePlace } from '../store.js';
import {
  fileColumns,
  fileDocOf,
  fileRowOf,
  type FileChanges,
  type FileColumns,
  type FileRow,
  type FileRows,
} from '../file-rows.js';
import type { Query } from './connections.js';

type Seams = {
  readonly schema: string;
  readonly read: <T>(read: (query: Query) => Promise<T>) => Promise<T>;
  /** In one transaction. */
  readonly write: <T>(write: (query: Query) => Promise<T>) => Promise<T>;
};

/** Who begins an upload waits for others who do: two must not take the same space. */
const quotaLock = 7_220_514_332;

export class PostgresFileRows implements FileRows {
  readonly #read: Seams['read'];
  readonly #write: Seams['write'];
  readonly #files: string;
  readonly #places: string;
  readonly #schema: string;

  constructor({ schema, read, write }: Seams) {
    this.#read = read;
    this.#write = write;
    this.#schema = schema;
    this.#files = `${schema}.files`;
    this.#places = `${schema}.file_places`;
  }

  begin: FileRows['begin'] = (row, quota) =>
    this.#write(async (query) => {
      await query('', `SELECT pg_advisory_xact_lock(${quotaLock})`);
      const [known] = await this.#rows(query, 'file', 'WHERE id = $1', [row.id]);
      if (known) return known;
      if ((await this.#sizeOf(query, 'person', row.person)) + row.size > quota.person) return 'person_full';
      if ((await this.#sizeOf(query, 'room', row.room)) + row.size > quota.room) return 'room_full';
      await this.#insert(query, row);
      return row;
    });

  get: FileRows['get'] = async (id) =>
    (await this.#read((query) => this.#rows(query, 'file', 'WHERE id = $1', [id])))[0] ?? null;

  finish: FileRows['finish'] = (id, file) =>
    this.#write(async (query) => {
      const [known] = await this.#rows(query, 'file_held', 'WHERE id = $1 FOR UPDATE', [id]);
      if (known?.state !== 'uploading') return false;
      await query('finish_file', `UPDATE ${this.#files} SET size = $1, state = $2, doc = $3 WHERE id = $4`, [
        ...[file.size, file.state, fileDocOf({ ...known, file }), id],
      ]);
      return true;
    });

  settle: FileRows['settle'] = (id, state) => this.#settle(id, state);

  giveUp: FileRows['giveUp'] = (id) => this.#settle(id, 'gone');

  places: FileRows['places'] = (id) =>
    this.#read((query) =>
      query<MessagePlace>('file_places', `SELECT room, seq FROM ${this.#places} WHERE file = $1 ORDER BY room, seq`, [
        id,
      ]),
    );

  withdraw: FileRows['withdraw'] = (places) =>
    this.#write(async (query) => {
      for (const { room, seq } of places)
        await this.#loseLast(
          query,
          await query<{ file: string }>(
            'withdraw_files',
            `DELETE FROM ${this.#places} WHERE room = $1 AND seq = $2 RETURNING file`,
            [room, seq],
          ),
        );
    });

  withdrawRoom: FileRows['withdrawRoom'] = (room) =>
    this.#write(async (query) => {
      await this.#loseLast(
        query,
        await query<{ file: string }>('withdraw_room', `DELETE FROM ${this.#places} WHERE room = $1 RETURNING file`, [
          room,
        ]),
      );
      await query('lose_unattached', `UPDATE ${this.#files} SET state = 'gone' WHERE room = $1 AND NOT is_attached`, [
        room,
      ]);
    });

  uploadsOf: FileRows['uploadsOf'] = (person) =>
    this.#read((query) =>
      this.#rows(query, 'uploads_of', `WHERE person = $1 AND state = 'uploading' ORDER BY created_at`, [person]),
    );

  inState: FileRows['inState'] = (state, after, limit) =>
    this.#read((query) =>
      this.#rows(query, 'files_in_state', 'WHERE state = $1 AND id > $2 ORDER BY id LIMIT $3', [state, after, limit]),
    );

  unattached: FileRows['unattached'] = ({ unfinished, finished }, limit) =>
    this.#read((query) =>
      this.#rows(
        query,
        'files_unattached',
        `WHERE NOT is_attached AND state <> 'gone'
           AND created_at < CASE state WHEN 'uploading' THEN $1::bigint ELSE $2::bigint END ORDER BY created_at LIMIT $3`,
        [unfinished, finished, limit],
      ),
    );

  forget: FileRows['forget'] = (id) =>
    this.#write(async (query) => {
      await query('forget_file', `DELETE FROM ${this.#files} WHERE id = $1 AND state = 'gone'`, [id]);
    });

  key: FileRows['key'] = () =>
    this.#read(async (query) => {
      const [row] = await query<{ key: string }>('file_key', `SELECT key FROM ${this.#schema}.file_key`);
      return Buffer.from(row?.key ?? '', 'hex');
    });

  read: FileRows['read'] = (after, limit) =>
    this.#read((query) => this.#rows(query, 'files_after', 'WHERE id > $1 ORDER BY id LIMIT $2', [after, limit]));

  adopt: FileRows['adopt'] = (rows) =>
    this.#write(async (query) => {
      for (const row of rows) await this.#insert(query, row);
    });

  /** On the connection of a transaction that is to show them: until its end nobody else changes them. */
  hold(query: Query, ids: readonly string[]): Promise<FileRow[]> {
    return this.#rows(query, 'hold_files', 'WHERE id = ANY ($1) ORDER BY id FOR UPDATE', [ids]);
  }

  /** On the connection of a transaction. */
  async write(query: Query, { shown, checked }: FileChanges): Promise<void> {
    const columns = [shown.map(({ file }) => file), shown.map(({ room }) => room), shown.map(({ seq }) => seq)];
    if (shown.length > 0) {
      await query(
        'show_files',
        `INSERT INTO ${this.#places} (file, room, seq) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])
         ON CONFLICT DO NOTHING`,
        columns,
      );
      await query('attach_files', `UPDATE ${this.#files} SET is_attached = true WHERE id = ANY ($1)`, [
        columns[0] ?? [],
      ]);
    }
    for (const { file, state } of checked)
      await query('check_file', `UPDATE ${this.#files} SET state = $1 WHERE id = $2 AND state <> 'gone'`, [
        ...[state, file],
      ]);
  }

  async #rows(
    query: Query,
    name: string,
    rest: string,
    values: readonly (string | number | readonly string[])[],
  ): Promise<FileRow[]> {
    return (await query<FileColumns>(name, `SELECT ${fileColumns} FROM ${this.#files} ${rest}`, values)).map(fileRowOf);
  }

  async #sizeOf(query: Query, column: 'person' | 'room', of: string): Promise<number> {
    const [row] = await query<{ size: number }>(
      `file_size_of_${column}`,
      `SELECT coalesce(sum(size), 0)::bigint AS size FROM ${this.#files}
       WHERE ${column} = $1 AND state NOT IN ('gone', 'refused')`,
      [of],
    );
    return row?.size ?? 0;
  }

  async #insert(query: Query, row: FileRow): Promise<void> {
    const { id, room, person, size, createdAt, state, isAttached } = row;
    await query(
      'add_file',
      `INSERT INTO ${this.#files} (${fileColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
      [id, room, person, size, createdAt, state, isAttached, fileDocOf(row)],
    );
  }

  /** Waits for a transaction that shows it, and then sees that it does. */
  #settle(id: string, state: string): Promise<boolean> {
    return this.#write(async (query) => {
      const rows = await query(
        'settle_file',
        // What was given up stays so.
        `UPDATE ${this.#files} SET state = $1 WHERE id = $2 AND NOT is_attached AND (state <> 'gone' OR $1 = 'gone') RETURNING id`,
        [state, id],
      );
      return rows.length > 0;
    });
  }

  async #loseLast(query: Query, withdrawn: readonly { readonly file: string }[]): Promise<void> {
    if (withdrawn.length === 0) return;
    await query(
      'lose_last',
      `UPDATE ${this.#files} f SET state = 'gone'
       WHERE id = ANY ($1) AND NOT EXISTS (SELECT 1 FROM ${this.#places} p WHERE p.file = f.id)`,
      [withdrawn.map(({ file }) => file)],
    );
  }
}
