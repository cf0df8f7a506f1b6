/** What SQLite knows of files. */
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
import type { Database, Statement } from './database.js';

type Seams = {
  readonly database: Database;
  /** Throws Refusal('unavailable') when the store is closed. */
  readonly idOf: (room: string) => number | undefined;
  /** Throws Refusal('unavailable') unless the store takes writes. */
  readonly requireWritable: () => void;
  readonly run: <T>(work: () => T) => Promise<T>;
  /** All of the work or none. */
  readonly inTransaction: <T>(work: () => T) => T;
};

export class SqliteFileRows implements FileRows {
  readonly #seams: Seams;
  readonly #statements: ReturnType<typeof prepareStatements>;

  constructor(seams: Seams) {
    this.#seams = seams;
    this.#statements = prepareStatements(seams.database);
  }

  begin: FileRows['begin'] = (row, quota) =>
    this.#change(({ get, sizeOfPerson, sizeOfRoom, insert }) => {
      const known = get.get(row.id);
      if (known) return fileRowOf(known);
      if ((sizeOfPerson.get(row.person)?.size ?? 0) + row.size > quota.person) return 'person_full';
      if ((sizeOfRoom.get(row.room)?.size ?? 0) + row.size > quota.room) return 'room_full';
      insert.run(...valuesOf(row));
      return row;
    });

  get: FileRows['get'] = (id) => this.#read(({ get }) => rowOrNull(get.get(id)));

  finish: FileRows['finish'] = (id, file) =>
    this.#change(({ get, finish }) => {
      const known = get.get(id);
      if (known?.state !== 'uploading') return false;
      finish.run(file.size, file.state, fileDocOf({ ...fileRowOf(known), file }), id);
      return true;
    });

  settle: FileRows['settle'] = (id, state) => this.#change(({ settle }) => settle.all(state, id).length > 0);

  giveUp: FileRows['giveUp'] = (id) => this.#change(({ giveUp }) => giveUp.all(id).length > 0);

  places: FileRows['places'] = (id) => this.#read(({ places }) => places.all(id).map((row) => ({ ...row })));

  withdraw: FileRows['withdraw'] = (places) =>
    this.#change(({ shownBy, dropPlace, loseLast }) => {
      for (const { room, seq } of places) {
        const files = shownBy.all(room, seq);
        dropPlace.run(room, seq);
        for (const { file } of files) loseLast.run(file);
      }
    });

  withdrawRoom: FileRows['withdrawRoom'] = (room) =>
    this.#change(({ shownIn, dropPlaces, loseLast, loseUnattached }) => {
      const files = shownIn.all(room);
      dropPlaces.run(room);
      for (const { file } of files) loseLast.run(file);
      loseUnattached.run(room);
    });

  uploadsOf: FileRows['uploadsOf'] = (person) => this.#read(({ uploadsOf }) => uploadsOf.all(person).map(fileRowOf));

  inState: FileRows['inState'] = (state, after, limit) =>
    this.#read(({ inState }) => inState.all(state, after, limit).map(fileRowOf));

  unattached: FileRows['unattached'] = ({ unfinished, finished }, limit) =>
    this.#read(({ unattached }) => unattached.all(unfinished, finished, limit).map(fileRowOf));

  forget: FileRows['forget'] = (id) => this.#change(({ forget }) => void forget.run(id));

  key: FileRows['key'] = () => this.#read(({ key }) => Buffer.from(key.get()?.value ?? '', 'hex'));

  read: FileRows['read'] = (after, limit) => this.#read(({ after: rows }) => rows.all(after, limit).map(fileRowOf));

  adopt: FileRows['adopt'] = (rows) =>
    this.#change(({ insert }) => {
      for (const row of rows) insert.run(...valuesOf(row));
    });

  /** At once, for whoever is inside a transaction. */
  find(id: string): FileRow | null {
    return rowOrNull(this.#statements.get.get(id));
  }

  /** At once, for whoever is inside a transaction. */
  write({ shown, checked }: FileChanges): void {
    for (const { file, room, seq } of shown) {
      this.#statements.addPlace.run(file, room, seq);
      this.#statements.attach.run(file);
    }
    for (const { file, state } of checked) this.#statements.check.run(state, file);
  }

  #read<T>(work: (statements: ReturnType<typeof prepareStatements>) => T): Promise<T> {
    return this.#seams.run(() => {
      this.#seams.idOf('');
      return work(this.#statements);
    });
  }

  #change<T>(work: (statements: ReturnType<typeof prepareStatements>) => T): Promise<T> {
    return this.#seams.run(() => {
      this.#seams.requireWritable();
      return this.#seams.inTransaction(() => work(this.#statements));
    });
  }
}

