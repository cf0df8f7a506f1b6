/** A question asked in the wrong room: it goes on in the other, once, whatever happens on the way. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Refusal, type EventDraft, type MessageDoc } from '@support-chat/protocol';
import type { Store } from '@support-chat/server';
import { createManualClock, startTestServer, type TestServer } from '@support-chat/server/testing';
import { systemClock } from '../dist/clock.js';
import { openSqliteStore } from '../dist/store/sqlite/sqlite-store.js';
import { carryQuestion } from '../dist/questions/carry.js';
import { ana, ben, changedStore, connect, createRoom, kenji, mia } from './kit.js';

const dir = mkdtempSync(join(tmpdir(), 'support-chat-'));
after(() => rmSync(dir, { recursive: true }));
let stages = 0;

/**
 * A server with two rooms, in the first of which ana asked message 2, which concerns ben, too. `changed`: what its store does
 * otherwise.
 */
async function open(isTurned = true, changed: (store: Store) => Partial<Store> = () => ({})) {
  const clock = createManualClock(Date.now());
  const real = isTurned ? clock : systemClock;
  const path = join(dir, `${(stages += 1)}.db`);
  const openStore = () => openSqliteStore({ path, clock: real });
  const store = openStore();
  const server = await startTestServer({
    clock: real,
    openStore: () => Promise.resolve(changedStore(store, changed(store))),
  });
  await createRoom(server);
  await createRoom(server, 'vpn');
  await server.submit(ana, 'message.post', { room: 'rollout', body: { kind: 'text', text: 'VPN stops at 40%' } });
  await server.submit(ben, 'question.join', { room: 'rollout', question: 2 });
  return { clock, openStore, store, server };
}

async function messageOf(store: Store, room: string, seq: number): Promise<MessageDoc | undefined> {
  return (await store.messages(room, [seq]))[0];
}

const move = (server: TestServer) =>
  server.submit(mia, 'question.move', { room: 'rollout', question: 2, toRoom: 'vpn' });

/** Lets time pass until it is so. */
async function until(clock: ReturnType<typeof createManualClock>, isSo: () => Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < 500; looks += 1) {
    if (await isSo()) return;
    clock.advance(5_000);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.fail('it did not come to that');
}

test('who asked has not read the room it goes to, nor missed who called them there', async () => {
  const { store, server } = await open(false);
  for (const text of ['one', 'two'])
    await server.submit(ben, 'message.post', { room: 'vpn', body: { kind: 'text', text } });
  const calling = { kind: 'text', text: '@ana look', mentions: [{ at: 0, chars: 4, person: 'ana' }] } as const;
  const { seq } = await server.submit(ben, 'message.post', { room: 'vpn', body: calling });
  await move(server);
  const there = await connect(server, ana);
  while ((await messageOf(store, 'rollout', 2))?.question?.moved?.seq == null) await there.ask('room.heads', {});
  assert.equal((await store.standing('vpn', { person: 'ana', isStaff: false, from: 1 })).marker, 0);
  assert.deepEqual(
    (await there.ask('calls.read', {})).calls.map((call) => call.seq),
    [seq],
  );
  there.close();
  await server.close();
});

test('T08 of a room that is for some people alone the others learn nothing by what was moved out of it', async () => {
  const { store, server } = await open(false);
  const bound = { room: 'osaka-it', kind: 'rollout', title: 'Osaka', purpose: '', boundTo: ['office=osaka'] } as const;
  await server.submit(mia, 'room.create', bound);
  const inside = await connect(server, ana, await server.tokenFor(ana, { attributes: { office: 'osaka' } }));
  const { seq: question } = await inside.post('osaka-it', 'my badge');
  await server.submit(mia, 'question.move', { room: 'osaka-it', question, toRoom: 'vpn' });
  while ((await messageOf(store, 'osaka-it', question))?.question?.moved?.seq == null)
    await inside.ask('room.heads', {});
  const outside = await connect(server, kenji);
  assert.ok(!JSON.stringify(await outside.ask('room.read', { room: 'vpn', after: 0 })).includes('saka'));
  assert.ok(!JSON.stringify(await outside.ask('room.join', { room: 'vpn' })).includes('saka'));
  await assert.rejects(
    server.submit(mia, 'question.move', { room: 'rollout', question: 2, toRoom: 'osaka-it' }),
    /for some people alone; who asked has to ask there/,
  );
  for (const client of [inside, outside]) client.close();
  await server.close();
});

