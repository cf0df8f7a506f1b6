/** The wire over Socket.IO against the real room server. Nothing here waits for a clock longer than a back-off. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { createClient, type Client, type ConnectionView, type Lobby, type LobbyView } from '@support-chat/client';
import { createTestStorage } from '@support-chat/client/testing';
import { laneName, type QuestionDoc } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { createManualClock, startTestServer, type TestServer } from '@support-chat/server/testing';
import { outgoingOf, textsOf, untilView } from './kit.js';

const rollout = { room: 'rollout', kind: 'rollout', title: 'New mail', purpose: 'Help' } as const;

function untilConnection(client: Client, fits: (view: ConnectionView) => boolean): Promise<ConnectionView> {
  return new Promise((resolve) => {
    const end = client.subscribeConnection((view) => {
      if (!fits(view)) return;
      queueMicrotask(() => end());
      resolve(view);
    });
  });
}

test('two people talk in a room over Socket.IO', async () => {
  const server = await startTestServer();
  await server.submit(cast.mia, 'room.create', rollout);
  const ana = createClient({ url: server.url, getToken: () => server.tokenFor(cast.ana) });
  const mia = createClient({ url: server.url, getToken: () => server.tokenFor(cast.mia) });
  const [asking, helping] = [ana.join('rollout'), mia.join('rollout')];
  const lobby = mia.lobby();
  await untilView(asking, (view) => view.helpers?.length === 1);
  await asking.post({ text: 'Outlook asks for my password' });
  await untilView(helping, (view) => view.unread === 1);
  helping.setTyping(true);
  await untilView(asking, (view) => view.typing.length === 1);
  await helping.post({ text: 'Type it once more' });
  const view = await untilView(asking, (seen) => seen.messages.length === 2);
  assert.deepEqual(textsOf(view), ['Outlook asks for my password', 'Type it once more']);
  assert.deepEqual([outgoingOf(view), view.unread, view.me?.name], [[], 1, 'Ana Silva']);
  asking.markRead();
  await untilView(asking, (seen) => seen.unread === 0);
  assert.deepEqual(
    lobby.view.rows.map((row) => row.room.messages),
    [2],
  );
  await assert.rejects(ana.createRoom({ name: 'mine', title: 'Mine', purpose: '' }), { code: 'forbidden' });
  await Promise.all([ana.close(), mia.close()]);
  await server.close();
});

test('a question is asked, taken, answered and solved; what comes too late is told', async () => {
  const server = await startTestServer();
  await server.submit(cast.mia, 'room.create', rollout);
  const people = [cast.ana, cast.ben, cast.mia, cast.tom];
  const clients = people.map((person) => createClient({ url: server.url, getToken: () => server.tokenFor(person) }));
  const [ana, ben, mia, tom] = clients.map((client) => client.join('rollout'));
  assert.ok(ana && ben && mia && tom);
  const untilState = (state: string, extra: (question: QuestionDoc) => boolean = () => true) =>
    untilView(ana, ({ messages: [first] }) => first?.question?.state === state && extra(first.question));
  await ana.post({ text: 'Where is my mail?' });
  await untilState('open');
  const about = { question: 2 };
  await ben.act('question.join', about);
  await mia.act('question.claim', about);
  await untilState('claimed', ({ owner, affected }) => owner?.id === 'mia' && affected.length === 2);
  await assert.rejects(tom.act('question.claim', about), { name: 'Refusal', code: 'changed' });
  await assert.rejects(ben.act('question.resolve', about), { name: 'Refusal', code: 'forbidden' });
  await mia.post({ text: 'In the new app', re: 2 });
  const { messages } = await untilState('answered');
  assert.deepEqual([messages[1]?.re, messages[1]?.seq], [2, messages[0]?.question?.answer]);
  await ben.act('question.reopen', about);
  await untilState('claimed');
  await ana.act('question.resolve', about);
  const { room } = await untilState('resolved');
  assert.deepEqual(room?.questions, { open: 0, claimed: 0, answered: 0, resolved: 1 });
  await Promise.all(clients.map((client) => client.close()));
  await server.close();
});

test('a reply that waited over a reload is still a reply', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'support-chat-client-'));
  const options = { dataDir, jwtSecret: 'a'.repeat(64), returnWithinMs: 0 };
  const storage = createTestStorage();
  const openAt = (server: TestServer): Client =>
    createClient({ url: server.url, getToken: () => server.tokenFor(cast.ana), storage });
  const before = await startTestServer(options);
  await before.submit(cast.mia, 'room.create', rollout);
  const first = openAt(before);
  const room = first.join('rollout');
  await room.post({ text: 'Why?' });
  await untilView(room, (view) => view.messages.length === 1);
  await before.close();
  await untilView(room, (view) => view.connection.state !== 'online');
  await room.post({ text: 'It was there yesterday', re: 2 });
  assert.deepEqual(
    room.view.outgoing.map(({ re }) => re),
    [2],
  );
  await first.close();
  const after = await startTestServer(options);
  const second = openAt(after);
  const { messages } = await untilView(second.join('rollout'), (view) => view.messages.length === 2);
  assert.deepEqual([messages[1]?.re, messages[1]?.question, messages[0]?.question?.state], [2, undefined, 'open']);
  await second.close();
  await after.close();
  await rm(dataDir, { recursive: true });
});

test('a message posted while the server restarts is stored once, and history goes on', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'support-chat-client-'));
  const options = { dataDir, jwtSecret: 'a'.repeat(64), returnWithinMs: 0 };
  const first = await startTestServer(options);
  await first.submit(cast.mia, 'room.create', rollout);
  let server = first;
  const ana = createClient({ url: first.url, getToken: () => server.tokenFor(cast.ana), random: () => 0 });
  const room = ana.join('rollout');
  await untilView(room, (view) => view.state === 'ready');
  await room.post({ text: 'before' });
  await untilView(room, (view) => view.messages.length === 1);
  await first.close();
  await untilConnection(ana, ({ state }) => state === 'waiting');
  await room.post({ text: 'meanwhile' });
  server = await startTestServer({ ...options, port: Number(new URL(first.url).port) });
  await server.submit(cast.mia, 'message.post', { room: 'rollout', body: { kind: 'text', text: 'I am back' } });
  const view = await untilView(room, (seen) => seen.messages.length === 3);
  assert.deepEqual([...textsOf(view)].sort(), ['I am back', 'before', 'meanwhile']);
  assert.deepEqual(outgoingOf(view), []);
  await ana.close();
  await server.close();
  await rm(dataDir, { recursive: true });
});

test('an expired token is renewed without anybody noticing, a forged one is refused', async () => {
  const clock = createManualClock(Date.now());
  const server = await startTestServer({ clock });
  await server.submit(cast.mia, 'room.create', rollout);
  const tokens: string[] = [];
  const getToken = async (): Promise<string> => {
    tokens.push(await server.tokenFor(cast.ana, { ttlMs: 60_000 }));
    return tokens.at(-1) ?? '';
  };
  const ana = createClient({ url: server.url, getToken });
  const room = ana.join('rollout');
  await untilView(room, (view) => view.state === 'ready');
  const lost = untilConnection(ana, ({ state }) => state === 'connecting');
  clock.advance(60_001);
  await lost;
  await untilConnection(ana, ({ state }) => state === 'online');
  assert.equal(tokens.length, 2);
  await room.post({ text: 'still me' });
  await untilView(room, (view) => view.messages.length === 1);
  await ana.close();

  const forger = createClient({ url: server.url, getToken: () => 'forged' });
  const { refusal } = await untilConnection(forger, ({ state }) => state === 'refused');
  assert.equal(refusal?.code, 'token_invalid');
  await forger.close();
  await server.close();
});

test('polling carries everything where WebSockets are refused', async () => {
  const server = await startTestServer();
  await server.submit(cast.mia, 'room.create', rollout);
  const target = new URL(server.url);
  let upgrades = 0;
  const relay = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = 'GET', headers } = request;
    const body = method === 'GET' ? {} : { body: Buffer.concat(chunks) };
    const type = { 'content-type': headers['content-type'] ?? 'text/plain' };
    const answer = await fetch(new URL(request.url ?? '/', target), { method, headers: type, ...body }).catch(
      () => null,
    );
    response.writeHead(answer?.status ?? 502, { 'content-type': answer?.headers.get('content-type') ?? 'text/plain' });
    response.end(answer ? Buffer.from(await answer.arrayBuffer()) : '');
  };
  const proxy = createServer((request, response) => void relay(request, response));
  proxy.on('upgrade', (_request, socket) => (upgrades++, socket.destroy()));
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  const ana = createClient({ url: `http://127.0.0.1:${port}`, getToken: () => server.tokenFor(cast.ana) });
  const room = ana.join('rollout');
  await room.post({ text: 'through polling' });
  await untilView(room, (view) => view.messages.length === 1);
  assert.ok(upgrades > 0);
  await ana.close();
  await server.close();
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
});

test('closing the client lets Node end, and leaves the outbox', async () => {
  const server = await startTestServer();
  const storage = createTestStorage();
  const ana = createClient({ url: server.url, getToken: () => server.tokenFor(cast.ana), storage });
  await untilConnection(ana, ({ state }) => state === 'online');
  await ana.join('nowhere').post({ text: 'refused' });
  await untilView(ana.join('nowhere'), (view) => view.outgoing[0]?.state === 'failed');
  await ana.close();
  await ana.close();
  assert.equal((await storage.list('entry/ana/')).length, 1);
  await server.close();
});

test('the example asks, prints what it sees and ends', async () => {
  const server = await startTestServer();
  await server.submit(cast.mia, 'room.create', rollout);
  const script = fileURLToPath(new URL('../../../examples/node-client/ask.mjs', import.meta.url));
  const env = {
    PATH: process.env['PATH'] ?? '',
    SUPPORT_CHAT_URL: server.url,
    SUPPORT_CHAT_TOKEN: await server.tokenFor(cast.ana),
    SUPPORT_CHAT_ROOM: 'rollout',
    SUPPORT_CHAT_TEXT: 'Is the VPN down?',
  };
  const child = spawn(process.execPath, [script], { env });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  const code = await new Promise((resolve) => child.on('close', resolve));
  assert.equal(err, '');
  assert.equal(code, 0);
  assert.match(out, /^in New mail as Ana Silva$/m);
  assert.match(out, /^2 Ana Silva: Is the VPN down\?$/m);
  await server.close();
});

test('who is taken out of a private room sees nothing of it any more, and everything when let in again', async () => {
  const server = await startTestServer();
  const name = `team-${'0123456789abcdef'.repeat(2)}`;
  const [ana, ben] = [cast.ana, cast.ben].map((person) =>
    createClient({ url: server.url, getToken: () => server.tokenFor(person) }),
  );
  assert.ok(ana && ben);
  await ana.createRoom({ name, kind: 'team', title: 'Team', purpose: '', isPrivate: true });
  await server.submit(cast.ana, 'member.add', { room: name, person: cast.ben, as: 'member' });
  const [host, member] = [ana.join(name), ben.join(name)];
  await host.post({ text: 'among us' });
  await untilView(member, (view) => view.messages.length === 1);
  await server.submit(cast.ana, 'member.remove', { room: name, person: 'ben' });
  const { messages, room, refusal } = await untilView(member, (view) => view.state === 'refused');
  assert.deepEqual([messages, room, refusal?.code], [[], null, 'not_found']);
  await server.submit(cast.ana, 'member.add', { room: name, person: cast.ben, as: 'member' });
  member.leave();
  const again = ben.join(name);
  assert.deepEqual(textsOf(await untilView(again, (view) => view.state === 'ready')), ['among us']);
  await Promise.all([ana.close(), ben.close()]);
  await server.close();
});

test('what is typed finds what was asked before; without a connection it finds nothing', async () => {
  const server = await startTestServer();
  await server.submit(cast.mia, 'room.create', rollout);
  const ben = createClient({ url: server.url, getToken: () => server.tokenFor(cast.ben) });
  const room = ben.join('rollout');
  await untilView(room, (view) => view.state === 'ready');
  await server.submit(cast.ana, 'message.post', { room: 'rollout', body: { kind: 'text', text: 'VPNが切れます' } });
  assert.deepEqual(
    (await room.ask('question.suggest', { text: 'ＶＰＮ が切れる' }))?.rows.map(({ seq, excerpt }) => [seq, excerpt]),
    [[2, 'VPNが切れます']],
  );
  await ben.close();
  assert.equal(await room.ask('question.suggest', { text: 'VPN' }), null);
  await server.close();
});

test('a lane is written to before it is there, and the desk answers in it', async () => {
  const server = await startTestServer();
  await server.submit(cast.mia, 'room.create', rollout);
  const ana = createClient({ url: server.url, getToken: () => server.tokenFor(cast.ana) });
  const mia = createClient({ url: server.url, getToken: () => server.tokenFor(cast.mia) });
  const shared = ana.join('rollout');
  assert.equal((await untilView(shared, (view) => view.state === 'ready')).lane?.head, 0);
  const name = laneName('rollout', 'ana');
  const lane = ana.join(name);
  assert.equal((await untilView(lane, (view) => view.state === 'ready')).room, null);
  await lane.post({ text: 'my password is 1234' });
  await untilView(lane, (view) => view.messages.length === 1 && view.room?.kind === 'lane');
  lane.leave();
  const lobby = mia.lobby();
  await new Promise<void>((resolve) => {
    const end = lobby.subscribe(({ rows }) => {
      if (!rows.some(({ room }) => room.lane?.person.id === 'ana')) return;
      queueMicrotask(() => end());
      resolve();
    });
  });
  await mia.join(name).post({ text: 'Change it', re: 2 });
  assert.equal((await untilView(shared, (view) => view.lane?.unread === 1)).messages.length, 0);
  await Promise.all([ana.close(), mia.close()]);
  await server.close();
});

test('whom a message calls hears of it, has it in the lobby until it is seen, and finds people by name', async () => {
  const server = await startTestServer();
  await server.submit(cast.mia, 'room.create', rollout);
  const [ana, mia] = [cast.ana, cast.mia].map((person) =>
    createClient({ url: server.url, getToken: () => server.tokenFor(person) }),
  ) as [Client, Client];
  const room = ana.join('rollout');
  await untilView(room, (view) => view.state === 'ready');
  const lobby = mia.lobby();
  const heard: unknown[] = [];
  const end = mia.onCalled(({ call, isQuiet }) => heard.push([call.excerpt, isQuiet]));
  await untilLobby(lobby, (view) => view.state === 'ready');
  const [found] = (await room.ask('people.find', { text: 'lind' }))?.people ?? [];
  assert.equal(found?.id, 'mia');
  assert.deepEqual(await room.ask('people.count', { group: 'all' }), { people: 0 });
  await room.post({ text: '@mia help', mentions: [{ at: 0, chars: 4, person: 'mia' }] });
  const { calls } = await untilLobby(lobby, (view) => view.calls.length === 1);
  assert.deepEqual(
    calls.map(({ room: name, seq, by, excerpt }) => [name, seq, by.id, excerpt]),
    [['rollout', 2, 'ana', '@mia help']],
  );
  assert.deepEqual(heard, [['@mia help', false]]);
  end();
  const again = createClient({ url: server.url, getToken: () => server.tokenFor(cast.mia) });
  assert.equal((await untilLobby(again.lobby(), (view) => view.calls.length === 1)).calls[0]?.seq, 2);
  const helping = mia.join('rollout');
  await untilView(helping, (view) => view.messages.length === 1);
  helping.markRead();
  await untilLobby(lobby, (view) => view.calls.length === 0);
  await Promise.all([ana.close(), mia.close(), again.close()]);
  await server.close();
});

async function untilLobby(lobby: Lobby, isIt: (view: LobbyView) => boolean): Promise<LobbyView> {
  return new Promise((resolve) => {
    const end = lobby.subscribe((view) => {
      if (!isIt(view)) return;
      queueMicrotask(() => end());
      resolve(view);
    });
  });
}
