/** Who can help now: computed over everything a person has open, and told to those who may know. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { limits, type Person } from '@support-chat/protocol';
import {
  createManualClock,
  newCid,
  startTestServer,
  type ManualClock,
  type TestServer,
} from '@support-chat/server/testing';
import { ana, ben, connect, createRoom, kenji, mia, tom, type Client } from './kit.js';

let clock: ManualClock;
let server: TestServer;
const clients: Client[] = [];
const dataDir = mkdtempSync(join(tmpdir(), 'support-chat-presence-'));
const start = (hide: string[] = []): Promise<TestServer> =>
  startTestServer({ clock, dataDir, jwtSecret: 'x'.repeat(32), hide });
beforeEach(async () => {
  clock = createManualClock();
  server = await start();
  await createRoom(server);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const enter = async (person: Person, room: string | null = 'rollout'): Promise<Client> => {
  const client = await connect(server, person);
  clients.push(client);
  if (room !== null) await client.ask('room.join', { room });
  return client;
};
const helpersFor = async (client: Client): Promise<string[]> => {
  const { here } = await client.ask('room.join', { room: 'rollout' });
  return (here.helpers ?? []).map(({ id, presence }) => `${id} ${presence}`);
};
const rosterFor = async (client: Client, room = 'rollout'): Promise<string[]> => {
  const { entries } = await client.ask('room.roster', { room });
  return entries.map(({ id, as, presence, isHere }) =>
    [id, as ?? '-', presence ?? 'not told', isHere ? 'here' : 'not here'].join(' '),
  );
};
/** Until this client is told that a helper is in this state. */
const toldOf = (client: Client, id: string, state: string) =>
  client.next(
    'signal',
    (signal) =>
      signal.type === 'here' &&
      (signal.here.helpers ?? []).some((helper) => helper.id === id && helper.presence === state),
  );

test('a helper who leaves all devices is away, and available again with one touch on any of them', async () => {
  const [a, laptop, phone] = [await enter(ana), await enter(mia), await enter(mia, null)];
  assert.deepEqual(await helpersFor(a), ['mia available']);
  await laptop.ask('presence.tell', { isIdle: true });
  assert.deepEqual(await helpersFor(a), ['mia available'], 'the other device was touched of late');
  await phone.ask('presence.tell', { isIdle: true });
  clock.advance(1_000);
  await toldOf(a, 'mia', 'away');
  assert.deepEqual(await helpersFor(a), ['mia away']);
  await phone.ask('presence.tell', { isIdle: false });
  clock.advance(1_000);
  await toldOf(a, 'mia', 'available');
  assert.deepEqual(await helpersFor(a), ['mia available']);
});

test('a helper who touches nothing is away after five minutes without telling it', async () => {
  const [a] = [await enter(ana), await enter(mia)];
  clock.advance(limits.activeMs - 1);
  assert.deepEqual(await helpersFor(a), ['mia available']);
  clock.advance(10_001);
  await toldOf(a, 'mia', 'away');
});

test('who wants not to be disturbed stays so on every device and over a restart, until they say otherwise', async () => {
  const desk = await enter(mia, null);
  assert.equal((await desk.ask('lobby.join', {})).isBusy, false);
  const [a, phone] = [await enter(ana), await enter(mia, null)];
  await phone.ask('presence.tell', { isBusy: true });
  assert.deepEqual(await desk.next('lobby'), { rows: [], isBusy: true });
  clock.advance(1_000);
  await toldOf(a, 'mia', 'busy');
  await phone.ask('presence.tell', { isIdle: false });
  assert.deepEqual(await helpersFor(a), ['mia busy'], 'a touch does not take the wish back');
  for (const client of clients.splice(0)) client.close();
  await server.close();
  server = await start();
  const [again, back] = [await enter(ana), await enter(mia)];
  assert.deepEqual(await helpersFor(again), ['mia busy']);
  assert.equal((await back.ask('lobby.join', {})).isBusy, true);
  await back.ask('presence.tell', { isBusy: false });
  assert.deepEqual(await helpersFor(again), ['mia available']);
});

