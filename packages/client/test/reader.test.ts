import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestPage } from '@support-chat/client/testing';
import { createStage, settle, textsOf } from './kit.js';

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `no ${from + index}`);

test('events that were lost on the way are read when the next one shows the gap', async () => {
  const { server, client } = createStage();
  const ben = client('ben');
  const room = ben.join('rollout');
  await settle();
  server.dropFrames(true);
  server.post('ana', 'rollout', 'lost');
  server.dropFrames(false);
  server.post('ana', 'rollout', 'arrived');
  await settle();
  assert.deepEqual(textsOf(room.view), ['lost', 'arrived']);
  await ben.close();
});

test('pages that arrive late and in any order are put in place', async () => {
  const { server, client } = createStage();
  const ben = client('ben');
  const room = ben.join('rollout');
  await settle();
  server.dropFrames(true);
  for (const text of numbers(1, 3)) server.post('ana', 'rollout', text);
  server.dropFrames(false);
  const release = server.delayAnswers();
  server.post('ana', 'rollout', 'no 4');
  await settle();
  server.dropFrames(true);
  server.post('ana', 'rollout', 'no 5');
  server.dropFrames(false);
  server.post('ana', 'rollout', 'no 6');
  await settle();
  assert.deepEqual(textsOf(room.view), [], 'nothing is shown past a gap');
  release();
  await settle();
  assert.deepEqual(textsOf(room.view), numbers(1, 6));
  await ben.close();
});

test('a lost last event is found by the beacon, and when the page wakes', async () => {
  const { server, client } = createStage();

  const page = createTestPage();
  const ben = client('ben', { page });
  const room = ben.join('rollout');
  await settle();
  const loseOne = (text: string): void => {
    server.dropFrames(true);
    server.post('ana', 'rollout', text);
    server.dropFrames(false);
  };
  loseOne('by beacon');
  await settle();
  assert.deepEqual(textsOf(room.view), []);
  server.beacon();
  await settle();
  assert.deepEqual(textsOf(room.view), ['by beacon']);
  loseOne('by waking');
  page.wake();
  await settle();
  assert.deepEqual(textsOf(room.view), ['by beacon', 'by waking']);
  await ben.close();
});

test('a reader that was away reads on from where it was, page by page', async () => {
  const { server, client, clock } = createStage();
  const ben = client('ben');
  const room = ben.join('rollout');
  server.post('ana', 'rollout', 'before');
  await settle();
  server.cut();
  server.seed(
    'rollout',
    numbers(1, 1_200).map((text) => ({ by: 'ana', text })),
  );
  server.restore();
  await clock.advance(1_000);
  assert.deepEqual(textsOf(room.view), ['before', ...numbers(1, 1_200)]);
  const joins = server.requests.filter(({ name }) => name === 'room.join').map(({ input }) => input);
  assert.deepEqual(joins, [{ room: 'rollout' }, { room: 'rollout', after: 2, epoch: 'epoch-1' }]);
  await ben.close();
});

test('events that come while the join is under way are not lost', async () => {
  const { server, client, clock } = createStage();
  const ben = client('ben');
  const room = ben.join('rollout');
  const release = server.delayAnswers();
  await settle();
  server.post('ana', 'rollout', 'early');
  await settle();
  release();
  await settle();
  assert.deepEqual(textsOf(room.view), ['early']);
  server.restart();
  const releaseAgain = server.delayAnswers();
  await clock.advance(1_000);
  server.post('ana', 'rollout', 'early again');
  await settle();
  releaseAgain();
  await settle();
  assert.deepEqual(textsOf(room.view), ['early', 'early again']);
  await ben.close();
});

test('another epoch starts the window anew', async () => {
  const { server, client, clock } = createStage();
  server.seed(
    'rollout',
    numbers(1, 3).map((text) => ({ by: 'ana', text })),
  );
  const ben = client('ben');
  const room = ben.join('rollout');
  await settle();
  server.restart({ newEpoch: true, lose: 2 });
  await clock.advance(1_000);
  assert.deepEqual(textsOf(room.view), ['no 1']);
  server.post('mia', 'rollout', 'History was restored');
  await settle();
  assert.deepEqual(textsOf(room.view), ['no 1', 'History was restored']);
  await ben.close();
});

test('a log that is shorter than what was read starts anew even in the same epoch', async () => {
  const { server, client, clock } = createStage();
  server.seed(
    'rollout',
    numbers(1, 3).map((text) => ({ by: 'ana', text })),
  );
  const ben = client('ben');
  const room = ben.join('rollout');
  await settle();
  server.restart({ lose: 2 });
  await clock.advance(1_000);
  assert.deepEqual(textsOf(room.view), ['no 1']);
  await ben.close();
});

test('older messages come a page at a time, and two calls share one page', async () => {
  const { server, client } = createStage();
  server.seed(
    'rollout',
    numbers(1, 120).map((text) => ({ by: 'ana', text })),
  );
  const ben = client('ben');
  const room = ben.join('rollout');
  await settle();
  assert.deepEqual(textsOf(room.view), numbers(71, 120));
  assert.equal(room.view.hasOlder, true);
  const loading = Promise.all([room.loadOlder(), room.loadOlder()]);
  assert.equal(room.view.isLoadingOlder, true);
  await loading;
  assert.deepEqual(textsOf(room.view), numbers(21, 120));
  assert.equal(room.view.isLoadingOlder, false);
  await room.loadOlder();
  assert.deepEqual(textsOf(room.view), numbers(1, 120));
  assert.equal(room.view.hasOlder, false);
  await room.loadOlder();
  assert.equal(server.requests.filter(({ name }) => name === 'room.page').length, 2);
  await ben.close();
});

