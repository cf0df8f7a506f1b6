/** Sockets in: who gets in, what is answered, and that nothing a client sends takes the server down. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { limits, type Answer, type Appended } from '@support-chat/protocol';
import { mintToken, type Store } from '@support-chat/server';
import { createManualClock, newCid, startTestServer, type TestServer } from '@support-chat/server/testing';
import { openSqliteStore } from '../dist/store/sqlite/sqlite-store.js';
import {
  ana,
  ben,
  connect,
  createRoom,
  handshakeStatus,
  happening,
  kenji,
  mia,
  nextRaw,
  openRaw,
  refusedConnect,
  signInRaw,
} from './kit.js';

/** Engine.IO's status for an upgrade that is not allowed. */
const refused = 400;

let server: TestServer;
before(async () => {
  server = await startTestServer({ origins: ['https://intranet.example'] });
  await createRoom(server);
});
after(() => server.close());

test('hello tells who one is, and a message is answered with its place', async () => {
  const client = await connect(server, ana);
  const hello = await client.next('hello');
  assert.deepEqual(hello.me, ana);
  assert.match(hello.epoch, /^[0-9a-f]{32}$/);
  await client.ask('room.join', { room: 'rollout' });
  const cid = newCid();
  const post = { room: 'rollout', cid, body: { kind: 'text', text: 'hello' } } as const;
  const first: Appended = await client.ask('message.post', post);
  assert.equal(first.dup, false);
  const { events } = await client.next('events');
  assert.deepEqual(events, [
    {
      seq: first.seq,
      at: first.at,
      by: ana,
      cid,
      type: 'message.posted',
      audience: 'everyone',
      data: { body: post.body, asks: { dueAt: first.at + 900_000 } },
    },
  ]);
  assert.deepEqual(await client.ask('message.post', post), { ...first, dup: true });
  const other = await client.refusalFor('message.post', { ...post, body: { kind: 'text', text: 'other' } });
  assert.equal(other.code, 'cid_conflict');
  await client.settle();
  assert.equal(client.framesOf('events').length, 1, 'a retry is not told again');
  client.close();
});

test('messages of one connection keep their order without waiting for answers', async () => {
  const client = await connect(server, ben);
  const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => client.post('rollout', `m${i}`)));
  const seqs = answers.map(({ seq }) => seq);
  assert.deepEqual(
    seqs,
    seqs.toSorted((a, b) => a - b),
  );
  client.close();
});

test('T01 origins: the list and the own host get in, foreign pages and null do not', async () => {
  const { host } = new URL(server.url);
  const cases: [string, Record<string, string>, number][] = [
    ['listed', { origin: 'https://intranet.example' }, 101],
    ['listed, with a cookie', { origin: 'https://intranet.example', cookie: 'a=b' }, 101],
    ['own host', { origin: `http://${host}` }, 101],
    ['a program', {}, 101],
    ['foreign', { origin: 'https://evil.example' }, refused],
    ['foreign, with a cookie', { origin: 'https://evil.example', cookie: 'sid=victim' }, refused],
    ['null', { origin: 'null' }, refused],
    ['a longer name', { origin: 'https://intranet.example.evil.example' }, refused],
    ['another scheme', { origin: 'http://intranet.example' }, refused],
    ['another port', { origin: 'https://intranet.example:8443' }, refused],
    ['file', { origin: 'file://' }, refused],
    ['not an origin', { origin: host }, refused],
    ['a cookie without origin', { cookie: 'sid=victim' }, refused],
  ];
  for (const [name, headers, status] of cases) assert.equal(await handshakeStatus(server, headers), status, name);
  const logged = server.logLines.filter((line) => line.includes('a handshake was refused'));
  assert.equal(logged.length, cases.filter(([, , status]) => status === refused).length);
});

test('T02 a request from a foreign page to the polling transport is refused, session or not', async () => {
  const url = `${server.url}socket.io/?EIO=4&transport=polling`;
  const opened = await fetch(url);
  const { sid } = JSON.parse((await opened.text()).slice(1)) as { sid: string };
  const post = (headers: Record<string, string>) =>
    fetch(`${url}&sid=${sid}`, { method: 'POST', body: '40{}', headers: { 'content-type': 'text/plain', ...headers } });
  assert.equal((await fetch(url, { headers: { origin: 'https://evil.example' } })).status, 403);
  const refused = await post({ origin: 'https://evil.example' });
  assert.equal(refused.status, 403);
  assert.equal(refused.headers.get('access-control-allow-origin'), null);
  const allowed = await post({ origin: 'https://intranet.example' });
  assert.equal(allowed.status, 200);
  assert.equal(allowed.headers.get('access-control-allow-origin'), 'https://intranet.example');
});

