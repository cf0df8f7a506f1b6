/** What happens to questions by themselves: on a real store and real sockets, with a clock that is turned. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { MessageDoc, QuestionDoc } from '@support-chat/protocol';
import type { Store } from '@support-chat/server';
import { createManualClock, newCid, startTestServer, type TestServer } from '@support-chat/server/testing';
import { waitMs } from '../dist/questions/due.js';
import { openSqliteStore } from '../dist/store/sqlite/sqlite-store.js';
import { ana, connect, createRoom, mia, tom } from './kit.js';

const dir = mkdtempSync(join(tmpdir(), 'support-chat-'));
after(() => rmSync(dir, { recursive: true }));
const minuteMs = 60_000;
let stages = 0;

/** A server with a question, message 2, and somebody who sees it. */
async function open() {
  const clock = createManualClock(Date.now());
  const path = join(dir, `${(stages += 1)}.db`);
  const start = async () => {
    const store = openSqliteStore({ path, clock });
    return { store, server: await startTestServer({ clock, openStore: () => Promise.resolve(store) }) };
  };
  const { store, server } = await start();
  await createRoom(server);
  await ask(server);
  return { clock, start, store, server };
}

const ask = (server: TestServer) =>
  server.submit(ana, 'message.post', { room: 'rollout', body: { kind: 'text', text: 'why?' } });

async function questionOf(store: Store): Promise<MessageDoc['question']> {
  const { messages } = await store.page('rollout', { before: 99, limit: 50, isStaff: false });
  return messages.find(({ seq }) => seq === 2)?.question;
}

type Turned = ReturnType<typeof createManualClock>;