test('loading older messages resolves when the connection is lost, and can be done again', async () => {
  const { server, client, clock } = createStage();
  server.seed(
    'rollout',
    numbers(1, 60).map((text) => ({ by: 'ana', text })),
  );
  const ben = client('ben');
  const room = ben.join('rollout');
  await settle();
  const release = server.delayAnswers();
  const loading = room.loadOlder();
  server.cut();
  await loading;
  release();
  assert.deepEqual([room.view.isLoadingOlder, room.view.hasOlder], [false, true]);
  server.restore();
  await clock.advance(1_000);
  await room.loadOlder();
  assert.equal(room.view.messages.length, 60);
  await ben.close();
});

test('staff notes leave a number but no message for those they are not for', async () => {
  const { server, client } = createStage();
  const [ana, mia] = [client('ana'), client('mia')];
  const [forAna, forMia] = [ana.join('rollout'), mia.join('rollout')];
  await settle();
  server.post('tom', 'rollout', 'She is in wave 2', 'staff');
  server.post('tom', 'rollout', 'Looking at it');
  await settle();
  assert.deepEqual(textsOf(forAna.view), ['Looking at it']);
  assert.deepEqual(textsOf(forMia.view), ['She is in wave 2', 'Looking at it']);
  await Promise.all([ana.close(), mia.close()]);
});

test('a room that does not exist says so, and is there once it was made', async () => {
  const { client, server, clock } = createStage();
  const page = createTestPage();
  const [ana, mia] = [client('ana', { page }), client('mia')];
  const room = ana.join('vpn');
  await settle();
  assert.equal(room.view.state, 'refused');
  assert.equal(room.view.refusal?.code, 'not_found');
  await mia.createRoom({ name: 'vpn', title: 'VPN', purpose: '' });
  page.wake();
  await settle();
  assert.equal(room.view.state, 'ready');
  assert.equal(room.view.refusal, null);
  const other = ana.join('crm');
  await mia.createRoom({ name: 'crm', title: 'CRM', purpose: '' });
  server.restart();
  await clock.advance(1_000);
  assert.equal(other.view.state, 'ready', 'a new connection asks again too');
  await Promise.all([ana.close(), mia.close()]);
});

test('another role on the next connection reads the room anew', async () => {
  const { server, client, clock } = createStage();
  server.seed('rollout', [{ by: 'mia', text: 'a note', audience: 'staff' }]);
  const ana = client('ana');
  const room = ana.join('rollout');
  await settle();
  assert.deepEqual(textsOf(room.view), []);
  server.setPerson({ id: 'ana', name: 'Ana Silva', role: 'agent' });
  server.restart();
  await clock.advance(1_000);
  assert.deepEqual(textsOf(room.view), ['a note']);
  await ana.close();
});

test('the same name gives the same room until everybody has left it', async () => {
  const { server, client } = createStage();
  const ben = client('ben');
  const [one, two] = [ben.join('rollout'), ben.join('rollout')];
  assert.equal(one, two);
  await settle();
  one.leave();
  server.post('ana', 'rollout', 'still here?');
  await settle();
  assert.deepEqual(textsOf(two.view), ['still here?']);
  two.leave();
  two.leave();
  await settle();
  assert.deepEqual(server.requests.at(-1)?.name, 'room.leave');
  assert.notEqual(ben.join('rollout'), one);
  await ben.close();
});

test('a refusal to read hides nothing, and what is missing is read later', async () => {
  for (const code of ['internal', 'forbidden'] as const) {
    const { server, client, clock } = createStage();
    const ben = client('ben');
    const room = ben.join('rollout');
    await settle();
    server.post('ana', 'rollout', 'shown');
    await settle();
    server.dropFrames(true);
    server.post('ana', 'rollout', 'lost');
    server.dropFrames(false);
    server.refuseNext(code, { request: 'room.read' });
    server.beacon();
    await settle();
    assert.deepEqual([room.view.state, room.view.refusal, textsOf(room.view)], ['ready', null, ['shown']]);
    if (code === 'forbidden') server.beacon(); // It is asked for again only when there is a reason.
    await clock.advance(1_000);
    assert.deepEqual(textsOf(room.view), ['shown', 'lost']);
    await ben.close();
  }
});

test('a refused page of older messages leaves the room as it is and is asked for again', async () => {
  const { server, client, clock } = createStage();
  server.seed(
    'rollout',
    numbers(1, 120).map((text) => ({ by: 'ana', text })),
  );
  const ben = client('ben');
  const room = ben.join('rollout');
  await settle();
  const shown = room.view.messages.length;
  server.refuseNext('internal', { request: 'room.page' });
  const loading = room.loadOlder();
  await settle();
  assert.deepEqual([room.view.state, room.view.messages.length, room.view.isLoadingOlder], ['ready', shown, true]);
  await clock.advance(1_000);
  await loading;
  assert.ok(room.view.messages.length > shown);
  await ben.close();
});
