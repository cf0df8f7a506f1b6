/** What support does in a room, and the templates and views that staff keep. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  limits,
  type Answer,
  type InquiryTable,
  type Person,
  type RoomTemplate,
  type ShelfItem,
} from '@support-chat/protocol';
import { newCid, startTestServer, type TestServer } from '@support-chat/server/testing';
import { ana, connect, kenji, mia, sato, tom, type Client } from './kit.js';

let server: TestServer;
const clients: Client[] = [];
before(async () => {
  server = await startTestServer({ rateBurst: 100_000 });
});
after(async () => {
  for (const client of clients) client.close();
  await server.close();
});
const enter = async (person: Person, room?: string) => {
  const client = await connect(server, person);
  clients.push(client);
  return { client, joined: room === undefined ? null : await client.ask('room.join', { room }) };
};
const items = ['Tell the hotline', '掲示板に載せる', 'Close the old server'];

test('the list of a room is for staff: who else is there learns nothing of it, from no door', async () => {
  const room = 'with-list';
  const made = { room, kind: 'rollout', title: 'Mail', purpose: '' } as const;
  await server.submit(mia, 'room.create', { ...made, checklist: items });
  const [desk, asker] = [await enter(tom, room), await enter(ana, room)];
  assert.ok(desk.joined?.mode === 'window');
  assert.deepEqual(
    desk.joined.room?.checklist,
    items.map((text) => ({ text, done: null })),
  );
  await server.submit(mia, 'checklist.tick', { room, item: 1, text: items[1] ?? '', isDone: true });
  await desk.client.next('events', ({ events }) => events.some(({ type }) => type === 'checklist.ticked'));
  await asker.client.next('events', ({ events }) => events.some(({ type }) => type === 'hidden'));
  await server.submit(mia, 'checklist.set', { room, items: ['Say goodbye', ...items] });

  const headers = async (person: Person) => ({ authorization: `Bearer ${await server.tokenFor(person)}` });
  const get = async (person: Person, path: string) =>
    (await fetch(new URL(path, server.url), { headers: await headers(person) })).text();
  const paths = ['', '/messages', '/events', '/export?format=jsonl', '/export?format=html', '/export?format=markdown'];
  const doors = ['api/rooms', 'api/directory?text=', ...paths.map((path) => `api/rooms/${room}${path}`)];
  const again = await enter(kenji, room);
  const told = [
    JSON.stringify([asker.joined, asker.client.frames, again.joined]),
    ...(await Promise.all(doors.map((door) => get(ana, door)))),
  ];
  for (const text of told) assert.ok(!/hotline|checklist/u.test(text), text.slice(0, 400));

  const { room: doc } = JSON.parse(await get(tom, `api/rooms/${room}`)) as {
    room: { checklist: { text: string; done: { by: Person } | null }[] };
  };
  assert.deepEqual(
    doc.checklist.map(({ text, done }) => [text, done?.by.id ?? null]),
    [
      ['Say goodbye', null],
      [items[0], null],
      [items[1], 'mia'],
      [items[2], null],
    ],
    'what was done stays done',
  );
});

test('what is ticked is what was seen; after the room is closed, and no longer once it is archived', async () => {
  const room = 'to-tick';
  await server.submit(mia, 'room.create', { room, kind: 'incident', title: 'x', purpose: '', checklist: items });
  const tick = (item: number, text: string, isDone = true) =>
    server.submit(tom, 'checklist.tick', { room, item, text, isDone });
  const [first = '', second = ''] = items;
  await tick(0, first);
  await assert.rejects(tick(0, second), { code: 'changed' });
  await assert.rejects(tick(9, first), { code: 'changed' });
  await server.submit(mia, 'room.close', { room, reason: '' });
  await tick(1, second);
  await tick(0, first, false);
  await server.submit(mia, 'room.archive', { room, reason: '' });
  await assert.rejects(tick(2, items[2] ?? ''), { code: 'room_closed' });
  const { joined } = await enter(mia, room);
  assert.ok(joined?.mode === 'window');
  assert.deepEqual(
    joined.room?.checklist?.map(({ done }) => done?.by.id ?? null),
    [null, 'tom', null],
  );
});

test('a room among colleagues has no list for staff', async () => {
  const made = { kind: 'team', title: 'x', purpose: '' } as const;
  const refused = { code: 'bad_request' };
  await assert.rejects(server.submit(sato, 'room.create', { room: 'team-list', ...made, checklist: items }), refused);
  await server.submit(sato, 'room.create', { room: 'team-list', ...made, checklist: [] });
  await assert.rejects(server.submit(sato, 'checklist.set', { room: 'team-list', items }), { code: 'forbidden' });
});

const template: RoomTemplate = {
  ...{ kind: 'incident', title: 'Incident: ', purpose: 'Find it, mend it', topics: ['Network'], boundTo: [] },
  checklist: items,
};
type Keep = InquiryTable['shelf.keep']['input'];

test('templates are everybody’s who helps, views one’s own; each is changed only as it was seen', async () => {
  const [agent, colleague] = [(await enter(mia)).client, (await enter(tom)).client];
  const list = async (client: Client, shelf: 'templates' | 'views'): Promise<readonly ShelfItem[]> =>
    (await client.ask('shelf.list', { shelf })).items;
  const kept: Keep = { shelf: 'templates', id: newCid(), rev: 0, title: 'Incident', value: template };
  assert.deepEqual(await agent.ask('shelf.keep', kept), { rev: 1 });
  assert.deepEqual(await agent.ask('shelf.keep', kept), { rev: 1 }, 'a retry');
  assert.deepEqual(await list(colleague, 'templates'), [{ ...kept, rev: 1 }]);
  assert.deepEqual(await colleague.ask('shelf.keep', { ...kept, rev: 1, title: 'Big incident' }), { rev: 2 });
  assert.equal((await agent.refusalFor('shelf.keep', { ...kept, rev: 1, title: 'Mine' })).code, 'changed');

  const view: Keep = { shelf: 'views', id: newCid(), rev: 0, title: 'VPN', value: { filter: 'waiting', query: 'vpn' } };
  await agent.ask('shelf.keep', view);
  assert.equal((await list(agent, 'views')).length, 1);
  assert.deepEqual(await list(colleague, 'views'), []);
  assert.equal((await colleague.refusalFor('shelf.keep', { ...view, title: 'x' })).code, 'changed');
  await colleague.ask('shelf.drop', { id: view.id, rev: 1 });
  assert.equal((await list(agent, 'views')).length, 1, 'to others it is not there');
  assert.equal(
    (await agent.refusalFor('shelf.keep', { ...view, shelf: 'templates', rev: 1, value: template })).code,
    'changed',
  );
  assert.equal((await agent.refusalFor('shelf.keep', { ...view, value: template, rev: 1 })).code, 'bad_request');

  // In one table, and yet apart: no door leads from the one to the other.
  assert.equal((await agent.ask('canned.list', { room: 'with-list' })).replies.length, 0);
  const asCanned = { id: kept.id, scope: 'all', title: 'x', text: 'x', rev: 2 };
  assert.equal((await agent.refusalFor('canned.keep', asCanned)).code, 'changed');
  await agent.ask('canned.drop', { id: kept.id, rev: 2 });
  assert.equal((await list(agent, 'templates')).length, 1);
  await agent.ask('shelf.drop', { id: kept.id, rev: 2 });
  await agent.ask('shelf.drop', { id: kept.id, rev: 2 });
  assert.deepEqual(await list(agent, 'templates'), []);
});

test('what is on a shelf fits into one answer', async () => {
  const item = (id: string, items: number) => ({
    ...{ shelf: 'templates', id: id.repeat(32), title: `T ${id}`, rev: 0 },
    value: {
      ...{ kind: 'rollout', title: 'x', purpose: '', topics: [], boundTo: [] },
      checklist: Array.from({ length: items }, () => '長'.repeat(limits.maxChecklistItemChars)),
    },
  });
  const desk = await connect(server, mia);
  const ids = '0123456789abcdef'.split('');
  const kept: string[] = [];
  let refused = '';
  for (const [first, id] of ids.flatMap((a) => ids.map((b) => [a, b] as const))) {
    const one = { ...item(id, limits.maxChecklistItems), id: `${first}${id}`.repeat(16) };
    const answer = (await desk.socket.emitWithAck('shelf.keep', one)) as Answer<'shelf.keep'>;
    if (answer.ok) kept.push(one.id);
    else refused = answer.refusal.message;
    if (refused) break;
  }
  assert.match(refused, /^all templates together may have 262144 bytes/);
  assert.ok(kept.length > 10);
  for (const id of kept) await desk.ask('shelf.drop', { id, rev: 1 });
  desk.close();
});

test('a shelf has an end, and is not there for who does not help', async () => {
  const { client } = await enter(sato);
  const view = (): Keep => ({ shelf: 'views', id: newCid(), rev: 0, title: 'x', value: { filter: 'all', query: '' } });
  for (let count = 0; count < 100; count += 1) await client.ask('shelf.keep', view());
  assert.equal((await client.refusalFor('shelf.keep', view())).code, 'forbidden');
  const { client: employee } = await enter(ana);
  for (const shelf of ['templates', 'views'])
    assert.equal((await employee.refusalFor('shelf.list', { shelf })).code, 'not_found');
  assert.equal((await employee.refusalFor('shelf.keep', view())).code, 'not_found');
});
