/** The default engine: the contract, and what only a file on a disk can show. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { Refusal, type EventDraft, type Person } from '@support-chat/protocol';
import { cast, sampleDrafts } from '@support-chat/protocol/samples';
import { checkDocuments, testStore } from '@support-chat/server/store/contract';
import { createManualClock } from '@support-chat/server/testing';
import { systemClock } from '../dist/clock.js';
import { chainAfter, emptyChain } from '../dist/store/event-row.js';
import { openDatabase, openDatabaseToRead, pragma } from '../dist/store/sqlite/database.js';
import { openSqliteStore } from '../dist/store/sqlite/sqlite-store.js';
import { isFatal, storageRefusalOf } from '../dist/store/sqlite/storage-error.js';
import { StoreOpenError, type Store } from '@support-chat/server';

const root = mkdtempSync(join(tmpdir(), 'support-chat-store-'));
after(() => rmSync(root, { recursive: true, force: true }));
let count = 0;
const newPath = (): string => join(root, `db-${(count += 1)}`, 'rooms.db');
const openAt = (path: string, more: object = {}): Store =>
  openSqliteStore({ path, clock: systemClock, markerDelayMs: 1, ...more });

let path = '';
testStore('sqlite', {
  open: async () => openAt((path = newPath())),
  reopen: async () => openAt(path),
  remove: async () => rmSync(dirname(path), { recursive: true, force: true }),
});

const created = sampleDrafts['room.created'];
const post = sampleDrafts['message.posted'];
let cids = 0;
const append = (store: Store, draft: EventDraft, by: Person = cast.ana) =>
  store.append({ room: 'rollout', by, cid: `c${(cids += 1)}`, hash: '', decide: () => [draft] });

test('stored documents equal the fold of any events', async () => {
  const changes = Object.values(sampleDrafts).filter(({ type }) => type !== 'room.created');
  const act = fc.record({
    by: fc.constantFrom(...Object.values(cast)),
    draft: fc
      .tuple(fc.constantFrom(...changes), fc.constantFrom('everyone' as const, 'staff' as const))
      .map(([draft, audience]) => ({ ...draft, audience })),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 30 }), async (acts) => {
      const store = openAt(newPath());
      await checkDocuments(store, acts).finally(() => store.close());
    }),
    { numRuns: 30 },
  );
});

test('the file, its log and its directory are for their owner alone', async () => {
  const file = newPath();
  const store = openAt(file);
  await append(store, created);
  const modeOf = (name: string) => statSync(name).mode & 0o777;
  assert.deepEqual([modeOf(file), modeOf(`${file}-wal`), modeOf(dirname(file))], [0o600, 0o600, 0o700]);
  await store.close();
});

test('a second process on one file is told so', async () => {
  const file = newPath();
  const store = openAt(file);
  assert.throws(
    () => openAt(file),
    (error) => error instanceof StoreOpenError && /in use by another/.test(error.message),
  );
  await append(store, created);
  await store.close();
  await openAt(file).close();
});

test('a file that another program holds costs a retry, for all who wait together', async () => {
  const file = newPath();
  const store = openAt(file);
  await append(store, created);
  const { DatabaseSync } = createRequire(import.meta.url)(
    process.getBuiltinModule?.('node:sqlite') ? 'node:sqlite' : '@photostructure/sqlite',
  ) as { DatabaseSync: new (path: string) => { exec(sql: string): void; close(): void } };
  const other = new DatabaseSync(file);
  other.exec('BEGIN IMMEDIATE');
  const refused = await Promise.allSettled([1, 2, 3].map(() => append(store, post)));
  for (const result of refused)
    assert.equal(result.status === 'rejected' && (result.reason as Refusal).code, 'unavailable');
  other.exec('ROLLBACK');
  other.close();
  assert.equal((await append(store, post)).seq, 2);
  await store.close();
});

test('another process reads what is there while a server writes', async () => {
  const file = newPath();
  const store = openAt(file);
  for (const draft of [created, post]) await append(store, draft);
  const reader = openAt(file, { isReader: true });
  await append(store, post);
  assert.equal((await reader.room('rollout'))?.head, 2);
  assert.equal((await reader.page('rollout', { before: 9, limit: 9, isStaff: true })).messages.length, 1);
  await assert.rejects(append(reader, post), { code: 'unavailable' });
  await reader.close();
  assert.equal((await append(store, post)).seq, 4);
  await store.close();
  assert.throws(
    () => openAt(newPath(), { isReader: true }),
    (error) => error instanceof StoreOpenError && /cannot open/.test(error.message),
  );
});

test('a database of a newer server is refused', async () => {
  const file = newPath();
  await openAt(file).close();
  const { database, close } = openDatabase(file);
  database.exec('PRAGMA user_version = 999');
  close();
  assert.throws(() => openAt(file), /version 999.*start the newer server/);
});

test('a database from before the chain is chained when it is opened', async () => {
  const file = newPath();
  const before = openAt(file);
  for (const draft of [created, post, post]) await append(before, draft);
  await before.close();
  const { database, close } = openDatabase(file);
  for (const column of ['salt', 'commitment', 'chain']) database.exec(`ALTER TABLE events DROP COLUMN ${column}`);
  database.exec(
    `ALTER TABLE rooms DROP COLUMN chain; DROP TABLE sign_outs; DROP TABLE questions; DROP TABLE members; DROP TABLE affected; DROP TABLE busy_people; DROP TABLE calls; DROP TABLE people; DROP TABLE canned_replies; DROP TABLE room_times; DROP TABLE retractions; DROP TABLE file_places; DROP TABLE files; DELETE FROM meta WHERE key = 'file_key'; PRAGMA user_version = 1`,
  );
  close();
  const store = openAt(file);
  await append(store, post);
  const stored = await store.readRows('rollout', { after: 0, limit: 9 });
  assert.equal(stored?.rows.length, 4);
  let chain = emptyChain;
  for (const row of stored.rows) assert.equal((chain = chainAfter(chain, 'rollout', row)), row.chain);
  assert.equal(stored.chain, chain);
  await store.close();
});

test('a database that would not sync each commit is refused', async () => {
  const file = newPath();
  const { database, close } = openDatabase(file);
  database.exec('PRAGMA synchronous = NORMAL');
  const store = (): unknown => database.prepare('PRAGMA synchronous').get();
  assert.deepEqual({ ...(store() as object) }, { synchronous: 1 });
  close();
  const reopened = openAt(file);
  assert.deepEqual(await reopened.durability(), { engine: 'sqlite', durability: 'full' });
  return reopened.close();
});

test('every commit is synced, whatever the driver would do by itself', () => {
  const { database, close } = openDatabase(newPath());
  assert.equal(pragma(database, 'synchronous'), 2);
  assert.equal(pragma(database, 'journal_mode'), 'wal');
  close();
});

test('the tables themselves refuse a number or a command id twice', async () => {
  const file = newPath();
  const store = openAt(file);
  for (const draft of [created, post]) await append(store, draft);
  await store.close();
  const { database, close } = openDatabase(file);
  const columns = (changed: string) => `room_id, ${changed}, at, person, part, hash, content, salt, chain`;
  const copy = (names: string, values: string) =>
    database.exec(`INSERT INTO events (${columns(names)}) SELECT ${columns(values)} FROM events WHERE seq = 2`);
  assert.throws(() => copy('seq, cid', `seq, 'other'`), /UNIQUE/);
  assert.throws(() => copy('seq, cid', 'seq + 1, cid'), /UNIQUE/);
  copy('seq, cid', `seq + 1, 'other'`);
  close();
});

test('a number never comes from memory alone', async () => {
  const file = newPath();
  const store = openAt(file);
  for (const draft of [created, post]) await append(store, draft);
  const other = openDatabaseToRead(file);
  other.database.exec('ROLLBACK; PRAGMA query_only = OFF; UPDATE rooms SET head = 7');
  await assert.rejects(append(store, post), /the head of room rollout is not the one in memory/);
  other.database.exec('UPDATE rooms SET head = 2');
  other.close();
  assert.equal((await append(store, post)).seq, 3);
  await store.close();
});

test('a file that is no database is refused', () => {
  const file = newPath();
  mkdirSync(dirname(file));
  writeFileSync(file, 'this is not a database, it is a letter to somebody'.repeat(100));
  assert.throws(
    () => openAt(file),
    (error) => error instanceof StoreOpenError && /cannot open/.test(error.message),
  );
});

test('a directory that cannot be made is refused', () => {
  const blocker = join(root, `file-${(count += 1)}`);
  writeFileSync(blocker, '');
  chmodSync(blocker, 0o400);
  assert.throws(
    () => openAt(join(blocker, 'rooms.db')),
    (error) => error instanceof StoreOpenError,
  );
});

test('a full disk refuses the whole batch, writes nothing, and the store recovers', async () => {
  const file = newPath();
  let store = openAt(file, { maxPages: 48 });
  await append(store, created);
  const big: EventDraft = { ...post, data: { body: { kind: 'text', text: 'x'.repeat(15_000) } } };
  const fits = await append(store, big);
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => append(store, big)));
  for (const result of results) {
    assert.ok(result.status === 'rejected' && result.reason instanceof Refusal);
    assert.deepEqual([result.reason.code, result.reason.retryAfterMs !== undefined], ['storage_full', true]);
  }
  assert.equal((await store.room('rollout'))?.head, fits.seq);
  assert.equal((await store.read('rollout', { after: 0, limit: 9 })).length, 2);
  assert.equal((await append(store, post)).seq, fits.seq + 1, 'what still fits is still taken');
  await store.close();
  store = openAt(file);
  assert.equal((await append(store, big)).seq, fits.seq + 2);
  await store.close();
});

test('F19 an input or output error ends the store, a full disk does not', () => {
  const sqliteError = (errcode: number) => Object.assign(new Error('from SQLite'), { errcode });
  const failedFsync = sqliteError(10 | (4 << 8));
  assert.deepEqual([isFatal(failedFsync), storageRefusalOf(failedFsync)?.code], [true, 'unavailable']);
  assert.deepEqual([isFatal(sqliteError(13)), storageRefusalOf(sqliteError(13))?.code], [false, 'storage_full']);
  assert.deepEqual([isFatal(sqliteError(19)), storageRefusalOf(sqliteError(19))], [false, null]);
});

test('F19 whoever finds a broken page, the store ends: it takes and gives nothing more', async () => {
  const broken = newPath();
  const whole = openSqliteStore({ path: broken, clock: systemClock, markerDelayMs: 1 });
  for (const draft of [created, post]) await append(whole, draft, cast.mia);
  await whole.close();
  const { database, close } = openDatabase(broken);
  const [{ page }] = database.prepare(`SELECT rootpage AS page FROM sqlite_schema WHERE name = 'messages'`).all() as [
    { page: number },
  ];
  close();
  const file = openSync(broken, 'r+');
  writeSync(file, Buffer.alloc(4_096, 0xff), 0, 4_096, (page - 1) * 4_096);
  closeSync(file);
  const failures: unknown[] = [];
  const store = openSqliteStore({ path: broken, clock: systemClock, onFailure: (error) => failures.push(error) });
  const isUnavailable = (error: unknown) => error instanceof Refusal && error.code === 'unavailable';
  await assert.rejects(store.page('rollout', { before: 9, limit: 9, isStaff: false }), isUnavailable);
  await assert.rejects(append(store, post, cast.mia), isUnavailable);
  assert.equal(failures.length, 1);
  await store.close();
});

test('F19 a file is broken whichever statement finds out', () => {
  const broken = newPath();
  const before = openDatabase(broken);
  before.database.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)');
  before.close();
  const file = openSync(broken, 'r+');
  writeSync(file, Buffer.alloc(4_096, 0xff), 0, 4_096, 4_096);
  closeSync(file);
  const { database, close } = openDatabase(broken);
  const [read, write] = [database.prepare('SELECT a FROM t'), database.prepare('INSERT INTO t VALUES (2)')];
  for (const find of [() => read.all(), () => read.get(), () => write.run()]) {
    assert.throws(find, (error) => isFatal(error) && storageRefusalOf(error)?.code === 'unavailable');
  }
  close();
});

test('marker moves wait for company, not for ever', async () => {
  const clock = createManualClock();
  const store = openSqliteStore({ path: newPath(), clock });
  await append(store, created, cast.mia);
  await append(store, post, cast.mia);
  const readers = Array.from({ length: 500 }, (_, i) => ({ person: `reader-${i}`, isStaff: false }));
  const before = store.counts().commits;
  const alone = Promise.all(readers.map((reader) => store.moveMarker('rollout', reader, 1)));
  clock.advance(249);
  assert.equal(store.counts().commits, before);
  clock.advance(1);
  assert.ok((await alone).every(({ marker, unread }) => marker === 1 && unread === 1));
  const together = Promise.all(readers.map((reader) => store.moveMarker('rollout', reader, 2)));
  await append(store, post, cast.mia);
  assert.ok((await together).every(({ marker, head }) => marker === 2 && head === 3));
  assert.equal(store.counts().commits, before + 2);
  await store.close();
});
