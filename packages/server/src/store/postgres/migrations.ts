/** The tables, by version. A migration is never changed once released; a new one is added below it. */
import { randomBytes } from 'node:crypto';
import { StoreOpenError } from '../store-open-error.js';
import { requireVersion } from '../version.js';
import type { Query } from './connections.js';

/** Each brings the schema from its index to the next version. Names and ids compare by their bytes, as in SQLite. */
const migrations: readonly ((schema: string) => string)[] = [
  (schema) => `
  CREATE TABLE ${schema}.meta (key text PRIMARY KEY, value text NOT NULL);

  CREATE TABLE ${schema}.rooms (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE,
    head bigint NOT NULL,
    chain text NOT NULL,
    doc text NOT NULL
  );
  -- A room's row is rewritten by every message: room on its page keeps the indexes out of it.
  ALTER TABLE ${schema}.rooms SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);

  -- \`content\` is text: its bytes are what the chain commits to.
  CREATE TABLE ${schema}.events (
    room_id bigint NOT NULL REFERENCES ${schema}.rooms (id),
    seq bigint NOT NULL,
    at bigint NOT NULL,
    person text COLLATE "C" NOT NULL,
    cid text COLLATE "C" NOT NULL,
    part integer NOT NULL,
    hash text NOT NULL,
    content text NOT NULL,
    salt text,
    commitment text,
    chain text NOT NULL,
    PRIMARY KEY (room_id, seq)
  );
  CREATE UNIQUE INDEX events_command ON ${schema}.events (room_id, person, cid, part);

  CREATE TABLE ${schema}.messages (
    room_id bigint NOT NULL REFERENCES ${schema}.rooms (id),
    seq bigint NOT NULL,
    person text COLLATE "C" NOT NULL,
    is_staff boolean NOT NULL,
    doc text NOT NULL,
    PRIMARY KEY (room_id, seq)
  );

  CREATE TABLE ${schema}.markers (
    room_id bigint NOT NULL REFERENCES ${schema}.rooms (id),
    person text COLLATE "C" NOT NULL,
    seq bigint NOT NULL,
    PRIMARY KEY (room_id, person)
  ) WITH (fillfactor = 70);
  `,

  (schema) => `
  CREATE TABLE ${schema}.sign_outs (person text COLLATE "C" PRIMARY KEY, at bigint NOT NULL);
  CREATE INDEX sign_outs_at ON ${schema}.sign_outs (at);
  `,

  // No question is older than this table.
  (schema) => `
  CREATE TABLE ${schema}.questions (
    room_id bigint NOT NULL REFERENCES ${schema}.rooms (id),
    seq bigint NOT NULL,
    state text NOT NULL,
    owner text COLLATE "C",
    affected integer NOT NULL,
    since bigint NOT NULL,
    due_at bigint,
    -- The last event about it.
    rev bigint NOT NULL,
    PRIMARY KEY (room_id, seq)
  ) WITH (fillfactor = 70);
  CREATE INDEX questions_rev ON ${schema}.questions (room_id, rev);
  CREATE INDEX questions_unsolved ON ${schema}.questions (room_id, seq) WHERE state <> 'resolved';
  CREATE INDEX questions_due ON ${schema}.questions (due_at) WHERE due_at IS NOT NULL;
  `,

  // Nobody was let in by name before this table.
  (schema) => `
  CREATE TABLE ${schema}.members (
    room_id bigint NOT NULL REFERENCES ${schema}.rooms (id),
    person text COLLATE "C" NOT NULL,
    doc text NOT NULL,
    PRIMARY KEY (room_id, person)
  );
  CREATE INDEX members_person ON ${schema}.members (person);
  `,

  // No problem is older than this table.
  (schema) => `
  CREATE TABLE ${schema}.affected (
    room_id bigint NOT NULL REFERENCES ${schema}.rooms (id),
    person text COLLATE "C" NOT NULL,
    problem bigint NOT NULL,
    PRIMARY KEY (room_id, person, problem)
  );
  `,
  (schema) => `CREATE TABLE ${schema}.busy_people (person text COLLATE "C" PRIMARY KEY)`,

  // Nobody was called before these tables.
  (schema) => `
  CREATE TABLE ${schema}.calls (
    person text COLLATE "C" NOT NULL,
    room_id bigint NOT NULL REFERENCES ${schema}.rooms (id),
    seq bigint NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (person, room_id, seq)
  );
  CREATE INDEX calls_room ON ${schema}.calls (room_id, seq);
  CREATE TABLE ${schema}.people (
    id text COLLATE "C" PRIMARY KEY,
    name text NOT NULL,
    role text NOT NULL,
    reading text,
    keys text COLLATE "C" NOT NULL
  );
  `,
  (schema) => `
  CREATE TABLE ${schema}.canned_replies (
    id text COLLATE "C" PRIMARY KEY,
    scope text NOT NULL,
    place text COLLATE "C" NOT NULL,
    person text COLLATE "C" NOT NULL,
    title text NOT NULL,
    reading text,
    body text NOT NULL,
    rev integer NOT NULL
  );
  CREATE INDEX canned_place ON ${schema}.canned_replies (scope, place, id);
  `,
  // Nothing happened to a room by itself before this table.
  (schema) => `
  CREATE TABLE ${schema}.room_times (room_id bigint PRIMARY KEY REFERENCES ${schema}.rooms (id), due_at bigint NOT NULL);
  CREATE INDEX room_times_due ON ${schema}.room_times (due_at);
  `,
  // Nothing was retracted before this table.
  (schema) => `
  CREATE TABLE ${schema}.retractions (
    room_id bigint NOT NULL REFERENCES ${schema}.rooms (id),
    seq bigint NOT NULL,
    PRIMARY KEY (room_id, seq)
  );
    `,
  // Made of the logs, and made anew whenever its version is another.
  (schema) => `
  CREATE TABLE ${schema}.search_meta (version text NOT NULL);
  CREATE TABLE ${schema}.search_rooms (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE,
    open_to text NOT NULL,
    home text COLLATE "C",
    person text COLLATE "C",
    seq bigint NOT NULL,
    is_gone boolean NOT NULL
  ) WITH (fillfactor = 70);
  CREATE INDEX search_rooms_person ON ${schema}.search_rooms (person) WHERE person IS NOT NULL;
  CREATE TABLE ${schema}.search_authors (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person text COLLATE "C" NOT NULL,
    name text NOT NULL,
    line text NOT NULL,
    -- Something of theirs was taken out; they may be in it with nothing.
    is_left boolean NOT NULL DEFAULT false,
    UNIQUE (person, name)
  );
  CREATE TABLE ${schema}.search_messages (
    room_id integer NOT NULL,
    home text COLLATE "C",
    seq bigint NOT NULL,
    at bigint NOT NULL,
    author_id integer NOT NULL,
    is_note boolean NOT NULL,
    asks boolean NOT NULL,
    answers bigint,
    line text NOT NULL,
    tokens tsvector NOT NULL,
    PRIMARY KEY (room_id, seq)
  );
  CREATE INDEX search_answers ON ${schema}.search_messages (room_id, answers) WHERE answers IS NOT NULL;
  CREATE INDEX search_tokens ON ${schema}.search_messages USING gin (tokens);
  `,
  // Nothing was attached before these tables. They name rooms: a file may be for a lane that has not begun.
  (schema) => `
  CREATE TABLE ${schema}.files (
    id text COLLATE "C" PRIMARY KEY,
    room text COLLATE "C" NOT NULL,
    person text COLLATE "C" NOT NULL,
    size bigint NOT NULL,
    created_at bigint NOT NULL,
    state text NOT NULL,
    is_attached boolean NOT NULL,
    doc text NOT NULL
  );
  CREATE INDEX files_person ON ${schema}.files (person);
  CREATE INDEX files_room ON ${schema}.files (room);
  CREATE INDEX files_unattached ON ${schema}.files (created_at) WHERE NOT is_attached;
  CREATE INDEX files_undone ON ${schema}.files (state, id) WHERE state <> 'ready';
  CREATE TABLE ${schema}.file_places (
    room text COLLATE "C" NOT NULL,
    seq bigint NOT NULL,
    file text COLLATE "C" NOT NULL,
    PRIMARY KEY (room, seq, file)
  );
  CREATE INDEX file_places_file ON ${schema}.file_places (file);
  CREATE TABLE ${schema}.file_key (key text NOT NULL);
  INSERT INTO ${schema}.file_key VALUES ('${randomBytes(32).toString('hex')}');
  `,
];

