import assert from 'node:assert/strict';
import { test } from 'node:test';
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
