/** Rooms, messages, members and questions over HTTP: what scripts use. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { requests, type Person, type RoomEvent } from '@support-chat/protocol';
import { objectionToDocument, type DocumentName } from '@support-chat/protocol/schemas';
import { startTestServer, type TestServer } from '@support-chat/server/testing';
import { apiRoutes } from '../dist/api/api.js';
import type { ApiRoute } from '../dist/api/route.js';
import { ana, ben, connect, kenji, mia, sato } from './kit.js';
import { everybody, laneOf, people, privateTeam, seers, type Who } from './rights-world.js';

let server: TestServer;
before(async () => {
  server = await startTestServer({ rateBurst: 1_000_000, origins: ['https://intranet.example'] });
});
after(() => server.close());

type Got = {
  readonly status: number;
  readonly text: string;
  readonly json: Record<string, unknown>;
  readonly headers: Headers;
};
type Asked = { readonly body?: unknown; readonly headers?: Record<string, string>; readonly token?: string };

async function call(
  by: Person | null,
  method: string,
  path: string,
  { body, headers = {}, token }: Asked = {},
): Promise<Got> {
  const bearer = token ?? (by ? await server.tokenFor(by) : null);
  const response = await fetch(new URL(path, server.url), {
    method,
    headers: {
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json;') ?? false;
  return {
    status: response.status,
    text,
    json: isJson && text !== '' ? (JSON.parse(text) as Got['json']) : {},
    headers: response.headers,
  };
}

/** The answer, checked against its own schema. */
async function done(
  by: Person,
  method: string,
  path: string,
  name: DocumentName,
  body?: unknown,
): Promise<Got['json']> {
  const got = await call(by, method, path, body === undefined ? {} : { body });
  assert.equal(got.status, 200, `${method} ${path}: ${got.text}`);
  assert.equal(objectionToDocument(name, got.json), null, `${method} ${path}`);
  return got.json;
}

async function refused(by: Person | null, method: string, path: string, asked: Asked = {}): Promise<[number, string]> {
  const { status, json } = await call(by, method, path, asked);
  return [status, (json['refusal'] as { code: string } | undefined)?.code ?? 'none'];
}

const text = (words: string) => ({ body: { kind: 'text', text: words } });

test('a script makes a room, asks, answers, merges, reads and ends it', async () => {
  await done(mia, 'POST', '/api/rooms', 'Appended', { room: 'mail', kind: 'rollout', title: 'New mail', purpose: '' });
  await done(mia, 'PATCH', '/api/rooms/mail', 'Appended', { title: 'New mail', purpose: 'Help with it' });
  await done(mia, 'POST', '/api/rooms/mail/members', 'Appended', { person: kenji, as: 'expert' });
  const asked = await done(ana, 'POST', '/api/rooms/mail/messages', 'Appended', text('Where is my calendar?'));
  const again = await done(ben, 'POST', '/api/rooms/mail/messages', 'Appended', text('calendar is gone'));
  await done(mia, 'POST', `/api/rooms/mail/questions/${String(again['seq'])}/merge`, 'Appended', {
    into: asked['seq'],
  });
  await done(mia, 'POST', `/api/rooms/mail/questions/${String(asked['seq'])}/claim`, 'Appended', {});
  const reply = { ...text('Add it once more'), re: asked['seq'] };
  await done(kenji, 'POST', '/api/rooms/mail/messages', 'Appended', reply);
  const page = await done(ben, 'GET', '/api/rooms/mail/messages?limit=2', 'MessagePage');
  assert.equal((page['messages'] as unknown[]).length, 2);
  const answered = await done(ana, 'GET', '/api/rooms/mail/questions?state=answered', 'Questions');
  assert.deepEqual(
    (answered['questions'] as { seq: number }[]).map(({ seq }) => seq),
    [asked['seq']],
  );
  const all = await done(ana, 'GET', '/api/rooms/mail/questions', 'Questions');
  assert.deepEqual(
    (all['questions'] as { seq: number }[]).map(({ seq }) => seq),
    [asked['seq'], again['seq']],
  );
  const first = await done(ana, 'GET', '/api/rooms/mail/questions?limit=1', 'Questions');
  assert.equal(first['isLast'], false);
  const queue = await done(mia, 'GET', '/api/questions', 'Queue');
  assert.deepEqual(
    (queue['rows'] as { seq: number }[]).map(({ seq }) => seq),
    [asked['seq']],
  );
  assert.equal(((await done(ana, 'GET', '/api/rooms/mail/members', 'Members'))['members'] as unknown[]).length, 1);
  await done(mia, 'DELETE', '/api/rooms/mail/members/kenji', 'Appended');
  assert.equal((await done(ben, 'GET', '/api/rooms/mail/unread', 'Unread'))['unread'], 1);
  await done(mia, 'POST', '/api/rooms/mail/close', 'Appended', { reason: 'done' });
  const { room, head } = await done(ana, 'GET', '/api/rooms/mail', 'Room');
  assert.equal((room as { state: string }).state, 'closed');
  const events = await done(ana, 'GET', '/api/rooms/mail/events?after=0', 'Events');
  assert.equal((events['events'] as unknown[]).length, head);
  assert.deepEqual(await refused(ana, 'POST', '/api/rooms/mail/messages', { body: text('x') }), [409, 'room_closed']);
  await done(mia, 'POST', '/api/rooms/mail/reopen', 'Appended', { reason: '' });
});