/** Lets so much time pass, in steps in which what is due has time to be done. */
async function pass(clock: Turned, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= minuteMs) {
    clock.advance(Math.min(left, minuteMs));
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

/** Lets time pass until the question is as it should be. */
async function until(clock: Turned, store: Store, isSo: (question: QuestionDoc) => boolean): Promise<QuestionDoc> {
  for (let looks = 0; looks < 2_000; looks += 1) {
    const question = await questionOf(store);
    if (question && isSo(question)) return question;
    clock.advance(30_000);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return assert.fail(`it is ${JSON.stringify(await questionOf(store))}`);
}

test('who asks and is not seen is escalated, again and again, each time later', async () => {
  const { clock, store, server } = await open();
  const watcher = await connect(server, ana);
  await watcher.ask('room.join', { room: 'rollout' });
  await pass(clock, waitMs.open - minuteMs);
  assert.equal((await questionOf(store))?.escalations, 0);
  const once = await until(clock, store, ({ escalations }) => escalations === 1);
  assert.equal(once.state, 'open');
  assert.equal((once.dueAt ?? 0) - clock.now() > waitMs.open, true, 'later than the first time');
  await until(clock, store, ({ escalations }) => escalations === 2);
  assert.ok(watcher.framesOf('events').some(({ events }) => events.some(({ type }) => type === 'question.escalated')));
  watcher.close();
  await server.close();
});

test('S2 who takes a question and goes loses it, and who stays keeps it', async () => {
  const { clock, store, server } = await open();
  const desk = await connect(server, mia);
  await desk.ask('lobby.join', {});
  await desk.ask('question.claim', { room: 'rollout', cid: newCid(), question: 2 });
  await pass(clock, 3 * waitMs.claimed);
  assert.equal((await questionOf(store))?.owner?.id, 'mia', 'she is at the desk');
  const gone = new Promise((resolve) => desk.socket.once('disconnect', resolve));
  desk.close();
  await gone;
  const back = await until(clock, store, ({ state }) => state === 'open');
  assert.equal(back.owner, null);
  const other = await connect(server, tom);
  await other.ask('question.claim', { room: 'rollout', cid: newCid(), question: 2 });
  assert.equal((await questionOf(store))?.owner?.id, 'tom');
  other.close();
  await server.close();
});

test('S2 who promises an answer keeps the question until then, here or not, and afterwards it is everybody’s again', async () => {
  const { clock, store, server } = await open();
  const desk = await connect(server, mia);
  const promised = clock.now() + 5 * waitMs.claimed;
  await desk.ask('question.promise', { room: 'rollout', cid: newCid(), question: 2, until: promised });
  assert.deepEqual((await questionOf(store))?.promised, promised);
  const gone = new Promise((resolve) => desk.socket.once('disconnect', resolve));
  desk.close();
  await gone;
  await pass(clock, 4 * waitMs.claimed);
  assert.equal((await questionOf(store))?.owner?.id, 'mia', 'nobody looks after her before');
  const back = await until(clock, store, ({ state }) => state === 'open');
  assert.ok(clock.now() >= promised);
  assert.deepEqual([back.owner, back.promised], [null, undefined]);
  await server.close();
});

test('in a lane beside a closed room questions stay as they are, as in the room', async () => {
  const { clock, store, server } = await open();
  await server.submit(ana, 'message.post', { room: 'rollout~ana', body: { kind: 'text', text: 'my salary' } });
  await server.submit(mia, 'room.close', { room: 'rollout', reason: '' });
  const head = async (): Promise<number> => (await store.room('rollout~ana'))?.head ?? 0;
  const before = await head();
  await pass(clock, 2 * waitMs.open);
  assert.equal(await head(), before);
  await server.submit(mia, 'room.reopen', { room: 'rollout', reason: '' });
  for (let looks = 0; looks < 200 && (await head()) === before; looks += 1) await pass(clock, 5 * minuteMs);
  assert.ok((await head()) > before, 'and go on with it');
  await server.close();
});

test('an answer that nobody objects to solves the question', async () => {
  const { clock, store, server } = await open();
  await server.submit(mia, 'message.post', { room: 'rollout', body: { kind: 'text', text: 'because' }, re: 2 });
  assert.equal((await questionOf(store))?.state, 'answered');
  clock.advance(waitMs.answered);
  await until(clock, store, ({ state }) => state === 'resolved');
  clock.advance(60 * minuteMs);
  await pass(clock, minuteMs);
  assert.equal((await questionOf(store))?.state, 'resolved');
  await server.close();
});

test('what was due while the server was down happens after it is back, once, when people had time to return', async () => {
  const { clock, start, server } = await open();
  await server.close();
  clock.advance(waitMs.open * 3);
  const again = await start();
  clock.advance(20_000);
  await pass(clock, 5_000);
  assert.equal((await questionOf(again.store))?.escalations, 0);
  await until(clock, again.store, ({ escalations }) => escalations === 1);
  await again.server.close();
});

test('in a closed room nothing happens to a question until it is reopened', async () => {
  const { clock, store, server } = await open();
  await server.submit(mia, 'room.close', { room: 'rollout', reason: '' });
  await pass(clock, 3 * waitMs.open);
  assert.equal((await questionOf(store))?.escalations, 0);
  await server.submit(mia, 'room.reopen', { room: 'rollout', reason: '' });
  await until(clock, store, ({ escalations }) => escalations === 1);
  await server.close();
});

test('a room may have times of its own', async () => {
  const { clock, store, server } = await open();
  await server.submit(mia, 'room.plan', { room: 'rollout', waits: { open: 2 * minuteMs, answered: 60 * minuteMs } });
  await ask(server);
  const second = async () => {
    const { messages } = await store.page('rollout', { before: 99, limit: 50, isStaff: false });
    return messages.findLast(({ question }) => question)?.question;
  };
  assert.equal((await second())?.dueAt, clock.now() + 2 * minuteMs);
  await server.submit(mia, 'message.post', { room: 'rollout', re: 2, body: { kind: 'text', text: 'so' } });
  assert.equal((await questionOf(store))?.dueAt, clock.now() + 60 * minuteMs);
  await pass(clock, 4 * minuteMs);
  assert.equal((await second())?.escalations, 1);
  assert.equal((await questionOf(store))?.state, 'answered');
  await pass(clock, 60 * minuteMs);
  assert.equal((await questionOf(store))?.state, 'resolved');
  await server.close();
});
