/** The reader that keeps the index behind the logs: killed, beside another one, and over a log that is another. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { EventDraft } from '@support-chat/protocol';
import { cast, sampleDrafts } from '@support-chat/protocol/samples';
import type { Store } from '@support-chat/server';
import { createManualClock } from '@support-chat/server/testing';
import { startPostgres } from '../../../test/services/postgres.js';
import { systemClock } from '../dist/clock.js';
import { createLogger } from '../dist/logger.js';
import { Indexer, indexEverything } from '../dist/search/indexer.js';
import type { Wanted } from '../dist/search/message-index.js';
import { soughtTerm } from '../dist/search/searchable.js';
import { openPostgresStore } from '../dist/store/postgres/postgres-store.js';
import { openSqliteStore } from '../dist/store/sqlite/sqlite-store.js';
import { changedStore } from './kit.js';

const root = mkdtempSync(join(tmpdir(), 'support-chat-indexer-'));
const postgres = await startPostgres();
const skip = postgres ? false : 'there is no PostgreSQL';
after(async () => {
  rmSync(root, { recursive: true });
  await postgres?.remove();
});
const rooms = ['rollout', 'vpn', 'office'];
const quiet = createLogger({ level: 'error', write: () => undefined, now: () => 0 });
let cids = 0;

const append = (store: Store, room: string, draft: EventDraft) =>
  store.append({ room, by: cast.ana, cid: `c${(cids += 1)}`, hash: '', decide: () => [draft] });
const say = (store: Store, room: string, text: string) =>
  append(store, room, { type: 'message.posted', audience: 'everyone', data: { body: { kind: 'text', text } } });
async function fill(store: Store, messages: number): Promise<void> {
  const created = sampleDrafts['room.created'];
  for (const room of rooms) await append(store, room, { ...created, data: { ...created.data, name: room } });
  const lines = Array.from({ length: messages }, (_, line) => line);
  await Promise.all(lines.map((line) => say(store, rooms[line % rooms.length] ?? '', `lemur ${line} 猿`)));
}
const lemurs: Wanted = {
  ...{ tokens: soughtTerm('lemur', true)?.tokens ?? [], authors: null, asks: false, answers: false },
  scope: { rooms: rooms.map((name) => ({ name, from: 1, openTo: 'everybody' })), hasLanes: false, isStaff: false },
  ...{ from: null, before: null },
};
/** Room and number of every message that is found. */
const found = async (store: Store): Promise<string[]> =>
  (await store.search.find(lemurs, null, 50_000)).map(({ room, seq }) => `${room}/${seq}`);
const headsOf = async (store: Store): Promise<number> =>
  [...(await store.heads()).values()].reduce((sum, head) => sum + head, 0);

test('who was killed while it indexed goes on where it was: nothing is missing, and nothing is there twice', async () => {
  const path = join(root, 'killed', 'rooms.db');
  const store = openSqliteStore({ path, clock: systemClock });
  await fill(store, 4_500);
  await store.close();
  const dist = (file: string): string => new URL(`../dist/${file}`, import.meta.url).href;
  const script = `
    const { openSqliteStore } = await import('${dist('store/sqlite/sqlite-store.js')}');
    const { readPortion } = await import('${dist('search/read-portion.js')}');
    const store = openSqliteStore({ path: ${JSON.stringify(path)}, clock: { now: Date.now, after: () => () => {} } });
    for (const room of (await store.heads()).keys())
      while ((await store.search.take(room, (cursor) => readPortion(store, room, cursor, 40))) !== null) console.log('portion');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let portions = 0;
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    portions += chunk.toString().split('portion').length - 1;
    if (portions >= 20) break;
  }
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  const again = openSqliteStore({ path, clock: systemClock });
  const before = [...(await again.search.cursors()).values()].reduce((sum, seq) => sum + seq, 0);
  assert.ok(before > 0 && before < (await headsOf(again)), `it was killed at ${before}`);
  await indexEverything(again, () => undefined);
  const all = await found(again);
  assert.equal(all.length, 4_500);
  assert.equal(new Set(all).size, 4_500);
  await again.close();
});

test(
  'two nodes share the work: each event is read by one of them, and all are found',
  { skip, timeout: 60_000 },
  async () => {
    const open = () => openPostgresStore({ url: postgres?.url ?? '', clock: systemClock, schema: 'shared' });
    const [one, two] = [await open(), await open()];
    await fill(one, 3_000);
    let read = 0;
    const counted = (store: Store): Store =>
      changedStore(store, {
        read: async (room, range) => {
          const events = await store.read(room, range);
          read += events.length;
          return events;
        },
      });
    await Promise.all([one, two].map((store) => indexEverything(counted(store), () => undefined)));
    assert.equal(read, await headsOf(one));
    const all = await found(two);
    assert.deepEqual([all.length, new Set(all).size], [3_000, 3_000]);
    // What one of them wrote, the other one finds.
    await say(one, 'vpn', 'lemur of the other node');
    const clock = createManualClock();
    const indexer = new Indexer({ store: two, clock, log: quiet });
    indexer.takeNews({ type: 'hint', room: 'vpn', head: 0 }, 'one');
    await indexer.settle(1_000);
    assert.equal((await found(two)).length, 3_001);
    await indexer.stop();
    await Promise.all([one.close(), two.close()]);
  },
);

test('an index over another log is made anew by itself, in portions, and says how far it is', async () => {
  const path = join(root, 'anew', 'rooms.db');
  const store = openSqliteStore({ path, clock: systemClock });
  await fill(store, 300);
  await indexEverything(store, () => undefined);
  assert.equal((await found(store)).length, 300);
  await store.beginEpoch();
  assert.deepEqual(await found(store), [], 'of a log that is no more nothing is found');
  const clock = createManualClock();
  const indexer = new Indexer({ store, clock, log: quiet });
  indexer.start();
  // It looks first, then takes portion by portion, with a rest that only this clock ends.
  while ((await found(store)).length === 0) await new Promise((resolve) => setImmediate(resolve));
  const share = await indexer.share();
  assert.ok(share > 0 && share < 1, String(share));
  await indexer.settle(1_000);
  assert.deepEqual([(await found(store)).length, await indexer.share()], [300, 1]);
  await indexer.stop();
  await store.close();
});

test('while the store cannot be read nothing is lost: the next look finds it', async () => {
  const store = openSqliteStore({ path: join(root, 'unread', 'rooms.db'), clock: systemClock });
  await fill(store, 30);
  let isBroken = true;
  const broken = changedStore(store, {
    read: (room, range) => (isBroken ? Promise.reject(new Error('the disk is gone')) : store.read(room, range)),
  });
  const clock = createManualClock();
  const indexer = new Indexer({ store: broken, clock, log: quiet });
  for (const room of rooms) indexer.takeNews({ type: 'hint', room, head: 0 }, 'one');
  await indexer.settle(1_000);
  assert.deepEqual(await found(store), []);
  isBroken = false;
  indexer.start();
  await new Promise((resolve) => setImmediate(resolve));
  await indexer.settle(1_000);
  assert.equal((await found(store)).length, 30);
  await indexer.stop();
  await store.close();
});