const noBus = { publish: () => undefined };

test('it goes on in the other room in the name of who asked it, for all whom it concerned, and each room says where', async () => {
  const { store, server } = await open(false);
  const [watcher, there] = [await connect(server, kenji), await connect(server, ana)];
  await watcher.ask('room.join', { room: 'rollout' });
  await there.ask('room.join', { room: 'vpn' });
  await move(server);
  await there.next('events', ({ events }) => events.some(({ type }) => type === 'message.posted'));
  await watcher.next('events', ({ events }) =>
    events.some((event) => event.type === 'question.moved' && event.data.moved.seq === 2),
  );
  const [here, moved] = [await messageOf(store, 'rollout', 2), await messageOf(store, 'vpn', 2)];
  assert.deepEqual(here?.question?.moved, { room: 'vpn', title: 'Room vpn', seq: 2, was: 'open' });
  assert.deepEqual([here.question.state, here.question.dueAt], ['moved', null]);
  assert.deepEqual([moved?.by, moved?.body.text], [ana, 'VPN stops at 40%']);
  assert.deepEqual(moved?.from, { room: 'rollout', title: 'Room rollout', seq: 2 });
  assert.deepEqual([moved?.question?.state, moved?.question?.affected], ['open', ['ana', 'ben']]);
  const desk = await connect(server, mia);
  const { rows } = await desk.ask('queue.read', {});
  assert.deepEqual(
    rows.map(({ room, seq }) => [room, seq]),
    [['vpn', 2]],
    'it is in the queue once',
  );
  const inFirst = await desk.ask('room.numbers', { room: 'rollout' });
  assert.deepEqual([inFirst.numbers.asked, inFirst.numbers.waiting], [0, 0]);
  const { rows: like } = await there.ask('question.suggest', { room: 'rollout', text: 'VPN stops' });
  assert.deepEqual(like, [], 'who types it again is not sent to where it is not');
  for (const client of [watcher, there, desk]) client.close();
  await server.close();
});

test('who dies between the two rooms leaves it to the next start, which asks it once', async () => {
  const { clock, store, server } = await open();
  await move(server);
  await until(clock, async () => (await messageOf(store, 'rollout', 2))?.question?.moved?.seq === 2);
  // As if the node that carried it had died after each step, and others had been as quick.
  for (let times = 0; times < 3; times += 1) await carryQuestion({ store, bus: noBus }, { room: 'rollout', seq: 2 });
  assert.equal((await store.heads()).get('vpn'), 3);
  await server.close();

  const dying = await open();
  const dead = changedStore(dying.store, {
    append: (append) =>
      append.room === 'rollout' ? Promise.reject(new Refusal('unavailable', 'dead')) : dying.store.append(append),
  });
  const moved = { room: 'rollout', title: 'rollout', seq: null, was: 'open' } as const;
  await dying.store.append({
    ...{ room: 'rollout', by: mia, cid: 'moved', hash: '' },
    decide: ({ now }) => [
      {
        ...{ type: 'question.moved', audience: 'everyone' },
        data: { question: 2, was: 'open', now: 'moved', dueAt: now, moved: { ...moved, room: 'vpn' } },
      },
    ],
  });
  await assert.rejects(carryQuestion({ store: dead, bus: noBus }, { room: 'rollout', seq: 2 }));
  assert.equal((await dying.store.heads()).get('vpn'), 3, 'it is there, and the first room does not know');
  await dying.server.close();
  const again = dying.openStore();
  const next = await startTestServer({ clock: dying.clock, openStore: () => Promise.resolve(again) });
  await until(dying.clock, async () => (await messageOf(again, 'rollout', 2))?.question?.moved?.seq === 2);
  assert.equal((await again.heads()).get('vpn'), 3, 'once');
  await next.close();
});

