import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '@support-chat/protocol';
import { createTestPage } from '@support-chat/client/testing';
import { createStage, settle } from './kit.js';

const namesOf = (people: readonly { id: string }[] | null): string[] => (people ?? []).map(({ id }) => id);

test('unread counts what others wrote past the marker, before and after joining', async () => {
  const { server, client, clock } = createStage();
  server.seed('rollout', [
    { by: 'mia', text: 'one' },
    { by: 'ben', text: 'two' },
  ]);
  const ana = client('ana');
  const room = ana.join('rollout');
  await settle();
  assert.deepEqual([room.view.marker, room.view.unread], [0, 2]);
  server.post('ben', 'rollout', 'three');
  server.append('mia', 'rollout', {
    type: 'room.described',
    audience: 'everyone',
    data: { title: 'New', purpose: '' },
  });
  await settle();
  assert.equal(room.view.unread, 3);
  room.markRead();
  await settle();
  assert.deepEqual([room.view.marker, room.view.unread], [5, 0]);
  server.post('ben', 'rollout', 'four');
  await settle();
  assert.equal(room.view.unread, 1);
  await room.post({ text: 'my own' });
  await settle();
  assert.deepEqual([room.view.marker, room.view.unread], [7, 0], 'posting is reading');
  server.post('ben', 'rollout', 'five');
  await settle();
  assert.equal(room.view.unread, 1);
  server.restart();
  await clock.advance(1_000);
  assert.deepEqual([room.view.marker, room.view.unread], [7, 1]);
  await ana.close();
});

test('reading on another device is seen here', async () => {
  const { server, client } = createStage();
  server.seed('rollout', [{ by: 'mia', text: 'one' }]);
  const ana = client('ana');
  const room = ana.join('rollout');
  await settle();
  server.markRead('ana', 'rollout', 2);
  await settle();
  assert.deepEqual([room.view.marker, room.view.unread], [2, 0]);
  await ana.close();
});

test('what another device read while this one joined does not go back', async () => {
  const { server, client } = createStage();
  server.seed('rollout', [
    { by: 'mia', text: 'one' },
    { by: 'mia', text: 'two' },
  ]);
  const ana = client('ana');
  await settle();
  const release = server.delayAnswers();
  const room = ana.join('rollout');
  await settle();
  server.markRead('ana', 'rollout', 3);
  await settle();
  release();
  await settle();
  assert.deepEqual([room.view.state, room.view.marker, room.view.unread], ['ready', 3, 0]);
  await ana.close();
});

test('the marker is told at most once a second, the furthest wins, and it is told again after a loss', async () => {
  const { server, client, clock } = createStage();
  server.seed(
    'rollout',
    Array.from({ length: 9 }, (_, index) => ({ by: 'mia', text: `${index}` })),
  );
  const ana = client('ana');
  const room = ana.join('rollout');
  await settle();
  const told = (): unknown[] =>
    server.requests.flatMap(({ name, input }) => (name === 'marker.move' ? [(input as { seq: number }).seq] : []));
  for (const seq of [2, 4, 3, 5]) room.markRead(seq);
  await settle();
  assert.deepEqual(told(), [2]);
  await clock.advance(1_000);
  assert.deepEqual(told(), [2, 5]);
  await clock.advance(10_000);
  assert.deepEqual(told(), [2, 5]);
  server.cut();
  room.markRead(8);
  room.markRead(7);
  server.restore();
  await clock.advance(1_000);
  assert.deepEqual(told(), [2, 5, 8]);
  assert.equal(room.view.marker, 8);
  server.refuseNext('rate_limited', { request: 'marker.move' });
  room.markRead();
  await clock.advance(5_000);
  assert.deepEqual(told(), [2, 5, 8, 10, 10]);
  assert.equal(room.view.marker, 10);
  await ana.close();
  assert.equal(clock.pending, 0);
});

