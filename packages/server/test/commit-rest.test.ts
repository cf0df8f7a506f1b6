/** A busy store rests between commits, so that appends of one moment share an fsync; a quiet one commits at once. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { cast, sampleDrafts } from '@support-chat/protocol/samples';
import { systemClock } from '../dist/clock.js';
import { openSqliteStore } from '../dist/store/sqlite/sqlite-store.js';
import type { Store } from '../dist/store/store.js';

const dir = mkdtempSync(join(tmpdir(), 'support-chat-'));
after(() => rmSync(dir, { recursive: true, force: true }));
let files = 0;
let cids = 0;

async function openWithRoom(restMs: number): Promise<Store> {
  const store = openSqliteStore({ path: join(dir, `${(files += 1)}.db`), clock: systemClock, restMs });
  await append(store, 'room.created');
  return store;
}
const append = (store: Store, type: 'room.created' | 'message.posted' = 'message.posted') =>
  store.append({ room: 'rollout', by: cast.ana, cid: `c${(cids += 1)}`, hash: '', decide: () => [sampleDrafts[type]] });

/** Appends in turns of their own, without waiting for the answers. */
async function appendOneByOne(store: Store, count: number): Promise<Promise<unknown>[]> {
  const appends: Promise<unknown>[] = [];
  for (let i = 0; i < count; i += 1) {
    appends.push(append(store));
    await turn();
    await turn();
  }
  return appends;
}

test('what comes during a rest shares the commit after it', async () => {
  const store = await openWithRoom(200);
  await Promise.all(await appendOneByOne(store, 10));
  assert.deepEqual([store.counts().appends, store.counts().commits], [11, 2]);
  await store.close();
});

test('many do not wait for the end of a rest', async () => {
  const store = await openWithRoom(3_600_000);
  const appends = await appendOneByOne(store, 17);
  await Promise.all(appends);
  assert.equal(store.counts().commits, 2);
  await store.close();
});

test('closing does not wait for it either', async () => {
  const store = await openWithRoom(3_600_000);
  const [last] = await appendOneByOne(store, 1);
  await store.close();
  assert.deepEqual(await last, { ...((await last) as object), seq: 2, dup: false });
});

test('without a rest each turn has its commit', async () => {
  const store = await openWithRoom(0);
  await Promise.all(await appendOneByOne(store, 5));
  assert.equal(store.counts().commits, 6);
  await store.close();
});
