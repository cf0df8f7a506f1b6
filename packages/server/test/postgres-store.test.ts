/** The engine for several nodes: the contract, and what only a server apart can show. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import pg from 'pg';
import { Refusal, type EventDraft, type Person } from '@support-chat/protocol';
import { cast, sampleDrafts } from '@support-chat/protocol/samples';
import { StoreOpenError, type Store } from '@support-chat/server';
import { testStore } from '@support-chat/server/store/contract';
import { systemClock } from '../dist/clock.js';
import type { Held } from '../dist/store/store.js';
import { Connections } from '../dist/store/postgres/connections.js';
import { openPostgresStore, type PostgresStoreOptions } from '../dist/store/postgres/postgres-store.js';
import { startPostgres } from '../../../test/services/postgres.js';

const postgres = await startPostgres();
const skip = postgres ? false : 'there is no PostgreSQL';
after(() => postgres?.remove());

let schemas = 0;
const newSchema = (): string => `s${(schemas += 1)}`;
const openAt = (schema: string, more: Partial<PostgresStoreOptions> = {}): Promise<Store> =>
  openPostgresStore({ url: postgres?.url ?? '', clock: systemClock, schema, markerDelayMs: 1, ...more });
/** Runs SQL as superuser, beside the store. */
const admin = async (sql: string): Promise<object[]> => {
  const client = new pg.Client(postgres?.adminUrl);
  await client.connect();
  const { rows } = await client.query<object>(sql).finally(() => client.end());
  return rows;
};

let schema = '';
if (postgres)
  testStore('postgres', {
    open: () => openAt((schema = newSchema())),
    reopen: () => openAt(schema),
    remove: () => admin(`DROP SCHEMA ${schema} CASCADE`).then(() => undefined),
  });

const created = sampleDrafts['room.created'];
const post = sampleDrafts['message.posted'];
let cids = 0;
const append = (store: Store, draft: EventDraft, by: Person = cast.ana, cid = `c${(cids += 1)}`) =>
  store.append({ room: 'rollout', by, cid, hash: '', decide: () => [draft] });
const isRetryable = (error: unknown): boolean =>
  error instanceof Refusal && error.code === 'unavailable' && error.retryAfterMs !== undefined;
const seqs = async (store: Store): Promise<number[]> =>
  (await store.read('rollout', { after: 0, limit: 1_000 })).map(({ seq }) => seq);
const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

test('two nodes number one room together, and know each other’s command ids', { skip }, async () => {
  const place = newSchema();
  const [a, b] = await Promise.all([openAt(place), openAt(place)]);
  assert.equal(a.epoch, b.epoch);
  await append(a, created, cast.mia);
  const both = upTo(150).flatMap((i) => [append(a, post, cast.ana, `x${i}`), append(b, post, cast.ben, `x${i}`)]);
  const answers = await Promise.all(both);
  assert.deepEqual(
    answers.map(({ seq }) => seq).toSorted((x, y) => x - y),
    upTo(301).slice(1),
  );
  assert.deepEqual(await seqs(b), upTo(301));
  const again = await Promise.all(upTo(150).map((i) => append(b, post, cast.ana, `x${i}`)));
  assert.ok(again.every(({ dup, seq }, i) => dup && seq === answers[2 * i]?.seq));
  const raced = await Promise.all([append(a, post, cast.ana, 'raced'), append(b, post, cast.ana, 'raced')]);
  assert.deepEqual([raced[0].seq, raced.filter(({ dup }) => dup).length], [raced[1].seq, 1]);
  for (const store of [a, b]) await store.close();
});

