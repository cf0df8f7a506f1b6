/** What is taken back: gone everywhere, for good, and the log proves the rest; on a real store and real sockets. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { createManualClock, startTestServer } from '@support-chat/server/testing';
import { createLocalBus } from '../dist/bus/local.js';
import { eraseWords } from '../dist/life/erase-words.js';
import { wordlessRow, type EventRow } from '../dist/store/event-row.js';
import { openDatabase } from '../dist/store/sqlite/database.js';
import { openSqliteStore } from '../dist/store/sqlite/sqlite-store.js';
import { showProgress } from '../dist/upkeep/progress.js';
import { verifyStore } from '../dist/upkeep/verify.js';
import { ana, ben, connect, createRoom, kenji, mia, sato, tom } from './kit.js';
import { bytesIn, edit, isErased, messageAt, open, retract, room, say, until } from './said-kit.js';

test('T12 what is taken back is gone from every screen, list, answer and file within 5 seconds', async () => {
  const { server, store, clock } = await open();
  const [reader, desk, called] = [await connect(server, ben), await connect(server, mia), await connect(server, tom)];
  await reader.ask('room.join', { room });
  await desk.ask('lobby.join', {});
  await called.ask('lobby.join', {});
  const seq = await say(server, ana, 'my canary password for the printer is 1234');
  const note = { kind: 'text', text: '@tom see the canary', mentions: [{ at: 0, chars: 4, person: 'tom' }] } as const;
  const { seq: call } = await server.submit(mia, 'message.post', { room, body: note, audience: 'staff' });
  await server.submit(mia, 'message.pin', { room, pin: seq });
  await edit(server, ana, seq, 'my canary password for the printer is secret');
  assert.equal((await reader.ask('question.suggest', { room, text: 'canary password printer' })).rows.length, 1);
  assert.equal((await called.ask('calls.read', {})).calls.length, 1);
  await retract(server, ana, seq);
  await retract(server, sato, call, 'A password');
  assert.ok((await until(clock, isErased(store))) <= 5_000);
  const told = await reader.next('events', ({ events }) => events.some(({ type }) => type === 'message.retracted'));
  assert.ok(!JSON.stringify(told).includes('canary'));
  await called.next('lobby', ({ uncalled }) => uncalled?.some((one) => one.seq === call) === true);
  const token = await server.tokenFor(mia);
  const files = await Promise.all(
    ['jsonl', 'markdown', 'html'].map(async (format) => {
      const path = new URL(`api/rooms/${room}/export?format=${format}`, server.url);
      return (await fetch(path, { headers: { authorization: `Bearer ${token}` } })).text();
    }),
  );
  const answers = [
    ...(await Promise.all([
      desk.ask('room.read', { room, after: 0 }),
      desk.ask('room.page', { room, before: 99 }),
      desk.ask('queue.read', {}),
      desk.ask('lobby.join', {}),
      desk.ask('message.versions', { room, message: seq }),
      called.ask('calls.read', {}),
      reader.ask('question.suggest', { room, text: 'canary password printer' }),
      reader.ask('room.join', { room }),
      reader.ask('room.join', { room, after: 1, epoch: store.epoch }),
    ])),
    ...files,
  ];
  for (const answer of answers) assert.ok(!JSON.stringify(answer).includes('canary'), JSON.stringify(answer));
  assert.deepEqual((await called.ask('calls.read', {})).calls, []);
  for (const file of files.slice(1)) assert.match(file, /taken back/, 'the place of the message stays');
  for (const client of [reader, desk, called]) client.close();
  await server.close();
});

test('T53 an export has what was taken back as a place without words, and says who took it back and why', async () => {
  const { server, store, clock } = await open();
  const seq = await say(server, ana, 'canary');
  await say(server, ben, 'still here');
  await retract(server, mia, seq, 'It had a *password* in it');
  await until(clock, isErased(store));
  const token = await server.tokenFor(mia);
  const exported = async (format: string) =>
    (
      await fetch(new URL(`api/rooms/${room}/export?format=${format}`, server.url), {
        headers: { authorization: `Bearer ${token}` },
      })
    ).text();
  const [lines, markdown, page] = [await exported('jsonl'), await exported('markdown'), await exported('html')];
  const events = lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { seq: number; type: string });
  assert.deepEqual(
    events.map((event) => event.seq),
    events.map((_, index) => index + 1),
    'numbers stay dense',
  );
  assert.match(markdown, /\*\*Ana Silva\*\* .*taken back by Mia Lindqvist .*It had a \\\*password\\\* in it/);
  assert.match(page, /taken back by Mia Lindqvist/);
  for (const file of [lines, markdown, page]) assert.ok(!file.includes('canary') && file.includes('still here'));
  await server.close();
});

test('T59 nothing of a message that was taken back is in any file, its edits, pin and copies included', async () => {
  const { server, store, clock, folder, start } = await open();
  const canary = 'zq7-canary';
  const seq = await say(server, ana, `${canary} one ${'x'.repeat(3_000)}`);
  await server.submit(mia, 'message.pin', { room, pin: seq });
  const { seq: rev } = await edit(server, ana, seq, `${canary} two`);
  await edit(server, ana, seq, `${canary} three`, rev);
  for (let index = 0; index < 50; index += 1) await say(server, ben, `message ${index}`);
  await retract(server, ana, seq);
  await until(clock, isErased(store));
  assert.ok(!bytesIn(folder).includes(canary), 'while the server runs, in its log of writes and free pages, too');
  await server.close();
  assert.ok(!bytesIn(folder).includes(canary));
  const again = await start();
  const { faults, erased } = await verifyStore(again.store, showProgress({ write: () => true }, 'verified'));
  assert.deepEqual([faults, erased], [[], 4], 'the chain still proves the rest');
  await again.server.close();
});

test('what a crash left of it is erased after the next start', async () => {
  const { server, store, clock, folder, start } = await open(() => ({
    eraseWords: () => Promise.reject(new Error('killed')),
  }));
  const seq = await say(server, ana, 'zq8-canary');
  await retract(server, ana, seq);
  assert.equal((await messageAt(store, seq)).body.text, '', 'nobody sees it any more');
  const { faults } = await verifyStore(store, showProgress({ write: () => true }, 'verified'));
  assert.deepEqual(faults, [], 'it is to be erased, and known to be');
  await server.close();
  assert.ok(bytesIn(folder).includes('zq8-canary'));
  const again = await start();
  await until(clock, isErased(again.store));
  assert.ok(!bytesIn(folder).includes('zq8-canary'));
  await again.server.close();
});

test('verify tells words that are gone though nobody took them back, and words that are there still', async () => {
  const { server, folder } = await open();
  const [kept, gone] = [await say(server, ana, 'kept'), await say(server, ana, 'taken back')];
  await server.close();
  const change = (run: (rows: readonly EventRow[]) => EventRow | null): void => {
    const { database, close } = openDatabase(join(folder, 'rooms.db'));
    const columns = 'seq, at, person, cid, part, hash, content, salt, commitment, chain';
    const rows = database.prepare(`SELECT ${columns} FROM events ORDER BY seq`).all() as EventRow[];
    const row = run(rows);
    if (row)
      database
        .prepare('UPDATE events SET content = ?, salt = ?, commitment = ? WHERE seq = ?')
        .run(row.content, row.salt, row.commitment, row.seq);
    close();
  };
  const faults = async (): Promise<string[]> => {
    const opened = openSqliteStore({ path: join(folder, 'rooms.db'), clock: createManualClock() });
    const verified = await verifyStore(opened, showProgress({ write: () => true }, 'verified'));
    await opened.close();
    return verified.faults.map(({ what }) => what);
  };
  let before: EventRow | undefined;
  change((rows) => {
    before = rows.find(({ seq }) => seq === kept);
    return before ? wordlessRow(before, kept) : null;
  });
  assert.match((await faults()).join(), /is not what its events make it|nobody took message/);
  change(() => before ?? null);
  assert.deepEqual(await faults(), []);
  const opened = openSqliteStore({ path: join(folder, 'rooms.db'), clock: createManualClock() });
  const again = await startTestServer({
    openStore: () => Promise.resolve(opened),
    clock: createManualClock(Date.now()),
  });
  await retract(again, ana, gone);
  await opened.eraseWords([{ room, seq: gone }]);
  await again.close();
  assert.deepEqual(await faults(), []);
  change((rows) => {
    const row = rows.find(({ seq }) => seq === gone);
    return row ? { ...row, content: row.content.replace('"by":{"id":"ana"', '"by":{"id":"ben"') } : null;
  });
  assert.match((await faults()).join(), /it is by ben, its row by ana/);
});

test('its author takes a message back without saying why, others say why; that is final', async () => {
  const { server, store } = await open();
  const [first, second] = [await say(server, ana, 'one'), await say(server, ana, 'two')];
  await assert.rejects(retract(server, ben, first, 'I do not like it'), { code: 'forbidden' });
  await assert.rejects(retract(server, mia, first), { code: 'bad_request' });
  await assert.rejects(retract(server, mia, first, '  '), { code: 'bad_request' });
  await retract(server, mia, first, 'It had a password in it');
  await retract(server, ana, second);
  const [byStaff, byAuthor] = [await messageAt(store, first), await messageAt(store, second)];
  assert.deepEqual([byStaff.retracted?.by.id, byStaff.retracted?.reason], ['mia', 'It had a password in it']);
  assert.deepEqual([byAuthor.retracted?.by.id, byAuthor.retracted?.reason], ['ana', '']);
  for (const seq of [first, second]) {
    await assert.rejects(edit(server, ana, seq, 'again'), { code: 'changed' });
    await assert.rejects(retract(server, ana, seq), { code: 'changed' });
    await assert.rejects(server.submit(ben, 'message.react', { room, message: seq, emoji: '👍', isOn: true }), {
      code: 'changed',
    });
    await assert.rejects(server.submit(mia, 'message.pin', { room, pin: seq }), { code: 'changed' });
  }
  await server.close();
});

test('in a closed room words are taken back still, in an archived one not', async () => {
  const { server } = await open();
  const [first, second] = [await say(server, ana, 'one'), await say(server, ana, 'two')];
  await server.submit(mia, 'room.close', { room, reason: '' });
  await assert.rejects(edit(server, ana, first, 'late'), { code: 'room_closed' });
  await retract(server, ana, first);
  await server.submit(mia, 'room.archive', { room, reason: '' });
  await assert.rejects(retract(server, ana, second), { code: 'room_closed' });
  await server.close();
});

test('a question that nobody asks any more closes; one that concerns others goes on for them', async () => {
  const { server, store } = await open();
  const [alone, shared] = [await say(server, ana, 'only I have this'), await say(server, ana, 'we all have this')];
  await server.submit(ben, 'question.join', { room, question: shared });
  await retract(server, ana, alone);
  await retract(server, ana, shared);
  const state = async (seq: number) => {
    const { question } = await messageAt(store, seq);
    return [question?.state, question?.affected];
  };
  assert.deepEqual(await state(alone), ['resolved', ['ana']]);
  assert.deepEqual(await state(shared), ['open', ['ben']]);
  // Nobody can join or reopen what nobody can read.
  await assert.rejects(server.submit(kenji, 'question.join', { room, question: shared }), { code: 'changed' });
  await assert.rejects(server.submit(mia, 'question.reopen', { room, question: alone }), { code: 'changed' });
  await server.submit(mia, 'question.claim', { room, question: shared });
  await server.submit(ben, 'question.leave', { room, question: shared });
  assert.deepEqual(await state(shared), ['resolved', []]);
  // Support takes words back, not the question: somebody waits still.
  const secret = await say(server, kenji, 'my password is 1234');
  await retract(server, mia, secret, 'A password');
  assert.deepEqual(await state(secret), ['open', ['kenji']]);
  await server.close();
});

test('a question whose answer was taken back waits again, and is not suggested with it', async () => {
  const { server, store } = await open();
  const typist = await connect(server, ben);
  const question = await say(server, ana, 'How do I restart the printer?');
  const answer = await say(server, mia, 'Press the canary button', { re: question });
  const suggested = async () => (await typist.ask('question.suggest', { room, text: 'restart printer' })).rows[0];
  assert.equal((await suggested())?.answer?.excerpt, 'Press the canary button');
  await edit(server, mia, answer, 'Press the canary button twice');
  assert.equal((await suggested())?.answer?.excerpt, 'Press the canary button twice');
  await retract(server, mia, answer);
  const { question: now } = await messageAt(store, question);
  assert.deepEqual([now?.state, now?.owner?.id, now?.answer], ['claimed', 'mia', null]);
  assert.equal((await suggested())?.answer, null);
  // One that is solved stays solved.
  await say(server, mia, 'Hold the other one', { re: question });
  await server.submit(ana, 'question.resolve', { room, question });
  const last = (await messageAt(store, question)).question?.answer ?? 0;
  await retract(server, mia, last);
  assert.equal((await messageAt(store, question)).question?.state, 'resolved');
  assert.equal((await suggested())?.answer, null);
  typist.close();
  await server.close();
});

test('a question that was moved is taken back in both rooms, from either', async () => {
  for (const from of ['here', 'there'] as const) {
    const { server, store, clock } = await open();
    await createRoom(server, 'vpn');
    const question = await say(server, ana, 'canary of a question');
    await server.submit(mia, 'question.move', { room, question, toRoom: 'vpn' });
    const place = async () => (await messageAt(store, question)).question?.moved?.seq ?? 0;
    await until(clock, async () => (await place()) > 0);
    const there = await place();
    if (from === 'here') await retract(server, ana, question);
    else await server.submit(ana, 'message.retract', { room: 'vpn', message: there });
    await until(clock, async () => (await store.messages('vpn', [there]))[0]?.retracted !== undefined);
    await until(clock, async () => (await messageAt(store, question)).retracted !== undefined);
    await until(clock, isErased(store));
    for (const name of [room, 'vpn'])
      assert.ok(!JSON.stringify(await store.read(name, { after: 0, limit: 99 })).includes('canary'), name);
    assert.equal((await store.messages('vpn', [there]))[0]?.question?.state, 'resolved');
    // Once more it changes nothing.
    const heads = await store.heads();
    await eraseWords({ store, bus: createLocalBus(), files: { removeSoon: () => {} } }, [{ room, seq: question }]);
    assert.deepEqual(await store.heads(), heads);
    await server.close();
  }
});

test('T59 a question that was moved there and back is taken back in all three places', async () => {
  const { server, store, clock } = await open();
  await createRoom(server, 'vpn');
  const first = await say(server, ana, 'canary of a question');
  const arrival = async (name: string, seq: number, toRoom: string): Promise<number> => {
    const moved = async () => (await store.messages(name, [seq]))[0]?.question?.moved?.seq ?? 0;
    await server.submit(mia, 'question.move', { room: name, question: seq, toRoom });
    await until(clock, async () => (await moved()) > 0);
    return moved();
  };
  const there = await arrival(room, first, 'vpn');
  const back = await arrival('vpn', there, room);
  await server.submit(ana, 'message.retract', { room: 'vpn', message: there });
  await until(clock, async () => (await messageAt(store, first)).retracted !== undefined);
  await until(clock, async () => (await messageAt(store, back)).retracted !== undefined);
  await until(clock, isErased(store));
  for (const name of [room, 'vpn'])
    assert.ok(!JSON.stringify(await store.read(name, { after: 0, limit: 99 })).includes('canary'), name);
  await server.close();
});

test('who was called where a question was first asked hears that it is taken back in the other room', async () => {
  const { server, clock, store } = await open();
  await createRoom(server, 'vpn');
  const [called, other] = [await connect(server, tom), await connect(server, sato)];
  for (const client of [called, other]) await client.ask('lobby.join', {});
  const mentions = [{ at: 0, chars: 4, person: tom.id }];
  const { seq } = await server.submit(ana, 'message.post', {
    room,
    body: { kind: 'text', text: '@tom why?', mentions },
  });
  await server.submit(mia, 'question.move', { room, question: seq, toRoom: 'vpn' });
  const place = async () => (await messageAt(store, seq)).question?.moved?.seq ?? 0;
  await until(clock, async () => (await place()) > 0);
  await server.submit(ana, 'message.retract', { room: 'vpn', message: await place() });
  const { uncalled } = await called.next('lobby', (frame) => frame.uncalled !== undefined);
  assert.deepEqual(uncalled, [{ room, seq }]);
  await other.settle();
  assert.ok(other.framesOf('lobby').every((frame) => frame.uncalled === undefined));
  for (const client of [called, other]) client.close();
  await server.close();
});