/** One number among all that lock by number in a database, so that two nodes that start together migrate in turn. */
const migrationLock = 7_220_514_331;

/** Throws StoreOpenError unless the tables are there and have the version this code reads. Changes and locks nothing. */
export async function requireCurrent(query: Query, schema: string): Promise<void> {
  const [found] = await query<{ name: string | null }>('', `SELECT to_regclass('${schema}.version')::text AS name`);
  if (!found?.name)
    throw new StoreOpenError(
      `expected the tables of support-chat in the schema ${schema} of the database, found none; check the address, or start the server once to make them`,
    );
  const [row] = await query<{ version: number }>('', `SELECT version FROM ${schema}.version`);
  requireVersion(row?.version ?? 0, migrations.length);
}

/** Brings the tables up to date inside a transaction. Throws StoreOpenError when a newer version wrote the database. */
export async function migrate(query: Query, schema: string): Promise<void> {
  await query('', `SELECT pg_advisory_xact_lock(${migrationLock})`);
  await query('', `CREATE SCHEMA IF NOT EXISTS ${schema}`);
  await query('', `CREATE TABLE IF NOT EXISTS ${schema}.version (version integer NOT NULL)`);
  const [row] = await query<{ version: number }>('', `SELECT version FROM ${schema}.version`);
  const version = row?.version ?? 0;
  if (version > migrations.length)
    throw new StoreOpenError(
      `the database has version ${version}, this server knows up to ${migrations.length}; start the newer server`,
    );
  for (const migration of migrations.slice(version)) await query('', migration(schema));
  if (!row) await query('', `INSERT INTO ${schema}.version VALUES (${migrations.length})`);
  else if (version < migrations.length) await query('', `UPDATE ${schema}.version SET version = ${migrations.length}`);
}
