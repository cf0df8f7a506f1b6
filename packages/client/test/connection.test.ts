import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from '@support-chat/client';
import { createTestPage, createTestServer } from '@support-chat/client/testing';
import { createStage, settle, textsOf } from './kit.js';

test('the connection comes up, is lost, waits with jitter and comes back', async () => {
  const { server, client, clock } = createStage();
  const ana = client('ana');
  const states: string[] = [];
  ana.subscribeConnection(({ state }) => states.push(state));
  await settle();
  server.cut();
  await settle();
  assert.deepEqual(states, ['connecting', 'online', 'waiting']);
  assert.equal(ana.connection.retryAt, clock.now() + 250);
  const waits: number[] = [];
  ana.subscribeConnection(({ retryAt }) => retryAt !== null && waits.push(retryAt - clock.now()));
  await clock.advance(120_000);
  assert.deepEqual(waits.slice(0, 9), [250, 250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  server.restore();
  await clock.advance(15_000);
  assert.equal(ana.connection.state, 'online');
  assert.equal(ana.connection.retryAt, null);
  await clock.advance(5_000);
  server.restart();
  await settle();
  assert.equal(ana.connection.retryAt, clock.now() + 250, 'a connection that lasted starts the count anew');
  await ana.close();
});

test('nobody waits more than twice as long as the outage has lasted', async () => {
  // The least luck there is: short waits while the server is away, and then the longest there can be.
  let jitter = 0;
  const { server, client, clock } = createStage();
  const ana = client('ana', { random: () => jitter });
  await settle();
  server.cut();
  await clock.advance(1_500);
  jitter = 0.999;
  await clock.advance(100);
  const { retryAt } = ana.connection;
  assert.ok(retryAt !== null && retryAt - clock.now() < 3_300, `waits ${Number(retryAt) - clock.now()} ms`);
  await ana.close();
});

test('a connection that ends as soon as it begins is not tried in a tight circle', async () => {
  const { server, client, clock } = createStage();
  const ana = client('ana');
  await settle();
  let attempts = 0;
  ana.subscribeConnection(({ state }) => {
    if (state !== 'online') return;
    attempts++;
    queueMicrotask(() => server.signOut('ana', 'token_expired'));
  });
  await clock.advance(60_000);
  assert.ok(attempts > 3 && attempts < 12, `${attempts} attempts in a minute`);
  await ana.close();
});

test('the server says when to come back, and is obeyed even when the page wakes', async () => {
  const { server, client, clock } = createStage();
  const page = createTestPage();
  const ana = client('ana', { page });
  await settle();
  server.goAway(4_000);
  await settle();
  assert.deepEqual([ana.connection.state, ana.connection.retryAt], ['waiting', clock.now() + 4_000]);
  page.wake();
  await clock.advance(3_999);
  assert.equal(ana.connection.state, 'waiting');
  await clock.advance(1);
  assert.equal(ana.connection.state, 'online');
  server.refuseNext('unavailable', { request: 'connect', retryAfterMs: 7_000 });
  server.restart();
  await clock.advance(1_000);
  assert.equal(ana.connection.refusal?.code, 'unavailable');
  await clock.advance(6_000);
  assert.equal(ana.connection.state, 'waiting');
  await clock.advance(3_000);
  assert.equal(ana.connection.state, 'online');
  await ana.close();
});

test('waking tries at once instead of waiting', async () => {
  const { server, client, clock } = createStage();
  const page = createTestPage();
  const ana = client('ana', { page });
  await settle();
  server.cut();
  await clock.advance(60_000);
  server.restore();
  page.wake();
  page.wake();
  await settle();
  assert.equal(ana.connection.state, 'online');
  await ana.close();
});

test('an expired token is renewed at once', async () => {
  const { server, client, clock } = createStage();
  let asked = 0;
  const ana = client('ana', { getToken: async () => (asked++, 'ana') });
  const room = ana.join('rollout');
  await settle();
  server.signOut('ana', 'token_expired');
  const refusals: unknown[] = [];
  ana.subscribeConnection(({ refusal }) => refusal && refusals.push(refusal));
  await settle();
  assert.equal(ana.connection.state, 'online');
  assert.deepEqual([asked, refusals], [2, []], 'routine is not told as an error');
  server.post('mia', 'rollout', 'still here');
  await settle();
  assert.deepEqual(textsOf(room.view), ['still here']);
  server.refuseNext('token_expired', { request: 'connect' });
  server.restart();
  await clock.advance(10_000);
  assert.equal(asked, 4);
  assert.equal(ana.connection.state, 'online');
  await ana.close();
});

test('a sign-in that has ended is told: tokens that expire again and again, and none at all', async () => {
  const { server, client, clock } = createStage();
  let isSignedIn = true;
  const getToken = (): string => {
    if (isSignedIn) return 'ana';
    throw new Error('401');
  };
  const ana = client('ana', { getToken });
  await clock.advance(6_000);
  for (let times = 0; times < 3; times++) server.refuseNext('token_expired', { request: 'connect' });
  server.signOut('ana', 'token_expired');
  await settle();
  assert.deepEqual([ana.connection.state, ana.connection.refusal?.code], ['waiting', 'token_expired']);
  await clock.advance(6_000);
  assert.deepEqual([ana.connection.state, ana.connection.refusal], ['online', null]);
  isSignedIn = false;
  await clock.advance(6_000);
  server.signOut('ana', 'token_expired');
  await settle();
  assert.deepEqual([ana.connection.state, ana.connection.refusal?.code], ['waiting', 'token_expired']);
  assert.match(ana.connection.refusal?.message ?? '', /getToken gave no token: 401/);
  await clock.advance(60_000);
  assert.equal(ana.connection.refusal?.code, 'token_expired');
  await ana.close();
});

test('an invalid token is asked for once more, then waits for another one', async () => {
  const { client, clock } = createStage();
  let token = 'forged';
  let asked = 0;
  const getToken = (): string => (asked++, token);
  const ana = client('ana', { getToken });
  await settle();
  assert.equal(ana.connection.state, 'refused');
  assert.equal(ana.connection.refusal?.code, 'token_invalid');
  assert.equal(asked, 2);
  await clock.advance(59_000);
  assert.equal(asked, 2);
  await clock.advance(1_000);
  assert.deepEqual([asked, ana.connection.state], [3, 'refused']);
  token = 'ana';
  await clock.advance(60_000);
  assert.equal(ana.connection.state, 'online');
  await ana.close();
});

test('a refused connection tries again when told to', async () => {
  const { server, client } = createStage();
  const ana = client('ana');
  server.refuseNext('origin_refused', { request: 'connect' });
  await settle();
  assert.equal(ana.connection.state, 'refused');
  ana.reconnect();
  await settle();
  assert.equal(ana.connection.state, 'online');
  await ana.close();
});

test('a host that cannot be reached says nothing about the sign-in', async () => {
  const { client } = createStage();
  const ana = client('ana', {
    getToken: () => {
      throw new TypeError('Failed to fetch');
    },
  });
  await settle();
  assert.deepEqual([ana.connection.state, ana.connection.refusal?.code], ['waiting', 'unavailable']);
  await ana.close();
});

test('a host that gives no token is waited for, visibly', async () => {
  const { client, clock } = createStage();
  let isBroken = true;
  const ana = client('ana', {
    getToken: () => {
      if (isBroken) throw new Error('the intranet is down');
      return 'ana';
    },
  });
  await settle();
  assert.equal(ana.connection.state, 'waiting');
  assert.equal(ana.connection.refusal?.code, 'token_expired');
  assert.match(ana.connection.refusal?.message ?? '', /getToken gave no token: the intranet is down/);
  isBroken = false;
  await clock.advance(1_000);
  assert.equal(ana.connection.state, 'online');
  assert.equal(ana.connection.refusal, null);
  await ana.close();
  const never = client('ana', { getToken: () => new Promise(() => undefined) });
  await clock.advance(14_999);
  assert.equal(never.connection.state, 'connecting');
  await clock.advance(1);
  assert.equal(never.connection.state, 'waiting');
  await never.close();
  assert.equal(clock.pending, 0);
});

test('an attempt that goes nowhere is given up after 3 s, later ones after longer', async () => {
  const { server, client, clock } = createStage();
  server.silence();
  const ana = client('ana');
  await clock.advance(2_999);
  assert.equal(ana.connection.state, 'connecting');
  await clock.advance(1);
  assert.equal(ana.connection.state, 'waiting');
  await clock.advance(250 + 5_999);
  assert.equal(ana.connection.state, 'connecting');
  await clock.advance(1);
  assert.equal(ana.connection.state, 'waiting');
  server.restore();
  await clock.advance(1_000);
  assert.equal(ana.connection.state, 'online');
  await ana.close();
});

test('a connection that is dead and does not know it is noticed within 16 s of the next request', async () => {
  const { server, client, clock } = createStage();
  const ana = client('ana');
  const room = ana.join('rollout');
  await settle();
  server.silence();
  await room.post({ text: 'into the void' });
  await clock.advance(15_000);
  assert.notEqual(ana.connection.state, 'online');
  server.restore();
  await clock.advance(15_000);
  assert.deepEqual(textsOf(room.view), ['into the void']);
  await ana.close();
});

test('a page that wakes on a dead connection has another one within 6 s', async () => {
  const { server, client, clock } = createStage();
  const page = createTestPage();
  const ana = client('ana', { page });
  await settle();
  server.silence();
  page.wake();
  await clock.advance(5_000);
  server.restore();
  await clock.advance(1_000);
  assert.equal(ana.connection.state, 'online');
  await ana.close();
});

test('closing twice is closing once, and nothing is left', async () => {
  const { server, client, clock } = createStage();
  const page = createTestPage();
  const ana = client('ana', { page });
  const room = ana.join('rollout');
  const lobby = ana.lobby();
  await settle();
  room.setTyping(true);
  room.keepDraft('half');
  room.markRead();
  server.typing('mia', 'rollout');
  await settle();
  await Promise.all([ana.close(), ana.close()]);
  room.leave();
  lobby.leave();
  ana.reconnect();
  page.wake();
  assert.equal(ana.connection.state, 'closed');
  assert.equal(room.view.connection.state, 'closed');
  assert.deepEqual([clock.pending, page.listeners, server.connected], [0, 0, []]);
});

test('closing while the first attempt is under way leaves nothing either', async () => {
  const { server, client, clock } = createStage();
  const ana = client('ana');
  ana.join('rollout');
  await ana.close();
  await settle();
  assert.deepEqual([clock.pending, server.connected], [0, []]);
});

test('an option that does not exist is an error at once', () => {
  const options = { url: 'test:', getToken: () => 'ana', wire: createTestServer().wire, tokn: 'ana' };
  assert.throws(() => createClient(options), /no option "tokn"/);
});
