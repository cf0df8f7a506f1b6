/** What an export wrote as lines is a room again: the same events, documents that follow from them, and a chain that verifies. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cast } from '@support-chat/protocol/samples';
import { StoreOpenError, type Store } from '@support-chat/server';
import { startTestServer } from '@support-chat/server/testing';
import { createRoom } from './kit.js';
import { withoutWords, wordsIn, type StoredEvent } from '@support-chat/protocol';
import { importRoom } from '../dist/upkeep/room-file.js';
import { verifyStore } from '../dist/upkeep/verify.js';
import { openPostgresStore } from '../dist/store/postgres/postgres-store.js';
import { systemClock } from '../dist/clock.js';
import { fill, newDatabase, newDir, openAt, root, run, silent, skip } from './upkeep-kit.js';

const eventsOf = (store: Store, room: string): Promise<readonly StoredEvent[]> =>
  store.read(room, { after: 0, limit: 10_000 });
const retractedIn = (events: readonly StoredEvent[]): ReadonlySet<number> =>
  new Set(events.flatMap((event) => (event.type === 'message.retracted' ? event.data.message : [])));
let count = 0;
const fileOf = (lines: readonly (object | string)[]): string => {
  mkdirSync(root, { recursive: true });
  const path = join(root, `room-${(count += 1)}.jsonl`);
  writeFileSync(path, lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''));
  return path;
};

/** A room with every kind of event, in a store that is open. */
async function filled(): Promise<{ store: Store; events: readonly StoredEvent[] }> {
  const store = openAt(newDir());
  await fill(store);
  return { store, events: await eventsOf(store, 'rollout') };
}

const engines = [
  { name: 'SQLite', skip: false as string | false, open: async () => openAt(newDir()) },
  {
    name: 'PostgreSQL',
    skip,
    open: async () => openPostgresStore({ url: await newDatabase(), clock: systemClock, maxConnections: 2 }),
  },
];
for (const engine of engines)
  test(
    `a file of lines is the room again, also under another name: ${engine.name}`,
    { skip: engine.skip },
    async () => {
      const { store: source, events } = await filled();
      const path = fileOf(events);
      const store = await engine.open();
      assert.deepEqual(await importRoom(store, path, { progress: silent() }), {
        room: 'rollout',
        events: events.length,
      });
      // What was taken back and not erased yet has lost its words.
      const kept = events.map((event) => (retractedIn(events).has(wordsIn(event) ?? 0) ? withoutWords(event) : event));
      assert.notDeepEqual(kept, events);
      assert.deepEqual(await eventsOf(store, 'rollout'), kept);
      assert.deepEqual((await store.room('rollout'))?.room, (await source.room('rollout'))?.room);
      const page = { before: 10_000, limit: 1_000, isStaff: true };
      assert.deepEqual(await store.page('rollout', page), await source.page('rollout', page));
      await importRoom(store, path, { name: 'old-rollout', progress: silent() });
      const [first, ...rest] = await eventsOf(store, 'old-rollout');
      assert.equal(first?.type === 'room.created' && first.data.name, 'old-rollout');
      assert.deepEqual(rest, kept.slice(1));
      assert.deepEqual((await verifyStore(store, silent())).faults, []);
      await assert.rejects(
        importRoom(store, path, { progress: silent() }),
        /there is a room "rollout" already.*--as NAME/,
      );
      // It goes on like any other.
      const next = { room: 'old-rollout', by: cast.ana, cid: 'new', hash: 'h' };
      const { seq } = await store.append({
        ...next,
        decide: () => [{ type: 'message.posted', audience: 'everyone', data: { body: { kind: 'text', text: 'on' } } }],
      });
      assert.equal(seq, events.length + 1);
      for (const each of [source, store]) await each.close();
    },
  );

test('T59 words that were taken back before the export stay away, and the chain of the import knows it', async () => {
  const store = openAt(newDir());
  const server = await startTestServer({ openStore: () => Promise.resolve(store) });
  await createRoom(server, 'out');
  const { seq } = await server.submit(cast.ana, 'message.post', {
    ...{ room: 'out', cid: 'a'.repeat(32), body: { kind: 'text', text: 'canary, my password' } },
  });
  await server.submit(cast.ana, 'message.retract', { room: 'out', cid: 'b'.repeat(32), message: seq, reason: '' });
  for (let times = 0; (await store.retractions(1)).length > 0 && times < 100; times += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  const events = await eventsOf(store, 'out');
  assert.doesNotMatch(JSON.stringify(events), /canary/);
  const target = openAt(newDir());
  await importRoom(target, fileOf(events), { progress: silent() });
  assert.deepEqual(await eventsOf(target, 'out'), events);
  const { faults, erased } = await verifyStore(target, silent());
  assert.deepEqual([faults, erased], [[], 1]);
  await target.close();
  await server.close();
});

test('a file that is not whole is refused by its line, and nothing of it is there', async () => {
  const { store: source, events } = await filled();
  await source.close();
  const store = openAt(newDir());
  const [first, second, ...rest] = events;
  const faulty: [readonly (object | string)[], RegExp][] = [
    [[], /is empty; expected one event a line/],
    [[{ ...second }], /line 1: expected room\.created/],
    [['{"type":"room.created"'], /line 1: expected one event as JSON/],
    [[{ ...first }, ...rest], /line 2: expected event 2, got 3/],
    [[{ ...first }, { type: 'hidden', seq: 2 }], /line 2: it is hidden/],
    [[{ ...first }, { ...second, audience: 'all' }], /line 2: expected an event with type, audience/],
    [[{ ...first }, { ...second, by: { id: 3 } }], /line 2: expected an event/],
    [[{ ...first }, { ...second, type: 'message.posted', data: {} }], /line 2: its content cannot be read/],
    [[{ ...first }, 'null'], /line 2: expected an event/],
    [[{ ...first }, '[]'], /line 2: expected an event/],
    [[{ ...first, data: { ...first?.data, name: '../etc' } }], /expected a name for a room/],
    [[{ ...first, data: { ...first?.data, name: 'none~ana' } }], /lane beside "none", which is not here/],
  ];
  for (const [lines, message] of faulty)
    await assert.rejects(
      importRoom(store, fileOf(lines), { progress: silent() }),
      (error) => {
        assert.ok(error instanceof StoreOpenError, String(error));
        assert.match(error.message, message);
        return true;
      },
      String(message),
    );
  await assert.rejects(importRoom(store, join(root, 'none.jsonl'), { progress: silent() }), /cannot be read: ENOENT/);
  assert.deepEqual([...(await store.heads())], []);
  await store.close();
});

test('the command imports a file, says how far it is, and refuses what it cannot do', async () => {
  const { store, events } = await filled();
  await store.close();
  const [path, dir] = [fileOf(events), newDir()];
  const done = run(['import', path, '--as', 'kept', '--data-dir', dir]);
  assert.deepEqual(
    [done.status, done.stdout],
    [0, `room "kept" is here with its ${events.length} events; a server that is started finds its messages\n`],
  );
  assert.match(done.stderr, /imported 61 of 61 events/);
  const again = run(['import', path, '--as', 'kept', '--data-dir', dir]);
  assert.deepEqual([again.status, again.stdout], [2, '']);
  assert.match(again.stderr, /there is a room "kept" already/);
  assert.match(run(['import', '--data-dir', dir]).stderr, /import needs the FILE to read/);
});
