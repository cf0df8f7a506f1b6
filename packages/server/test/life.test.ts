/** How a room ends for good: deleted, taken back, erased; on a real store and real sockets, with a clock that is turned. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { limits, type Person } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import type { Store } from '@support-chat/server';
import { createManualClock, startTestServer, type TestServer } from '@support-chat/server/testing';
import { leadLanes } from '../dist/life/lead-lanes.js';
import { openSqliteStore } from '../dist/store/sqlite/sqlite-store.js';
import { ana, ben, changedStore, connect, createRoom, mia } from './kit.js';

const { sato } = cast;
const dir = mkdtempSync(join(tmpdir(), 'support-chat-'));
after(() => rmSync(dir, { recursive: true }));
let stages = 0;

const lane = 'rollout~ana';
const say = (server: TestServer, by: Person, room: string, text: string) =>
  server.submit(by, 'message.post', { room, body: { kind: 'text', text } });
const end = { room: 'rollout', reason: 'A canary of a reason' };

/** A server with a closed room in which something was said, and a lane beside it. `changed`: what its store does otherwise. */
async function open(changed: (store: Store) => Partial<Store> = () => ({})) {
  const clock = createManualClock(Date.now());
  const folder = join(dir, String((stages += 1)));
  const path = join(folder, 'rooms.db');
  const start = async () => {
    const store = openSqliteStore({ path, clock });
    const openStore = () => Promise.resolve(changedStore(store, changed(store)));
    return { store, server: await startTestServer({ clock, openStore }) };
  };
  const { store, server } = await start();
  await createRoom(server);
  await say(server, ana, 'rollout', 'a canary in the room');
  await say(server, ana, lane, 'a canary in the lane');
  await server.submit(mia, 'room.close', end);
  return { clock, folder, start, store, server };
}

