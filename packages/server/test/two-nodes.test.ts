/** Two nodes on one PostgreSQL and one Redis: whoever is on either sees the same. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { newCid, startTestServer, type TestServer } from '@support-chat/server/testing';
import { startPostgres } from '../../../test/services/postgres.js';
import { startRedis } from '../../../test/services/redis.js';
import { ana, ben, connect, createRoom, happening, kenji, mia, sato, tom, type Client } from './kit.js';

const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
const skip = postgres && redis ? false : 'there is no PostgreSQL or no Redis';
const jwtSecret = 'x'.repeat(32);
const startNode = (): Promise<TestServer> =>
  startTestServer({
    jwtSecret,
    databaseUrl: postgres?.url ?? '',
    redisUrl: redis?.url ?? '',
    rateBurst: 100_000,
    // What the sweep of heads finds, nothing else may find.
    beaconMs: 3_600_000,
  });

let nodes: { a: TestServer; b: TestServer };
const clients: Client[] = [];
let rooms = 0;
before(async () => {
  if (skip) return;
  const [a, b] = await Promise.all([startNode(), startNode()]);
  nodes = { a, b };
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});
after(async () => {
  if (!skip) await Promise.all([nodes.a.close(), nodes.b.close()]);
  await Promise.all([postgres?.remove(), redis?.remove()]);
});

const enter = async (node: TestServer, person: Parameters<typeof connect>[1], room?: string): Promise<Client> => {
  const client = await connect(node, person);
  clients.push(client);
  if (room !== undefined) await client.ask('room.join', { room });
  return client;
};
const newRoom = async (): Promise<string> => {
  const room = `room-${(rooms += 1)}`;
  await createRoom(nodes.a, room);
  return room;
};
const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);
const seqsOf = (client: Client, room: string): number[] =>
  client.framesOf('events').flatMap((frame) => (frame.room === room ? frame.events.map(({ seq }) => seq) : []));
/** Until everything up to this number has arrived. */
const arrival = (client: Client, room: string, seq: number) =>
  client.next('events', (frame) => frame.room === room && frame.events.some((event) => event.seq === seq));

test('messages of both nodes arrive on both, in one order and once', { skip, timeout: 60_000 }, async () => {
  const room = await newRoom();
  const [a, b] = [await enter(nodes.a, ana, room), await enter(nodes.b, ben, room)];
  await Promise.all(upTo(40).flatMap((i) => [a.post(room, `a${i}`), b.post(room, `b${i}`)]));
  await Promise.all([arrival(a, room, 81), arrival(b, room, 81)]);
  const [fromA, fromB] = [a, b].map((client) => client.framesOf('events').flatMap(({ events }) => events));
  assert.deepEqual(seqsOf(a, room), upTo(81).slice(1));
  assert.deepEqual(fromA, fromB);
});

test('who types and who is here is known across nodes, until they leave', { skip, timeout: 60_000 }, async () => {
  const room = await newRoom();
  const [a, b] = [await enter(nodes.a, ana, room), await enter(nodes.b, mia, room)];
  await a.next(
    'signal',
    ({ type, ...signal }) => type === 'here' && 'here' in signal && signal.here.helpers?.[0]?.id === 'mia',
  );
  await b.next('signal', (signal) => signal.type === 'here' && signal.here.people === 2);
  await a.ask('typing.tell', { room, isTyping: true });
  const typing = await b.next('signal', ({ type }) => type === 'typing');
  assert.deepEqual(typing, { type: 'typing', room, by: ana, isTyping: true });
  b.close();
  await a.next('signal', (signal) => signal.type === 'here' && signal.here.helpers?.length === 0);
});

