/** Rooms for people with an attribute, and the directory in which everybody finds the right room. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CommandTable, Person } from '@support-chat/protocol';
import { newCid, startTestServer, type TestServer } from '@support-chat/server/testing';
import { hasOneOf, withAttributes, type AttributesClaim } from '../dist/auth/attributes.js';
import { ana, ben, connect, kenji, mia, sato, type Client } from './kit.js';

let server: TestServer;
const clients: Client[] = [];
before(async () => {
  server = await startTestServer();
});
after(async () => {
  for (const client of clients) client.close();
  await server.close();
});

const osaka = { office: '大阪 / Osaka', department: ['sales', 'it'] };
const enter = async (person: Person, attributes?: AttributesClaim): Promise<Client> => {
  const client = await connect(server, person, await server.tokenFor(person, attributes ? { attributes } : {}));
  clients.push(client);
  return client;
};
type Fields = Partial<Omit<CommandTable['room.create'], 'room' | 'cid'>>;
const make = (room: string, fields: Fields = {}) =>
  server.submit(mia, 'room.create', { room, kind: 'rollout', title: `Room ${room}`, purpose: '', ...fields });
const get = async (client: Person, path: string, attributes: AttributesClaim = {}) => {
  const headers = { authorization: `Bearer ${await server.tokenFor(client, { attributes })}` };
  const response = await fetch(new URL(path, server.url), { headers });
  return { status: response.status, body: (await response.json()) as unknown };
};
const namesOf = ({ rooms }: { readonly rooms: readonly { readonly name: string }[] }) => rooms.map(({ name }) => name);

test('what is no attribute in a claim is none of the person’s; case, width and kana make no difference', () => {
  const claims: [unknown, string, boolean][] = [
    [{ office: 'Osaka' }, 'office=osaka', true],
    [{ Office: ' ｏｓａｋａ ' }, 'office=OSAKA', true],
    [{ office: ['kyoto', 'osaka'] }, 'office=osaka', true],
    [{ office: 'おおさか' }, 'office=オオサカ', true],
    [{ office: 'osaka' }, 'department=osaka', false],
    [{ office: 'osaka-2' }, 'office=osaka', false],
    [{ office: ['a', 7, null, {}] }, 'office=7', false],
    [{ 'of fice': 'osaka', '': 'osaka' }, 'office=osaka', false],
    [{ office: 'a,office=osaka' }, 'office=osaka', false],
    ['office=osaka', 'office=osaka', false],
    [['office=osaka'], 'office=osaka', false],
    [null, 'office=osaka', false],
    [{ office: Array.from({ length: 50 }, (_, index) => `o${index}`) }, 'office=o49', false],
  ];
  for (const [claim, attribute, isTheirs] of claims)
    assert.equal(hasOneOf(withAttributes(ana, claim), [attribute]), isTheirs, JSON.stringify(claim));
  assert.equal(JSON.stringify(withAttributes(ana, osaka)), JSON.stringify(ana), 'nothing writes them');
});

test('T07 a bound room is for people with the attribute, staff, and who was let in; to others it is not there', async () => {
  await make('osaka-it', { boundTo: ['office=大阪 / osaka'], topics: ['Printers'] });
  const [inside, outside, desk] = [await enter(ana, osaka), await enter(ben, { office: 'tokyo' }), await enter(mia)];
  await inside.ask('room.join', { room: 'osaka-it' });
  await desk.ask('room.join', { room: 'osaka-it' });
  const { seq } = await inside.post('osaka-it', 'The printer on floor 3 is out of toner');
  await inside.next('events', ({ events }) => events.some((event) => event.seq === seq));

  const [hidden, missing] = ['osaka-it', 'no-such-room'];
  for (const ask of [
    (room: string) => outside.refusalFor('room.join', { room }),
    (room: string) => outside.refusalFor('room.page', { room, before: 99 }),
    (room: string) => outside.refusalFor('question.join', { room, cid: newCid(), question: seq }),
    (room: string) =>
      outside.refusalFor('message.post', { room, cid: newCid(), body: { kind: 'text', text: 'let me in' } }),
    (room: string) =>
      outside.refusalFor('message.post', { room: `${room}~ben`, cid: newCid(), body: { kind: 'text', text: 'psst' } }),
    (room: string) => get(ben, `api/rooms/${room}`, { office: 'tokyo' }),
    (room: string) => get(ben, `api/rooms/${room}/messages`),
  ])
    assert.deepEqual(await ask(hidden), await ask(missing));
  assert.ok(!JSON.stringify(await get(ben, 'api/rooms', { office: 'tokyo' })).includes('osaka-it'));
  assert.equal((await get(ana, 'api/rooms/osaka-it', osaka)).status, 200);

  await server.submit(mia, 'member.add', { room: 'osaka-it', person: ben, as: 'member' });
  await outside.ask('room.join', { room: 'osaka-it' });
  await server.submit(mia, 'member.remove', { room: 'osaka-it', person: ben.id });
  assert.equal((await outside.refusalFor('room.join', { room: 'osaka-it' })).code, 'not_found');

  const lane = await inside.ask('room.join', { room: 'osaka-it~ana' });
  assert.equal(lane.mode, 'window');
  await inside.post('osaka-it~ana', 'only for you');
  for (const { frames } of [inside, desk])
    assert.ok(!JSON.stringify(frames).includes('department'), 'what the token says goes nowhere');
});

test('only rooms that are open to everybody can be bound', async () => {
  const desk = await enter(mia);
  const refusal = (fields: object) =>
    desk.refusalFor('room.create', { room: 'x', cid: newCid(), title: 'x', purpose: '', kind: 'rollout', ...fields });
  assert.equal((await refusal({ kind: 'incident', boundTo: ['office=osaka'] })).code, 'bad_request');
  for (const boundTo of [[], ['osaka'], ['office='], ['office=a,b'], ['Office=a'], ['office= a'], ['office=a=b']])
    assert.match((await refusal({ boundTo })).message, /boundTo/, JSON.stringify(boundTo));
  for (const topics of [[''], ['x'.repeat(41)], Array.from({ length: 11 }, (_, index) => String(index))])
    assert.match((await refusal({ topics })).message, /topics/);
});

test('everybody finds the right room by the words of its topics, its title or its purpose', async () => {
  await make('vpn', {
    title: 'ＶＰＮの移行',
    topics: ['Network', 'ネットワーク'],
    purpose: 'Moving to the new gateway',
  });
  await make('tokyo-it', {
    title: 'Tokyo IT',
    topics: ['Printers', 'Wi-Fi'],
    boundTo: ['office=tokyo', 'office=chiba'],
  });
  await make('later', { title: 'Laptops', topics: ['Network'], opensAt: Date.now() + 60_000 });
  await make('over', { title: 'Old network', topics: ['Network'] });
  await server.submit(mia, 'room.close', { room: 'over', reason: '' });
  const secret = `team-${'f'.repeat(32)}`;
  await server.submit(sato, 'room.create', {
    ...{ room: secret, kind: 'team', title: 'Secret network', purpose: '', isPrivate: true },
  });
  await make('war-room', { kind: 'incident', title: 'Network incident' });
  const [tokyo, anywhere, host] = [await enter(kenji, { office: 'tokyo' }), await enter(ben), await enter(sato)];
  const find = async (client: Client, text: string) => namesOf(await client.ask('rooms.find', { text }));
  assert.deepEqual(await find(tokyo, ''), ['tokyo-it', 'later', 'vpn']);
  assert.deepEqual(await find(anywhere, ''), ['later', 'vpn']);
  assert.deepEqual(await find(tokyo, 'NETW'), ['later', 'vpn']);
  assert.deepEqual(await find(tokyo, 'ねっと'), ['vpn']);
  assert.deepEqual(await find(tokyo, 'vpn 移行'), ['vpn']);
  assert.deepEqual(await find(tokyo, 'gateway moving'), ['vpn']);
  assert.deepEqual(await find(tokyo, 'work'), []);
  assert.deepEqual(await find(tokyo, 'wifi'), await find(tokyo, 'wi-fi'));
  assert.deepEqual(
    await find(host, 'network'),
    ['later', 'war-room', 'vpn'],
    'staff know of incidents, nobody finds the private',
  );
  const { rooms } = await tokyo.ask('rooms.find', { text: 'tokyo' });
  assert.deepEqual(rooms, [
    {
      ...{ name: 'tokyo-it', kind: 'rollout', state: 'open', title: 'Tokyo IT', purpose: '' },
      ...{ topics: ['Printers', 'Wi-Fi'], opensAt: null, isForYou: true },
    },
  ]);
  assert.deepEqual((await get(kenji, 'api/directory?text=tokyo', { office: 'tokyo' })).body, { rooms, isAll: true });
  await server.submit(mia, 'room.describe', { room: 'vpn', title: 'VPN', purpose: '', topics: ['Tunnels'] });
  await server.submit(mia, 'room.describe', { room: 'vpn', title: 'VPN', purpose: 'New gateway' });
  assert.deepEqual(await find(anywhere, 'tunnel'), ['vpn'], 'what is not said stays');
});

test('a guest finds no rooms', async () => {
  const guest = await enter({ id: 'gina', name: 'Gina', role: 'guest' });
  assert.deepEqual(await guest.ask('rooms.find', { text: '' }), { rooms: [], isAll: true });
});
