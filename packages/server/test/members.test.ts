/** Who is let into a room by name, what they see, and what they see no more once they are taken out. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestServer, type TestServer } from '@support-chat/server/testing';
import { startPostgres } from '../../../test/services/postgres.js';
import { systemClock } from '../dist/clock.js';
import { Feed } from '../dist/feed.js';
import { createLogger } from '../dist/logger.js';
import type { Connection } from '../dist/connection.js';
import { ana, ben, connect, kenji, mia, sato, type Client } from './kit.js';

const secret = '0123456789abcdef'.repeat(2);
const team = `layoffs-${secret}`;
let server: TestServer;
before(async () => {
  server = await startTestServer();
  await server.submit(ana, 'room.create', { room: team, kind: 'team', title: 'Canary', purpose: '', isPrivate: true });
  await server.submit(ana, 'member.add', { room: team, person: ben, as: 'member' });
});
after(() => server.close());

const seqsOf = (client: Client, room: string): number[] =>
  client.framesOf('events').flatMap((frame) => (frame.room === room ? frame.events.map(({ seq }) => seq) : []));

test('T06 who is taken out hears of that and of nothing after it, and comes back to nothing', async () => {
  const [host, member, phone] = [await connect(server, ana), await connect(server, ben), await connect(server, ben)];
  const { epoch, standing } = await member.ask('room.join', { room: team });
  await host.ask('room.join', { room: team });
  await phone.ask('room.join', { room: team });
  await Promise.all([
    server.submit(ana, 'message.post', { room: team, body: { kind: 'text', text: 'before' } }),
    server.submit(ana, 'member.remove', { room: team, person: 'ben' }),
    server.submit(ana, 'message.post', { room: team, body: { kind: 'text', text: 'after' } }),
  ]);
  await host.next('events', ({ events }) => events.some(({ seq }) => seq === standing.head + 3));
  await Promise.all([member.settle(), phone.settle()]);
  const seen = [standing.head + 1, standing.head + 2];
  assert.deepEqual([seqsOf(member, team), seqsOf(phone, team)], [seen, seen]);
  assert.deepEqual((await member.ask('room.heads', {})).heads, {});
  for (const [name, input] of [
    ['room.join', { room: team, after: 1, epoch }],
    ['room.read', { room: team, after: 0 }],
    ['room.page', { room: team, before: 99 }],
    ['typing.tell', { room: team, isTyping: true }],
  ] as const)
    assert.equal((await member.refusalFor(name, input)).code, 'not_found');
  const unread = await fetch(new URL(`api/rooms/${team}/unread`, server.url), {
    headers: { authorization: `Bearer ${await server.tokenFor(ben)}` },
  });
  assert.equal(unread.status, 404);

  // Let in again, everything is there again.
  await server.submit(ana, 'member.add', { room: team, person: ben, as: 'member' });
  assert.equal((await member.ask('room.join', { room: team })).standing.head, standing.head + 4);
  for (const client of [host, member, phone]) client.close();
});

test('a private room comes into the lobby of who is let in, goes from it when they are taken out, and is named to nobody else', async () => {
  const [manager, agent] = [await connect(server, sato), await connect(server, mia)];
  await Promise.all([manager.ask('lobby.join', {}), agent.ask('lobby.join', {})]);
  const has = (frame: { rows: readonly { room: { name: string } }[] }) =>
    frame.rows.some(({ room }) => room.name === team);
  await server.submit(ana, 'member.add', { room: team, person: sato, as: 'observer' });
  await manager.next('lobby', has);
  await server.submit(ana, 'member.remove', { room: team, person: 'sato' });
  assert.deepEqual((await manager.next('lobby', ({ gone }) => gone !== undefined)).gone, [team]);
  // Also when it was there before the lobby was opened.
  await server.submit(ana, 'member.add', { room: team, person: sato, as: 'observer' });
  const later = await connect(server, sato);
  assert.ok(has(await later.ask('lobby.join', {})));
  await server.submit(ana, 'member.remove', { room: team, person: 'sato' });
  await later.next('lobby', ({ gone }) => gone?.includes(team) === true);
  await agent.settle();
  assert.ok(!JSON.stringify(agent.frames).includes(team));
  for (const client of [manager, agent, later]) client.close();
});

test('T05 who was taken out while they joined is not in', async () => {
  const events = [{ seq: 2, type: 'member.removed', audience: 'everyone', data: { person: ben } }];
  const log = createLogger({ level: 'silent', write: () => undefined, now: () => 0 });
  let told = (): void => {};
  const isTold = new Promise<void>((resolve) => (told = resolve));
  const expelled: string[] = [];
  const feed = new Feed({
    // The two methods that a feed asks.
    store: { read: (_room: string, { after }: { after: number }) => Promise.resolve(events.slice(after - 1)) } as never,
    broadcast: () => told(),
    clock: systemClock,
    log,
    expel: (room, whom) => expelled.push(`${room} ${'person' in whom ? whom.person : 'all' in whom && whom.all}`),
  });
  feed.watch('rollout', 1);
  feed.hint('rollout');
  await isTold;
  const connection = (person: typeof ben): Connection =>
    ({ person, isStaff: false, rooms: new Map(), enter: () => undefined }) as unknown as Connection;
  assert.equal(feed.enter(connection(ben), 'rollout', { from: 1, since: 1 }), false);
  assert.equal(feed.enter(connection(ben), 'rollout', { from: 1, since: 2 }), true);
  assert.equal(feed.enter(connection({ ...ana } as never), 'rollout', { from: 1, since: 1 }), true);
  assert.deepEqual(expelled, ['rollout ben']);
});

test('T08 a private room is in no list and under no name but its own', async () => {
  const [agent, manager, member] = [
    await connect(server, mia),
    await connect(server, sato),
    await connect(server, ana),
  ];
  const lists = [await agent.ask('lobby.join', {}), await manager.ask('lobby.join', {})];
  await member.post(team, 'canary');
  const taken = { room: team, cid: 'a'.repeat(32), kind: 'team', title: 'x', purpose: '' };
  const answers = [
    await agent.ask('queue.read', {}),
    await agent.refusalFor('room.members', { room: team }),
    await agent.refusalFor('room.create', { ...taken, room: 'layoffs', isPrivate: true }),
  ];
  await Promise.all([agent.settle(), manager.settle()]);
  const everything = JSON.stringify([lists, answers, agent.frames, manager.frames]);
  assert.doesNotMatch(everything, /canary|layoffs-/i);
  for (const client of [agent, manager, member]) client.close();
});

test('members are listed to those who may see the room, and a private room keeps a host', async () => {
  const [host, outsider] = [await connect(server, ana), await connect(server, kenji)];
  const { members } = await host.ask('room.members', { room: team });
  assert.deepEqual(
    members.map(({ person, as }) => [person.id, as]),
    [
      ['ana', 'host'],
      ['ben', 'member'],
    ],
  );
  assert.equal((await outsider.refusalFor('room.members', { room: team })).code, 'not_found');
  const leave = { room: team, cid: 'b'.repeat(32), person: 'ana' };
  assert.equal((await host.refusalFor('member.remove', leave)).code, 'forbidden');
  await server.submit(ana, 'member.add', { room: team, person: ben, as: 'host' });
  await server.submit(ben, 'member.remove', { room: team, person: 'ana' });
  assert.equal((await host.refusalFor('room.members', { room: team })).code, 'not_found');
  for (const client of [host, outsider]) client.close();
});

test('T05 who is taken out at one node is out at the others, also when these hear nothing of each other', async (context) => {
  const postgres = await startPostgres();
  if (!postgres) return context.skip('there is no PostgreSQL');
  const jwtSecret = 'x'.repeat(32);
  // Without Redis each node finds what the other wrote by looking at the heads.
  const options = { jwtSecret, databaseUrl: postgres.url, beaconMs: 3_600_000 };
  const [a, b] = await Promise.all([startTestServer(options), startTestServer(options)]);
  await a.submit(ana, 'room.create', { room: team, kind: 'team', title: 'x', purpose: '', isPrivate: true });
  await a.submit(ana, 'member.add', { room: team, person: ben, as: 'member' });
  const [host, member] = [await connect(b, ana), await connect(b, ben)];
  await host.ask('room.join', { room: team });
  await member.ask('room.join', { room: team });
  const { seq } = await a.submit(ana, 'member.remove', { room: team, person: 'ben' });
  await a.submit(ana, 'message.post', { room: team, body: { kind: 'text', text: 'after' } });
  await host.next('events', ({ events }) => events.some((event) => event.seq === seq + 1));
  await member.settle();
  assert.deepEqual(seqsOf(member, team), [seq]);
  assert.equal((await member.refusalFor('room.read', { room: team, after: 0 })).code, 'not_found');
  for (const client of [host, member]) client.close();
  await Promise.all([a.close(), b.close()]);
  await postgres.remove();
});