test('typing is told sparingly, renewed, and ends by itself', async () => {
  const { server, client, clock } = createStage();
  const [ana, ben] = [client('ana'), client('ben')];
  const [room, seen] = [ana.join('rollout'), ben.join('rollout')];
  await settle();
  const told = (): unknown[] =>
    server.requests.flatMap(({ name, input }) =>
      name === 'typing.tell' ? [(input as { isTyping: boolean }).isTyping] : [],
    );
  for (let key = 0; key < 20; key++) {
    room.setTyping(true);
    await clock.advance(200);
  }
  assert.deepEqual(told(), [true, true]);
  assert.deepEqual(namesOf(seen.view.typing), ['ana']);
  assert.deepEqual(room.view.typing, [], 'not told about oneself');
  await clock.advance(5_800);
  assert.deepEqual(told(), [true, true, true, true, false]);
  assert.deepEqual(seen.view.typing, []);
  room.setTyping(true);
  await settle();
  await room.post({ text: 'done' });
  await settle();
  assert.deepEqual(seen.view.typing, []);
  await Promise.all([ana.close(), ben.close()]);
  assert.equal(clock.pending, 0);
});

test('what somebody writes a reply to is told with it, and again when it is another message', async () => {
  const { server, client, clock } = createStage();
  const [ana, mia] = [client('ana'), client('mia')];
  const [seen, room] = [ana.join('rollout'), mia.join('rollout')];
  await settle();
  const replies = (): unknown[] => seen.view.typing.map(({ id, re }) => [id, re]);
  room.setTyping(true, 4);
  await settle();
  assert.deepEqual(replies(), [['mia', 4]]);
  room.setTyping(true, 7);
  await settle();
  assert.deepEqual(replies(), [['mia', 7]]);
  await clock.advance(4_000);
  assert.deepEqual(replies(), [['mia', 7]], 'renewed with it');
  const { typing } = seen.view;
  server.typing('mia', 'rollout', true, 7);
  await settle();
  assert.equal(seen.view.typing, typing);
  room.setTyping(false);
  await settle();
  assert.deepEqual(replies(), []);
  await Promise.all([ana.close(), mia.close()]);
  assert.equal(clock.pending, 0);
});

test('somebody whose signals stop coming is not typing any more', async () => {
  const { server, client, clock } = createStage();
  const ana = client('ana');
  const room = ana.join('rollout');
  await settle();
  server.typing('mia', 'rollout');
  server.typing('ben', 'rollout');
  await settle();
  assert.deepEqual(namesOf(room.view.typing), ['mia', 'ben']);
  await clock.advance(4_000);
  server.typing('ben', 'rollout');
  await clock.advance(2_000);
  assert.deepEqual(namesOf(room.view.typing), ['ben']);
  server.post('ben', 'rollout', 'There');
  await settle();
  assert.deepEqual(room.view.typing, []);
  server.typing('mia', 'rollout');
  await settle();
  server.cut();
  await settle();
  assert.deepEqual(room.view.typing, []);
  await ana.close();
});

test('who can help is known, how many are there only to staff', async () => {
  const { server, client } = createStage();
  const [ana, mia] = [client('ana'), client('mia')];
  const room = ana.join('rollout');
  await settle();
  assert.deepEqual(room.view.helpers, []);
  const desk = mia.join('rollout');
  await settle();
  assert.deepEqual(namesOf(room.view.helpers), ['mia']);
  assert.deepEqual([room.view.people, desk.view.people], [null, 2]);
  server.present('tom');
  await settle();
  assert.deepEqual(namesOf(room.view.helpers), ['tom', 'mia']);
  await Promise.all([ana.close(), mia.close()]);
});

