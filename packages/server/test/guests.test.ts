/** People from outside, who come by a link into one room. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Person } from '@support-chat/protocol';
import { startTestServer, type TestServer } from '@support-chat/server/testing';
import { startPostgres } from '../../../test/services/postgres.js';
import { tokenLeewayMs } from '../dist/auth/token.js';
import { ana, connect, createRoom, happening, mia, sato, type Client } from './kit.js';

const jwtSecret = 'x'.repeat(32);
let server: TestServer;
before(async () => {
  server = await startTestServer({ rateBurst: 100_000, jwtSecret });
});
after(() => server.close());

const day = 86_400_000;
type Link = { readonly room: string; readonly link: number; readonly secret: string };
type Pass = { readonly token: string; readonly room: string; readonly person: Person; readonly expiresAt: number };

async function makeLink(
  room: string,
  {
    maxUses = 1,
    lasts = day,
    node = server,
    by = mia,
  }: { maxUses?: number; lasts?: number; node?: TestServer; by?: Person } = {},
): Promise<Link> {
  const secret = randomBytes(16).toString('hex');
  const hash = createHash('sha256').update(secret).digest('hex');
  const expiresAt = Date.now() + lasts;
  const { seq } = await node.submit(by, 'link.make', { room, label: 'Contoso', hash, expiresAt, maxUses });
  return { room, link: seq, secret };
}

async function come(
  link: object,
  name = 'Carla Diaz',
  node = server,
): Promise<{ status: number; text: string; pass: Pass }> {
  const response = await fetch(new URL('api/guests', node.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, cid: randomBytes(16).toString('hex'), ...link }),
  });
  const text = await response.text();
  return { status: response.status, text, pass: JSON.parse(text) as Pass };
}

/** The guest in the room. */
async function enter(link: Link, node = server): Promise<{ guest: Client; pass: Pass }> {
  const { pass, text } = await come(link, 'Carla Diaz', node);
  assert.ok(pass.token, text);
  return { guest: await connect(node, pass.person, pass.token), pass };
}

const say = (by: Person, room: string, text: string, more: object = {}) =>
  server.submit(by, 'message.post', { room, body: { kind: 'text', text }, ...more });

test('S13 a guest comes by a link into one room, sees what comes from then on, writes, and is marked', async () => {
  await createRoom(server, 'mail');
  await createRoom(server, 'other');
  await say(ana, 'mail', 'canary before');
  await server.submit(mia, 'problem.announce', {
    ...{ room: 'mail', what: 'outage', severity: 'down', title: 'canary problem', startsAt: Date.now(), endsAt: null },
  } as never);
  const { guest, pass } = await enter(await makeLink('mail'));
  assert.deepEqual([pass.room, pass.person.name, pass.person.role], ['mail', 'Carla Diaz', 'guest']);
  const joined = await guest.ask('room.join', { room: 'mail' });
  assert.ok(joined.mode === 'window' && joined.room);
  assert.deepEqual(joined.window.messages, []);
  await say(ana, 'mail', 'after');
  await guest.next('events', ({ events }) => events.some((event) => event.type === 'message.posted'));
  const { seq } = await guest.post('mail', 'The gateway was full');
  const { messages } = await guest.ask('room.page', { room: 'mail', before: 999 });
  assert.deepEqual(
    messages.map(({ by }) => by.role),
    ['employee', 'guest'],
  );
  const events = await guest.ask('room.read', { room: 'mail', after: 0 });
  const suggestions = await guest.ask('question.suggest', { room: 'mail', text: 'canary before' });
  assert.doesNotMatch(JSON.stringify([joined, events, suggestions, guest.frames]), /canary|Contoso|hash/);
  assert.equal(events.events.filter(({ type }) => type === 'hidden').length, 5);
  // The guest does not ask, answer or run anything, and knows of no other room.
  assert.equal(messages.find((message) => message.seq === seq)?.question, undefined);
  for (const [name, input] of [
    ['room.join', { room: 'other' }],
    ['room.join', { room: `mail~${pass.person.id}` }],
    ['room.page', { room: 'mail~ana', before: 9 }],
  ] as const)
    assert.equal((await guest.refusalFor(name, input)).code, 'not_found');
  const cid = 'c'.repeat(32);
  for (const [name, input] of [
    ['room.create', { room: 'mine', kind: 'team', title: 'x', purpose: '' }],
    ['link.make', { room: 'mail', label: 'x', hash: 'f'.repeat(64), expiresAt: Date.now() + day, maxUses: 1 }],
    ['member.add', { room: 'mail', person: ana, as: 'member' }],
    ['question.claim', { room: 'mail', question: 2 }],
    ['lobby.join', {}],
    ['queue.read', {}],
    ['room.numbers', { room: 'mail' }],
  ] as const)
    assert.match((await guest.refusalFor(name, { ...input, cid })).code, /^(?:forbidden|not_found)$/, name);
  const list = await fetch(new URL('api/rooms', server.url), { headers: { authorization: `Bearer ${pass.token}` } });
  const { rooms } = (await list.json()) as { rooms: { room: { name: string } }[] };
  assert.deepEqual(
    rooms.map(({ room }) => room.name),
    ['mail'],
  );
  guest.close();
});