test('T38 staff see everybody in the room, employees staff alone', async () => {
  const [a, , m] = [await enter(ana), await enter(ben), await enter(mia)];
  const all = ['mia - available here', 'ana - available here', 'ben - available here'];
  assert.deepEqual((await rosterFor(m)).toSorted(), all.toSorted());
  assert.equal((await m.ask('room.roster', { room: 'rollout' })).people, 3);
  assert.deepEqual(await rosterFor(a), ['mia - available here']);
  assert.equal((await a.ask('room.roster', { room: 'rollout' })).people, 1);
});

test('T38 in a private room members see each other, grey while they are elsewhere, and the desk is no help', async () => {
  const room = `plans-${'f'.repeat(32)}`;
  await server.submit(ana, 'room.create', { room, kind: 'team', title: 'Plans', purpose: '', isPrivate: true });
  await server.submit(ana, 'member.add', { room, person: ben, as: 'member' });
  const [a, b, m] = [await enter(ana, room), await enter(ben), await enter(mia, null)];
  await m.ask('lobby.join', {});
  const { here } = await a.ask('room.join', { room });
  assert.deepEqual(here.helpers, []);
  assert.deepEqual(await rosterFor(a, room), ['ana host available here', 'ben member offline not here']);
  assert.equal((await m.refusalFor('room.roster', { room })).code, 'not_found');
  await b.ask('room.join', { room });
  assert.deepEqual(await rosterFor(a, room), ['ana host available here', 'ben member available here']);
  assert.deepEqual(await rosterFor(b), ['mia - available not here']);
});

test('a member of an open room who is elsewhere is seen as they are, by staff', async () => {
  await server.submit(mia, 'member.add', { room: 'rollout', person: kenji, as: 'expert' });
  const [m] = [await enter(mia), await enter(tom, null)];
  assert.deepEqual(await rosterFor(m), ['mia - available here', 'kenji expert offline not here']);
  const k = await enter(kenji, null);
  assert.deepEqual(await rosterFor(m), ['mia - available here', 'kenji expert available not here']);
  assert.equal(
    (await k.ask('message.post', { room: 'rollout', cid: newCid(), body: { kind: 'text', text: 'x' } })).dup,
    false,
  );
});

test('T38 where it is switched off nobody is told who is here or who writes, staff neither; calls still reach who is here', async () => {
  await server.close();
  server = await start(['presence', 'typing']);
  const [a, m, t] = [await enter(ana), await enter(mia), await enter(tom)];
  await m.ask('lobby.join', {});
  await server.submit(mia, 'member.add', { room: 'rollout', person: ben, as: 'expert' });
  for (const client of [a, m]) {
    const { here } = await client.ask('room.join', { room: 'rollout' });
    assert.deepEqual(here, { helpers: null, people: null });
  }
  assert.deepEqual(await rosterFor(m), ['ben expert not told not here']);
  await t.ask('typing.tell', { room: 'rollout', isTyping: true });
  await enter(kenji);
  for (let second = 0; second < 3; second += 1) clock.advance(1_000);
  const { seq } = await server.submit(mia, 'message.post', {
    ...{ room: 'rollout', isConfirmed: true },
    body: { kind: 'text', text: '@here done', mentions: [{ at: 0, chars: 5, group: 'here' }] },
  });
  // The call is what comes next; no signal came before it.
  await a.next('called', ({ call }) => call.seq === seq);
  assert.deepEqual(a.framesOf('signal'), []);
  assert.deepEqual(m.framesOf('signal'), []);
});

test('a setting that hides what nobody tells is refused by name', async () => {
  await assert.rejects(start(['presense']), /hide: expected presence or typing, got "presense"/);
});
