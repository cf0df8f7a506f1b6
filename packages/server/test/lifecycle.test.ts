/** Starting, stopping in order, and dying without losing what was acknowledged. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Answer } from '@support-chat/protocol';
import { createRoomServer, SettingsError } from '@support-chat/server';
import { newCid, startTestServer } from '@support-chat/server/testing';
import { createDemoServer } from '../dist/demo/demo-server.js';
import { ana, ben, connect, createRoom, handshakeStatus, happening, mia, sato } from './kit.js';

const dataDir = mkdtempSync(join(tmpdir(), 'support-chat-life-'));
after(() => rmSync(dataDir, { recursive: true }));

test('closing tells everybody, finishes what is in hand, and keeps it', async () => {
  const server = await startTestServer({ dataDir });
  await createRoom(server);
  const [a, b] = [await connect(server, ana), await connect(server, ben)];
  await b.ask('room.join', { room: 'rollout' });
  const lost = happening(a.socket, 'disconnect');
  const answers: Answer<'message.post'>[] = [];
  for (let i = 0; i < 50; i += 1) {
    const post = { room: 'rollout', cid: newCid(), body: { kind: 'text', text: `m${i}` } };
    a.socket.emit('message.post', post, (answer: Answer<'message.post'>) => void answers.push(answer));
  }
  await b.next('events');
  const closing = server.server.close();
  assert.equal(server.server.state, 'draining');
  assert.equal(server.server.close(), closing, 'closing twice is closing once');
  for (const client of [a, b]) {
    const { inMs } = await client.next('going_away');
    assert.ok(inMs >= 0 && inMs < 5_000);
  }
  assert.equal(await lost, 'transport close', 'so that clients come back by themselves');
  const seqs = answers.flatMap((answer) => (answer.ok ? [answer.answer.seq] : []));
  assert.ok(seqs.length > 0);
  for (const answer of answers) assert.ok(answer.ok || answer.refusal.code === 'unavailable');
  await closing;
  assert.deepEqual([server.server.state, server.server.address], ['closed', null]);

  const again = await startTestServer({ dataDir, jwtSecret: server.jwtSecret });
  const back = await connect(again, ana);
  const { events } = await back.ask('room.read', { room: 'rollout', after: 1 });
  assert.deepEqual(
    events.map(({ seq }) => seq),
    seqs,
  );
  back.close();
  await again.close();
});

test('a closing server takes nothing new', async () => {
  const server = await startTestServer();
  const closing = server.server.close();
  await assert.rejects(
    server.server.submit(mia, 'room.close', { room: 'rollout', cid: newCid(), reason: '' }),
    /not open/,
  );
  const status = await handshakeStatus(server, {}).catch((error: unknown) => String(error));
  assert.match(String(status), /400|ECONNREFUSED|ECONNRESET|socket hang up/);
  await closing;
  await assert.rejects(server.server.listen(), /has not started/);
});

test('a server can be closed before and while it starts', async () => {
  const idle = createRoomServer({ dataDir, jwtSecret: 'x'.repeat(32), logLevel: 'silent' });
  await idle.close();
  assert.equal(idle.state, 'closed');
  const starting = createRoomServer({ dataDir, port: 0, jwtSecret: 'x'.repeat(32), logLevel: 'silent' });
  const started = starting.listen();
  await starting.close();
  await started.catch(() => undefined);
  assert.equal(starting.state, 'closed');
  const next = createRoomServer({ dataDir, port: 0, jwtSecret: 'x'.repeat(32), logLevel: 'silent' });
  await next.listen();
  await next.close();
});

test('a start that fails leaves nothing open', async () => {
  const first = await startTestServer({ dataDir });
  const second = createRoomServer({ dataDir, port: 0, jwtSecret: 'x'.repeat(32), logLevel: 'silent' });
  await assert.rejects(second.listen(), /in use by another process/);
  assert.equal(second.state, 'closed');
  const elsewhere = mkdtempSync(join(tmpdir(), 'support-chat-port-'));
  const port = first.server.address?.port ?? 0;
  const third = createRoomServer({ dataDir: elsewhere, port, jwtSecret: 'x'.repeat(32), logLevel: 'silent' });
  await assert.rejects(third.listen(), /EADDRINUSE/);
  const fourth = createRoomServer({ dataDir: elsewhere, port: 0, jwtSecret: 'x'.repeat(32), logLevel: 'silent' });
  await fourth.listen();
  await fourth.close();
  rmSync(elsewhere, { recursive: true });
  await first.close();
});

test('the demo starts on rooms that are there already, and leaves them as they are', async () => {
  const ownDir = mkdtempSync(join(tmpdir(), 'support-chat-seed-'));
  const old = await startTestServer({ dataDir: ownDir });
  await createRoom(old, 'rollout');
  // What an older demo has written: the same command id, another text.
  const cid = createHash('sha256').update('support-chat demo\nvpn\ncreate').digest('hex').slice(0, 32);
  await old.server.submit(sato, 'room.create', { room: 'vpn', cid, kind: 'rollout', title: 'Old', purpose: '' });
  await old.close();
  const demo = createDemoServer({ dataDir: ownDir, port: 0, logLevel: 'silent' });
  await demo.listen();
  await demo.close();
  const again = await startTestServer({ dataDir: ownDir });
  const m = await connect(again, mia);
  const { rows } = await m.ask('lobby.join', {});
  assert.deepEqual(
    rows.map(({ room, standing }) => [room.name, room.title, standing.head]),
    [
      ['expenses', 'Expense tool', 9],
      ['osaka-it', '大阪オフィスIT / Osaka office IT', 2],
      ['rollout', 'Room rollout', 1],
      ['vpn', 'Old', 1],
    ],
  );
  m.close();
  await again.close();
  rmSync(ownDir, { recursive: true });
});

test('wrong options are refused before anything starts', () => {
  const jwtSecret = 'x'.repeat(32);
  const wrong: [object, RegExp][] = [
    [{}, /SUPPORT_CHAT_JWT_SECRET/],
    [{ jwtSecret, prot: 1 }, /unknown option "prot"/],
    [{ jwtSecret, port: '3000' }, /port: expected a whole number/],
    [{ jwtSecret, port: -1 }, /at least 0/],
    [{ jwtSecret, port: 65_536 }, /at most 65535/],
    [{ jwtSecret, drainMs: 0.5 }, /whole number/],
    [{ jwtSecret, logLevel: 'loud' }, /one of debug/],
    [{ jwtSecret, origins: 'https://a.example' }, /a list/],
    [{ jwtSecret, origins: ['https://a.example/'] }, /an origin like/],
    [{ jwtSecret, origins: ['*'] }, /an origin like/],
    [{ jwtSecret: 'short' }, /at least 32 bytes, got 5/],
    [{ jwksUrl: 'ftp://a.example' }, /http or https/],
  ];
  for (const [options, message] of wrong)
    assert.throws(
      () => createRoomServer(options),
      (error) => error instanceof SettingsError && message.test(error.message) && !error.message.includes('\n'),
    );
  assert.throws(
    () => createRoomServer({ jwtSecret: 'canary-secret' }),
    (error) => !String(error).includes('canary'),
  );
});
