/** When a room's frames go out: a feed between a store and what it broadcasts, and no sockets. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, test } from 'node:test';
import type { FrameTable } from '@support-chat/protocol';
import { createManualClock, newCid } from '@support-chat/server/testing';
import { createLocalBus } from '../dist/bus/local.js';
import { systemClock, type Clock } from '../dist/clock.js';
import type { Broadcast } from '../dist/connection.js';
import { Feed, frameGapMs } from '../dist/feed.js';
import { createLogger } from '../dist/logger.js';
import { createRoomLog } from '../dist/room-log.js';
import { openSqliteStore } from '../dist/store/sqlite/sqlite-store.js';
import { ana, mia } from './kit.js';

const dir = mkdtempSync(`${tmpdir()}/feed-`);
after(() => rmSync(dir, { recursive: true }));

/** A feed of one room with one event, which nobody tells of news. */
async function openFeed(name: string, clock: Clock) {
  const store = openSqliteStore({ path: `${dir}/${name}.db`, clock });
  const log = createLogger({ level: 'silent', write: () => assert.fail(), now: () => 0 });
  const frames: number[][] = [];
  const broadcast: Broadcast = (_channels, _name, frame) =>
    void frames.push((frame as FrameTable['events']).events.map(({ seq }) => seq));
  const feed = new Feed({ store, clock, log, broadcast, expel: () => assert.fail() });
  const roomLog = createRoomLog({ store, bus: createLocalBus() });
  const room = 'rollout';
  await roomLog.submit(mia, 'room.create', { room, cid: newCid(), kind: 'rollout', title: 'x', purpose: '' });
  feed.watch(room, 1);
  const post = () => roomLog.submit(ana, 'message.post', { room, cid: newCid(), body: { kind: 'text', text: 'x' } });
  return { store, feed, frames, post };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('a lost hint is made good by the sweep, in one frame', async () => {
  const { store, feed, frames, post } = await openFeed('deaf', systemClock);
  for (let i = 0; i < 3; i += 1) await post();
  assert.deepEqual([...(await feed.sweep())], [['rollout', 4]]);
  await turn();
  assert.deepEqual(frames, [[2, 3, 4]]);
  assert.equal(feed.emitted('rollout'), 4);
  await feed.sweep();
  await turn();
  assert.equal(frames.length, 1);
  await store.close();
});

test('a quiet room is told at once, a busy one 20 times a second, also when the clock is set back', async () => {
  const manual = createManualClock();
  let backMs = 0;
  const { store, feed, frames, post } = await openFeed('busy', { ...manual, now: () => manual.now() - backMs });
  const postAndHint = async () => {
    await post();
    feed.hint('rollout');
    await turn();
  };
  await postAndHint();
  assert.deepEqual(frames, [[2]]);
  await postAndHint();
  await postAndHint();
  manual.advance(frameGapMs - 1);
  await turn();
  assert.deepEqual(frames, [[2]]);
  manual.advance(1);
  await turn();
  assert.deepEqual(frames, [[2], [3, 4]]);
  manual.advance(frameGapMs);
  await postAndHint();
  assert.deepEqual(frames, [[2], [3, 4], [5]]);
  backMs = 3_600_000;
  await postAndHint();
  manual.advance(frameGapMs);
  await turn();
  assert.deepEqual(frames, [[2], [3, 4], [5], [6]]);
  await postAndHint();
  feed.unwatch('rollout');
  manual.advance(frameGapMs);
  await turn();
  assert.equal(frames.length, 4, 'nobody is there any more');
  await store.close();
});
