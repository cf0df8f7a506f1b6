/** Waves of a plan that say whose they are: each hears of their own, and nobody of the attributes of others. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Person, PlannedWave } from '@support-chat/protocol';
import { startTestServer, type TestServer } from '@support-chat/server/testing';
import type { AttributesClaim } from '../dist/auth/attributes.js';
import { ana, ben, connect, kenji, mia, type Client } from './kit.js';

let server: TestServer;
const clients: Client[] = [];
before(async () => {
  server = await startTestServer();
});
after(async () => {
  for (const client of clients) client.close();
  await server.close();
});

const enter = async (person: Person, attributes: AttributesClaim = {}): Promise<Client> => {
  const client = await connect(server, person, await server.tokenFor(person, { attributes }));
  clients.push(client);
  return client;
};
const make = (room: string) =>
  server.submit(mia, 'room.create', { room, kind: 'rollout', title: `Room ${room}`, purpose: '' });
const plan = (room: string, waves: readonly PlannedWave[]) => server.submit(mia, 'room.plan', { room, waves });

const [march8, march1] = [Date.UTC(2027, 2, 8), Date.UTC(2027, 2, 1)];
const waves: readonly PlannedWave[] = [
  { title: 'Second', startsAt: march8, boundTo: ['office=canary-osaka', 'department=canary-sales'] },
  { title: 'First', startsAt: march1, boundTo: ['office=canary-lisbon'] },
  { title: 'The others', startsAt: march8 + 1 },
];

test('S18 each is told their own wave by the attributes of their token, and nobody those of another', async () => {
  await make('wave');
  const [lisbon, sales, anybody, desk] = [
    await enter(ana, { office: 'Canary-ＬＩＳＢＯＮ' }),
    await enter(ben, { office: 'tokyo', department: ['it', 'canary-sales'] }),
    await enter(kenji),
    await enter(mia),
  ];
  for (const client of [lisbon, sales, anybody, desk]) await client.ask('room.join', { room: 'wave' });
  await desk.ask('lobby.join', {});
  await plan('wave', waves);
  for (const client of [lisbon, sales, anybody, desk])
    await client.next('events', ({ events }) => events.some(({ type }) => type === 'room.planned'));
  const mine = async (client: Client) => (await client.ask('wave.mine', { room: 'wave' })).wave;
  assert.deepEqual(await mine(lisbon), { title: 'First', startsAt: march1, isForSome: true });
  assert.deepEqual(await mine(sales), { title: 'Second', startsAt: march8, isForSome: true });
  assert.equal(await mine(anybody), null);
  const headers = {
    authorization: `Bearer ${await server.tokenFor(ben, { attributes: { department: 'canary-sales' } })}`,
  };
  const over = async (path: string) => (await fetch(new URL(`api/rooms/wave${path}`, server.url), { headers })).text();
  assert.deepEqual(JSON.parse(await over('/wave')), { wave: await mine(sales) });

  const told = [
    ...[await lisbon.ask('room.join', { room: 'wave' }), await lisbon.ask('room.read', { room: 'wave', after: 0 })],
    ...[lisbon.frames, sales.frames, anybody.frames, await over(''), await over('/events?after=0')],
    await (await enter(ana)).ask('room.join', { room: 'wave' }),
  ];
  assert.doesNotMatch(JSON.stringify(told), /canary|wavesFor/);
  assert.match(JSON.stringify(told), /"isForSome":true/);
  const joined = await (await enter(mia)).ask('room.join', { room: 'wave' });
  assert.ok(joined.mode === 'window' && joined.room);
  assert.deepEqual(
    joined.room.waves?.map(({ title }, place) => [title, joined.room?.wavesFor?.[place]]),
    [
      ['First', ['office=canary-lisbon']],
      ['Second', ['office=canary-osaka', 'department=canary-sales']],
      ['The others', []],
    ],
    'support sees them, by time as the waves are',
  );

  // Said anew without them, the waves are nobody's in particular.
  await plan('wave', [{ title: 'All', startsAt: march1 }]);
  assert.equal(await mine(lisbon), null);
  const { events } = await desk.ask('room.read', { room: 'wave', after: 0 });
  assert.deepEqual(
    events.flatMap((event) => (event.type === 'room.planned' ? event.audience : [])),
    ['everyone', 'staff', 'everyone', 'staff'],
  );
});

test('for waves without attributes nothing is different', async () => {
  await make('plain');
  await plan('plain', [{ title: 'Osaka', startsAt: march1 }]);
  const client = await enter(mia);
  const { events } = await client.ask('room.read', { room: 'plain', after: 1 });
  assert.deepEqual(
    events.map((event) => (event.type === 'room.planned' ? event.data : event.type)),
    [{ waves: [{ title: 'Osaka', startsAt: march1 }] }],
  );
  assert.deepEqual(await client.ask('wave.mine', { room: 'plain' }), { wave: null });
  const cid = 'a'.repeat(32);
  for (const boundTo of [['osaka'], ['Office=osaka'], Array.from({ length: 21 }, (_, place) => `office=o${place}`)]) {
    const wave = { title: 'x', startsAt: march1, boundTo };
    assert.match((await client.refusalFor('room.plan', { room: 'plain', cid, waves: [wave] })).message, /boundTo/);
  }
});
