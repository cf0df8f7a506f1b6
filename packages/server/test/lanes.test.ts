/** Lanes: what one person and the desk say beside a room, and nobody else hears. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { laneName } from '@support-chat/protocol';
import { newCid, startTestServer, type TestServer } from '@support-chat/server/testing';
import { ana, ben, connect, createRoom, mia, type Client } from './kit.js';

let server: TestServer;
before(async () => {
  server = await startTestServer();
  await createRoom(server);
  await createRoom(server, 'other');
});
after(() => server.close());

const lane = laneName('rollout', 'ana');
const closeAll = (...clients: Client[]): void => clients.forEach((client) => client.close());

test('a lane is open to its person before anything was said there, and begins with the first message', async () => {
  const [asker, phone, agent, colleague] = await Promise.all([ana, ana, mia, ben].map((who) => connect(server, who)));
  assert.ok(asker && phone && agent && colleague);
  await agent.ask('lobby.join', {});
  const shared = await phone.ask('room.join', { room: 'rollout' });
  await colleague.ask('room.join', { room: 'rollout' });
  assert.deepEqual(shared.lane, { marker: 0, unread: 0, head: 0 });
  assert.equal((await agent.ask('room.join', { room: 'rollout' })).lane, undefined);
  const joined = await asker.ask('room.join', { room: lane });
  assert.ok(joined.mode === 'window');
  assert.deepEqual(
    [joined.room, joined.window, joined.standing],
    [null, { from: 1, messages: [], head: 0 }, { marker: 0, unread: 0, head: 0 }],
  );
  assert.equal((await agent.refusalFor('room.join', { room: lane })).code, 'not_found');

  assert.equal((await asker.post(lane, 'canary: my password is 1234')).seq, 1);
  const { events } = await asker.next('events', ({ room }) => room === lane);
  assert.deepEqual(
    events.map(({ type }) => type),
    ['room.created', 'message.posted'],
  );
  const row = await agent.next('lobby', ({ rows }) => rows.some(({ room }) => room.name === lane));
  assert.deepEqual(row.rows[0]?.room.lane, { of: 'rollout', person: ana });
  assert.equal(row.questions?.[0]?.by.id, 'ana');

  // The desk answers; every device of hers hears that there is something, wherever it is.
  await agent.ask('room.join', { room: lane });
  await agent.ask('message.post', { room: lane, cid: newCid(), body: { kind: 'text', text: 'Change it now' }, re: 2 });
  const news = await phone.next('standing', ({ room, standing }) => room === lane && standing.unread === 1);
  assert.equal(news.standing.head, 5);
  const again = await phone.ask('room.join', { room: 'rollout' });
  assert.deepEqual(again.lane, news.standing);

  await colleague.settle();
  assert.equal((await colleague.refusalFor('room.join', { room: lane })).code, 'not_found');
  assert.equal((await colleague.ask('room.join', { room: 'rollout' })).lane?.head, 0);
  assert.doesNotMatch(JSON.stringify(colleague.frames), /canary|~/);
  closeAll(asker, phone, agent, colleague);
});

test('the badge before anything is open counts what the desk said in private', async () => {
  const unread = async (): Promise<number> => {
    const headers = { authorization: `Bearer ${await server.tokenFor(ben)}` };
    const response = await fetch(new URL('api/rooms/rollout/unread', server.url), { headers });
    return ((await response.json()) as { unread: number }).unread;
  };
  const before = await unread();
  const name = laneName('rollout', 'ben');
  await server.submit(mia, 'lane.begin', { room: name, person: ben });
  await server.submit(mia, 'message.post', { room: name, body: { kind: 'text', text: 'for you' } });
  assert.equal(await unread(), before + 1);
});

test('a lane that staff begin is there for its person at once, and is begun once', async () => {
  const [asker, agent] = [await connect(server, ana), await connect(server, mia)];
  await asker.ask('room.join', { room: 'other' });
  const room = laneName('other', 'ana');
  await agent.ask('lane.begin', { room, cid: newCid(), person: ana });
  await asker.next('standing', (frame) => frame.room === room);
  assert.equal((await agent.refusalFor('lane.begin', { room, cid: newCid(), person: ana })).code, 'room_exists');
  assert.equal((await agent.ask('room.join', { room })).mode, 'window');
  closeAll(asker, agent);
});

test('nobody writes in a lane beside a closed room', async () => {
  const room = laneName('other', 'ana');
  await server.submit(mia, 'room.close', { room: 'other', reason: '' });
  for (const who of [ana, mia]) {
    const client = await connect(server, who);
    const input = { room, cid: newCid(), body: { kind: 'text', text: 'x' } };
    assert.equal((await client.refusalFor('message.post', input)).code, 'room_closed');
    client.close();
  }
});
