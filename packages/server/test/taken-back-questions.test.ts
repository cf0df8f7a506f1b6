/** What becomes of a question when it, or its answer, is taken back while another one goes on for it, or on its way. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal, type Person } from '@support-chat/protocol';
import type { Store } from '@support-chat/server';
import type { TestServer } from '@support-chat/server/testing';
import { ana, ben, connect, createRoom, kenji, mia, tom } from './kit.js';
import { messageAt, open, retract, room, say, until } from './said-kit.js';

const merge = (server: TestServer, question: number, into: number) =>
  server.submit(mia, 'question.merge', { room, question, into });
const split = (server: TestServer, question: number, into: number) =>
  server.submit(mia, 'question.split', { room, question, into });

async function call(server: TestServer, person: Person, re: number): Promise<void> {
  const mentions = [{ at: 0, chars: person.id.length + 1, person: person.id }];
  const body = { kind: 'text', text: `@${person.id}`, mentions } as const;
  await server.submit(mia, 'message.post', { room, re, body, invites: [person], untilSolved: true, audience: 'staff' });
}

async function questionAt(store: Store, seq: number): Promise<readonly unknown[]> {
  const { question } = await messageAt(store, seq);
  return [question?.state, question?.answer, question?.affected];
}

const guestsOf = async (store: Store): Promise<string[]> =>
  (await store.members(room)).map(({ person }) => person.id).sort();

test('split, what its author took back meanwhile is over, and whoever came for it is out', async () => {
  const { server, store } = await open();
  const [one, two] = [await say(server, ana, 'one'), await say(server, ben, 'two')];
  await call(server, kenji, one);
  await call(server, tom, two);
  await merge(server, one, two);
  await retract(server, ana, one);
  assert.deepEqual(await guestsOf(store), ['kenji', 'tom']);
  await split(server, one, two);
  assert.deepEqual(await questionAt(store, one), ['resolved', null, ['ana']]);
  assert.deepEqual(await questionAt(store, two), ['open', null, ['ben']]);
  assert.deepEqual(await guestsOf(store), ['tom']);
  await server.close();
});

test('so is the one it was merged into, when nobody else had that', async () => {
  const { server, store } = await open();
  const [one, two] = [await say(server, ana, 'one'), await say(server, ben, 'two')];
  await call(server, kenji, one);
  await call(server, tom, two);
  await merge(server, one, two);
  await retract(server, ben, two);
  assert.deepEqual(await questionAt(store, two), ['open', null, ['ana']], 'it goes on for her');
  await split(server, one, two);
  assert.deepEqual(await questionAt(store, one), ['open', null, ['ana']]);
  assert.deepEqual(await questionAt(store, two), ['resolved', null, []]);
  assert.deepEqual(await guestsOf(store), ['kenji']);
  await server.close();
});

test('split, what others had, too, goes on for them, and what support took back for its author', async () => {
  const { server, store } = await open();
  const [one, two, into] = [
    await say(server, ana, 'one'),
    await say(server, kenji, 'two'),
    await say(server, ben, 'x'),
  ];
  await server.submit(ben, 'question.join', { room, question: one });
  for (const question of [one, two]) await merge(server, question, into);
  await retract(server, ana, one);
  await retract(server, mia, two, 'A password');
  for (const question of [one, two]) await split(server, question, into);
  assert.deepEqual(await questionAt(store, one), ['open', null, ['ben']]);
  assert.deepEqual(await questionAt(store, two), ['open', null, ['kenji']]);
  await server.close();
});

test('split, a question whose answer was taken back meanwhile waits again', async () => {
  const { server, store } = await open();
  const [one, two, into] = [
    await say(server, ana, 'one'),
    await say(server, kenji, 'two'),
    await say(server, ben, 'x'),
  ];
  const [gone, kept] = [await say(server, mia, 'first', { re: one }), await say(server, mia, 'second', { re: two })];
  for (const question of [one, two]) await merge(server, question, into);
  await retract(server, mia, gone);
  assert.deepEqual(await questionAt(store, one), ['merged', null, ['ana']]);
  for (const question of [one, two]) await split(server, question, into);
  assert.deepEqual(await questionAt(store, one), ['claimed', null, ['ana']]);
  assert.deepEqual(await questionAt(store, two), ['answered', kept, ['kenji']]);
  await server.close();
});

test('a question that comes back is as what was taken back on its way leaves it', async () => {
  let whileOnItsWay = async (): Promise<unknown> => undefined;
  const { server, store, clock } = await open((real) => ({
    append: async (append) => {
      if (append.hash !== 'ask') return real.append(append);
      await whileOnItsWay();
      throw new Refusal('room_closed', 'it was closed meanwhile');
    },
  }));
  await createRoom(server, 'vpn');
  const comesBack = async (question: number, meanwhile: () => Promise<unknown>): Promise<readonly unknown[]> => {
    whileOnItsWay = meanwhile;
    await server.submit(mia, 'question.move', { room, question, toRoom: 'vpn' });
    await until(clock, async () => (await messageAt(store, question)).question?.state !== 'moved');
    return questionAt(store, question);
  };
  const [answered, shared, alone] = [
    await say(server, ana, '1'),
    await say(server, ana, '2'),
    await say(server, ana, '3'),
  ];
  const answer = await say(server, mia, 'so', { re: answered });
  await server.submit(ben, 'question.join', { room, question: shared });
  assert.deepEqual(await comesBack(answered, () => retract(server, mia, answer)), ['claimed', null, ['ana']]);
  assert.deepEqual(await comesBack(shared, () => retract(server, ana, shared)), ['open', null, ['ben']]);
  assert.deepEqual(await comesBack(alone, () => retract(server, ana, alone)), ['resolved', null, ['ana']]);
  const secret = await say(server, kenji, 'my password is 1234');
  const bySupport = () => retract(server, mia, secret, 'A password');
  assert.deepEqual(await comesBack(secret, bySupport), ['open', null, ['kenji']], 'somebody waits still');
  await server.close();
});

test('nothing is merged into what was taken back, and a reply that was is no answer', async () => {
  const { server } = await open();
  const [one, two] = [await say(server, ana, 'one'), await say(server, ben, 'two')];
  await server.submit(kenji, 'question.join', { room, question: two });
  const reply = await say(server, kenji, 'so', { re: one });
  await retract(server, ben, two);
  await retract(server, kenji, reply);
  await assert.rejects(merge(server, one, two), { code: 'changed', message: /it was taken back/ });
  await assert.rejects(server.submit(ana, 'question.answer', { room, question: one, answer: reply }), {
    ...{ code: 'changed', message: /was taken back/ },
  });
  // What goes on for others can go on as another one.
  await merge(server, two, one);
  await server.close();
});

test('solved, a question whose answer was taken back stays so, without an answer, and nothing is merged into it', async () => {
  const { server, store } = await open();
  const [one, two] = [await say(server, ana, 'one'), await say(server, ben, 'two')];
  const answer = await say(server, mia, 'so', { re: two });
  await server.submit(ben, 'question.resolve', { room, question: two });
  await retract(server, mia, answer);
  const { question } = await messageAt(store, two);
  assert.deepEqual([question?.state, question?.answer], ['resolved', null]);
  await assert.rejects(server.submit(mia, 'question.merge', { room, question: one, into: two }), { code: 'changed' });
  const desk = await connect(server, mia);
  const { numbers } = await desk.ask('room.numbers', { room });
  assert.equal(numbers.resolved, 1, 'it counts as solved still');
  desk.close();
  await server.close();
});
