/** What happens to messages once they are there: edited, taken back, reacted to; on a real store and real sockets. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { limits, type MessageDoc, type Person } from '@support-chat/protocol';
import type { Store } from '@support-chat/server';
import { createManualClock, newCid, startTestServer, type TestServer } from '@support-chat/server/testing';
import { eraseWords } from '../dist/life/erase-words.js';
import { createLocalBus } from '../dist/bus/local.js';
import { wordlessRow, type EventRow } from '../dist/store/event-row.js';
import { openDatabase } from '../dist/store/sqlite/database.js';
import { openSqliteStore } from '../dist/store/sqlite/sqlite-store.js';
import { showProgress } from '../dist/upkeep/progress.js';
import { verifyStore } from '../dist/upkeep/verify.js';
import { ana, ben, changedStore, connect, createRoom, kenji, mia, sato, tom } from './kit.js';

const dir = mkdtempSync(join(tmpdir(), 'support-chat-'));
after(() => rmSync(dir, { recursive: true }));
let stages = 0;
const room = 'rollout';
const text = (words: string) => ({ kind: 'text', text: words }) as const;

/** A server over a file, with a room. `changed`: what its store does otherwise. */
async function open(changed: (store: Store) => Partial<Store> = () => ({}), more: object = {}) {
  const clock = createManualClock(Date.now());
  const folder = join(dir, String((stages += 1)));
  const start = async (change: typeof changed = () => ({})) => {
    const store = openSqliteStore({ path: join(folder, 'rooms.db'), clock });
    const openStore = () => Promise.resolve(changedStore(store, change(store)));
    return { store, server: await startTestServer({ clock, openStore, rateBurst: 1_000_000, ...more }) };
  };
  const { store, server } = await start(changed);
  await createRoom(server);
  return { clock, folder, start, store, server };
}

const say = async (server: TestServer, by: Person, words: string, more: object = {}): Promise<number> =>
  (await server.submit(by, 'message.post', { room, body: text(words), ...more })).seq;
const edit = (server: TestServer, by: Person, message: number, words: string, rev = message) =>
  server.submit(by, 'message.edit', { room, message, rev, body: text(words) });
const retract = (server: TestServer, by: Person, message: number, reason?: string) =>
  server.submit(by, 'message.retract', { room, message, ...(reason !== undefined && { reason }) });
const messageAt = async (store: Store, seq: number): Promise<MessageDoc> => {
  const [message] = await store.messages(room, [seq]);
  assert.ok(message);
  return message;
};

/** Lets time pass until it is so. */
async function until(clock: ReturnType<typeof createManualClock>, isSo: () => Promise<boolean>, stepMs = 1_000) {
  for (let looks = 0; looks < 500; looks += 1) {
    if (await isSo()) return looks * stepMs;
    clock.advance(stepMs);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return assert.fail('it did not come to that');
}

const isErased = (store: Store) => async () => (await store.retractions(9)).length === 0;

/** Every file of a folder as one string of bytes. */
function bytesIn(folder: string): string {
  return readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'latin1'))
    .join('\n');
}

test('who wrote a message edits it: everybody sees what it says now, and that it was edited', async () => {
  const { server, store, clock } = await open();
  const [reader, desk] = [await connect(server, ben), await connect(server, mia)];
  await reader.ask('room.join', { room });
  const seq = await say(server, ana, 'Outlook asks for my pasword');
  await server.submit(mia, 'message.pin', { room, pin: seq });
  const { seq: rev, at } = await edit(server, ana, seq, 'Outlook asks for my password');
  // A busy room rests between two frames.
  clock.advance(100);
  await reader.next('events', ({ events }) => events.some(({ type }) => type === 'message.edited'));
  const { body, edited } = await messageAt(store, seq);
  assert.deepEqual([body, edited], [text('Outlook asks for my password'), { at, revs: [rev] }]);
  const doc = (await store.room(room))?.room;
  assert.deepEqual([doc?.last?.excerpt, doc?.pins?.[0]?.excerpt], [body.text, body.text]);
  assert.equal((await desk.ask('queue.read', {})).rows[0]?.excerpt, body.text);
  await assert.rejects(edit(server, ben, seq, 'Not mine', rev), { code: 'forbidden' });
  await assert.rejects(edit(server, mia, seq, 'Not mine', rev), { code: 'forbidden' });
  for (const client of [reader, desk]) client.close();
  await server.close();
});