test('what fails on the way is done again, and asks and moves the question once', async () => {
  const failing = ['ask', 'arrive', 'arrive', 'arrive'];
  const { clock, store, server } = await open(true, (real) => ({
    append: async (append) => {
      if (append.hash !== failing[0]) return real.append(append);
      failing.shift();
      // The one that asks is stored, and nobody hears of it.
      if (append.hash === 'ask') await real.append(append);
      throw new Refusal('unavailable', 'the database is away');
    },
  }));
  await move(server);
  const there = async () => (await messageOf(store, 'rollout', 2))?.question?.moved?.seq;
  await until(clock, async () => (await there()) != null);
  assert.deepEqual([await there(), failing], [2, []]);
  const types = async (room: string) => (await store.read(room, { after: 0, limit: 99 })).map(({ type }) => type);
  assert.deepEqual(await types('vpn'), ['room.created', 'message.posted', 'question.inherited']);
  assert.equal((await types('rollout')).filter((type) => type === 'question.moved').length, 2);
  await server.close();
});

test('T59 what is taken back after it was asked arrives, and is taken back there, also when the node died between', async () => {
  let isFirst = true;
  const { clock, store, server } = await open(true, (real) => ({
    append: async (append) => {
      const done = await real.append(append);
      if (append.hash !== 'ask' || !isFirst) return done;
      isFirst = false;
      await server.submit(ana, 'message.retract', { room: 'rollout', message: 2 });
      throw new Refusal('unavailable', 'dead');
    },
  }));
  await move(server);
  await until(clock, async () => (await messageOf(store, 'rollout', 2))?.question?.moved?.seq === 2);
  await until(clock, async () => (await store.retractions(9)).length === 0);
  for (const room of ['rollout', 'vpn'])
    assert.doesNotMatch(JSON.stringify(await store.read(room, { after: 0, limit: 99 })), /VPN stops/, room);
  const there = await messageOf(store, 'vpn', 2);
  assert.deepEqual([there?.question?.state, there?.question?.affected], ['open', ['ben']]);
  await server.close();
});

test('a room that was closed meanwhile does not take it: it goes on where it was', async () => {
  const { store, server } = await open();
  await server.submit(mia, 'question.claim', { room: 'rollout', question: 2 });
  await server.submit(mia, 'room.close', { room: 'vpn', reason: '' });
  await store.append({
    ...{ room: 'rollout', by: mia, cid: 'moved', hash: '' },
    decide: ({ now }) => [
      {
        ...{ type: 'question.moved', audience: 'everyone' },
        data: {
          ...{ question: 2, was: 'claimed', now: 'moved', dueAt: now },
          moved: { room: 'vpn', title: 'VPN', seq: null, was: 'claimed' },
        },
      },
    ],
  });
  await carryQuestion({ store, bus: noBus }, { room: 'rollout', seq: 2 });
  const question = (await messageOf(store, 'rollout', 2))?.question;
  assert.deepEqual([question?.state, question?.owner?.id, question?.moved], ['claimed', 'mia', undefined]);
  assert.ok(question?.dueAt, 'its time runs again');
  assert.equal((await store.heads()).get('vpn'), 2);
  await server.close();
});

