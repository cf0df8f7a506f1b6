import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '@support-chat/protocol';
import { createTestPage, createTestStorage } from '@support-chat/client/testing';
import { createStage, outgoingOf, settle, textsOf } from './kit.js';

const posted = (server: ReturnType<typeof createStage>['server']): string[] =>
  server.log('rollout').flatMap((event) => (event.type === 'message.posted' ? [event.data.body.text] : []));

test('a message outlives a reload between sending and its answer, and is stored once', async () => {
  const { server, client, clock } = createStage();
  const storage = createTestStorage();
  const before = client('ana', { storage });
  const room = before.join('rollout');
  await settle();
  server.loseNextAnswer();
  server.dropFrames(true);
  await room.post({ text: 'Is it me?' });
  await settle();
  assert.deepEqual(outgoingOf(room.view), ['sending: Is it me?']);
  await before.close();
  assert.equal(clock.pending, 0);

  server.dropFrames(false);
  server.cut();
  const after = client('ana', { storage });
  const again = after.join('rollout');
  await settle();
  assert.deepEqual(outgoingOf(again.view), ['sending: Is it me?'], 'shown before the connection is up');
  server.restore();
  await clock.advance(1_000);
  assert.deepEqual(textsOf(again.view), ['Is it me?']);
  assert.deepEqual(outgoingOf(again.view), []);
  assert.deepEqual(posted(server), ['Is it me?']);
  await after.close();
});

test('messages posted offline are sent in order when the network is back', async () => {
  const { server, client, clock } = createStage();
  const ana = client('ana');
  const room = ana.join('rollout');
  await settle();
  server.cut();
  for (const text of ['one', 'two', 'three']) await room.post({ text });
  await settle();
  assert.deepEqual(outgoingOf(room.view), ['sending: one', 'sending: two', 'sending: three']);
  server.restore();
  await clock.advance(1_000);
  assert.deepEqual(posted(server), ['one', 'two', 'three']);
  assert.deepEqual(outgoingOf(room.view), []);
  await ana.close();
});

test('a poisonous message fails visibly and the queue moves on', async () => {
  const { server, client } = createStage();
  const ana = client('ana');
  const room = ana.join('rollout');
  await settle();
  server.refuseNext('internal');
  const { cid } = await room.post({ text: 'poison' });
  await room.post({ text: 'next' });
  await settle();
  assert.deepEqual(outgoingOf(room.view), ['failed: poison']);
  assert.equal(room.view.outgoing[0]?.refusal?.code, 'internal');
  assert.deepEqual(textsOf(room.view), ['next']);
  room.retry(cid);
  await settle();
  assert.deepEqual(textsOf(room.view), ['next', 'poison']);
  assert.deepEqual(outgoingOf(room.view), []);
  await ana.close();
});

test('a failed message is given back for editing, and gone', async () => {
  const { server, client } = createStage();
  const storage = createTestStorage();
  const ana = client('ana', { storage });
  const room = ana.join('rollout');
  await settle();
  server.append('mia', 'rollout', { type: 'room.closed', audience: 'everyone', data: { reason: 'done' } });
  const { cid } = await room.post({ text: 'too late' });
  await settle();
  assert.equal(room.view.outgoing[0]?.refusal?.code, 'room_closed');
  assert.equal(room.discard(cid), 'too late');
  assert.equal(room.discard(cid), '');
  assert.deepEqual(outgoingOf(room.view), []);
  await settle();
  assert.deepEqual(await storage.list('entry/'), []);
  await ana.close();
});

test('what may pass is tried until it does, not before the server allows it', async () => {
  const { server, client, clock } = createStage();
  const ana = client('ana');
  const room = ana.join('rollout');
  await settle();
  server.refuseNext('rate_limited', { retryAfterMs: 8_000 });
  server.refuseNext('storage_full');
  await room.post({ text: 'patience' });
  await settle();
  await clock.advance(7_999);
  assert.deepEqual(posted(server), []);
  assert.equal(server.requests.filter(({ name }) => name === 'message.post').length, 1);
  await clock.advance(5_000);
  assert.deepEqual(posted(server), ['patience']);
  assert.deepEqual(outgoingOf(room.view), []);
  await ana.close();
});

test('an answer that does not come is asked for again with the same command id', async () => {
  const { server, client, clock } = createStage();
  const ana = client('ana');
  const room = ana.join('rollout');
  await settle();
  server.loseNextAnswer();
  await room.post({ text: 'once' });
  await clock.advance(1_000);
  assert.deepEqual(posted(server), ['once']);
  assert.deepEqual(textsOf(room.view), ['once']);
  await ana.close();
});