test('a room made on two nodes at once is made once', { skip }, async () => {
  const place = newSchema();
  const [a, b] = await Promise.all([openAt(place), openAt(place)]);
  const make = (store: Store, room: string, person: Person) =>
    store.append({
      room,
      by: person,
      cid: 'make',
      hash: '',
      decide: ({ room: before }: Held) => {
        if (before) throw new Refusal('room_exists', 'there is one');
        return [{ ...created, data: { ...created.data, name: room } }];
      },
    });
  for (const room of upTo(20).map((i) => `room-${i}`)) {
    const results = await Promise.allSettled([make(a, room, cast.mia), make(b, room, cast.tom)]);
    assert.deepEqual(results.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
    assert.equal((await a.room(room))?.head, 1);
  }
  for (const store of [a, b]) await store.close();
});

test('F7 a database that is killed costs a retry and nothing else', { skip }, async () => {
  const store = await openAt(newSchema());
  await append(store, created, cast.mia);
  const acknowledged: number[] = [];
  const unknown: string[] = [];
  const send = async (cid: string): Promise<void> => {
    const result = await append(store, post, cast.ana, cid).catch((error: unknown) => error);
    if (result instanceof Error) assert.ok(isRetryable(result), String(result));
    if (result instanceof Error) unknown.push(cid);
    else acknowledged.push((result as { seq: number }).seq);
  };
  for (const round of upTo(2)) {
    const sending = upTo(200).map((i) => send(`k${round}-${i}`));
    await new Promise((resolve) => setImmediate(resolve));
    await postgres?.end('SIGKILL');
    await Promise.all(sending);
    await assert.rejects(append(store, post), isRetryable);
    await assert.rejects(store.room('rollout'), isRetryable);
    await assert.rejects(store.durability(), isRetryable);
    await postgres?.start();
    assert.deepEqual(await store.durability(), { engine: 'postgres', durability: 'full' });
    for (const cid of unknown.splice(0)) await send(cid);
  }
  assert.deepEqual(
    acknowledged.toSorted((x, y) => x - y),
    upTo(401).slice(1),
  );
  assert.deepEqual(await seqs(store), upTo(401));
  await store.close();
});

test('the epoch outlives a restart, and ends with the place of the database', { skip }, async () => {
  const place = newSchema();
  let told = 0;
  const store = await openAt(place, { onEpoch: () => (told += 1) });
  const { epoch } = store;
  await postgres?.end('SIGINT');
  await postgres?.start();
  await store.durability();
  assert.deepEqual([store.epoch, told], [epoch, 0]);
  // What a standby that was promoted looks like: the same tables, on another timeline.
  await admin(`UPDATE ${place}.meta SET value = 'elsewhere' WHERE key = 'place'`);
  await admin(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'chat'`);
  await store.durability().catch(() => {});
  await store.durability();
  assert.notEqual(store.epoch, epoch);
  assert.equal(told, 1);
  const other = await openAt(place);
  assert.equal(other.epoch, store.epoch);
  for (const open of [store, other]) await open.close();
});

test('F7 a new connection locks nothing: readers go on while a commit hangs', { skip }, async () => {
  const schema = newSchema();
  const store = await openAt(schema);
  await append(store, created);
  const hanging = new pg.Client(postgres?.url);
  await hanging.connect();
  await hanging.query(`BEGIN; SELECT * FROM ${schema}.meta FOR UPDATE`);
  await admin(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'chat' AND state = 'idle' AND application_name <> ''`,
  );
  const read = () => store.room('rollout').catch(() => store.room('rollout'));
  const rooms = await Promise.all(Array.from({ length: 8 }, read));
  assert.deepEqual(
    rooms.map((room) => room?.head),
    Array.from({ length: 8 }, () => 1),
  );
  await hanging.query('ROLLBACK');
  await hanging.end();
  await store.close();
});

test('a room that somebody holds is refused alone; the others go on', { skip }, async () => {
  const place = newSchema();
  const store = await openAt(place);
  const make = (room: string) =>
    store.append({
      ...{ room, by: cast.mia, cid: 'make', hash: '' },
      decide: () => [{ ...created, data: { ...created.data, name: room } }],
    });
  const say = (room: string) =>
    store.append({ room, by: cast.ana, cid: `c${(cids += 1)}`, hash: '', decide: () => [post] });
  const settled: string[] = [];
  const noting = (name: string, waiting: Promise<unknown>) => waiting.finally(() => settled.push(name));
  const free = upTo(5).map((i) => `free-${i}`);
  await Promise.all(['held', ...free].map(make));
  const holder = new pg.Client(postgres?.adminUrl);
  await holder.connect();
  await holder.query(`BEGIN; SELECT FROM ${place}.rooms WHERE name = 'held' FOR UPDATE`);
  const held = noting('held', say('held'));
  const moved = store.moveMarker('free-1', { person: 'ben', isStaff: false }, 1);
  const together = noting('in its company', Promise.all([...free.map(say), moved]));
  const refused = [held, together.then(() => noting('held again', say('held')))];
  const later = together.then(() => noting('after it', Promise.all(free.map(say))));
  await Promise.all([later, ...refused.map((waiting) => assert.rejects(waiting, isRetryable))]);
  assert.deepEqual(settled, ['in its company', 'after it', 'held', 'held again']);
  await holder.query('ROLLBACK');
  await holder.end();
  const last = await Promise.all([say('held'), say('held'), ...free.map(say)]);
  assert.deepEqual(
    last.map(({ seq }) => seq),
    [2, 3, 4, 4, 4, 4, 4],
  );
  await store.close();
});

test(
  'F7 with the standby gone nothing is acknowledged, everything can be read, and connections do not pile up',
  {
    skip,
  },
  async () => {
    const store = await openAt(newSchema(), { patienceMs: 300, maxConnections: 4 });
    await append(store, created, cast.mia);
    const backends = async () =>
      (await admin(`SELECT FROM pg_stat_activity WHERE application_name = 'support-chat'`)).length;
    const setStandby = async (sql: string) => {
      await admin(sql);
      await admin('SELECT pg_reload_conf()');
      await new Promise((resolve) => setTimeout(resolve, 200));
    };
    await setStandby(`ALTER SYSTEM SET synchronous_standby_names = 'nobody'`);
    const rooms = upTo(8).map((i) => `room-${i}`);
    const make = (room: string) =>
      store.append({
        ...{ room, by: cast.mia, cid: room, hash: '' },
        decide: () => [{ ...created, data: { ...created.data, name: room } }],
      });
    for (const room of rooms) {
      await assert.rejects(make(room), isRetryable);
      assert.equal((await store.room('rollout'))?.head, 1);
    }
    await assert.rejects(store.durability(), isRetryable);
    await assert.rejects(store.signOut('ana', 1), isRetryable);
    assert.ok((await backends()) <= 4, `${await backends()} connections`);
    await setStandby('ALTER SYSTEM RESET synchronous_standby_names');
    const made = await Promise.all(rooms.map(make));
    assert.deepEqual(
      made.map(({ seq, dup }) => [seq, dup]),
      rooms.map((_, i) => [1, i === 0]),
    );
    assert.equal((await store.durability()).durability, 'full');
    await store.close();
  },
);

test('a marker that does not move costs no commit', { skip }, async () => {
  const place = newSchema();
  const store = await openAt(place);
  for (const draft of [created, post, post]) await append(store, draft, cast.mia);
  const ben = { person: 'ben', isStaff: false };
  assert.equal((await store.moveMarker('rollout', ben, 2)).marker, 2);
  const row = () => admin(`SELECT ctid, xmin, xmax, seq FROM ${place}.markers WHERE person = 'ben'`);
  const before = await row();
  for (const seq of [2, 1, 0]) assert.equal((await store.moveMarker('rollout', ben, seq)).marker, 2);
  assert.deepEqual(await store.moveMarker('none', ben, 3), { marker: 0, unread: 0, head: 0 });
  assert.deepEqual(await row(), before);
  const both = [store.moveMarker('rollout', ben, 9), store.moveMarker('none', ben, 9)];
  assert.deepEqual(
    (await Promise.all(both)).map(({ marker }) => marker),
    [3, 0],
  );
  await store.close();
});

test('a commit waits for the disk, whatever the role is set to', { skip }, async () => {
  await admin('ALTER ROLE chat SET synchronous_commit = off');
  const connections = new Connections({
    ...{ url: postgres?.url ?? '', max: 2, patienceMs: 5_000 },
    check: () => Promise.resolve(),
    onError: () => {},
  });
  const show = 'SHOW synchronous_commit';
  assert.deepEqual(await connections.query('', show), [{ synchronous_commit: 'off' }]);
  assert.deepEqual(await connections.transact((query) => query('', show)), [{ synchronous_commit: 'on' }]);
  await admin('ALTER ROLE chat SET synchronous_commit = remote_apply');
  await connections.close();
  await admin('ALTER ROLE chat RESET synchronous_commit');
});

test('a database that would not keep what it acknowledged is refused', { skip }, async () => {
  await admin('ALTER SYSTEM SET fsync = off');
  await admin('SELECT pg_reload_conf()');
  await new Promise((resolve) => setTimeout(resolve, 200));
  await assert.rejects(
    openAt(newSchema()),
    (error) => error instanceof StoreOpenError && /fsync off/.test(error.message),
  );
  await admin('ALTER SYSTEM RESET fsync');
  await admin('SELECT pg_reload_conf()');
});

test('a database of a newer server, none at all, and a hostile schema are refused', { skip }, async () => {
  const place = newSchema();
  await (await openAt(place)).close();
  await admin(`UPDATE ${place}.version SET version = 999`);
  const refusedWith = (words: RegExp) => (error: unknown) =>
    error instanceof StoreOpenError && words.test(error.message) && !error.message.includes('secret');
  await assert.rejects(openAt(place), refusedWith(/version 999.*start the newer server/));
  const nowhere = 'postgres://chat:secret@127.0.0.1:9/chat';
  await assert.rejects(openAt(place, { url: nowhere }), refusedWith(/cannot use postgres:\/\/….*ECONNREFUSED/));
  await assert.rejects(openAt('x; DROP SCHEMA public'), refusedWith(/expected a schema of small letters/));
});

test('a database that falls silent is given up, and too many that wait are refused at once', { skip }, async () => {
  const store = await openAt(newSchema(), { patienceMs: 400, maxConnections: 2 });
  await append(store, created, cast.mia);
  postgres?.process().kill('SIGSTOP');
  const [backend] = await Promise.allSettled([store.room('rollout')]);
  assert.ok(backend.status === 'fulfilled' || isRetryable(backend.reason));
  postgres?.process().kill('SIGCONT');
  const reads = await Promise.allSettled(upTo(1_200).map(() => store.room('rollout')));
  const refused = reads.filter((read) => read.status === 'rejected');
  assert.ok(refused.length > 0 && refused.length < 300, `${refused.length} were refused`);
  assert.ok(refused.every(({ reason }) => isRetryable(reason)));
  assert.equal((await append(store, post)).seq, 2);
  await store.close();
});