test('the lobby shows every room to staff and keeps up; to others it is refused', async () => {
  const { server, client, clock } = createStage({ rooms: [{ name: 'rollout' }, { name: 'vpn' }] });
  const [mia, ana] = [client('mia'), client('ana')];
  const lobby = mia.lobby();
  const refused = ana.lobby();
  const rows = (): unknown[] =>
    lobby.view.rows.map(({ room, standing }) => [room.name, standing.unread, room.waiting?.count ?? 0]).sort();
  await settle();
  assert.equal(refused.view.refusal?.code, 'forbidden');
  assert.deepEqual(rows(), [
    ['rollout', 0, 0],
    ['vpn', 0, 0],
  ]);
  const vpnRow = lobby.view.rows.find(({ room }) => room.name === 'vpn');
  server.post('ana', 'rollout', 'Help');
  await mia.createRoom({ name: 'crm', title: 'CRM', purpose: 'Help with it' });
  await settle();
  assert.deepEqual(rows(), [
    ['crm', 0, 0],
    ['rollout', 1, 1],
    ['vpn', 0, 0],
  ]);
  assert.equal(
    lobby.view.rows.find(({ room }) => room.name === 'vpn'),
    vpnRow,
    'an unchanged row is the same object',
  );
  server.cut();
  server.seed('vpn', [{ by: 'ben', text: 'Me too' }]);
  server.restore();
  await clock.advance(1_000);
  assert.deepEqual(rows()[2], ['vpn', 1, 1]);
  lobby.leave();
  await Promise.all([mia.close(), ana.close()]);
  assert.equal(clock.pending, 0);
});

test('the lobby has every question that is not solved, also of what happened while it was not connected', async () => {
  const { server, client, clock } = createStage();
  const [mia, ana] = [client('mia'), client('ana')];
  await mia.createRoom({ name: 'vpn', title: 'VPN', purpose: '' });
  const [seen, asking, vpn] = [mia.lobby(), ana.join('rollout'), ana.join('vpn')];
  const rows = () =>
    seen.view.questions?.map(({ room, seq, state, owner }) => `${room} ${seq} ${state} ${owner?.id ?? '-'}`);
  assert.equal(seen.view.questions, null);
  await settle();
  assert.deepEqual(rows(), []);
  await asking.post({ text: 'one' });
  await vpn.post({ text: 'two' });
  await settle();
  assert.deepEqual(rows(), ['rollout 2 open -', 'vpn 2 open -']);
  const taken = mia.join('rollout');
  await settle();
  await taken.act('question.claim', { question: 2 });
  await settle();
  assert.deepEqual(rows(), ['rollout 2 claimed mia', 'vpn 2 open -']);
  const before = seen.view.questions;
  await asking.post({ text: 'more about it', re: 2 });
  await settle();
  assert.equal(seen.view.questions, before, 'what did not change is the same');
  server.dropFrames(true);
  await vpn.act('question.resolve', { question: 2 });
  await vpn.post({ text: 'three' });
  server.cut();
  await settle();
  server.dropFrames(false);
  assert.deepEqual(rows(), ['rollout 2 claimed mia', 'vpn 2 open -'], 'they stay while it is not connected');
  server.restore();
  await clock.advance(60_000);
  assert.deepEqual(rows(), ['rollout 2 claimed mia', 'vpn 4 open -']);
  await Promise.all([mia.close(), ana.close()]);
  assert.equal(clock.pending, 0);
});

test('staff describe, close and reopen a room; others are refused', async () => {
  const { client } = createStage();
  const [mia, ana] = [client('mia'), client('ana')];
  const [room, seen] = [mia.join('rollout'), ana.join('rollout')];
  await settle();
  assert.equal((await room.describe({ title: 'Wave 2', purpose: 'More' })).seq, 2);
  await room.close('done');
  await settle();
  assert.deepEqual([seen.view.room?.title, seen.view.room?.state], ['Wave 2', 'closed']);
  await room.reopen('not done');
  await settle();
  assert.equal(seen.view.room?.state, 'open');
  await assert.rejects(seen.close('mine'), { name: 'Refusal', code: 'forbidden' });
  await assert.rejects(mia.createRoom({ name: 'rollout', title: 'Again', purpose: '' }), { code: 'room_exists' });
  await Promise.all([mia.close(), ana.close()]);
});

