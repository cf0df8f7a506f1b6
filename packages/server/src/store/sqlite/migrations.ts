/** The tables, by version. A migration is never changed once released; a new one is added below it. */
import { randomBytes } from 'node:crypto';
import { newEpoch } from '../epoch.js';
import { chainAfter, emptyChain, type EventRow } from '../event-row.js';
import { StoreOpenError } from '../store-open-error.js';
import { requireVersion } from '../version.js';
import { pragma, type Database, type Statement } from './database.js';

/** Each brings the database from its index to the next version. */
const migrations: readonly ((database: Database) => void)[] = [
  (database) =>
    database.exec(`
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE rooms (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    head INTEGER NOT NULL,
    doc TEXT NOT NULL
  );

  -- Append-only and in order of arrival: clustering it by room would write ten times as much for one message.
  CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    room_id INTEGER NOT NULL REFERENCES rooms (id),
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    person TEXT NOT NULL,
    cid TEXT NOT NULL,
    -- 0, 1, 2 … among the events of one command.
    part INTEGER NOT NULL,
    hash TEXT NOT NULL,
    content TEXT NOT NULL
  );
  CREATE UNIQUE INDEX events_place ON events (room_id, seq);
  CREATE UNIQUE INDEX events_command ON events (room_id, person, cid, part);

  CREATE TABLE messages (
    room_id INTEGER NOT NULL REFERENCES rooms (id),
    seq INTEGER NOT NULL,
    person TEXT NOT NULL,
    is_staff INTEGER NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (room_id, seq)
  );

  CREATE TABLE markers (
    room_id INTEGER NOT NULL REFERENCES rooms (id),
    person TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (room_id, person)
  ) WITHOUT ROWID;
  `),

  (database) => {
    database.exec(`
  ALTER TABLE events ADD COLUMN salt TEXT;
  ALTER TABLE events ADD COLUMN commitment TEXT;
  ALTER TABLE events ADD COLUMN chain TEXT NOT NULL DEFAULT '';
  ALTER TABLE rooms ADD COLUMN chain TEXT NOT NULL DEFAULT '';
  `);
    chainEverything(database);
  },

  (database) => database.exec('CREATE TABLE sign_outs (person TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID'),

  // No question is older than this table.
  (database) =>
    database.exec(`
  CREATE TABLE questions (
    room_id INTEGER NOT NULL REFERENCES rooms (id),
    seq INTEGER NOT NULL,
    state TEXT NOT NULL,
    owner TEXT,
    affected INTEGER NOT NULL,
    since INTEGER NOT NULL,
    due_at INTEGER,
    -- The last event about it.
    rev INTEGER NOT NULL,
    PRIMARY KEY (room_id, seq)
  ) WITHOUT ROWID;
  CREATE INDEX questions_rev ON questions (room_id, rev);
  CREATE INDEX questions_unsolved ON questions (room_id, seq) WHERE state <> 'resolved';
  CREATE INDEX questions_due ON questions (due_at) WHERE due_at IS NOT NULL;
  `),

  // Nobody was let in by name before this table.
  (database) =>
    database.exec(`
  CREATE TABLE members (
    room_id INTEGER NOT NULL REFERENCES rooms (id),
    person TEXT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (room_id, person)
  ) WITHOUT ROWID;
  CREATE INDEX members_person ON members (person);
  `),

  // No problem is older than this table.
  (database) =>
    database.exec(`
  CREATE TABLE affected (
    room_id INTEGER NOT NULL REFERENCES rooms (id),
    person TEXT NOT NULL,
    problem INTEGER NOT NULL,
    PRIMARY KEY (room_id, person, problem)
  ) WITHOUT ROWID;
  `),
  (database) => database.exec('CREATE TABLE busy_people (person TEXT PRIMARY KEY) WITHOUT ROWID'),

  // Nobody was called before these tables.
  (database) =>
    database.exec(`
  CREATE TABLE calls (
    person TEXT NOT NULL,
    room_id INTEGER NOT NULL REFERENCES rooms (id),
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (person, room_id, seq)
  ) WITHOUT ROWID;
  CREATE INDEX calls_room ON calls (room_id, seq);
  CREATE TABLE people (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    reading TEXT,
    keys TEXT NOT NULL
  ) WITHOUT ROWID;
  `),
  (database) =>
    database.exec(`
  CREATE TABLE canned_replies (
    id TEXT PRIMARY KEY,
    scope TEXT NOT NULL,
    place TEXT NOT NULL,
    person TEXT NOT NULL,
    title TEXT NOT NULL,
    reading TEXT,
    body TEXT NOT NULL,
    rev INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX canned_place ON canned_replies (scope, place, id);
  `),
  // Nothing happened to a room by itself before this table.
  (database) =>
    database.exec(`
  CREATE TABLE room_times (room_id INTEGER PRIMARY KEY REFERENCES rooms (id), due_at INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX room_times_due ON room_times (due_at);
  `),
  // Nothing was retracted before this table.
  (database) =>
    database.exec(`
  CREATE TABLE retractions (
    room_id INTEGER NOT NULL REFERENCES rooms (id),
    seq INTEGER NOT NULL,
    PRIMARY KEY (room_id, seq)
  ) WITHOUT ROWID;
  `),
  // Nothing was attached before these tables. They name rooms: a file may be for a lane that has not begun.
  (database) => {
    database.exec(`
  CREATE TABLE files (
    id TEXT PRIMARY KEY,
    room TEXT NOT NULL,
    person TEXT NOT NULL,
    size INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    is_attached INTEGER NOT NULL,
    doc TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX files_person ON files (person);
  CREATE INDEX files_room ON files (room);
  CREATE INDEX files_unattached ON files (created_at) WHERE is_attached = 0;
  CREATE INDEX files_undone ON files (state, id) WHERE state <> 'ready';
  CREATE TABLE file_places (
    room TEXT NOT NULL,
    seq INTEGER NOT NULL,
    file TEXT NOT NULL,
    PRIMARY KEY (room, seq, file)
  ) WITHOUT ROWID;
  CREATE INDEX file_places_file ON file_places (file);
  `);
    database.prepare(`INSERT INTO meta (key, value) VALUES ('file_key', ?)`).run(randomBytes(32).toString('hex'));
  },
];