test('who is away, and who wants not to be disturbed, is known over all nodes', { skip, timeout: 60_000 }, async () => {
  const room = await newRoom();
  const [a, desk] = [await enter(nodes.a, ana, room), await enter(nodes.b, mia, room)];
  const other = await enter(nodes.a, mia, room);
  const told = (state: string) =>
    a.next('signal', (signal) => signal.type === 'here' && signal.here.helpers?.[0]?.presence === state);
  await told('available');
  await desk.ask('presence.tell', { isIdle: true });
  await other.ask('presence.tell', { isIdle: true });
  await told('away');
  await desk.ask('presence.tell', { isBusy: true });
  await told('busy');
  await redis?.end('SIGKILL');
  // Found by the sweep.
  await desk.ask('presence.tell', { isBusy: false, isIdle: false });
  await other.ask('presence.tell', { isIdle: false });
  await a.next('signal', (signal) => {
    const states = a
      .framesOf('signal')
      .flatMap((each) => (each.type === 'here' ? [each.here.helpers?.[0]?.presence] : []));
    return signal.type === 'here' && states.at(-1) === 'available';
  });
  await redis?.start();
  const { entries } = await other.ask('room.roster', { room });
  assert.deepEqual(
    entries.map(({ id, presence }) => [id, presence]),
    [
      ['mia', 'available'],
      ['ana', 'available'],
    ],
  );
});

test('what somebody read on one node is read on the other', { skip, timeout: 60_000 }, async () => {
  const room = await newRoom();
  const [phone, laptop] = [await enter(nodes.a, ana, room), await enter(nodes.b, ana, room)];
  await nodes.b.submit(mia, 'message.post', { room, body: { kind: 'text', text: 'hello' } });
  await phone.ask('marker.move', { room, seq: 2 });
  const told = await laptop.next('standing', ({ standing }) => standing.marker === 2);
  assert.deepEqual(told, { room, standing: { marker: 2, unread: 0, head: 2 } });
});

test('F6 what somebody read while Redis was away is known when it is back', { skip, timeout: 60_000 }, async () => {
  const room = await newRoom();
  const [phone, laptop] = [await enter(nodes.a, ana, room), await enter(nodes.b, ana, room)];
  await nodes.b.submit(mia, 'message.post', { room, body: { kind: 'text', text: 'hello' } });
  await arrival(phone, room, 2);
  await redis?.end('SIGKILL');
  await phone.ask('marker.move', { room, seq: 2 });
  await redis?.start();
  const told = await laptop.next('standing', ({ standing }) => standing.marker === 2);
  assert.deepEqual(told, { room, standing: { marker: 2, unread: 0, head: 2 } });
});

test('the desk of one node sees news of the other, and of rooms made there', { skip, timeout: 60_000 }, async () => {
  const desk = await enter(nodes.b, tom);
  await desk.ask('lobby.join', {});
  const room = await newRoom();
  await desk.next('lobby', ({ rows }) => rows.some((row) => row.room.name === room));
});

test('a retry on the other node gets the first answer', { skip, timeout: 60_000 }, async () => {
  const room = await newRoom();
  const [a, b] = [await enter(nodes.a, ana, room), await enter(nodes.b, ana, room)];
  const command = { room, cid: newCid(), body: { kind: 'text', text: 'once' } } as const;
  const first = await a.ask('message.post', command);
  assert.deepEqual(await b.ask('message.post', command), { ...first, dup: true });
});

test(
  'F6 without Redis both nodes take messages, and find each other’s within 5 s',
  { skip, timeout: 60_000 },
  async () => {
    const room = await newRoom();
    const [a, b, desk] = [await enter(nodes.a, ana, room), await enter(nodes.b, ben, room), await enter(nodes.b, tom)];
    await desk.ask('lobby.join', {});
    await redis?.end('SIGKILL');
    assert.equal((await a.post(room, 'one')).seq, 2);
    await arrival(a, room, 2);
    await arrival(b, room, 2);
    await desk.next('lobby', ({ rows }) => rows.some((row) => row.room.name === room && row.standing.head === 2));
    await redis?.start();
    assert.equal((await b.post(room, 'two')).seq, 3);
    await Promise.all([arrival(a, room, 3), arrival(b, room, 3)]);
    assert.deepEqual(
      [seqsOf(a, room), seqsOf(b, room)],
      [
        [2, 3],
        [2, 3],
      ],
    );
  },
);