test('a command waits for the connection, keeps its id, and gives up after 20 s', async () => {
  const { server, client, clock } = createStage();
  const mia = client('mia');
  const room = mia.join('rollout');
  server.cut();
  const describing = room.describe({ title: 'Later', purpose: '' });
  await clock.advance(5_000);
  server.restore();
  await clock.advance(10_000);
  assert.equal((await describing).dup, false);
  server.cut();
  const closing = room.close('never');
  const outcome = assert.rejects(closing, { code: 'unavailable' });
  await clock.advance(20_000);
  await outcome;
  const abandoned = room.close('closed meanwhile');
  await Promise.all([assert.rejects(abandoned, { code: 'unavailable' }), mia.close()]);
  assert.equal(clock.pending, 0);
});

test('views are frozen, unchanged parts keep their identity, and a subscriber that throws harms nobody', async () => {
  const { server, client, errors } = createStage();
  server.seed('rollout', [{ by: 'mia', text: 'one' }]);
  const page = createTestPage();
  const ana = client('ana', { page });
  const room = ana.join('rollout');
  let told = 0;
  room.subscribe(() => {
    throw new Error('a bug in a subscriber');
  });
  const end = room.subscribe(() => told++);
  await settle();
  const before = room.view;
  const parts = [before, before.messages, before.messages[0], before.messages[0]?.by, before.room, before.connection];
  for (const part of [...parts, before.outgoing, before.helpers, before.typing, before.me]) {
    assert.ok(part !== undefined && Object.isFrozen(part));
  }
  const toldBefore = told;
  server.typing('ben', 'rollout');
  server.typing('mia', 'rollout');
  await settle();
  const after = room.view;
  assert.notEqual(after, before);
  assert.equal(after.messages, before.messages);
  assert.equal(after.room, before.room);
  assert.equal(after.connection, before.connection);
  assert.ok(told > toldBefore && told <= toldBefore + 2);
  assert.ok(errors.length > 0 && errors.every((error) => String(error).includes('a bug in a subscriber')));
  end();
  const toldAtEnd = told;
  server.post('ben', 'rollout', 'two');
  await settle();
  assert.equal(told, toldAtEnd);
  await ana.close();
});

test('the lobby counts less at once when its person reads, here or on another device', async () => {
  const { server, client } = createStage({ rooms: [{ name: 'rollout' }, { name: 'vpn' }] });
  server.seed('rollout', [{ by: 'ana', text: 'one' }]);
  server.seed('vpn', [{ by: 'ana', text: 'one' }]);
  const mia = client('mia');
  const lobby = mia.lobby();
  const room = mia.join('rollout');
  await settle();
  const unread = () => Object.fromEntries(lobby.view.rows.map((row) => [row.room.name, row.standing.unread]));
  assert.deepEqual(unread(), { rollout: 1, vpn: 1 });
  server.dropFrames(true); // The answer says it too.
  room.markRead();
  await settle();
  server.dropFrames(false);
  assert.deepEqual([room.view.unread, unread()], [0, { rollout: 0, vpn: 1 }]);
  server.markRead('mia', 'vpn', 2);
  await settle();
  assert.deepEqual(unread(), { rollout: 0, vpn: 0 });
  await mia.close();
});

test('a look at a question is told as long as it lasts, and ends by itself when its desk is gone', async () => {
  const { server, client, clock } = createStage();
  server.seed('rollout', [{ by: 'ana', text: 'Why?' }]);
  const [mia, tom] = [client('mia'), client('tom')];
  const [seen, looker] = [mia.lobby(), tom.lobby()];
  const looks = (): unknown[] => seen.view.looks.map(({ by, room, question }) => [by.id, room, question]);
  await settle();
  looker.look({ room: 'rollout', question: 2 });
  await settle();
  assert.deepEqual(looks(), [['tom', 'rollout', 2]]);
  const before = seen.view;
  await clock.advance(limits.lookLastsMs * 3);
  assert.equal(seen.view, before, 'told again, it changes nothing');
  looker.look({ room: 'rollout', question: 7 });
  await settle();
  assert.deepEqual(looks(), [['tom', 'rollout', 7]], 'one at a time');
  looker.look(null);
  await settle();
  assert.deepEqual(looks(), []);
  looker.look({ room: 'rollout', question: 2 });
  await settle();
  await tom.close();
  await clock.advance(limits.lookLastsMs + 1);
  assert.deepEqual(looks(), []);
  await mia.close();
});