test('a connection without a good token is refused with the reason', async () => {
  const { jwtSecret } = server;
  const codes: [string, unknown][] = [
    ['token_invalid', undefined],
    ['token_invalid', null],
    ['token_invalid', ['a']],
    ['token_invalid', { sub: 'ana' }],
    ['token_invalid', 'a.b.c'],
    ['token_invalid', await mintToken(ana, { jwtSecret: 'x'.repeat(32) })],
    ['token_invalid', await mintToken(ana, { jwtSecret, jwtAudience: 'another' })],
    ['token_expired', await mintToken(ana, { jwtSecret, ttlMs: -61_000 })],
  ];
  for (const [code, token] of codes) assert.equal((await refusedConnect(server, token)).code, code, String(token));
});

test('a token in the address is not looked at', async () => {
  const token = await server.tokenFor(ana);
  const socket = openRaw(server);
  await nextRaw(socket, '0{');
  socket.send('40');
  assert.match(await nextRaw(socket, '44'), /token_invalid/);
  socket.terminate();
  const inAddress = await fetch(`${server.url}socket.io/?EIO=4&transport=polling&token=${token}`);
  assert.equal(inAddress.status, 200);
  assert.ok(!server.logLines.some((line) => line.includes(token)));
});

test('T05 a token that ends signs its connection out', async () => {
  const clock = createManualClock();
  const timed = await startTestServer({ clock });
  const leaving = await connect(timed, ana, await timed.tokenFor(ana, { ttlMs: 60_000 }));
  const staying = await connect(timed, ben, await timed.tokenFor(ben, { ttlMs: 600_000 }));
  const late = await connect(timed, kenji, await timed.tokenFor(kenji, { ttlMs: -30_000 }));
  const gone = happening(leaving.socket, 'disconnect');
  clock.advance(59_000);
  assert.equal((await late.next('signed_out')).refusal.code, 'token_expired', 'the leeway ends too');
  await leaving.settle();
  assert.deepEqual(leaving.framesOf('signed_out'), []);
  clock.advance(1_000);
  assert.equal((await leaving.next('signed_out')).refusal.code, 'token_expired');
  await gone;
  await staying.settle();
  assert.deepEqual(staying.framesOf('signed_out'), []);
  staying.close();
  await timed.close();
});

test('T33 hostile frames are answered or ignored, and everybody else goes on', async () => {
  const attacker = await signInRaw(server, ana);
  const closed: string[] = [];
  attacker.on('close', () => closed.push('attacker'));
  const ignored = [
    '42["msg"]',
    '42["msg",null]',
    '42["message.post"]',
    '42["message.post",null]',
    '42["message.post",{"room":"rollout"}]',
    '42["error","boom"]',
    '42["error"]',
    '42["__proto__",{}]',
    '42["constructor",{}]',
    '42["toString",{}]',
    '42[1,2,3]',
    '42["room.join",["a","b"]]',
    '42["typing.tell",{"room":{"$gt":""},"isTyping":true}]',
    '42["room.join",{"__proto__":{"room":"rollout"}}]',
    `42["room.join",${'['.repeat(5_000)}${']'.repeat(5_000)}]`,
    '43100["an answer to nothing"]',
  ];
  for (const frame of ignored) attacker.send(frame);
  attacker.send('427["message.post",{"room":"rollout","cid":7,"body":[]}]');
  assert.match(await nextRaw(attacker, '437'), /bad_request/);
  attacker.send('428["no.such.request",{}]');
  assert.match(await nextRaw(attacker, '438'), /bad_request/);
  attacker.send('429["__proto__"]');
  assert.match(await nextRaw(attacker, '439'), /bad_request/);
  assert.deepEqual(closed, []);
  attacker.terminate();

  const cutting = [
    '4599999999-["msg"]',
    '42{"a":1}',
    '42["disconnect"]',
    '42[',
    '49',
    '40/admin,{}x',
    'x'.repeat(200_000),
  ];
  for (const frame of cutting) {
    const socket = await signInRaw(server, ben);
    const over = once(socket, 'close');
    socket.send(frame);
    if (frame.startsWith('40/')) socket.terminate();
    await over;
  }
  const healthy = await connect(server, mia);
  assert.ok((await healthy.post('rollout', 'still here')).seq > 0);
  healthy.close();
  assert.ok(!server.logLines.some((line) => line.includes('"error"') && line.includes('met a bug')));
});