/** Ties events that were written before there was a chain. */
function chainEverything(database: Database): void {
  type Row = Omit<EventRow, 'salt' | 'commitment' | 'chain'> & { readonly id: number };
  // The row types are what the SELECTs name.
  const rooms = database.prepare('SELECT id, name FROM rooms') as Statement<{ id: number; name: string }>;
  const events = database.prepare(
    'SELECT id, seq, at, person, cid, part, hash, content FROM events WHERE room_id = ? ORDER BY seq',
  ) as Statement<Row>;
  const setEvent = database.prepare('UPDATE events SET salt = ?, chain = ? WHERE id = ?');
  const setRoom = database.prepare('UPDATE rooms SET chain = ? WHERE id = ?');
  for (const room of rooms.all()) {
    let chain = emptyChain;
    for (const row of events.all(room.id)) {
      const salt = randomBytes(16).toString('base64url');
      chain = chainAfter(chain, room.name, { ...row, salt, commitment: null });
      setEvent.run(salt, chain, row.id);
    }
    setRoom.run(chain, room.id);
  }
}

/** Throws StoreOpenError unless the database has the version this code reads. */
export function requireCurrent(database: Database): void {
  requireVersion(Number(pragma(database, 'user_version')), migrations.length);
}

/** Brings the tables up to date, all or nothing. Throws StoreOpenError when a newer version wrote the database. */
export function migrate(database: Database): void {
  const version = Number(pragma(database, 'user_version'));
  if (version > migrations.length)
    throw new StoreOpenError(
      `the database has version ${version}, this server knows up to ${migrations.length}; start the newer server`,
    );
  if (version === migrations.length) return;
  database.exec('BEGIN IMMEDIATE');
  for (const migration of migrations.slice(version)) migration(database);
  if (version === 0) database.prepare(`INSERT INTO meta (key, value) VALUES ('log_epoch', ?)`).run(newEpoch());
  database.exec(`PRAGMA user_version = ${migrations.length}`);
  database.exec('COMMIT');
}