test('over the limits nothing is stored', async () => {
  const { server, client } = createStage();
  const storage = createTestStorage();
  const ana = client('ana', { storage });
  const room = ana.join('rollout');
  await settle();
  const isRefusal = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
  await assert.rejects(room.post({ text: 'あ'.repeat(6_000) }), isRefusal('too_long'));
  await assert.rejects(room.post({ text: ' \n ' }), isRefusal('bad_request'));
  await assert.rejects(room.post({ text: 'half \ud83d' }), isRefusal('bad_request'));
  assert.deepEqual(await storage.list('entry/'), []);
  assert.deepEqual(posted(server), []);
  await ana.close();
});

test('nothing is sent before it is stored', async () => {
  const { server, client } = createStage();
  const storage = createTestStorage();
  let store = (): void => undefined;
  const slow = {
    ...storage,
    put: (key: string, value: unknown) =>
      key.startsWith('entry/')
        ? new Promise<void>((resolve) => (store = () => resolve(storage.put(key, value))))
        : storage.put(key, value),
  };
  const ana = client('ana', { storage: slow });
  const room = ana.join('rollout');
  await settle();
  const posting = room.post({ text: 'careful' });
  await settle();
  assert.deepEqual(outgoingOf(room.view), ['sending: careful']);
  assert.deepEqual(posted(server), []);
  store();
  await posting;
  await settle();
  assert.deepEqual(posted(server), ['careful']);
  store();
  await ana.close();
});

test('storage that is refused or hangs is replaced by memory, with a hint and a warning', async () => {
  for (const how of ['rejects', 'hangs'] as const) {
    const { server, client, clock } = createStage();
    const storage = createTestStorage();
    storage.fail(how);
    const page = createTestPage();
    const ana = client('ana', { storage, page });
    const room = ana.join('rollout');
    await clock.advance(7_999);
    if (how === 'hangs') assert.equal(room.view.outboxKeptIn, 'storage', 'a cold start may take its time');
    await clock.advance(1);
    assert.equal(room.view.outboxKeptIn, 'memory', how);
    assert.equal(page.isWarning, false);
    server.cut();
    await room.post({ text: 'kept in mind' });
    assert.equal(page.isWarning, true);
    server.restore();
    await clock.advance(2_000);
    assert.deepEqual(posted(server), ['kept in mind'], how);
    assert.equal(page.isWarning, false);
    await ana.close();
    assert.deepEqual([clock.pending, page.listeners], [0, 0]);
  }
});

test('storage that breaks later loses nothing that this tab knows', async () => {
  const { server, client, clock } = createStage();
  const storage = createTestStorage();
  const ana = client('ana', { storage });
  const room = ana.join('rollout');
  await settle();
  server.cut();
  await room.post({ text: 'stored' });
  storage.fail();
  await room.post({ text: 'not stored' });
  assert.equal(room.view.outboxKeptIn, 'memory');
  server.restore();
  await clock.advance(1_000);
  assert.deepEqual(posted(server), ['stored', 'not stored']);
  await ana.close();
});

test('another identity never sees or sends the messages of the first', async () => {
  const { server, client, clock } = createStage();
  const storage = createTestStorage();
  server.cut();
  const first = client('ana', { storage });
  await settle();
  server.restore();
  await clock.advance(1_000);
  const room = first.join('rollout');
  await settle();
  server.cut();
  await room.post({ text: 'of ana' });
  room.keepDraft('half of ana');
  await first.close();

  const second = client('ben', { storage });
  const same = second.join('rollout');
  await settle();
  server.restore();
  await clock.advance(60_000);
  assert.equal(same.view.me?.id, 'ben');
  assert.deepEqual(outgoingOf(same.view), []);
  assert.equal(await same.draft(), '');
  assert.deepEqual(posted(server), []);
  await second.close();

  const third = client('ana', { storage });
  const back = third.join('rollout');
  await settle();
  assert.deepEqual(posted(server), ['of ana']);
  assert.equal(server.log('rollout').at(-1)?.by.id, 'ana');
  assert.equal(await back.draft(), 'half of ana');
  await third.close();
});

test('what is typed before the server names the person belongs to the person it names', async () => {
  const { server, client, clock } = createStage();
  const storage = createTestStorage();
  const first = client('ana', { storage });
  first.join('rollout');
  await settle();
  await first.close();

  server.cut();
  const second = client('ben', { storage });
  const room = second.join('rollout');
  await room.post({ text: 'by ben, offline' });
  server.restore();
  await clock.advance(1_000);
  assert.deepEqual(posted(server), ['by ben, offline']);
  assert.equal(server.log('rollout').at(-1)?.by.id, 'ben');
  await second.close();
  const keys = (await storage.list('entry/')).map(([key]) => key.split('/')[1]);
  assert.deepEqual(keys, ['ben']);
});