test('T33 other namespaces do not exist, and a connection has one identity', async () => {
  const socket = openRaw(server);
  await nextRaw(socket, '0{');
  const token = await server.tokenFor(ana);
  for (let i = 0; i < 300; i += 1) socket.send(`40/room-${i},{"token":"${token}"}`);
  assert.match(await nextRaw(socket, '44/room-299'), /Invalid namespace/);
  const second = nextRaw(socket, '44{');
  socket.send(`40${JSON.stringify({ token })}`);
  socket.send(`40${JSON.stringify({ token })}`);
  assert.match(await second, /bad_request/);
  socket.terminate();
});

test('a text past the limit is refused, not cut off', async () => {
  const client = await connect(server, ana);
  const post = (text: string) => ({ room: 'rollout', cid: newCid(), body: { kind: 'text', text } });
  const long = await client.refusalFor('message.post', post('x'.repeat(limits.maxTextBytes + 1)));
  assert.equal(long.code, 'too_long');
  assert.equal((await client.refusalFor('message.post', post('語'.repeat(30_000)))).code, 'too_long');
  assert.ok((await client.post('rollout', 'x'.repeat(limits.maxTextBytes))).seq > 0);
  client.close();
});

test('T35 T36 names and texts that mean something elsewhere are names and texts', async () => {
  const client = await connect(server, ana);
  for (const room of ['__proto__', 'toString', `r' or 1=1--`, '../etc', 'a b', 'ROLLOUT', ['rollout'], 7, null])
    assert.equal((await client.refusalFor('room.join', { room })).code, 'bad_request', String(room));
  for (const text of ['\0', '\ud800', '   '])
    assert.equal(
      (await client.refusalFor('message.post', { room: 'rollout', cid: newCid(), body: { kind: 'text', text } })).code,
      'bad_request',
    );
  client.close();
});

test('T07 T08 a room that is not there is refused with the same words everywhere', async () => {
  const client = await connect(server, ana);
  const asked = {
    'room.join': { room: 'secret' },
    'room.read': { room: 'secret', after: 0 },
    'room.page': { room: 'secret', before: 1 },
    'marker.move': { room: 'secret', seq: 1 },
    'typing.tell': { room: 'secret', isTyping: true },
    'message.post': { room: 'secret', cid: newCid(), body: { kind: 'text', text: 'x' } },
    'room.describe': { room: 'secret', cid: newCid(), title: 'x', purpose: '' },
    'room.close': { room: 'secret', cid: newCid(), reason: '' },
    'room.reopen': { room: 'secret', cid: newCid(), reason: '' },
    'question.claim': { room: 'secret', cid: newCid(), question: 2 },
    'question.answer': { room: 'secret', cid: newCid(), question: 2, answer: 3 },
    'question.join': { room: 'secret', cid: newCid(), question: 2 },
  };
  const refusals = await Promise.all(Object.entries(asked).map(([name, input]) => client.refusalFor(name, input)));
  assert.deepEqual(
    refusals,
    refusals.map(() => ({ code: 'not_found', message: 'there is no room of this name that you may see' })),
  );
  client.close();
});

test('what only staff may do is refused to employees', async () => {
  const client = await connect(server, ana);
  const common = { room: 'rollout', cid: newCid() };
  const asked: [string, object][] = [
    ['lobby.join', {}],
    ['message.post', { ...common, body: { kind: 'text', text: 'x' }, audience: 'staff' }],
    ['room.create', { ...common, room: 'mine', kind: 'rollout', title: 'x', purpose: '' }],
    ['room.create', { ...common, kind: 'rollout', title: 'x', purpose: '' }],
    ['room.describe', { ...common, title: 'x', purpose: '' }],
    ['room.close', { ...common, reason: '' }],
    ['room.reopen', { ...common, reason: '' }],
  ];
  for (const [name, input] of asked) assert.equal((await client.refusalFor(name, input)).code, 'forbidden', name);
  client.close();
});