test('R12 an edit of what the message does not say any more is refused, and what it says now can be read', async () => {
  const { server, store } = await open();
  const phone = await connect(server, ana);
  const seq = await say(server, ana, 'one');
  const { seq: rev } = await edit(server, ana, seq, 'two');
  // Nobody's reaction gets in the way of an edit.
  await server.submit(ben, 'message.react', { room, message: seq, emoji: '👍', isOn: true });
  await assert.rejects(edit(server, ana, seq, 'three', seq), { code: 'rev_conflict' });
  const page = await phone.ask('room.page', { room, before: 99 });
  const current = page.messages.find((message) => message.seq === seq);
  assert.deepEqual([current?.body.text, current?.edited?.revs], ['two', [rev]]);
  await edit(server, ana, seq, 'three', rev);
  assert.equal((await messageAt(store, seq)).body.text, 'three');
  // The same command again is the same edit.
  const again = { room, cid: newCid(), message: seq, rev: (await messageAt(store, seq)).edited?.revs.at(-1) ?? 0 };
  const first = await phone.ask('message.edit', { ...again, body: text('four') });
  assert.deepEqual(await phone.ask('message.edit', { ...again, body: text('four') }), { ...first, dup: true });
  phone.close();
  await server.close();
});

test('what a message said before is for those who look after the room', async () => {
  const { server } = await open();
  const [desk, asker, other] = [await connect(server, mia), await connect(server, ana), await connect(server, ben)];
  const seq = await say(server, ana, 'one');
  const { seq: rev } = await edit(server, ana, seq, 'two');
  const { versions } = await desk.ask('message.versions', { room, message: seq });
  assert.deepEqual(
    versions.map((version) => [version.seq, version.body.text]),
    [
      [seq, 'one'],
      [rev, 'two'],
    ],
  );
  for (const client of [asker, other])
    assert.equal((await client.refusalFor('message.versions', { room, message: seq })).code, 'forbidden');
  assert.equal((await desk.refusalFor('message.versions', { room, message: 99 })).code, 'not_found');
  await retract(server, ana, seq);
  assert.deepEqual(await desk.ask('message.versions', { room, message: seq }), { versions: [] });
  for (const client of [desk, asker, other]) client.close();
  await server.close();
});

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
    await eraseWords({ store, bus: createLocalBus() }, [{ room, seq: question }]);
    assert.deepEqual(await store.heads(), heads);
    await server.close();
  }
});

test('whom an edit names newly is told, and nobody twice', async () => {
  const { server } = await open();
  const people = [await connect(server, tom), await connect(server, sato), await connect(server, ben)] as const;
  const [first, second, third] = people;
  const calling = (words: string, ...ids: string[]) => ({
    ...text(words),
    mentions: ids.map((person) => ({ at: words.indexOf(`@${person}`), chars: person.length + 1, person })),
  });
  const { seq } = await server.submit(mia, 'message.post', { room, body: calling('@tom look', 'tom') });
  await first.next('called');
  // Who writes has seen the room up to there.
  await say(server, ben, 'I have seen that');
  const body = calling('@tom @sato @ben look', 'tom', 'sato', 'ben');
  const { seq: rev } = await server.submit(mia, 'message.edit', { room, message: seq, rev: seq, body });
  for (const client of [second, third]) {
    const { call } = await client.next('called');
    assert.deepEqual([call.seq, call.excerpt], [seq, '@tom @sato @ben look']);
    const { calls } = await client.ask('calls.read', {});
    assert.deepEqual(
      calls.map((one) => [one.seq, one.excerpt]),
      [[seq, '@tom @sato @ben look']],
    );
  }
  // Named again after they were left out.
  const { seq: without } = await server.submit(mia, 'message.edit', { room, message: seq, rev, body: text('look') });
  await server.submit(mia, 'message.edit', { room, message: seq, rev: without, body });
  for (const client of people) {
    await client.settle();
    assert.equal(client.framesOf('called').length, 1);
    client.close();
  }
  await server.close();
});