/** Lets time pass until it is so. */
async function until(clock: ReturnType<typeof createManualClock>, isSo: () => Promise<boolean>, stepMs = 5_000) {
  for (let looks = 0; looks < 500; looks += 1) {
    if (await isSo()) return;
    clock.advance(stepMs);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.fail('it did not come to that');
}

const isGone = async (store: Store, room: string) => (await store.room(room))?.room.deleted !== undefined;

test('a deleted room is gone for everybody, for who is in it at once, and its lanes go with it', async () => {
  const { clock, store, server } = await open();
  const [inRoom, inLane, desk] = [await connect(server, ben), await connect(server, ana), await connect(server, mia)];
  await inRoom.ask('room.join', { room: 'rollout' });
  await inLane.ask('room.join', { room: lane });
  await desk.ask('lobby.join', {});
  await assert.rejects(server.submit(mia, 'room.delete', { ...end, name: 'rollout' }), { code: 'forbidden' });
  await assert.rejects(server.submit(sato, 'room.delete', { ...end, name: 'Rollout' }), { code: 'bad_request' });
  await server.submit(sato, 'room.delete', { ...end, name: 'rollout' });
  await inRoom.next('events', ({ events }) => events.some(({ type }) => type === 'room.deleted'));
  await desk.next('lobby', ({ gone }) => gone?.includes('rollout') === true);
  await until(clock, () => isGone(store, lane));
  await inLane.next('events', ({ events }) => events.some(({ type }) => type === 'room.deleted'));
  for (const room of ['rollout', lane])
    for (const client of [inRoom, inLane, desk]) {
      const none = await client.refusalFor('room.join', { room: 'none' });
      assert.deepEqual(await client.refusalFor('room.join', { room }), none, room);
      assert.deepEqual(await client.refusalFor('room.page', { room, before: 9 }), none, room);
      assert.deepEqual(await client.refusalFor('room.read', { room, after: 0 }), none, room);
    }
  await assert.rejects(say(server, ana, lane, 'more'), { code: 'not_found' });
  await assert.rejects(say(server, ben, 'rollout~ben', 'a lane that has not begun'), { code: 'not_found' });
  const rows = JSON.stringify([await desk.ask('lobby.join', {}), await desk.ask('queue.read', {})]);
  assert.ok(!rows.includes('rollout'), rows);
  const heard = inRoom.framesOf('events').length;
  await server.submit(sato, 'room.recover', end);
  await inRoom.settle();
  assert.equal(inRoom.framesOf('events').length, heard, 'who was in it is not in it any more');
  for (const client of [inRoom, inLane, desk]) client.close();
  await server.close();
});

test('who may take a deleted room back hears of it, and it is as it was, its lanes too', async () => {
  const { clock, store, server } = await open();
  const [manager, agent, asker] = [await connect(server, sato), await connect(server, mia), await connect(server, ana)];
  const before = (await store.room('rollout'))?.room;
  await server.submit(sato, 'room.delete', { ...end, name: 'rollout' });
  const { rooms } = await manager.ask('rooms.deleted', {});
  assert.deepEqual(
    rooms.map(({ name, deleted }) => [name, deleted?.by.id, (deleted?.until ?? 0) - (deleted?.at ?? 0)]),
    [['rollout', 'sato', limits.recoverMs]],
  );
  assert.deepEqual(await agent.ask('rooms.deleted', {}), { rooms: [] });
  assert.deepEqual(await asker.ask('rooms.deleted', {}), { rooms: [] });
  await until(clock, () => isGone(store, lane));
  await assert.rejects(server.submit(mia, 'room.recover', end), { code: 'not_found' });
  await server.submit(sato, 'room.recover', end);
  await until(clock, async () => !(await isGone(store, lane)));
  assert.deepEqual((await store.room('rollout'))?.room, before);
  assert.deepEqual(await manager.ask('rooms.deleted', {}), { rooms: [] });
  await assert.rejects(server.submit(sato, 'room.recover', end), { code: 'bad_request' });
  assert.equal((await asker.ask('room.page', { room: lane, before: 99 })).messages.length, 1);
  await until(clock, async () => (await store.dueRooms(Number.MAX_SAFE_INTEGER, 9)).length === 0);
  for (const client of [manager, agent, asker]) client.close();
  await server.close();
});

/** As `open`; until `follow` lanes do not follow. */
async function openWithLaneBehind() {
  let isAway = true;
  const opened = await open((store) => ({
    append: (append) => (append.hash === 'time' && isAway ? Promise.reject(new Error('away')) : store.append(append)),
  }));
  const bind = (boundTo: readonly string[]) =>
    opened.server.submit(mia, 'room.describe', { room: 'rollout', title: 'x', purpose: '', boundTo });
  const boundTo = async () => (await opened.store.room(lane))?.room.boundTo;
  return { ...opened, bind, boundTo, follow: () => void (isAway = false) };
}

test('a lane that follows late is for whom its room is for, and goes with it, in one step', async () => {
  const { clock, store, server, bind, boundTo, follow } = await openWithLaneBehind();
  await bind(['office=osaka']);
  await server.submit(sato, 'room.delete', { ...end, name: 'rollout' });
  follow();
  await until(clock, () => isGone(store, lane));
  assert.deepEqual(await boundTo(), ['office=osaka']);
  await server.submit(sato, 'room.recover', end);
  await until(clock, async () => !(await isGone(store, lane)));
  assert.deepEqual(await boundTo(), ['office=osaka']);
  await server.close();
});

test('a lane follows its room as that is now, not as somebody saw it before', async () => {
  const { store, server, bind, boundTo, follow } = await openWithLaneBehind();
  await bind(['office=osaka']);
  const before = await store.room('rollout');
  assert.ok(before);
  await bind(['office=tokyo']);
  follow();
  await leadLanes({ store, bus: { publish: () => undefined } }, before);
  assert.deepEqual(await boundTo(), ['office=tokyo']);
  await server.close();
});

test('after its time a deleted room is erased, also when nobody was there then; what stays is that it was there', async () => {
  const { clock, folder, start, store, server } = await open();
  const { at } = await server.submit(sato, 'room.delete', { ...end, name: 'rollout' });
  await until(clock, () => isGone(store, lane));
  await server.close();
  clock.advance(limits.recoverMs);
  const again = await start();
  const isErased = async () =>
    (await again.store.room('rollout'))?.room.erasedAt !== undefined &&
    (await again.store.room(lane))?.room.erasedAt !== undefined &&
    (await again.store.dueRooms(Number.MAX_SAFE_INTEGER, 9)).length === 0;
  await until(clock, isErased);
  const room = (await again.store.room('rollout'))?.room;
  const stays = { name: 'rollout', kind: 'rollout', state: 'closed', title: '', messages: 1 };
  assert.deepEqual({ ...room, ...stays }, room);
  assert.deepEqual([room?.deleted?.by.id, room?.deleted?.at], ['sato', at]);
  const manager = await connect(again.server, sato);
  assert.deepEqual((await manager.ask('rooms.deleted', {})).rooms, [room]);
  await assert.rejects(again.server.submit(sato, 'room.recover', end), { code: 'bad_request' });
  const create = { room: 'rollout', kind: 'rollout', title: 'Again', purpose: '' } as const;
  await assert.rejects(again.server.submit(mia, 'room.create', create), { code: 'room_exists' });
  manager.close();
  await again.server.close();
  for (const file of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, file));
    for (const text of ['canary in the room', 'canary in the lane'])
      assert.ok(!bytes.includes(text), `${text} in ${file}`);
  }
  const bin = join(import.meta.dirname, '../bin/support-chat.js');
  const { stdout } = await promisify(execFile)(process.execPath, [bin, 'verify', '--data-dir', folder], {
    env: { PATH: process.env['PATH'] },
  });
  assert.match(stdout, /2 rooms, \d+ events, \d+ of them erased: all sound/);
});