test('T37 who sends a thousand messages at once is slowed down, and nobody else', async () => {
  const flooded = await startTestServer();
  await createRoom(flooded);
  const [flooder, flooderToo, other] = await Promise.all([
    connect(flooded, ana),
    connect(flooded, ana),
    connect(flooded, ben),
  ]);
  const posts = Array.from({ length: 1_000 }, (_, i) => ({
    room: 'rollout',
    cid: newCid(),
    body: { kind: 'text', text: `spam ${i}` },
  }));
  const answers = Promise.all(
    posts.map((post, i) => (i % 2 ? flooder : flooderToo).socket.timeout(8_000).emitWithAck('message.post', post)),
  );
  assert.ok((await other.post('rollout', 'a real question')).seq > 0);
  const counted = { ok: 0, rate_limited: 0 };
  for (const answer of await answers) {
    if (answer.ok) counted.ok += 1;
    else if (answer.refusal.code === 'rate_limited' && answer.refusal.retryAfterMs > 0) counted.rate_limited += 1;
  }
  assert.equal(counted.ok + counted.rate_limited, 1_000, 'every one is answered');
  assert.ok(counted.ok >= 90 && counted.ok <= 200, `${counted.ok} got through`);
  for (const client of [flooder, flooderToo, other]) client.close();
  await flooded.close();
});

test('T34 connections are limited in number, in all and from one address', async () => {
  const limited = await startTestServer({ maxConnectionsPerIp: 2 });
  const [first, second] = [await connect(limited, ana), await connect(limited, ben)];
  assert.equal(await handshakeStatus(limited, {}), refused);
  const gone = happening(first.socket, 'disconnect');
  first.close();
  await gone;
  await second.settle();
  const again = await connect(limited, ana);
  again.close();
  second.close();
  await limited.close();
});

test('a bug is answered as one, logged under the command id, and hurts nobody else', async () => {
  const buggy = await startTestServer({
    openStore: async ({ clock }) => {
      const store = openSqliteStore({ path: join(server.dir, 'buggy/rooms.db'), clock });
      const append: Store['append'] = (one) =>
        one.by.id === 'kenji' ? Promise.reject(new TypeError('canary')) : store.append(one);
      return new Proxy(store, {
        get: (target, name) => (name === 'append' ? append.bind(target) : (Reflect.get(target, name) as unknown)),
      });
    },
  });
  await createRoom(buggy);
  const [k, a] = [await connect(buggy, kenji), await connect(buggy, ana)];
  const cid = newCid();
  const refusal = await k.refusalFor('message.post', { room: 'rollout', cid, body: { kind: 'text', text: 'x' } });
  assert.equal(refusal.code, 'internal');
  assert.ok(!JSON.stringify(refusal).includes('canary'));
  assert.ok(buggy.logLines.some((line) => line.includes(cid) && line.includes('canary')));
  assert.ok((await a.post('rollout', 'x')).seq > 0);
  for (const client of [k, a]) client.close();
  await buggy.close();
});

test('T10 a connection may be in a hundred rooms', async () => {
  const many = await startTestServer({ rateBurst: 10_000 });
  const names = Array.from({ length: limits.maxRoomsPerConnection + 1 }, (_, i) => `room-${i}`);
  await Promise.all(names.map((name) => createRoom(many, name)));
  const client = await connect(many, ana);
  for (const room of names.slice(0, -1)) await client.ask('room.join', { room });
  const last = names.at(-1) ?? '';
  assert.equal((await client.refusalFor('room.join', { room: last })).code, 'too_many_rooms');
  await client.ask('room.join', { room: 'room-0' });
  await client.ask('room.leave', { room: 'room-0' });
  await client.ask('room.join', { room: last });
  assert.equal(Object.keys((await client.ask('room.heads', {})).heads).length, limits.maxRoomsPerConnection);
  client.close();
  const rush = await connect(many, ben);
  const joins = names.map((room) => rush.socket.emitWithAck('room.join', { room }) as Promise<Answer>);
  const codes = (await Promise.all(joins)).map((answer) => (answer.ok ? 'ok' : answer.refusal.code));
  assert.deepEqual(
    codes.filter((code) => code !== 'ok'),
    ['too_many_rooms'],
    'all at once is no way around it',
  );
  rush.close();
  await many.close();
});

test('T57 neither tokens, nor the secret, nor what people wrote is in the log', async () => {
  const client = await connect(server, ana);
  await client.post('rollout', 'canary-in-a-message');
  await client.refusalFor('message.post', { room: 'secret', cid: newCid(), body: { kind: 'text', text: 'canary-2' } });
  client.close();
  const token = await server.tokenFor(ana);
  const log = server.logLines.join('');
  assert.ok(log.length > 0);
  for (const canary of ['canary', server.jwtSecret, token.split('.')[0] ?? token]) assert.ok(!log.includes(canary));
  for (const line of server.logLines) assert.doesNotThrow(() => JSON.parse(line));
});