test('T39 a link is for as many as it says, for as long as it says, and for its own room', async () => {
  await createRoom(server, 'uses');
  await createRoom(server, 'elsewhere');
  const link = await makeLink('uses', { maxUses: 3 });
  const came = await Promise.all(Array.from({ length: 8 }, (_, place) => come(link, `Guest ${place}`)));
  assert.deepEqual(came.map(({ status }) => status).sort(), [200, 200, 200, 404, 404, 404, 404, 404]);
  assert.equal(new Set(came.flatMap(({ pass }) => pass.person?.id ?? [])).size, 3, 'each is another guest');

  const good = await makeLink('uses');
  const ended = await makeLink('uses', { lasts: 40 });
  const closed = await makeLink('elsewhere');
  await server.submit(mia, 'room.close', { room: 'elsewhere', reason: '' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const { text: missing } = await come({ ...good, room: 'nowhere' });
  const wrong = [
    { ...good, secret: '0'.repeat(32) },
    { ...good, link: 1 },
    { ...good, link: good.link + 50 },
    { ...good, room: 'elsewhere' },
    ended,
    closed,
    link,
  ];
  for (const each of wrong) {
    const { status, text } = await come(each);
    assert.deepEqual([status, text], [404, missing], JSON.stringify(each));
  }
  for (const bad of [
    {},
    { ...good, secret: 'short' },
    { ...good, name: ' ' },
    { ...good, room: 'uses~ana' },
    { ...good, link: '2' },
  ])
    assert.equal((await come({ ...bad, ...('name' in bad ? {} : { name: 'x' }) })).status, 400, JSON.stringify(bad));
  assert.equal((await come(good)).status, 200);
  const refused = (input: object) =>
    server
      .submit(mia, 'link.make', { room: 'uses', label: 'x', hash: 'f'.repeat(64), maxUses: 1, ...input } as never)
      .catch((error: unknown) => (error as { code: string }).code);
  assert.equal(await refused({ expiresAt: Date.now() - 1 }), 'bad_request');
  assert.equal(await refused({ expiresAt: Date.now() + 31 * day }), 'bad_request');
});

test('T39 revoked, its guests are out at once: their sockets end, nothing more reaches them, and they do not come back', async () => {
  await createRoom(server, 'case');
  const link = await makeLink('case', { maxUses: 2 });
  const { guest, pass } = await enter(link);
  await guest.ask('room.join', { room: 'case' });
  const revoke = (guests: string[]) => server.submit(sato, 'link.revoke', { room: 'case', link: link.link, guests });
  // Somebody came whom the one who revokes has not seen.
  await assert.rejects(revoke([]), { code: 'changed' });
  const isGone = happening(guest.socket, 'disconnect');
  await revoke([pass.person.id]);
  await isGone;
  assert.equal(guest.framesOf('signed_out').length, 1);
  await say(ana, 'case', 'canary after');
  assert.doesNotMatch(JSON.stringify(guest.frames), /canary/);
  const again = await connect(server, pass.person, pass.token);
  for (const [name, input] of [
    ['room.join', { room: 'case' }],
    ['room.join', { room: 'case', after: 3, epoch: 'x' }],
    ['room.read', { room: 'case', after: 0 }],
  ] as const)
    assert.equal((await again.refusalFor(name, input)).code, 'not_found');
  again.close();
  assert.equal((await come(link)).status, 404, 'also for the use that was left');
  await assert.rejects(revoke([pass.person.id]), { code: 'changed' });
  const client = await connect(server, mia);
  const { members } = await client.ask('room.members', { room: 'case' });
  assert.deepEqual(members, []);
  // Who came, and who ended it, is in the log.
  const { events } = await client.ask('room.read', { room: 'case', after: 0 });
  const types = events.map(({ type }) => type);
  assert.deepEqual(types.slice(0, 6), [
    'room.created',
    'message.posted',
    'link.used',
    'member.added',
    'link.revoked',
    'member.removed',
  ]);
  client.close();
});

test('a guest is out when the room is closed, and when taken out by name', async () => {
  for (const end of ['close', 'remove'] as const) {
    const room = `out-${end}`;
    await createRoom(server, room);
    const { guest, pass } = await enter(await makeLink(room));
    await guest.ask('room.join', { room });
    const isGone = happening(guest.socket, 'disconnect');
    if (end === 'close') await server.submit(mia, 'room.close', { room, reason: 'solved' });
    else await server.submit(mia, 'member.remove', { room, person: pass.person.id });
    await isGone;
  }
});

test('what a guest has ends with the link', async () => {
  await createRoom(server, 'ends');
  const { pass } = await come(await makeLink('ends', { lasts: day })).then(({ pass }) => ({ pass }));
  const claims = JSON.parse(Buffer.from(pass.token.split('.')[1] ?? '', 'base64url').toString()) as { exp: number };
  assert.ok(claims.exp * 1_000 + tokenLeewayMs <= pass.expiresAt);
  assert.ok(claims.exp * 1_000 + tokenLeewayMs > pass.expiresAt - 2_000);
});

test('T40 T57 the secret is in no log line, no event and no answer but that of whoever made it', async () => {
  await createRoom(server, 'quiet');
  const link = await makeLink('quiet');
  const client = await connect(server, mia);
  await client.ask('room.join', { room: 'quiet' });
  const { pass } = await enter(link);
  await come({ ...link, room: 'nowhere' });
  await come({ ...link, name: '' });
  await client.settle();
  const { events } = await client.ask('room.read', { room: 'quiet', after: 0 });
  const everything = [JSON.stringify(events), JSON.stringify(client.frames), ...server.logLines].join('\n');
  assert.ok(!everything.includes(link.secret));
  assert.ok(!everything.includes(pass.token));
  for (const method of ['GET', 'HEAD'])
    assert.equal((await fetch(new URL(`api/guests?secret=${link.secret}`, server.url), { method })).status, 405);
  client.close();
});

test('T39 revoked on one node, they are out on the others, also when these hear nothing of each other', async (context) => {
  const postgres = await startPostgres();
  if (!postgres) return context.skip('there is no PostgreSQL');
  // Without Redis each node finds what the other wrote by looking at the heads.
  const options = { jwtSecret, databaseUrl: postgres.url, beaconMs: 3_600_000 };
  const [a, b] = await Promise.all([startTestServer(options), startTestServer(options)]);
  await createRoom(a, 'mail');
  const link = await makeLink('mail', { node: a });
  const { guest, pass } = await enter(link, b);
  await guest.ask('room.join', { room: 'mail' });
  const isGone = happening(guest.socket, 'disconnect');
  await a.submit(mia, 'link.revoke', { room: 'mail', link: link.link, guests: [pass.person.id] });
  await isGone;
  const again = await connect(b, pass.person, pass.token);
  assert.equal((await again.refusalFor('room.join', { room: 'mail' })).code, 'not_found');
  again.close();
  await Promise.all([a.close(), b.close()]);
  await postgres.remove();
});

test('who tries links is limited by where they come from', async () => {
  const strict = await startTestServer({ rateBurst: 30, ratePerSecond: 1 });
  const statuses = [];
  for (let times = 0; times < 3; times += 1)
    statuses.push((await come({ room: 'x', link: 2, secret: '0'.repeat(32) }, 'x', strict)).status);
  assert.deepEqual(statuses, [404, 429, 429]);
  await strict.close();
});

test('a retry whose answer was lost is the same guest and no second use', async () => {
  await createRoom(server, 'retry');
  const link = { ...(await makeLink('retry')), cid: 'd'.repeat(32) };
  const [first, again] = [await come(link), await come(link)];
  assert.deepEqual([first.status, again.status], [200, 200]);
  assert.equal(again.pass.person.id, first.pass.person.id);
  assert.equal((await come({ ...link, cid: 'e'.repeat(32) })).status, 404);
});

test('what is held back while a room rests does not reach a guest who came meanwhile', async () => {
  for (let round = 0; round < 10; round += 1) {
    const room = `rest-${round}`;
    await createRoom(server, room);
    const inside = await connect(server, ana);
    await inside.ask('room.join', { room });
    const link = await makeLink(room);
    await inside.post(room, 'canary one');
    await inside.post(room, 'canary two');
    const { guest } = await enter(link);
    const join = async (): Promise<void> => {
      const answer = (await guest.socket.timeout(8_000).emitWithAck('room.join', { room })) as { ok: boolean };
      if (!answer.ok) return join();
    };
    await join();
    await inside.post(room, 'after');
    await guest.next('events', ({ events }) => events.some(({ type }) => type === 'message.posted'));
    assert.doesNotMatch(JSON.stringify(guest.frames), /canary/);
    for (const client of [inside, guest]) client.close();
  }
});

test('T25 nothing in a guest’s name turns, hides or forges what stands around it', async () => {
  await createRoom(server, 'names');
  const link = await makeLink('names', { maxUses: 5 });
  const nameOf = async (name: string): Promise<string> => (await come({ ...link, name })).pass.person.name;
  assert.equal(await nameOf(' Carla\u202e\u200b\u2066\u001b[2J\n\tDiaz '), 'Carla[2JDiaz');
  assert.equal(await nameOf('Jose\u0301'), 'José');
  assert.equal((await come({ ...link, name: '\u200b\u202e' })).status, 400);
});

test('only who sees the note of a link makes one', async () => {
  await server.submit(ana, 'room.create', { room: 'own', kind: 'team', title: 'x', purpose: '' });
  await assert.rejects(makeLink('own', { by: ana }), { code: 'forbidden' });
});