test(
  'T05 who is signed out is out on every node within 5 s, with Redis and without',
  { skip, timeout: 60_000 },
  async () => {
    for (const leaving of [kenji, sato]) {
      const isRedisThere = leaving === kenji;
      const room = await newRoom();
      // A token is as old as the second it was made in.
      const [a, b] = [await enter(nodes.a, leaving, room), await enter(nodes.b, leaving, room)];
      const other = await enter(nodes.b, ben, room);
      await pause(1_100);
      if (!isRedisThere) await redis?.end('SIGKILL');
      const gone = [a, b].map((client) => happening(client.socket, 'disconnect'));
      const startedAt = Date.now();
      await nodes.a.server.signOut(leaving.id);
      await Promise.all(gone);
      // By the look every 4 s at the latest; a busy machine may take its time over it.
      assert.ok(Date.now() - startedAt < 10_000, `out after ${Date.now() - startedAt} ms`);
      for (const client of [a, b]) assert.equal(client.framesOf('signed_out')[0]?.refusal.code, 'token_expired');
      await nodes.a.submit(mia, 'message.post', { room, body: { kind: 'text', text: 'after' } });
      await arrival(other, room, 2);
      assert.deepEqual([seqsOf(a, room), seqsOf(b, room)], [[], []]);
      if (!isRedisThere) await redis?.start();
    }
  },
);

test(
  'T05 a room that is deleted on one node is gone on the other, with Redis and without',
  { skip, timeout: 60_000 },
  async () => {
    for (const isRedisThere of [true, false]) {
      const room = await newRoom();
      const [b, desk] = [await enter(nodes.b, ben, room), await enter(nodes.b, tom)];
      await desk.ask('lobby.join', {});
      await nodes.a.submit(mia, 'room.close', { room, reason: '' });
      if (!isRedisThere) await redis?.end('SIGKILL');
      await nodes.a.submit(sato, 'room.delete', { room, name: room, reason: '' });
      await b.next('events', ({ events }) => events.some(({ type }) => type === 'room.deleted'));
      await desk.next('lobby', ({ gone }) => gone?.includes(room) === true);
      assert.equal((await b.refusalFor('room.join', { room })).code, 'not_found');
      await nodes.a.submit(sato, 'room.recover', { room, reason: '' });
      await b.settle();
      assert.ok(!JSON.stringify(b.frames).includes('room.recovered'), 'who was in it is out of it');
      if (!isRedisThere) await redis?.start();
    }
  },
);

test(
  'F7 without PostgreSQL nothing is acknowledged, and afterwards nothing is missing',
  { skip, timeout: 60_000 },
  async () => {
    const room = await newRoom();
    const [a, b] = [await enter(nodes.a, ana, room), await enter(nodes.b, ben, room)];
    await postgres?.end('SIGKILL');
    const command = { room, cid: newCid(), body: { kind: 'text', text: 'kept' } } as const;
    const refusal = await a.refusalFor('message.post', command);
    assert.deepEqual([refusal.code, refusal.retryAfterMs !== undefined], ['unavailable', true]);
    assert.equal((await fetch(`${nodes.a.url}healthz`)).status, 503);
    await postgres?.start();
    assert.equal((await b.ask('message.post', { ...command, cid: newCid() })).seq, 2);
    assert.equal((await a.ask('message.post', command)).seq, 3);
    await Promise.all([arrival(a, room, 3), arrival(b, room, 3)]);
    assert.deepEqual(
      [seqsOf(a, room), seqsOf(b, room)],
      [
        [2, 3],
        [2, 3],
      ],
    );
    assert.deepEqual(await (await fetch(`${nodes.a.url}healthz`)).json(), {
      status: 'ok',
      store: { engine: 'postgres', durability: 'full' },
      connections: 1,
    });
  },
);
