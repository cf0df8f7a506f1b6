/** Tabs of one browser: one storage, one set of locks, one channel. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestLocks, createTestStorage } from '@support-chat/client/testing';
import type { ClientOptions, TabChannelMaker } from '@support-chat/client';
import { createStage, outgoingOf, settle, textsOf } from './kit.js';

/** Channels within one process that deliver in microtasks. */
function createTestTabs(): { make: TabChannelMaker; open(): number } {
  const channels = new Set<{ name: string; heard: () => void }>();
  return {
    open: () => channels.size,
    make: (name, heard) => {
      const own = { name, heard };
      channels.add(own);
      return {
        tell: () => {
          for (const other of channels) if (other !== own && other.name === name) queueMicrotask(other.heard);
        },
        close: () => void channels.delete(own),
      };
    },
  };
}

function createBrowser(seams: Partial<ClientOptions> = {}) {
  const stage = createStage();
  const channels = createTestTabs();
  const shared = { storage: createTestStorage(), locks: createTestLocks(), tabs: channels.make, ...seams };
  const senders = (): string[] =>
    stage.server.requests.flatMap(({ name, input }) =>
      name === 'message.post' ? [(input as { cid: string }).cid] : [],
    );
  return {
    ...stage,
    channels,
    senders,
    tab: (person = 'ana', own: Partial<ClientOptions> = {}) => stage.client(person, { ...shared, ...own }),
  };
}

test('two tabs show everything once, in one order, and one of them sends', async () => {
  const { server, tab, senders } = createBrowser();
  const [one, two] = [tab(), tab()];
  const [left, right] = [one.join('rollout'), two.join('rollout')];
  await settle();
  await left.post({ text: 'from the left' });
  await right.post({ text: 'from the right' });
  await settle();
  await left.post({ text: 'left again' });
  await settle();
  const expected = ['from the left', 'from the right', 'left again'];
  assert.deepEqual(textsOf(left.view), expected);
  assert.deepEqual(textsOf(right.view), expected);
  assert.deepEqual([outgoingOf(left.view), outgoingOf(right.view)], [[], []]);
  assert.equal(senders().length, 3, 'each was sent by one tab');
  assert.equal(server.connected.length, 2);
  await Promise.all([one.close(), two.close()]);
});

test('what one tab has not sent is shown as sending in the other, and sent by it when the first is closed', async () => {
  const { server, tab, senders, channels, clock } = createBrowser();
  const one = tab();
  const left = one.join('rollout');
  await settle();
  const two = tab();
  const right = two.join('rollout');
  await settle();
  const release = server.delayAnswers();
  server.dropFrames(true);
  server.refuseNext('unavailable', { retryAfterMs: 60_000 });
  await left.post({ text: 'hold on' });
  await settle();
  release();
  await settle();
  assert.deepEqual(outgoingOf(right.view), ['sending: hold on']);
  assert.equal(senders().length, 1);
  server.dropFrames(false);
  await one.close();
  await settle();
  assert.equal(senders().length, 2);
  assert.deepEqual(textsOf(right.view), ['hold on']);
  await two.close();
  assert.deepEqual([channels.open(), clock.pending], [0, 0]);
});

test('a tab that lost its connection lets a connected one send', async () => {
  const { server, clock, tab } = createBrowser();
  let isOnline = true;
  const one = tab('ana', {
    getToken: () => (isOnline ? 'ana' : Promise.reject(new Error('offline'))),
  });
  const left = one.join('rollout');
  await settle();
  const two = tab();
  const right = two.join('rollout');
  await settle();
  isOnline = false;
  server.restart();
  await clock.advance(1_000);
  assert.equal(one.connection.state, 'waiting');
  assert.equal(two.connection.state, 'online');
  await left.post({ text: 'through the other tab' });
  await settle();
  assert.deepEqual(textsOf(right.view), ['through the other tab']);
  await Promise.all([one.close(), two.close()]);
});

test('a tab that leads but is frozen holds nobody up for longer than 15 s a message', async () => {
  const locks = createTestLocks();
  const frozen = new AbortController();
  void locks.request('support-chat:test::ana', frozen, () => new Promise(() => undefined));
  const { clock, tab, server } = createBrowser({ locks });
  const ana = tab();
  const room = ana.join('rollout');
  await settle();
  await room.post({ text: 'one' });
  await room.post({ text: 'two' });
  await clock.advance(14_999);
  assert.deepEqual(outgoingOf(room.view), ['sending: one', 'sending: two']);
  await clock.advance(15_001);
  assert.deepEqual(textsOf(room.view), ['one', 'two']);
  assert.equal(server.log('rollout').length, 3);
  await ana.close();
  assert.equal(clock.pending, 0);
});

test('a tab whose storage breaks lets another one lead', async () => {
  const { tab } = createBrowser();
  const broken = createTestStorage();
  const one = tab('ana', { storage: broken });
  const left = one.join('rollout');
  await settle();
  const two = tab();
  const right = two.join('rollout');
  await settle();
  broken.fail();
  await left.post({ text: 'from memory' });
  await settle();
  await right.post({ text: 'from storage' });
  await settle();
  assert.deepEqual(textsOf(right.view), ['from memory', 'from storage']);
  assert.deepEqual([outgoingOf(left.view), outgoingOf(right.view)], [[], []]);
  await Promise.all([one.close(), two.close()]);
});

test('without locks each tab sends what it made and what it found; twice sent is once stored', async () => {
  const { server, tab, clock } = createBrowser({ locks: null });
  const [one, two] = [tab(), tab()];
  const [left, right] = [one.join('rollout'), two.join('rollout')];
  await settle();
  await left.post({ text: 'left' });
  await right.post({ text: 'right' });
  await settle();
  assert.deepEqual(textsOf(left.view), ['left', 'right']);
  assert.deepEqual(textsOf(right.view), ['left', 'right']);
  server.cut();
  await left.post({ text: 'orphan' });
  await one.close();
  const three = tab();
  server.restore();
  three.join('rollout');
  await clock.advance(1_000);
  assert.equal(server.log('rollout').length, 4);
  assert.deepEqual(outgoingOf(right.view), []);
  await Promise.all([two.close(), three.close()]);
});

test('discarding in one tab discards in the other, and so does logging out', async () => {
  const { server, tab } = createBrowser();
  const [one, two] = [tab(), tab()];
  const [left, right] = [one.join('rollout'), two.join('rollout')];
  await settle();
  server.refuseNext('forbidden');
  const { cid } = await right.post({ text: 'no' });
  await settle();
  assert.deepEqual([outgoingOf(left.view), outgoingOf(right.view)], [['failed: no'], ['failed: no']]);
  assert.equal(left.discard(cid), 'no');
  await settle();
  assert.deepEqual(outgoingOf(right.view), []);
  server.refuseNext('forbidden');
  await right.post({ text: 'no again' });
  await settle();
  assert.deepEqual(await one.logout(), { unsent: 1 });
  await settle();
  assert.deepEqual(outgoingOf(right.view), []);
  await two.close();
});

test('a message from another device of the same person is shown once, and not as sending', async () => {
  const { client } = createStage();
  const [phone, desk] = [client('ana'), client('ana')];
  const [onPhone, onDesk] = [phone.join('rollout'), desk.join('rollout')];
  await settle();
  await onPhone.post({ text: 'from the phone' });
  await settle();
  assert.deepEqual([textsOf(onDesk.view), outgoingOf(onDesk.view)], [['from the phone'], []]);
  assert.equal(onDesk.view.unread, 0);
  await Promise.all([phone.close(), desk.close()]);
});