test('a script announces a problem, says how it stands and ends it; everybody reads it', async () => {
  await done(mia, 'POST', '/api/rooms', 'Appended', { room: 'down', kind: 'outage', title: 'Mail', purpose: '' });
  const facts = { what: 'outage', severity: 'down', title: 'Mail is down', startsAt: 5, endsAt: null };
  const { seq } = await done(mia, 'POST', '/api/rooms/down/problems', 'Appended', { ...facts, remark: 'We look.' });
  const path = `/api/rooms/down/problems/${String(seq)}`;
  await done(ana, 'POST', `${path}/join`, 'Appended', {});
  assert.deepEqual(await refused(ana, 'POST', `${path}/join`, { body: {} }), [409, 'changed']);
  assert.deepEqual(await refused(ana, 'POST', `${path}/end`, { body: {} }), [403, 'forbidden']);
  await done(mia, 'PATCH', path, 'Appended', { ...facts, endsAt: 9, rev: seq });
  const { room } = await done(ana, 'GET', '/api/rooms/down', 'Room');
  const [problem] = (room as { problems: { affected: number; endsAt: number }[] }).problems;
  assert.deepEqual([problem?.affected, problem?.endsAt], [1, 9]);
  await done(mia, 'POST', `${path}/end`, 'Appended', {});
  const { messages } = await done(ana, 'GET', '/api/rooms/down/messages', 'MessagePage');
  assert.equal((messages as unknown[]).length, 3);
  const { text: exported } = await call(mia, 'GET', '/api/rooms/down/export?format=markdown');
  assert.match(exported, /outage #\d+ announced · down\n\n> Mail is down – We look/);
  assert.match(exported, /outage #\d+ ended · down\n\n> ✓ Mail is down/);
});

test('what is done over HTTP is told to who is in the room', async () => {
  await done(mia, 'POST', '/api/rooms', 'Appended', { room: 'live', kind: 'rollout', title: 'x', purpose: '' });
  const client = await connect(server, ben);
  await client.ask('room.join', { room: 'live' });
  const { seq } = await done(ana, 'POST', '/api/rooms/live/messages', 'Appended', text('hello'));
  await client.next('events', ({ events }) => events.some((event) => event.seq === seq));
  client.close();
});

test('the same key again does nothing and gets the first answer', async () => {
  await done(mia, 'POST', '/api/rooms', 'Appended', { room: 'once', kind: 'rollout', title: 'x', purpose: '' });
  const post = (by: Person, words: string, key?: string) =>
    call(by, 'POST', '/api/rooms/once/messages', {
      body: text(words),
      ...(key && { headers: { 'idempotency-key': key } }),
    });
  const first = await post(ana, 'hello', 'import/17');
  assert.deepEqual((await post(ana, 'hello', 'import/17')).json, { ...first.json, dup: true });
  assert.equal((await post(ana, 'other words', 'import/17')).status, 409);
  assert.equal((await post(ben, 'hello', 'import/17')).json['dup'], false, 'a key is its caller’s own');
  assert.equal((await post(ana, 'hello')).json['dup'], false);
  assert.equal((await post(ana, 'hello', 'x'.repeat(256))).status, 400);
});

test('rooms are listed in portions, each to those who may know of it', async () => {
  for (const name of ['p-1', 'p-2', 'p-3'])
    await done(mia, 'POST', '/api/rooms', 'Appended', { room: name, kind: 'rollout', title: name, purpose: '' });
  await done(mia, 'POST', '/api/rooms', 'Appended', { room: 'p-incident', kind: 'incident', title: 'x', purpose: '' });
  await done(ana, 'POST', '/api/rooms/p-1~ana/messages', 'Appended', text('in private'));
  const list = async (by: Person): Promise<string[]> => {
    const names: string[] = [];
    for (let after = 'p'; ;) {
      const { rooms, isLast } = await done(by, 'GET', `/api/rooms?after=${after}&limit=2`, 'Rooms');
      names.push(...(rooms as { room: { name: string } }[]).map(({ room }) => room.name));
      if (isLast) return names;
      after = encodeURIComponent(names.at(-1) ?? '');
    }
  };
  assert.deepEqual(await list(mia), ['p-1', 'p-1~ana', 'p-2', 'p-3', 'p-incident']);
  assert.deepEqual(await list(ana), ['p-1', 'p-1~ana', 'p-2', 'p-3']);
  assert.deepEqual(await list(ben), ['p-1', 'p-2', 'p-3']);
});

test('bad input is told what was expected', async () => {
  const rooms = '/api/rooms';
  const room = { room: 'bad', kind: 'rollout', title: 'x', purpose: '' };
  const cases: readonly (readonly [method: string, path: string, asked: Asked, outcome: readonly [number, string]])[] =
    [
      ['POST', rooms, { body: '{' }, [400, 'bad_request']],
      ['POST', rooms, { body: '[]' }, [400, 'bad_request']],
      ['POST', rooms, { body: 'null' }, [400, 'bad_request']],
      ['POST', rooms, { body: room, headers: { 'content-type': 'text/plain' } }, [400, 'bad_request']],
      ['POST', rooms, { body: { ...room, room: 'No Name' } }, [400, 'bad_request']],
      ['POST', rooms, { body: { ...room, kind: 'lane' } }, [400, 'bad_request']],
      ['POST', rooms, {}, [400, 'bad_request']],
      ['POST', rooms, { body: { ...room, purpose: 'x'.repeat(200_000) } }, [413, 'too_long']],
      ['GET', `${rooms}?limit=0`, {}, [400, 'bad_request']],
      ['GET', `${rooms}?limit=many`, {}, [400, 'bad_request']],
      ['GET', `${rooms}/%zz`, {}, [400, 'bad_request']],
      ['GET', `${rooms}/none`, {}, [404, 'not_found']],
      ['GET', `${rooms}/none/export?format=pdf`, {}, [400, 'bad_request']],
      ['POST', `${rooms}/none/questions/two/claim`, { body: {} }, [400, 'bad_request']],
      ['PUT', rooms, {}, [405, 'bad_request']],
      ['GET', '/api/nothing', {}, [404, 'not_found']],
      ['GET', '/api/rooms/a/b/c/d/e', {}, [404, 'not_found']],
    ];
  for (const [method, path, asked, outcome] of cases)
    assert.deepEqual(
      await refused(mia, method, path, asked),
      outcome,
      `${method} ${path} ${JSON.stringify(asked).slice(0, 60)}`,
    );
  assert.equal((await call(mia, 'GET', rooms, { headers: { origin: 'https://evil.example' } })).status, 403);
  const preflight = await call(null, 'OPTIONS', rooms, { headers: { origin: 'https://intranet.example' } });
  assert.deepEqual([preflight.status, preflight.headers.get('access-control-allow-methods')], [204, 'POST, GET, HEAD']);
});

const routes: readonly ApiRoute[] = apiRoutes({} as Parameters<typeof apiRoutes>[0]);
const pathIn = (route: ApiRoute, room: string): string =>
  route.path.replace('{room}', encodeURIComponent(room)).replace('{question}', '2').replace('{person}', 'member');
const bodies: Record<string, unknown> = {
  ...text('x'),
  ...{ title: 'x', purpose: 'x', reason: 'x', as: 'member', answer: 3, into: 4 },
  person: people.member,
};
const asks = (route: ApiRoute): Asked => (route.method === 'GET' || route.method === 'DELETE' ? {} : { body: bodies });
const withQuery = (route: ApiRoute, path: string): string =>
  path + (route.path.endsWith('/export') ? '?format=jsonl' : route.path.endsWith('/events') ? '?after=0' : '');

test('T57 nobody gets anything without a token of this server, and no token is in the log', async () => {
  assert.ok(routes.length > Object.values(requests).filter(({ isCommand }) => isCommand).length);
  const open = routes.filter(({ isOpen }) => isOpen).map(({ path }) => path);
  assert.deepEqual(open, ['/api/guests', '/api/guests/look']);
  for (const route of routes.filter(({ isOpen }) => !isOpen))
    for (const token of [undefined, 'canary.forged.token'])
      assert.deepEqual(
        await refused(null, route.method, pathIn(route, 'rollout'), { ...asks(route), ...(token && { token }) }),
        [401, 'token_invalid'],
        `${route.method} ${route.path}`,
      );
  assert.ok(!server.logLines.some((line) => line.includes('canary.forged')));
});

test('T07 T08 over HTTP, too, a room one may not know of is as one that is not there, by every route', async () => {
  const { host } = people;
  await server.submit(host, 'room.create', {
    room: privateTeam,
    kind: 'team',
    title: 'canary',
    purpose: '',
    isPrivate: true,
  });
  await server.submit(host, 'message.post', { room: privateTeam, ...text('canary') } as never);
  await server.submit(mia, 'room.create', { room: 'incident', kind: 'incident', title: 'canary', purpose: '' });
  await server.submit(mia, 'room.create', { room: 'rollout', kind: 'rollout', title: 'x', purpose: '' });
  await server.submit(people.ana, 'message.post', { room: 'rollout~ana', ...text('canary') } as never);
  const hidden = [privateTeam, 'incident', 'rollout~ana'] as const;
  const outsiders = (room: (typeof hidden)[number]): Who[] => everybody.filter((who) => !seers[room].includes(who));
  const ofRooms = routes.filter(({ path }) => path.includes('{room}'));
  const all = hidden.flatMap((room) =>
    outsiders(room).flatMap((who) => ofRooms.map((route) => ({ room, who, route }))),
  );
  assert.ok(all.length > 200, `${all.length} cells`);
  for (const { room, who, route } of all) {
    const ask = (name: string) => call(people[who], route.method, withQuery(route, pathIn(route, name)), asks(route));
    const [got, missing] = [await ask(room), await ask(laneOf(room) === null ? 'none' : 'none~ana')];
    const cell = `${route.method} ${route.path} in ${room} by ${who}: ${got.text}`;
    assert.ok(got.status >= 400, cell);
    assert.ok(!got.text.includes('canary'), cell);
    // Beginning a lane is refused by the role before it is looked for.
    if (!route.path.endsWith('/begin')) assert.deepEqual([got.status, got.text], [missing.status, missing.text], cell);
  }
});

test('the description has every route, its parameters and answers', async () => {
  const { json } = await call(null, 'GET', '/api/docs/json');
  assert.equal(json['openapi'], '3.1.1');
  const paths = json['paths'] as Record<string, Record<string, Record<string, unknown>>>;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  assert.deepEqual(
    operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`).sort(),
    routes.map(({ path, method }) => `${method} ${path}`).sort(),
  );
  const ids = operations.map(({ operation }) => operation['operationId']);
  assert.equal(new Set(ids).size, ids.length, String(ids));
  for (const { path, operation } of operations) {
    const parameters = operation['parameters'] as { name: string; in: string }[];
    const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => `{${name}}`);
    assert.deepEqual(inPath, path.match(/\{\w+\}/g) ?? [], path);
    // Who comes by a link has no token yet that tells a retry from somebody else.
    const asksForId = JSON.stringify(operation).includes('"cid"');
    assert.equal(asksForId, path === '/api/guests', `${path} asks for no command id`);
  }
  const schemas = (json['components'] as { schemas: object }).schemas;
  for (const [, name = ''] of JSON.stringify(json).matchAll(/#\/components\/schemas\/(\w+)/g))
    assert.ok(name in schemas, name);
});

test('S17 a room is exported as it is, for machines and for people, without what the caller may not see', async () => {
  const hostile =
    '<img src=x onerror=alert(1)> **bold** [link](javascript:alert(1)) `code`\n# heading\n    indented & "quoted"';
  await done(mia, 'POST', '/api/rooms', 'Appended', {
    room: 'out',
    kind: 'rollout',
    title: '<b>Out</b> *of* office',
    purpose: 'x',
  });
  await done(mia, 'POST', '/api/rooms/out/members', 'Appended', { person: kenji, as: 'expert' });
  await done(ana, 'POST', '/api/rooms/out/messages', 'Appended', text(hostile));
  await done(mia, 'POST', '/api/rooms/out/messages', 'Appended', { ...text('canary note'), audience: 'staff' });
  await done(mia, 'POST', '/api/rooms/out/messages', 'Appended', { ...text('回答です'), re: 3 });
  await Promise.all(
    Array.from({ length: 700 }, (_, place) =>
      call(ben, 'POST', '/api/rooms/out/messages', { body: text(`line ${place}`) }),
    ),
  );
  const file = async (by: Person, format: string) => call(by, 'GET', `/api/rooms/out/export?format=${format}`);

  const exact = await file(mia, 'jsonl');
  const events = exact.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RoomEvent);
  const stored: RoomEvent[] = [];
  for (let after = 0; ;) {
    const portion = await call(mia, 'GET', `/api/rooms/out/events?after=${after}`);
    const read = portion.json['events'] as RoomEvent[];
    if (read.length === 0) break;
    stored.push(...read);
    after = read.at(-1)?.seq ?? after;
  }
  // What was taken does not tell of its own taking.
  assert.deepEqual(
    events,
    stored.filter(({ type }) => type !== 'room.exported'),
  );
  assert.equal(exact.headers.get('content-disposition'), 'attachment; filename="out.jsonl"');
  const others = await file(kenji, 'jsonl');
  assert.equal(others.text.trimEnd().split('\n').length, events.length + 1, 'and that support took it');
  assert.ok(!others.text.includes('canary'));

  const markdown = (await file(mia, 'markdown')).text;
  for (const live of [' <img', '[link](', '\n# heading', '> # heading']) assert.ok(!markdown.includes(live), live);
  // What it means in the room, it means in the file.
  for (const meant of ['> \\<img', ' **bold** ', ' `code`  \n> \\# heading'])
    assert.ok(markdown.includes(meant), meant);
  assert.match(markdown, /^# \\<b\\>Out\\<\/b\\> \\\*of\\\* office\n/);
  assert.match(markdown, /回答です/);
  assert.match(markdown, /canary note/);
  assert.match(markdown, /line 699/);
  assert.ok(!(await file(kenji, 'markdown')).text.includes('canary'));

  await done(ana, 'POST', '/api/rooms/out/messages', 'Appended', text(`＝cmd|' /C calc'!A0`));
  const table = (await file(mia, 'csv')).text;
  assert.match(table, /^"number","time"/);
  assert.ok(table.includes(`,"'＝cmd|' /C calc'!A0",""\r\n`), 'T52');
  assert.ok(table.includes('"回答です"') && table.includes('canary note'));
  assert.ok(!(await file(kenji, 'csv')).text.includes('canary'));

  const page = await file(mia, 'html');
  assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8');
  assert.ok(!page.text.includes('<img') && !page.text.includes('<b>Out'), 'nobody’s words are markup');
  assert.match(page.text, /<strong>bold<\/strong> \[link\]\(javascript:alert\(1\)\) <code>code<\/code>/);
  assert.match(page.text, /<meta http-equiv="Content-Security-Policy" content="default-src 'none'/);
  assert.match(page.text, /href="#m3">#3<\/a>/);

  assert.deepEqual(await refused(ben, 'GET', '/api/rooms/out/export?format=html'), [403, 'forbidden']);
  assert.equal((await call(sato, 'HEAD', '/api/rooms/out/export?format=html')).text, '');
});
