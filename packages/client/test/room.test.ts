import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestStorage } from '@support-chat/client/testing';
import { createStage, outgoingOf, settle, textsOf } from './kit.js';

test('a room shows what was there before and what comes', async () => {
  const { server, client } = createStage();
  server.seed('rollout', [{ by: 'ana', text: 'Outlook asks for my password' }]);
  const ben = client('ben');
  const room = ben.join('rollout');
  assert.equal(room.view.state, 'loading');
  await settle();
  assert.deepEqual(textsOf(room.view), ['Outlook asks for my password']);
  server.post('mia', 'rollout', 'Type it once more');
  await settle();
  assert.deepEqual(textsOf(room.view), ['Outlook asks for my password', 'Type it once more']);
  assert.equal(room.view.me?.name, 'Ben Carter');
  assert.equal(room.view.room?.title, 'New mail');
  await ben.close();
});

test('a message is shown as sending, then by the log, never twice', async () => {
  const { server, client } = createStage();
  const ana = client('ana');
  const room = ana.join('rollout');
  await settle();
  const seen: string[][] = [];
  room.subscribe((view) => seen.push([...textsOf(view), ...outgoingOf(view)]));
  const { cid } = await room.post({ text: 'Hello' });
  await settle();
  assert.deepEqual(seen, [[], ['sending: Hello'], ['Hello']]);
  assert.equal(server.log('rollout').at(-1)?.cid, cid);
  await ana.close();
});

test('an own message is edited, reacted to and taken back, and everybody sees it', async () => {
  const { server, client } = createStage();
  const [ana, ben] = [client('ana'), client('ben')];
  const [own, other] = [ana.join('rollout'), ben.join('rollout')];
  await settle();
  await own.post({ text: 'Hallo' });
  await settle();
  const seq = other.view.messages[0]?.seq ?? 0;
  const { seq: rev } = await own.edit({ message: seq, rev: seq, text: 'Hello' });
  await other.react(seq, '👍', true);
  await settle();
  for (const { view } of [own, other]) {
    assert.deepEqual(textsOf(view), ['Hello']);
    assert.deepEqual(view.messages[0]?.edited?.revs, [rev]);
    assert.deepEqual(view.messages[0].reactions, [{ emoji: '👍', people: [{ id: 'ben', name: 'Ben Carter' }] }]);
  }
  await assert.rejects(own.edit({ message: seq, rev: seq, text: 'late' }), { code: 'rev_conflict' });
  await assert.rejects(own.edit({ message: seq, rev, text: '   ' }), { code: 'bad_request' });
  await assert.rejects(other.retract(seq), { code: 'forbidden' });
  await own.retract(seq);
  await settle();
  for (const { view } of [own, other]) {
    assert.deepEqual(textsOf(view), ['']);
    assert.equal(view.messages[0]?.retracted?.by.id, 'ana');
  }
  assert.ok(!JSON.stringify(server.log('rollout')).includes('Hello'));
  const late = client('kenji');
  const joined = late.join('rollout');
  await settle();
  assert.deepEqual(joined.view.messages, JSON.parse(JSON.stringify(other.view.messages)));
  await Promise.all([ana, ben, late].map((one) => one.close()));
});

test('what was taken back is not kept on the device that posted it, whoever took it back', async () => {
  const { server, client, clock } = createStage();
  const storage = createTestStorage();
  const ana = client('ana', { storage });
  const room = ana.join('rollout');
  await settle();
  await room.post({ text: 'zq9-canary' });
  await settle();
  const kept = async () => JSON.stringify(await storage.list(''));
  assert.match(await kept(), /zq9-canary/, 'for a day, in case the log forgets');
  const seq = room.view.messages[0]?.seq ?? 0;
  server.cut();
  server.append('mia', 'rollout', {
    ...{ type: 'message.retracted', audience: 'everyone', data: { message: seq, reason: 'A password', edits: [] } },
  });
  server.restore();
  await clock.advance(1_000);
  assert.equal(room.view.messages[0]?.retracted?.by.id, 'mia');
  assert.doesNotMatch(await kept(), /zq9-canary/);
  server.restart({ newEpoch: true });
  await clock.advance(1_000);
  assert.doesNotMatch(JSON.stringify(server.log('rollout')), /zq9-canary/, 'and not sent again');
  await ana.close();
});