test('T07 T08 what was asked in private goes on in private, in a lane of the same person alone, which begins with it', async () => {
  const { store, server } = await open(false);
  await server.submit(mia, 'room.create', { room: 'expert', kind: 'expert', title: 'Field', purpose: '' });
  await server.submit(mia, 'room.create', {
    ...{ room: 'osaka', kind: 'rollout', title: 'Osaka', purpose: '', boundTo: ['office=osaka'] },
  });
  const [asker, other, desk] = [await connect(server, ana), await connect(server, ben), await connect(server, mia)];
  // The first message of a lane begins it.
  const question = (await asker.post('rollout~ana', 'canary: my salary screen')).seq + 1;
  await asker.ask('room.join', { room: 'rollout~ana' });
  await other.post('vpn~ben', 'mine');
  for (const room of ['rollout', 'vpn', 'vpn~ben']) await other.ask('room.join', { room });
  await desk.ask('room.join', { room: 'rollout~ana' });
  const refusal = (toRoom: string, room = 'rollout~ana', seq = question) =>
    server.submit(mia, 'question.move', { room, question: seq, toRoom }).then(
      () => 'moved',
      (error: unknown) => (error as Refusal).code,
    );
  for (const toRoom of ['vpn', 'rollout', 'expert', 'vpn~ben', 'rollout~ana', 'rollout~ben', 'expert~ana', 'osaka~ana'])
    assert.equal(await refusal(toRoom), 'bad_request', toRoom);
  assert.equal(await refusal('none~ana'), 'not_found');
  assert.equal(await refusal('vpn~ana', 'rollout', 2), 'bad_request', 'and what everybody saw goes on for everybody');
  assert.equal(await refusal('vpn~ana'), 'moved');
  await asker.next('events', ({ events }) =>
    events.some((event) => event.type === 'question.moved' && event.data.moved.seq !== null),
  );
  const here = (await messageOf(store, 'rollout~ana', question))?.question?.moved;
  assert.deepEqual(here, { room: 'vpn~ana', title: 'Room vpn', seq: 2, was: 'open' });
  const there = await messageOf(store, 'vpn~ana', 2);
  assert.deepEqual(
    [there?.by, there?.body.text, there?.from],
    [...[ana, 'canary: my salary screen', { room: 'rollout~ana', title: 'Room rollout', seq: question }]],
  );
  assert.deepEqual((await store.room('vpn~ana'))?.room.lane, { of: 'vpn', person: ana });
  await asker.ask('room.join', { room: 'vpn~ana' });
  const { rows } = await desk.ask('queue.read', {});
  assert.deepEqual(
    rows.filter(({ excerpt }) => excerpt.includes('canary')).map(({ room, seq }) => [room, seq]),
    [['vpn~ana', 2]],
  );
  // Nobody else sees any of it, by whatever name they ask.
  for (const room of ['rollout~ana', 'vpn~ana'])
    for (const [name, input] of [
      ['room.join', { room }],
      ['room.read', { room, after: 0 }],
      ['room.page', { room, before: 99 }],
      ['question.suggest', { room, text: 'my salary screen' }],
    ] as const)
      assert.deepEqual(
        await other.refusalFor(name, input),
        await other.refusalFor(name, { ...input, room: 'none~ana' }),
        `${name} ${room}`,
      );
  const seen = [
    ...[other.frames, await other.ask('question.suggest', { room: 'vpn', text: 'my salary screen' })],
    ...[await other.ask('room.read', { room: 'vpn', after: 0 }), await other.ask('calls.read', {})],
  ];
  assert.doesNotMatch(JSON.stringify(seen), /canary|vpn~ana|rollout~ana/);
  // What lanes tell of a room counts, too, when it is to be for some people.
  for (const room of ['rollout', 'vpn'])
    await assert.rejects(
      server.submit(mia, 'room.describe', { room, title: 'x', purpose: '', boundTo: ['office=osaka'] }),
      { code: 'bad_request' },
    );
  for (const client of [asker, other, desk]) client.close();
  await server.close();
});

test('a private question whose room is closed meanwhile comes back, and one that a dead node left is carried once', async () => {
  const { store, server } = await open();
  const post = { room: 'rollout~ana', body: { kind: 'text', text: 'my salary' } } as const;
  const question = (await server.submit(ana, 'message.post', post)).seq + 1;
  const moved = (room: string, dueAt: number): EventDraft => ({
    ...{ type: 'question.moved', audience: 'everyone' },
    data: {
      ...{ question, was: 'open', now: 'moved', dueAt },
      moved: { room, title: 'VPN', seq: null, was: 'open' },
    },
  });
  const carry = async (room: string, movedAt: number): Promise<void> => {
    const append = { room: 'rollout~ana', by: mia, cid: `${movedAt}`, hash: '', decide: () => [moved(room, movedAt)] };
    await store.append(append);
    for (let times = 0; times < 3; times += 1)
      await carryQuestion({ store, bus: noBus }, { room: 'rollout~ana', seq: question });
  };
  // As if the first log had been written by something that does not know better.
  for (const [place, room] of ['vpn', 'vpn~ben', 'none~ana'].entries()) {
    await carry(room, place + 1).catch((error: unknown) => assert.ok(error instanceof Refusal));
    const back = (await messageOf(store, 'rollout~ana', question))?.question;
    assert.deepEqual([back?.state, back?.moved], ['open', undefined], room);
  }
  await server.submit(mia, 'room.close', { room: 'vpn', reason: '' });
  await carry('vpn~ana', 8);
  assert.equal((await messageOf(store, 'rollout~ana', question))?.question?.state, 'open');
  await server.submit(mia, 'room.reopen', { room: 'vpn', reason: '' });
  await carry('vpn~ana', 9);
  assert.equal((await messageOf(store, 'rollout~ana', question))?.question?.moved?.seq, 2);
  assert.equal((await store.heads()).get('vpn~ana'), 2, 'once');
  await server.close();
});
