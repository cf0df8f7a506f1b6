/** The queue: every question of every room that is not solved, read in portions, and news of those that changed. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { limits, type Person, type QueueRow } from '@support-chat/protocol';
import { newCid, startTestServer, type TestServer } from '@support-chat/server/testing';
import { ana, ben, connect, createRoom, kenji, mia, sato, tom, type Client } from './kit.js';

let server: TestServer;
before(async () => {
  server = await startTestServer({ rateBurst: 1_000_000 });
});
after(() => server.close());

const ask = (room: string, text: string, by: Person = ana) =>
  server.submit(by, 'message.post', { room, body: { kind: 'text', text } });
const act = (
  client: Client,
  name: 'question.claim' | 'question.resolve' | 'question.join',
  room: string,
  question: number,
) => client.ask(name, { room, cid: newCid(), question });

async function readAll(client: Client): Promise<QueueRow[]> {
  const rows: QueueRow[] = [];
  for (let after: { room: string; seq: number } | undefined; ;) {
    const portion = await client.ask('queue.read', after ? { after } : {});
    rows.push(...portion.rows);
    const last = portion.rows.at(-1);
    if (portion.isLast || !last) return rows;
    after = { room: last.room, seq: last.seq };
  }
}

test('staff read the questions of all rooms, the solved ones left out; nobody else does', async () => {
  await createRoom(server, 'mail');
  await createRoom(server, 'vpn');
  const [m, a] = [await connect(server, mia), await connect(server, ana)];
  await ask('vpn', 'It drops  after\nten minutes', ben);
  await ask('mail', 'one');
  await ask('mail', 'two', kenji);
  await act(m, 'question.claim', 'mail', 2);
  await act(m, 'question.resolve', 'mail', 3);
  await act(a, 'question.join', 'vpn', 2);
  const rows = await readAll(m);
  assert.deepEqual(
    rows.map(({ room, seq, rev, by, excerpt, state, owner, affected }) => [
      room,
      seq,
      rev,
      by.id,
      excerpt,
      state,
      owner?.id,
      affected,
    ]),
    [
      ['mail', 2, 4, 'ana', 'one', 'claimed', 'mia', 1],
      ['vpn', 2, 3, 'ben', 'It drops after ten minutes', 'open', undefined, 2],
    ],
  );
  assert.equal((await a.refusalFor('queue.read', {})).code, 'forbidden');
  for (const client of [m, a]) client.close();
});

test('many come in portions, each once', async () => {
  await createRoom(server, 'crowd');
  const count = limits.maxQuestionsPerRead * 2 + 7;
  await Promise.all(Array.from({ length: count }, (_, i) => ask('crowd', `question ${i}`)));
  const m = await connect(server, mia);
  const first = await m.ask('queue.read', {});
  assert.deepEqual([first.rows.length, first.isLast], [limits.maxQuestionsPerRead, false]);
  const seqs = (await readAll(m)).filter(({ room }) => room === 'crowd').map(({ seq }) => seq);
  assert.deepEqual(
    seqs,
    Array.from({ length: count }, (_, i) => i + 2),
  );
  m.close();
});

test('who has the lobby open hears of each question that changed, the solved ones too', async () => {
  await createRoom(server, 'news');
  await ask('news', 'before');
  const [m, t] = [await connect(server, mia), await connect(server, tom)];
  await m.ask('lobby.join', {});
  const heard = (fits: (row: QueueRow) => boolean) =>
    m.next('lobby', ({ questions = [] }) => questions.some((row) => row.room === 'news' && fits(row)));
  await ask('news', 'after');
  const { questions } = await heard(({ seq }) => seq === 3);
  assert.deepEqual(
    questions?.map(({ seq, state }) => [seq, state]),
    [[3, 'open']],
    'what was there before was read',
  );
  await act(t, 'question.claim', 'news', 2);
  await heard(({ seq, owner }) => seq === 2 && owner?.id === 'tom');
  await act(t, 'question.resolve', 'news', 2);
  await heard(({ seq, state }) => seq === 2 && state === 'resolved');
  await server.submit(mia, 'message.post', { room: 'news', body: { kind: 'text', text: 'nothing to do with it' } });
  const last = await m.next('lobby', ({ rows }) =>
    rows.some(({ room }) => room.last?.excerpt === 'nothing to do with it'),
  );
  assert.equal(last.questions, undefined);
  for (const client of [m, t]) client.close();
});

test('S45 colleagues hear which question somebody has open; who asked, and whoever may not see the room, does not', async () => {
  await createRoom(server, 'open');
  await ask('open', 'why?');
  const team = `looked-${newCid()}`;
  await server.submit(tom, 'room.create', { room: team, kind: 'team', title: 'Team', purpose: '', isPrivate: true });
  await server.submit(tom, 'member.add', { room: team, person: sato, as: 'member' });
  const [m, t, s, a] = [mia, tom, sato, ana].map((person) => connect(server, person));
  const [mc, tc, sc, ac] = [await m, await t, await s, await a] as [Client, Client, Client, Client];
  for (const client of [mc, tc, sc]) await client.ask('lobby.join', {});
  await ac.ask('room.join', { room: 'open' });
  const looks = (client: Client) => client.framesOf('lobby').flatMap(({ looking }) => looking ?? []);

  await tc.ask('question.look', { room: team, question: 2 });
  await sc.next('lobby', ({ looking }) => looking?.room === team);
  await tc.ask('question.look', { room: 'open', question: 2 });
  const { looking } = await mc.next('lobby', (frame) => frame.looking !== undefined);
  assert.deepEqual(looking, { by: { id: 'tom', name: tom.name, role: tom.role }, room: 'open', question: 2 });
  await tc.ask('question.look', { room: 'open', question: null });
  await mc.next('lobby', (frame) => frame.looking?.question === null);
  assert.deepEqual(
    looks(mc).map(({ room }) => room),
    ['open', 'open'],
    'nothing of the private room',
  );
  await ac.settle();
  assert.deepEqual([looks(tc), looks(ac)], [[], []], 'neither who looks nor who asked');
  assert.equal((await ac.refusalFor('question.look', { room: 'open', question: 2 })).code, 'forbidden');
  assert.equal((await mc.refusalFor('question.look', { room: team, question: 2 })).code, 'not_found');
  for (const client of [mc, tc, sc, ac]) client.close();
});