test('who was killed while it erased goes on where it was', async () => {
  const { clock, start, store, server } = await open();
  await server.submit(sato, 'room.delete', { ...end, name: 'rollout' });
  const stays = { name: 'rollout', kind: 'rollout', createdAt: 1, messages: 1 } as const;
  await store.append({
    ...{ room: 'rollout', by: sato, cid: 'erased', hash: '' },
    decide: () => [{ type: 'room.erased', audience: 'everyone', data: stays }],
  });
  await server.close();
  const again = await start();
  await until(clock, async () => (await again.store.dueRooms(Number.MAX_SAFE_INTEGER, 9)).length === 0);
  const { rows } = (await again.store.readRows('rollout', { after: 0, limit: 99 })) ?? {};
  assert.ok(rows && !JSON.stringify(rows).includes('canary'));
  await again.server.close();
});

test('a planned room is prepared by support, opens by itself, takes questions, and closes by itself', async () => {
  const clock = createManualClock(Date.now());
  const path = join(dir, String((stages += 1)), 'rooms.db');
  const start = async () => {
    const store = openSqliteStore({ path, clock });
    return { store, server: await startTestServer({ clock, openStore: () => Promise.resolve(store) }) };
  };
  const { server } = await start();
  const [opensAt, closesAt] = [clock.now() + 60_000, clock.now() + 240_000];
  const fields = { room: 'wave', kind: 'rollout', title: 'Second wave', purpose: 'For Osaka' } as const;
  await assert.rejects(server.submit(mia, 'room.create', { ...fields, opensAt: 1 }), { code: 'bad_request' });
  await assert.rejects(server.submit(mia, 'room.create', { ...fields, opensAt, closesAt: opensAt }), {
    code: 'bad_request',
  });
  await server.submit(mia, 'room.create', { ...fields, opensAt, closesAt });
  const waves = [
    { title: 'Kobe', startsAt: 9 },
    { title: 'Osaka', startsAt: 5 },
  ];
  await server.submit(mia, 'room.plan', { room: 'wave', waves });
  await say(server, mia, 'wave', 'What will change');
  const early = await connect(server, ana);
  const joined = await early.ask('room.join', { room: 'wave' });
  assert.ok(joined.mode === 'window');
  assert.deepEqual(
    [joined.room?.state, joined.room?.opensAt, joined.room?.waves?.map(({ title }) => title)],
    ['planned', opensAt, ['Osaka', 'Kobe']],
  );
  await assert.rejects(say(server, ana, 'wave', 'too early'), { code: 'room_closed' });
  await assert.rejects(say(server, ana, 'wave~ana', 'too early'), { code: 'room_closed' });
  await until(clock, async () =>
    early
      .framesOf('events')
      .flatMap(({ events }) => events)
      .some(({ type }) => type === 'room.opened'),
  );
  assert.ok(clock.now() >= opensAt);
  await say(server, ana, 'wave', 'in time');
  early.close();
  await server.close();
  clock.advance(300_000);
  const again = await start();
  await until(clock, async () => (await again.store.room('wave'))?.room.state === 'closed');
  await again.server.submit(mia, 'room.reopen', { room: 'wave', reason: '' });
  await until(clock, async () => (await again.store.dueRooms(Number.MAX_SAFE_INTEGER, 9)).length === 0);
  assert.equal((await again.store.room('wave'))?.room.state, 'open', 'it is not closed again');
  await again.server.close();
});