function valuesOf(row: FileRow): [string, string, string, number, number, string, number, string] {
  const { id, room, person, size, createdAt, state, isAttached } = row;
  return [id, room, person, size, createdAt, state, Number(isAttached), fileDocOf(row)];
}

function rowOrNull(row: FileColumns | undefined): FileRow | null {
  return row ? fileRowOf(row) : null;
}

function prepareStatements(database: Database) {
  // The row type is what the SELECT names; the driver cannot know it.
  const prepare = <Row>(sql: string) => database.prepare(sql) as Statement<Row>;
  const files = <Row = FileColumns>(rest: string) => prepare<Row>(`SELECT ${fileColumns} FROM files ${rest}`);
  return Object.freeze({
    get: files('WHERE id = ?'),
    sizeOfPerson: prepare<{ size: number }>(
      "SELECT coalesce(sum(size), 0) AS size FROM files WHERE person = ? AND state NOT IN ('gone', 'refused')",
    ),
    sizeOfRoom: prepare<{ size: number }>(
      "SELECT coalesce(sum(size), 0) AS size FROM files WHERE room = ? AND state NOT IN ('gone', 'refused')",
    ),
    insert: prepare(`INSERT INTO files (${fileColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`),
    finish: prepare('UPDATE files SET size = ?, state = ?, doc = ? WHERE id = ?'),
    settle: prepare<{ id: string }>(
      "UPDATE files SET state = ? WHERE id = ? AND is_attached = 0 AND state <> 'gone' RETURNING id",
    ),
    giveUp: prepare<{ id: string }>("UPDATE files SET state = 'gone' WHERE id = ? AND is_attached = 0 RETURNING id"),
    check: prepare("UPDATE files SET state = ? WHERE id = ? AND state <> 'gone'"),
    attach: prepare('UPDATE files SET is_attached = 1 WHERE id = ?'),
    addPlace: prepare('INSERT INTO file_places (file, room, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING'),
    places: prepare<MessagePlace>('SELECT room, seq FROM file_places WHERE file = ? ORDER BY room, seq'),
    shownBy: prepare<{ file: string }>('SELECT file FROM file_places WHERE room = ? AND seq = ?'),
    shownIn: prepare<{ file: string }>('SELECT DISTINCT file FROM file_places WHERE room = ?'),
    dropPlace: prepare('DELETE FROM file_places WHERE room = ? AND seq = ?'),
    dropPlaces: prepare('DELETE FROM file_places WHERE room = ?'),
    loseLast: prepare(
      "UPDATE files SET state = 'gone' WHERE id = ? AND NOT EXISTS (SELECT 1 FROM file_places WHERE file = files.id)",
    ),
    loseUnattached: prepare("UPDATE files SET state = 'gone' WHERE room = ? AND is_attached = 0"),
    uploadsOf: files("WHERE person = ? AND state = 'uploading' ORDER BY created_at"),
    inState: files('WHERE state = ? AND id > ? ORDER BY id LIMIT ?'),
    unattached: files(
      `WHERE is_attached = 0 AND state <> 'gone' AND created_at < CASE state WHEN 'uploading' THEN ? ELSE ? END
       ORDER BY created_at LIMIT ?`,
    ),
    forget: prepare("DELETE FROM files WHERE id = ? AND state = 'gone'"),
    key: prepare<{ value: string }>("SELECT value FROM meta WHERE key = 'file_key'"),
    after: files('WHERE id > ? ORDER BY id LIMIT ?'),
  });
}
