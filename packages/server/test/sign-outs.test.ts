/** Signing people out: their tokens and connections end, and nobody else's. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Person } from '@support-chat/protocol';
import { createManualClock, startTestServer, type TestServer } from '@support-chat/server/testing';
import { ana, ben, connect, createRoom, happening, mia, refusedConnect, sato } from './kit.js';

const clock = createManualClock();
const dataDir = mkdtempSync(join(tmpdir(), 'support-chat-'));
const jwtSecret = 'x'.repeat(32);
const start = (): Promise<TestServer> => startTestServer({ clock, dataDir, jwtSecret });
let server: TestServer;
before(async () => {
  server = await start();
  await createRoom(server);
});
after(async () => {
  await server.close();
  rmSync(dataDir, { recursive: true });
});

type Answer = { readonly status: number; readonly code: string | undefined };

async function call(path: string, token: string, method = 'POST'): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(new URL(path, server.url), { method, headers });
  const { refusal } = (await response.json()) as { refusal?: { code: string } };
  return { status: response.status, code: refusal?.code };
}
const signOut = async (who: string, by: Person): Promise<Answer> =>
  call(`api/people/${encodeURIComponent(who)}/sign-out`, await server.tokenFor(by));

test('T05 a sign-out ends tokens and connections that were there before it, also after a restart', async () => {
  const before = await server.tokenFor(ana);
  const [phone, laptop] = [await connect(server, ana, before), await connect(server, ana)];
  const other = await connect(server, ben);
  for (const client of [phone, laptop, other]) await client.ask('room.join', { room: 'rollout' });
  clock.advance(5_000);
  const gone = [phone, laptop].map(({ socket }) => happening(socket, 'disconnect'));
  assert.deepEqual(await signOut('ana', sato), { status: 200, code: undefined });
  await Promise.all(gone);
  for (const client of [phone, laptop]) assert.equal((await client.next('signed_out')).refusal.code, 'token_expired');
  assert.equal((await other.post('rollout', 'still here')).seq, 2);
  await other.next('events');
  assert.deepEqual([...phone.framesOf('events'), ...laptop.framesOf('events')], []);

  const isOut = async (): Promise<void> => {
    assert.equal((await refusedConnect(server, before)).code, 'token_expired');
    assert.deepEqual(await call('api/rooms/rollout/unread', before, 'GET'), { status: 401, code: 'token_expired' });
  };
  await isOut();
  clock.advance(1_000);
  const fresh = await server.tokenFor(ana);
  (await connect(server, ana, fresh)).close();
  other.close();
  await server.close();
  server = await start();
  await isOut();
  (await connect(server, ana, fresh)).close();
});

test('T05 a sign-out that falls between the check of a token and its connection counts', async () => {
  const token = await server.tokenFor(ben);
  clock.advance(2_000);
  const results = await Promise.allSettled([
    ...Array.from({ length: 20 }, () => connect(server, ben, token)),
    server.server.signOut('ben'),
  ]);
  // Whoever got in before was closed again.
  for (const result of results)
    if (result.status === 'fulfilled' && result.value) {
      if (result.value.socket.connected) await happening(result.value.socket, 'disconnect');
      assert.equal(result.value.framesOf('signed_out')[0]?.refusal.code, 'token_expired');
    }
  assert.equal((await refusedConnect(server, token)).code, 'token_expired');
});

test('people sign themselves out, managers anybody, others nobody else', async () => {
  clock.advance(2_000);
  assert.deepEqual(await signOut('mia', mia), { status: 200, code: undefined });
  clock.advance(2_000);
  assert.deepEqual(await signOut('名前 /%', sato), { status: 200, code: undefined });
  for (const by of [ana, mia]) assert.deepEqual(await signOut('sato', by), { status: 403, code: 'forbidden' });
  const token = await server.tokenFor(sato);
  const cases: [string, string, number, string][] = [
    ['api/people/ana/sign-out', 'a.b.c', 401, 'token_invalid'],
    ['api/people/%zz/sign-out', token, 400, 'bad_request'],
    [`api/people/${'x'.repeat(129)}/sign-out`, token, 400, 'bad_request'],
    ['api/people//sign-out', token, 404, 'not_found'],
  ];
  for (const [path, bearer, status, code] of cases) assert.deepEqual(await call(path, bearer), { status, code });
  assert.deepEqual(await call('api/people/ana/sign-out', token, 'GET'), { status: 405, code: 'bad_request' });
  await assert.rejects(server.server.signOut(''), { code: 'bad_request' });
});