test('a message posted while nobody is known yet is shown, then stored and sent', async () => {
  const { server, client, clock } = createStage();
  const storage = createTestStorage();
  server.cut();
  const ana = client('ana', { storage, getToken: () => 'ana' });
  const room = ana.join('rollout');
  let isStored = false;
  void room.post({ text: 'first of all' }).then(() => (isStored = true));
  await settle();
  assert.deepEqual(outgoingOf(room.view), ['sending: first of all']);
  assert.equal(isStored, false, 'it belongs to nobody: a reload would lose it');
  assert.deepEqual(await storage.list('entry/'), []);
  server.restore();
  await clock.advance(1_000);
  assert.deepEqual(posted(server), ['first of all']);
  assert.equal(isStored, true);
  assert.equal((await storage.list('entry/ana/')).length, 1);
  await ana.close();
});

test('logout forgets unsent messages and drafts, says how many, and closes', async () => {
  const { server, client, clock } = createStage();
  const storage = createTestStorage();
  const ana = client('ana', { storage });
  const room = ana.join('rollout');
  await settle();
  await room.post({ text: 'sent' });
  await settle();
  server.cut();
  await room.post({ text: 'unsent' });
  room.keepDraft('half a sen');
  await clock.advance(400);
  assert.deepEqual(await ana.logout(), { unsent: 1 });
  assert.equal(ana.connection.state, 'closed');
  assert.deepEqual(await storage.list(''), []);
  assert.equal(clock.pending, 0);
});

test('a log restored from a backup is shown anew and gets back what it acknowledged', async () => {
  const { server, client, clock } = createStage();
  const storage = createTestStorage();
  const ana = client('ana', { storage });
  const room = ana.join('rollout');
  await settle();
  server.post('mia', 'rollout', 'Good morning');
  await room.post({ text: 'in the backup' });
  await settle();
  await room.post({ text: 'after the backup' });
  await settle();
  server.restart({ newEpoch: true, lose: 1 });
  await clock.advance(1_000);
  assert.deepEqual(posted(server), ['Good morning', 'in the backup', 'after the backup']);
  assert.deepEqual(textsOf(room.view), ['Good morning', 'in the backup', 'after the backup']);
  assert.deepEqual(outgoingOf(room.view), []);
  await ana.close();
});

test('acknowledged messages are offered again after a reload too, but not after a day', async () => {
  for (const [waitMs, expected] of [
    [60_000, ['lost by the server']],
    [25 * 60 * 60 * 1_000, []],
  ] as const) {
    const { server, client, clock } = createStage();
    const storage = createTestStorage();
    const before = client('ana', { storage });
    const room = before.join('rollout');
    await settle();
    await room.post({ text: 'lost by the server' });
    await settle();
    await before.close();
    await clock.advance(waitMs);
    server.restart({ newEpoch: true, lose: 1 });
    const after = client('ana', { storage });
    after.join('rollout');
    await settle();
    assert.deepEqual(posted(server), expected);
    await after.close();
  }
});

test('drafts are kept per person and room, over a reload, and written when the page is left', async () => {
  const { client, clock } = createStage({ rooms: [{ name: 'rollout' }, { name: 'vpn' }] });
  const storage = createTestStorage();
  const page = createTestPage();
  const before = client('ana', { storage, page });
  const [rollout, vpn] = [before.join('rollout'), before.join('vpn')];
  await settle();
  rollout.keepDraft('How do I');
  await settle();
  assert.deepEqual(
    await storage.list('draft/'),
    [['draft/ana/rollout', 'How do I']],
    'the first key is written at once',
  );
  vpn.keepDraft('Wh');
  await clock.advance(400);
  vpn.keepDraft('Where');
  page.hide();
  vpn.keepDraft('Where is');
  assert.equal(await vpn.draft(), 'Where is');
  await settle();
  assert.deepEqual(await storage.list('draft/'), [
    ['draft/ana/rollout', 'How do I'],
    ['draft/ana/vpn', 'Where'],
  ]);
  await before.close();
  const after = client('ana', { storage });
  assert.equal(await after.join('rollout').draft(), 'How do I');
  assert.equal(await after.join('vpn').draft(), 'Where is');
  after.join('vpn').keepDraft('');
  await after.close();
  assert.deepEqual(await storage.list('draft/'), [['draft/ana/rollout', 'How do I']]);
});
