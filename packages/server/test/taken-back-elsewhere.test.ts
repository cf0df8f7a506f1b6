/** What is taken back is gone also where it went or came from, and whatever cannot be done meanwhile. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { EventDraft } from '@support-chat/protocol';
import type { Store } from '@support-chat/server';
import { createManualClock, type ManualClock } from '@support-chat/server/testing';
import { createLocalBus } from '../dist/bus/local.js';
import { startFileUpkeep } from '../dist/files/upkeep.js';
import type { FileRow } from '../dist/store/file-rows.js';
import { eraseWords } from '../dist/life/erase-words.js';
import { createLogger } from '../dist/logger.js';
import { carryQuestion } from '../dist/questions/carry.js';
import { ana, changedStore, connect, createRoom, mia } from './kit.js';
import { isErased, messageAt, open, retract, room, say, until } from './said-kit.js';

const files = { removeSoon: () => {} };
const quiet = createLogger({ level: 'error', write: () => undefined, now: () => 0 });
/** On its way to the other room. */
const movedTo = (question: number, dueAt: number): EventDraft => ({
  ...{ type: 'question.moved', audience: 'everyone' },
  data: {
    ...{ question, was: 'open', now: 'moved', dueAt },
    moved: { room: 'vpn', title: 'vpn', seq: null, was: 'open' },
  },
});
const logOf = async (store: Store, name = room) => JSON.stringify(await store.read(name, { after: 0, limit: 99 }));

test('a question that came out of a room for some people alone is taken back there, too', async () => {
  const { server, store, clock } = await open();
  await createRoom(server, 'vpn');
  const bound = { room: 'osaka-it', kind: 'rollout', title: 'Osaka', purpose: '', boundTo: ['office=osaka'] } as const;
  await server.submit(mia, 'room.create', bound);
  const inside = await connect(server, ana, await server.tokenFor(ana, { attributes: { office: 'osaka' } }));
  const { seq: question } = await inside.post('osaka-it', 'my canary');
  await server.submit(mia, 'question.move', { room: 'osaka-it', question, toRoom: 'vpn' });
  const home = async () => (await store.messages('osaka-it', [question]))[0];
  await until(clock, async () => typeof (await home())?.question?.moved?.seq === 'number');
  const there = (await home())?.question?.moved?.seq ?? 0;
  assert.equal((await store.messages('vpn', [there]))[0]?.from, undefined, 'it says nothing of that room');
  await server.submit(ana, 'message.retract', { room: 'vpn', message: there });
  await until(clock, async () => (await home())?.retracted !== undefined);
  await until(clock, isErased(store));
  for (const name of ['osaka-it', 'vpn']) assert.ok(!(await logOf(store, name)).includes('canary'), name);
  inside.close();
  await server.close();
});