test('what opens by itself does not close at once, by whatever order its times came', async () => {
  const { clock, server } = await open();
  const now = clock.now();
  const make = (room: string, opensAt: number | null, closesAt: number) =>
    server.submit(mia, 'room.create', {
      ...{ room, kind: 'rollout', title: 'x', purpose: '', opensAt, closesAt },
    });
  await make('fair', now + 10 * 60_000, now + 60 * 60_000);
  await assert.rejects(
    server.submit(mia, 'room.plan', { room: 'fair', opensAt: now + 90 * 60_000 }),
    /closesAt after opensAt/,
  );
  await server.submit(mia, 'room.plan', { room: 'fair', opensAt: now + 90 * 60_000, closesAt: now + 95 * 60_000 });
  await make('by-hand', null, now + 60_000);
  clock.advance(120_000);
  await assert.rejects(server.submit(mia, 'room.open', { room: 'by-hand' }), /would close at once/);
  await server.submit(mia, 'room.plan', { room: 'by-hand', closesAt: null });
  await server.submit(mia, 'room.open', { room: 'by-hand' });
  await server.close();
});

test('one room that cannot be looked after does not hold up the others', async () => {
  const clock = createManualClock(Date.now());
  const real = openSqliteStore({ path: join(dir, `${(stages += 1)}.db`), clock });
  let fails = 0;
  const failing = changedStore(real, {
    room: (name) =>
      name === 'stuck' && (fails += 1) ? Promise.reject(new Error('the disk is slow')) : real.room(name),
  });
  const server = await startTestServer({ clock, openStore: () => Promise.resolve(failing) });
  const opensAt = clock.now() + 60_000;
  for (const [room, at] of [['stuck', opensAt] as const, ['fair', opensAt + 1] as const])
    await server.submit(mia, 'room.create', { room, kind: 'rollout', title: 'x', purpose: '', opensAt: at });
  await until(clock, async () => (await real.room('fair'))?.room.state === 'open');
  const before = fails;
  assert.ok(before > 0);
  await until(clock, () => Promise.resolve(fails > before), 20_000);
  assert.equal((await real.room('stuck'))?.room.state, 'planned');
  await server.close();
});

test('a room whose times were changed keeps to the new ones', async () => {
  const clock = createManualClock(Date.now());
  const store = openSqliteStore({ path: join(dir, String((stages += 1)), 'rooms.db'), clock });
  const server = await startTestServer({ clock, openStore: () => Promise.resolve(store) });
  const at = (ms: number) => clock.now() + ms;
  const due = async () => (await store.dueRooms(Number.MAX_SAFE_INTEGER, 9)).map(({ dueAt }) => dueAt);
  const fields = { room: 'wave', kind: 'rollout', title: 'W', purpose: '' } as const;
  await server.submit(mia, 'room.create', { ...fields, opensAt: at(60_000) });
  await server.submit(mia, 'room.plan', { room: 'wave', opensAt: at(90_000), closesAt: at(120_000) });
  assert.deepEqual(await due(), [at(90_000)]);
  await server.submit(mia, 'room.plan', { room: 'wave', opensAt: null });
  assert.deepEqual(await due(), [], 'opened by hand');
  await assert.rejects(server.submit(mia, 'room.reopen', { room: 'wave', reason: '' }), { code: 'bad_request' });
  await server.submit(mia, 'room.open', { room: 'wave' });
  assert.deepEqual(await due(), [at(120_000)]);
  await assert.rejects(server.submit(mia, 'room.plan', { room: 'wave', opensAt: at(9_000) }), { code: 'bad_request' });
  await assert.rejects(server.submit(mia, 'room.plan', { room: 'wave', closesAt: at(-1) }), { code: 'bad_request' });
  await assert.rejects(server.submit(mia, 'room.plan', { room: 'wave' }), { code: 'bad_request' });
  await server.submit(mia, 'room.plan', { room: 'wave', closesAt: null });
  assert.deepEqual(await due(), []);
  await server.submit(mia, 'room.close', { room: 'wave', reason: '' });
  await assert.rejects(server.submit(mia, 'room.plan', { room: 'wave', closesAt: at(9_000) }), { code: 'room_closed' });
  await server.close();
});
