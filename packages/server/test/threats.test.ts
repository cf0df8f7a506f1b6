/** Attacks on rooms over HTTP, by people and programs of the company. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Person, StoredEvent } from '@support-chat/protocol';
import { newCid, startTestServer, type TestServer } from '@support-chat/server/testing';
import { ana, ben, connect, createRoom, mia, sato, tom } from './kit.js';

const bot: Person = { id: 'alerts', name: 'CEO', role: 'bot' };

let server: TestServer;
before(async () => {
  server = await startTestServer({ rateBurst: 1_000_000, origins: ['https://intranet.example'] });
});
after(() => server.close());

async function call(by: Person, path: string, init: RequestInit = {}): Promise<{ status: number; text: string }> {
  const headers = { authorization: `Bearer ${await server.tokenFor(by)}`, ...(init.headers as Record<string, string>) };
  const response = await fetch(new URL(path, server.url), { ...init, headers });
  return { status: response.status, text: await response.text() };
}

const json = (body: object): RequestInit => ({
  ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
});

const say = (by: Person, room: string, text: string) =>
  server.submit(by, 'message.post', { room, body: { kind: 'text', text } });

async function eventsOf(room: string): Promise<StoredEvent[]> {
  const { text } = await call(mia, `api/rooms/${room}/events?after=0`);
  return (JSON.parse(text) as { events: StoredEvent[] }).events;
}

test('T09 an archived room is read by whom it was read by before, a deleted one by nobody', async () => {
  await createRoom(server, 'ends');
  await say(ana, 'ends', 'canary');
  await server.submit(mia, 'room.close', { room: 'ends', reason: '' });
  const paths = [
    '',
    '/messages',
    '/events?after=0',
    '/questions',
    '/members',
    '/unread',
    '/numbers',
    '/export?format=html',
  ];
  const everybody = [ana, ben, mia, sato, bot];
  const statuses = (room: string) =>
    Promise.all(
      everybody.flatMap((by) => paths.map(async (path) => (await call(by, `api/rooms/${room}${path}`)).status)),
    );
  const closed = await statuses('ends');
  assert.ok(closed.includes(200) && closed.includes(403));
  await server.submit(mia, 'room.archive', { room: 'ends', reason: '' });
  assert.deepEqual(await statuses('ends'), closed);
  await server.submit(sato, 'room.delete', { room: 'ends', name: 'ends', reason: '' });
  for (const by of everybody)
    for (const path of paths)
      assert.deepEqual(
        await call(by, `api/rooms/ends${path}`),
        await call(by, `api/rooms/none${path}`),
        `${by.id} ${path}`,
      );
  for (const by of everybody) {
    const lists = await Promise.all(['api/rooms', 'api/queue', 'api/calls'].map((path) => call(by, path)));
    assert.ok(!JSON.stringify(lists).includes('"ends"'), by.id);
  }
});

test('T26 a program is shown as one, whatever it says it is, and calls everybody only where it was let in', async () => {
  await createRoom(server, 'alarms');
  const lies = { by: mia, person: mia, role: 'agent', is_agent: true, name: 'CEO', at: 1, seq: 1 };
  const posted = await call(
    bot,
    'api/rooms/alarms/messages',
    json({ body: { kind: 'text', text: 'pay here', ...lies }, ...lies }),
  );
  assert.equal(posted.status, 200);
  const event = (await eventsOf('alarms')).at(-1);
  assert.deepEqual([event?.by.id, event?.by.role], ['alerts', 'bot']);
  assert.ok(!JSON.stringify(event).includes('is_agent'));
  const all = { kind: 'text', text: '@all down', mentions: [{ at: 0, chars: 4, group: 'all' }] };
  assert.equal((await call(bot, 'api/rooms/alarms/messages', json({ body: all }))).status, 403);
  const staffNote = { body: { kind: 'text', text: 'x' }, audience: 'staff' };
  assert.equal((await call(bot, 'api/rooms/alarms/messages', json(staffNote))).status, 403);
  await server.submit(mia, 'member.add', { room: 'alarms', person: bot, as: 'member' });
  assert.equal((await call(bot, 'api/rooms/alarms/messages', json({ body: all }))).status, 200);
});

test('T53 an export has what its reader may see and nothing else, in every format', async () => {
  await createRoom(server, 'taken');
  await say(ana, 'taken', 'public words');
  await server.submit(mia, 'message.post', {
    room: 'taken',
    audience: 'staff',
    body: { kind: 'text', text: 'staff words' },
  });
  await server.submit(mia, 'member.add', { room: 'taken', person: ben, as: 'expert' });
  await say(ana, 'taken~ana', 'lane words');
  for (const format of ['jsonl', 'markdown', 'html']) {
    const [forStaff, forExpert, forOthers] = await Promise.all(
      [mia, ben, ana].map((by) => call(by, `api/rooms/taken/export?format=${format}`)),
    );
    assert.ok(forStaff?.text.includes('public words') && forStaff.text.includes('staff words'), format);
    assert.ok(forExpert?.text.includes('public words') && !forExpert.text.includes('staff words'), format);
    assert.equal(forOthers?.status, 403);
    for (const file of [forStaff, forExpert]) assert.ok(!file?.text.includes('lane words'), format);
  }
});

test('T22 T53 the title of a room to which a question was moved is text in an export, and links lead to messages', async () => {
  const title = '<meta http-equiv=refresh content="0;url=https://evil.example"> ![x](https://evil.example) #5\'"';
  await createRoom(server, 'before');
  await server.submit(mia, 'room.create', { room: 'evil', kind: 'expert', title, purpose: '' });
  const { seq: question } = await say(ana, 'before', 'why?');
  await server.submit(mia, 'question.move', { room: 'before', question, toRoom: 'evil' });
  const take = (format: string) => call(mia, `api/rooms/before/export?format=${format}`);
  const [html, markdown] = [await take('html'), await take('markdown')];
  assert.ok(html.text.includes('moved to &#60;meta http-equiv=refresh'));
  assert.ok(!html.text.includes('<meta http-equiv=refresh') && !html.text.includes('href="#m5"'));
  assert.ok(html.text.includes(`<a href="#m${question}">#${question}</a>`));
  assert.ok(markdown.text.includes('moved to \\<meta') && markdown.text.includes('!\\[x\\](https'));
});

test('T62 who asks for the head of an export has taken nothing', async () => {
  await createRoom(server, 'head');
  const watcher = await connect(server, tom);
  await watcher.ask('room.join', { room: 'head' });
  assert.equal((await call(mia, 'api/rooms/head/export?format=html', { method: 'HEAD' })).status, 200);
  assert.equal((await call(mia, 'api/rooms/head/export?format=html')).status, 200);
  await watcher.next('events', ({ events }) => events.some(({ type }) => type === 'room.exported'));
  const { events } = await watcher.ask('room.read', { room: 'head', after: 0 });
  assert.deepEqual(
    events.map(({ type }) => type),
    ['room.created', 'room.exported'],
  );
  watcher.close();
});

test('T55 who enters, takes a file, archives, deletes or plans a room leaves an event that its owners see', async () => {
  const room = 'audit';
  await createRoom(server, room);
  await server.submit(sato, 'member.add', { room, person: sato, as: 'observer' });
  await call(sato, `api/rooms/${room}/export?format=jsonl`);
  await server.submit(sato, 'room.plan', { room, waits: { open: 60_000 } });
  await server.submit(sato, 'room.close', { room, reason: 'r' });
  await server.submit(sato, 'room.archive', { room, reason: 'r' });
  await server.submit(sato, 'room.delete', { room, name: room, reason: 'r' });
  await server.submit(sato, 'room.recover', { room, reason: 'r' });
  const acts = (await eventsOf(room)).filter(({ by }) => by.id === 'sato');
  assert.deepEqual(
    acts.flatMap(({ type, audience }) => (audience === 'staff' ? type : [])),
    ['room.exported'],
    'who takes a file is for those to know who help there',
  );
  assert.deepEqual(
    acts.map(({ type }) => type),
    [
      ...['member.added', 'room.exported', 'room.planned', 'room.closed', 'room.archived'],
      ...['room.deleted', 'room.recovered'],
    ],
  );
  await call(ana, `api/rooms/${room}/export?format=jsonl`);
  assert.ok(
    !(await eventsOf(room)).some(({ type, by }) => type === 'room.exported' && by.id === 'ana'),
    'refused, not taken',
  );
});

test('T62 nothing is changed by a GET, by another content type, by an override or without a token in the header', async () => {
  await createRoom(server, 'forged');
  const client = await connect(server, ana);
  await client.ask('room.join', { room: 'forged' });
  const body = JSON.stringify({ reason: 'forged', cid: newCid() });
  const token = await server.tokenFor(sato);
  const tries: [string, RequestInit][] = [
    ['api/rooms/forged/close', { method: 'GET' }],
    ['api/rooms/forged/close', { method: 'GET', headers: { 'x-http-method-override': 'POST' } }],
    ['api/rooms/forged/close?_method=POST', { method: 'GET' }],
    ['api/rooms/forged/close', { method: 'POST', headers: { 'content-type': 'text/plain' }, body }],
    [
      'api/rooms/forged/close',
      { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body },
    ],
    [
      'api/rooms/forged/close',
      { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body },
    ],
    ['api/rooms/forged/close', { ...json({ reason: 'forged' }), method: 'PUT' }],
    ['api/rooms/forged/close', json({ reason: 5 })],
  ];
  for (const [path, init] of tries) {
    const { status, text } = await call(sato, path, init);
    assert.ok(status >= 400 && status < 500, `${init.method} ${path} ${status} ${text}`);
  }
  const withoutHeader: [string, RequestInit][] = [
    [`api/rooms/forged/close?token=${token}`, json({ reason: 'forged' })],
    [
      'api/rooms/forged/close',
      { ...json({ reason: 'forged' }), headers: { 'content-type': 'application/json', cookie: `token=${token}` } },
    ],
    ['api/rooms/forged/close', json({ reason: 'forged', token })],
  ];
  for (const [path, init] of withoutHeader)
    assert.equal((await fetch(new URL(path, server.url), init)).status, 401, path);
  const foreign = await call(sato, 'api/rooms/forged/close', {
    ...json({ reason: 'forged' }),
    headers: { 'content-type': 'application/json', origin: 'https://evil.example' },
  });
  assert.equal(foreign.status, 403);
  await client.settle();
  assert.deepEqual(client.framesOf('events'), []);
  client.close();
});