test('what is taken back on its way stays to be erased until it has arrived, also when who carried it died there', async () => {
  const { server, store, clock } = await open();
  await createRoom(server, 'vpn');
  const question = await say(server, ana, 'canary');
  // Moved by a node that dies when it has told the first room where the question is.
  await store.append({
    ...{ room, by: mia, cid: 'a'.repeat(32), hash: 'm', about: [question] },
    decide: () => [movedTo(question, clock.now())],
  });
  let isDead = false;
  const dying = changedStore(store, {
    append: async (append) => {
      const done = await store.append(append);
      if (append.room === 'vpn') {
        await retract(server, ana, question);
        // All that can be done about it is done.
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      isDead = append.room === room;
      return done;
    },
    messages: (...asked) => (isDead ? Promise.reject(new Error('it died')) : store.messages(...asked)),
  });
  const bus = createLocalBus();
  await assert.rejects(carryQuestion({ store: dying, bus }, { room, seq: question }), /it died/);
  await until(clock, isErased(store));
  for (const name of [room, 'vpn']) assert.ok(!(await logOf(store, name)).includes('canary'), name);
  await server.close();
});

test('one that cannot be followed now does not keep the words of others in the log', async () => {
  const { server, store } = await open();
  const [one, two] = [await say(server, ana, 'canary one'), await say(server, ana, 'canary two')];
  for (const message of [one, two])
    await store.append({
      ...{ room, by: ana, cid: String(message).repeat(32), hash: 'x', about: [message] },
      decide: () => [{ type: 'message.retracted', audience: 'everyone', data: { message, reason: '', edits: [] } }],
    });
  const failing = changedStore(store, {
    messages: (name, seqs) => (seqs[0] === one ? Promise.reject(new Error('away')) : store.messages(name, seqs)),
  });
  const places = [one, two].map((seq) => ({ room, seq }));
  const bus = createLocalBus();
  await assert.rejects(eraseWords({ store: failing, bus, files }, places), AggregateError);
  assert.match(await logOf(store), /canary one/);
  assert.doesNotMatch(await logOf(store), /canary two/);
  assert.deepEqual(await store.retractions(9), [{ room, seq: one }]);
  await eraseWords({ store, bus, files }, places);
  assert.doesNotMatch(await logOf(store), /canary/);
  assert.equal((await messageAt(store, one)).retracted !== undefined, true);
  await server.close();
});

test('T12 words are erased while files cannot be removed; and one that cannot be removed does not keep the others', async () => {
  const { server, store } = await open();
  const row = (id: string): FileRow => ({
    ...{ id, room, person: 'ben', size: 1, createdAt: Date.now(), state: 'uploading', isAttached: false, name: 'x' },
    ...{ sha256: '0'.repeat(64), file: null },
  });
  const ids = ['a', 'b', 'c'].map((digit) => digit.repeat(32));
  for (const id of ids) {
    await store.files.begin(row(id), { person: 1e9, room: 1e9 });
    await store.files.giveUp(id);
  }
  const removed: string[] = [];
  let letGo = () => {};
  const isStuck = new Promise<void>((resolve) => (letGo = resolve));
  const bytes = {
    remove: async (id: string) => {
      await isStuck;
      if (id === ids[0]) throw new Error('403 of the bucket');
      removed.push(id);
    },
  };
  const upkeep = startFileUpkeep({
    ...{ store, clock: createManualClock(Date.now()), log: quiet, bytes: bytes as never },
    ...{ staging: { remove: async () => {} } as never, uploads: {} as never },
  });
  const message = await say(server, ana, 'canary');
  await store.append({
    ...{ room, by: ana, cid: 'f'.repeat(32), hash: 'x', about: [message] },
    decide: () => [{ type: 'message.retracted', audience: 'everyone', data: { message, reason: '', edits: [] } }],
  });
  await eraseWords({ store, bus: createLocalBus(), files: upkeep }, [{ room, seq: message }]);
  assert.doesNotMatch(await logOf(store), /canary/);
  letGo();
  while ((await store.files.inState('gone', '', 9)).length > 1) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(removed, ids.slice(1));
  upkeep.stop();
  await server.close();
});

const bound = { room: 'osaka-it', kind: 'rollout', title: 'Osaka', purpose: '', boundTo: ['office=osaka'] } as const;
const pastMinutes = async (clock: ManualClock): Promise<void> => {
  for (let minute = 0; minute < 20; minute += 1) {
    clock.advance(60_000);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
test('what came out of a room for some people alone is taken back there, also before that says where it is; why is not told', async () => {
  const { server, store, clock } = await open();
  await createRoom(server, 'vpn');
  await server.submit(mia, 'room.create', bound);
  const inside = await connect(server, ana, await server.tokenFor(ana, { attributes: { office: 'osaka' } }));
  const { seq: question } = await inside.post('osaka-it', 'my canary');
  await store.append({
    ...{ room: 'osaka-it', by: mia, cid: 'a'.repeat(32), hash: 'm', about: [question] },
    decide: () => [movedTo(question, clock.now())],
  });
  const slow = changedStore(store, {
    append: async (append) => {
      const done = await store.append(append);
      if (append.room === 'vpn') {
        await server.submit(ana, 'message.retract', { room: 'vpn', message: done.seq });
        // All that can be done about it is done.
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return done;
    },
  });
  await carryQuestion({ store: slow, bus: createLocalBus() }, { room: 'osaka-it', seq: question });
  await pastMinutes(clock);
  await until(clock, isErased(store));
  assert.ok((await store.messages('osaka-it', [question]))[0]?.retracted);
  for (const name of ['osaka-it', 'vpn']) assert.ok(!(await logOf(store, name)).includes('canary'), name);

  const { seq: second } = await inside.post('osaka-it', 'my second canary');
  await server.submit(mia, 'question.move', { room: 'osaka-it', question: second, toRoom: 'vpn' });
  const home = async () => (await store.messages('osaka-it', [second]))[0];
  await until(clock, async () => typeof (await home())?.question?.moved?.seq === 'number');
  const reason = 'It names the layoffs in Osaka';
  await server.submit(mia, 'message.retract', { room: 'osaka-it', message: second, reason });
  await until(clock, isErased(store));
  assert.ok(!(await logOf(store, 'vpn')).includes('canary'));
  assert.ok(!(await logOf(store, 'vpn')).includes('layoffs'));
  inside.close();
  await server.close();
});

test('a node that read a question before it was taken back, and brought back by another, leaves no copy of it', async () => {
  const { server, store, clock } = await open();
  await createRoom(server, 'vpn');
  const question = await say(server, ana, 'canary');
  await store.append({
    ...{ room, by: mia, cid: 'a'.repeat(32), hash: 'm', about: [question] },
    decide: () => [movedTo(question, clock.now())],
  });
  const bus = createLocalBus();
  let isFirst = true;
  const slow = changedStore(store, {
    append: async (append) => {
      if (append.room === 'vpn' && isFirst) {
        isFirst = false;
        await retract(server, ana, question);
        await carryQuestion({ store, bus }, { room, seq: question });
      }
      return store.append(append);
    },
  });
  await carryQuestion({ store: slow, bus }, { room, seq: question });
  await pastMinutes(clock);
  await until(clock, isErased(store));
  assert.ok(!(await logOf(store, 'vpn')).includes('canary'));
  assert.equal((await store.queue(null, 9)).length, 0, 'nobody waits for an answer to it');
  await server.close();
});

test('nobody keeps words in another room by having used the command id of their taking back', async () => {
  const { server, store, clock } = await open();
  await createRoom(server, 'vpn');
  const question = await say(server, ana, 'canary');
  await server.submit(mia, 'question.move', { room, question, toRoom: 'vpn' });
  await until(clock, async () => typeof (await messageAt(store, question)).question?.moved?.seq === 'number');
  const there = (await messageAt(store, question)).question?.moved?.seq ?? 0;
  // All that is known of it where it is received.
  const cid = createHash('sha256').update(`retract\n${room}\n${question}\n${there}`).digest('hex').slice(0, 32);
  await server.submit(ana, 'message.post', { room: 'vpn', cid, body: { kind: 'text', text: 'x' } });
  await retract(server, ana, question);
  await until(clock, isErased(store));
  assert.ok(!(await logOf(store, 'vpn')).includes('canary'));
  await server.close();
});