test('T37 reactions on one message are bounded, and each person has each emoji once', async () => {
  const { server, store } = await open();
  const seq = await say(server, ana, 'It works again!');
  const react = (by: Person, emoji: string, isOn = true) =>
    server.submit(by, 'message.react', { room, message: seq, emoji, isOn });
  await react(ben, '🎉');
  await assert.rejects(react(ben, '🎉'), { code: 'changed' });
  await assert.rejects(react(ben, '👍', false), { code: 'changed' });
  await react(ben, '🎉', false);
  assert.equal((await messageAt(store, seq)).reactions, undefined);
  const many = Array.from({ length: limits.maxReactions + 100 }, (_, index): Person => ({
    ...{ id: `p${index}`, name: `Person ${index}`, role: 'employee' },
  }));
  const results = await Promise.allSettled(many.map((by) => react(by, '👍')));
  assert.equal(results.filter(({ status }) => status === 'rejected').length, 100);
  const { reactions = [] } = await messageAt(store, seq);
  assert.deepEqual([reactions.length, reactions[0]?.people.length], [1, limits.maxReactions]);
  assert.ok(JSON.stringify(reactions).length < 40_000);
  const other = await say(server, ana, 'And this');
  const emoji = [
    '😀',
    '😃',
    '😄',
    '😁',
    '😆',
    '😅',
    '🤣',
    '😂',
    '🙂',
    '🙃',
    '🫠',
    '😉',
    '😊',
    '😇',
    '🥰',
    '😍',
    '🤩',
    '😘',
    '😗',
    '😚',
    '😙',
  ];
  const kinds = await Promise.allSettled(
    emoji.map((one) => server.submit(ben, 'message.react', { room, message: other, emoji: one, isOn: true })),
  );
  assert.equal(kinds.filter(({ status }) => status === 'fulfilled').length, limits.maxReactionKinds);
  await server.close();
});

test('T37 who reacts without end is told to wait', async () => {
  const { server } = await open(undefined, { rateBurst: 40, ratePerSecond: 1 });
  const client = await connect(server, ben);
  const seq = await say(server, ana, 'x');
  const codes: string[] = [];
  for (let index = 0; index < 40; index += 1) {
    const input = { room, cid: newCid(), message: seq, emoji: '👍', isOn: index % 2 === 0 };
    const answer = (await client.socket.timeout(8_000).emitWithAck('message.react', input)) as {
      refusal?: { code: string; retryAfterMs?: number };
    };
    if (answer.refusal) codes.push(`${answer.refusal.code} ${typeof answer.refusal.retryAfterMs}`);
  }
  assert.ok(codes.length > 20 && codes.every((code) => code === 'rate_limited number'), codes.join());
  client.close();
  await server.close();
});

test('a reaction is one emoji, whatever its length, and nothing else', async () => {
  const { server } = await open();
  const client = await connect(server, ben);
  const seq = await say(server, ana, 'x');
  for (const emoji of ['👍', '❤️', '👍🏽', '🇯🇵', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '👨‍👩‍👧‍👦', '1️⃣', '✅'])
    await client.ask('message.react', { room, cid: newCid(), message: seq, emoji, isOn: true });
  for (const emoji of ['', 'a', 'ok', '👍👍', ' 👍', '👍‍', '<b>', '1', '\u202e', '👍'.repeat(50), 7, null])
    assert.equal(
      (await client.refusalFor('message.react', { room, cid: newCid(), message: seq, emoji, isOn: true })).code,
      'bad_request',
      JSON.stringify(emoji),
    );
  client.close();
  await server.close();
});

test('over HTTP the same is done, and an edit that came too late is a conflict', async () => {
  const { server, store } = await open();
  const seq = await say(server, ana, 'one');
  const call = async (by: Person, method: string, path: string, body?: object) => {
    const headers = { authorization: `Bearer ${await server.tokenFor(by)}`, 'content-type': 'application/json' };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(new URL(`api/rooms/${room}/messages/${seq}${path}`, server.url), init);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const edited = await call(ana, 'PATCH', '', { rev: seq, body: text('two') });
  assert.equal(edited.status, 200);
  assert.equal((await call(ana, 'PATCH', '', { rev: seq, body: text('three') })).status, 409);
  assert.equal((await call(ben, 'POST', '/reactions', { emoji: '👀', isOn: true })).status, 200);
  assert.deepEqual(
    ((await call(mia, 'GET', '/versions')).body['versions'] as { body: { text: string } }[]).map(
      (one) => one.body.text,
    ),
    ['one', 'two'],
  );
  assert.equal((await call(ben, 'DELETE', '', { reason: 'x' })).status, 403);
  assert.equal((await call(ana, 'DELETE', '')).status, 200);
  assert.equal((await messageAt(store, seq)).retracted?.by.id, 'ana');
  await server.close();
});
