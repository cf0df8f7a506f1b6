/** Suggestions while typing: what was asked before in the room, and what became of it. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import {
  limits,
  type EventDraft,
  type MessageDoc,
  type Person,
  type QuestionState,
  type Suggestion,
} from '@support-chat/protocol';
import { sampleDrafts } from '@support-chat/protocol/samples';
import { createManualClock, newCid, startTestServer, type TestServer } from '@support-chat/server/testing';
import { QuestionIndex } from '../dist/search/question-index.js';
import { Suggestions } from '../dist/search/suggestions.js';
import { openSqliteStore } from '../dist/store/sqlite/sqlite-store.js';
import { ana, ben, changedStore, connect, createRoom, kenji, mia, type Client } from './kit.js';

let server: TestServer;
before(async () => {
  server = await startTestServer({ rateBurst: 1_000_000 });
});
after(() => server.close());

const say = (by: Person, room: string, text: string, re?: number) =>
  server.submit(by, 'message.post', { room, body: { kind: 'text', text }, ...(re && { re }) });
const suggest = async (client: Client, room: string, text: string) =>
  (await client.ask('question.suggest', { room, text })).rows;
const excerpts = (rows: readonly Suggestion[]) => rows.map(({ excerpt }) => excerpt);

function question(seq: number, text: string, more: { state?: QuestionState; answer?: number } = {}): MessageDoc {
  const { state = 'open', answer = null } = more;
  const { owner, dueAt } = { owner: null, dueAt: null };
  return {
    ...{ seq, at: seq, by: ana, cid: `${seq}`, audience: 'everyone', body: { kind: 'text', text }, rev: seq },
    question: { state, since: 0, owner, affected: ['ana'], answer, dueAt, escalations: 0 },
  };
}

const anybody = { person: 'ben', from: 1 };
function indexOf(...texts: string[]): QuestionIndex {
  const index = new QuestionIndex();
  for (const [place, text] of texts.entries()) index.put(question(place + 1, text), null);
  return index;
}

test('a question is found by other words around the same matter, in both languages, and nothing else is', () => {
  const index = indexOf(
    'Outlook keeps asking for my password',
    'VPNがすぐに切れます。どうすればいいですか？',
    'How do I get a second monitor?',
    'プリンターで印刷ルールが見当たりません',
    'The shared calendar of my team is gone',
  );
  const found = (text: string) => excerpts(index.suggest(text, anybody, 5));
  const [password, vpn, monitor, printer, calendar] = ['password', 'vpn', 'monitor', '印刷', 'calendar'].map(found);
  const alone = [password, vpn, monitor, printer, calendar].map((rows) => rows?.length);
  assert.deepEqual(alone, [1, 1, 1, 1, 1]);
  assert.deepEqual(found('Hello, since this morning outlook wants my pass'), password);
  assert.deepEqual(found('VPN が切れる'), vpn);
  assert.deepEqual(found('ＶＰＮ'), vpn);
  assert.deepEqual(found('プリンタが動かない、印刷したいのですが'), printer);
  assert.deepEqual(found('ﾌﾟﾘﾝﾀｰ'), printer);
  assert.deepEqual(found('team calendars'), calendar);
  for (const nothing of [
    '',
    '   ',
    'help me please',
    'お願いします',
    'coffee machine',
    '会議室の予約',
    'ﾒｰﾙ',
    'スキャナー',
  ])
    assert.deepEqual(found(nothing), [], nothing);
});

test('what has an answer comes first, then what fits better, then what is newer; a poor match is none beside a good one', () => {
  const index = new QuestionIndex();
  const reply = { ...question(9, 'Remove the old profile'), question: undefined } as unknown as MessageDoc;
  index.put(question(1, 'Outlook cannot send mail'), null);
  index.put(question(2, 'Outlook cannot send mail at all', { state: 'answered', answer: 9 }), reply);
  index.put(question(3, 'Outlook cannot send mail'), null);
  index.put(question(4, 'Outlook is slow'), null);
  const found = index.suggest('outlook cannot send mail', anybody, 5);
  assert.deepEqual(
    found.map(({ seq }) => seq),
    [2, 3, 1],
  );
  assert.deepEqual(found[0]?.answer, { by: ana, excerpt: 'Remove the old profile' });
  assert.deepEqual(
    index.suggest('old profile', anybody, 5).map(({ seq }) => seq),
    [2],
    'an answer counts, too',
  );
  assert.deepEqual(
    index
      .suggest('outlook cannot send mail', { person: 'ana', from: 3 }, 1)
      .map(({ seq, concernsMe }) => [seq, concernsMe]),
    [[3, true]],
  );
});

test('what changes or goes leaves nothing behind', () => {
  const words = ['vpn', 'mail', 'パスワード', '印刷', 'slow'];
  const acts = fc.array(
    fc.record({
      seq: fc.integer({ min: 1, max: 6 }),
      text: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }).map((some) => some.join(' ')),
      goes: fc.boolean(),
    }),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(acts, (done) => {
      const kept = new QuestionIndex();
      const last = new Map<number, MessageDoc>();
      for (const { seq, text, goes } of done) {
        if (goes) kept.remove(seq);
        else kept.put(question(seq, text), null);
        if (goes) last.delete(seq);
        else last.set(seq, question(seq, text));
      }
      const fresh = new QuestionIndex();
      for (const message of last.values()) fresh.put(message, null);
      for (const word of [...words, 'vp', 'mail slow'])
        assert.deepEqual(kept.suggest(word, anybody, 9), fresh.suggest(word, anybody, 9));
    }),
  );
});

test('whoever types sees what was asked and answered here, as it is now', async () => {
  await createRoom(server, 'mail');
  await createRoom(server, 'vpn');
  const b = await connect(server, ben);
  assert.deepEqual(await suggest(b, 'mail', 'password'), []);
  await say(ana, 'mail', 'Outlook asks for my password');
  await say(kenji, 'vpn', 'VPN asks for my password');
  const [row] = await suggest(b, 'mail', 'my pass');
  const { at = 0 } = row ?? {};
  const open = {
    seq: 2,
    at,
    by: ana,
    excerpt: 'Outlook asks for my password',
    affected: 1,
    concernsMe: false,
  } as const;
  assert.deepEqual(row, { ...open, state: 'open', answer: null });
  await say(mia, 'mail', 'Type it once more, then wait for a minute', 2);
  await b.ask('question.join', { room: 'mail', cid: newCid(), question: 2 });
  const answer = { by: mia, excerpt: 'Type it once more, then wait for a minute' };
  assert.deepEqual(await suggest(b, 'mail', 'my pass'), [
    { ...open, state: 'answered', affected: 2, concernsMe: true, answer },
  ]);
  await say(mia, 'mail', 'The password is a note', undefined);
  assert.deepEqual(excerpts(await suggest(b, 'mail', 'password')), ['Outlook asks for my password']);
  const many = Array.from({ length: limits.maxSuggestions + 3 }, (_, place) => say(ana, 'vpn', `password ${place}`));
  await Promise.all(many);
  assert.equal((await suggest(b, 'vpn', 'password')).length, limits.maxSuggestions);
  assert.equal((await b.refusalFor('question.suggest', { room: 'vpn', text: '\ud800' })).code, 'bad_request');
  b.close();
});

test('a lane has its own questions, and its text is in no log line', async () => {
  await createRoom(server, 'secret');
  await say(kenji, 'secret~kenji', 'My salary is wrong');
  const [k, b] = [await connect(server, kenji), await connect(server, ben)];
  assert.deepEqual(excerpts(await suggest(k, 'secret~kenji', 'salary')), ['My salary is wrong']);
  assert.deepEqual(await suggest(b, 'secret', 'salary'), []);
  assert.equal((await b.refusalFor('question.suggest', { room: 'secret~kenji', text: 'salary' })).code, 'not_found');
  await suggest(b, 'secret', 'canary-7c1f half a thought');
  await b.refusalFor('question.suggest', { room: 'nowhere', text: 'canary-7c1f' });
  assert.ok(!server.logLines.some((line) => line.includes('canary-7c1f')));
  for (const client of [k, b]) client.close();
});

test('the index keeps up with the log, reads nothing twice, and begins anew with another epoch', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'support-chat-'));
  const clock = createManualClock();
  const store = openSqliteStore({ path: join(dir, 'a.db'), clock, restMs: 0 });
  const append = (draft: EventDraft) =>
    store.append({ room: 'rollout', by: ana, cid: newCid(), hash: '', decide: () => [draft] });
  const asking = (text: string): EventDraft => ({
    ...{ type: 'message.posted', audience: 'everyone' },
    data: { body: { kind: 'text', text }, asks: { dueAt: 1 } },
  });
  const readAfter: number[] = [];
  const counted = changedStore(store, {
    questionsAfter: (room, seq) => {
      readAfter.push(seq);
      return store.questionsAfter(room, seq);
    },
  });
  const kept = new Suggestions(counted);
  const check = async (text: string): Promise<readonly Suggestion[]> => {
    const head = (await store.room('rollout'))?.head ?? 0;
    const found = await kept.suggest('rollout', head, text, anybody);
    assert.deepEqual(found, await new Suggestions(store).suggest('rollout', head, text, anybody));
    return found;
  };
  await append(sampleDrafts['room.created']);
  await Promise.all(Array.from({ length: 450 }, (_, place) => append(asking(`printer on floor ${place}`))));
  assert.equal((await check('floor 449')).length, 1);
  await append({ ...sampleDrafts['question.joined'], data: { question: 449, was: 'open', now: 'open' } } as EventDraft);
  await append(asking('printer in the cellar'));
  assert.deepEqual(excerpts(await check('cellar')), ['printer in the cellar']);
  await Promise.all([check('cellar'), check('floor 7')]);
  assert.deepEqual(readAfter, [0, 451]);
  await store.beginEpoch();
  await check('cellar');
  assert.deepEqual(readAfter, [0, 451, 0]);
  await store.close();
  rmSync(dir, { recursive: true });
});

test('S1 who asked, and who has the same question, finds theirs: what has an answer first, what is solved last', async () => {
  const room = 'mine';
  await createRoom(server, room);
  const [waiting, answered, solved, others, gone] = [
    await say(ana, room, 'waiting'),
    await say(ana, room, 'answered'),
    await say(ana, room, 'solved'),
    await say(ben, room, 'of ben'),
    await say(ana, room, 'the same as what ben asked'),
  ];
  await say(mia, room, 'so', answered.seq);
  await server.submit(ana, 'question.resolve', { room, question: solved.seq });
  const [a, b, k] = [await connect(server, ana), await connect(server, ben), await connect(server, kenji)];
  const mine = async (client: Client) => (await client.ask('questions.mine', { room })).rows;
  assert.deepEqual(excerpts(await mine(a)), ['answered', 'the same as what ben asked', 'waiting', 'solved']);
  assert.deepEqual((await mine(a))[0]?.answer?.excerpt, 'so');
  assert.deepEqual(excerpts(await mine(b)), ['of ben']);
  assert.deepEqual(await mine(k), []);
  await server.submit(mia, 'question.merge', { room, question: gone.seq, into: others.seq });
  await server.submit(kenji, 'question.join', { room, question: waiting.seq });
  assert.deepEqual(excerpts(await mine(a)), ['answered', 'of ben', 'waiting', 'solved']);
  assert.deepEqual(excerpts(await mine(k)), ['waiting']);
  assert.deepEqual((await k.ask('questions.mine', { room: 'mine~kenji' })).rows, []);
  assert.equal((await b.refusalFor('questions.mine', { room: 'mine~ana' })).code, 'not_found');
  for (const client of [a, b, k]) client.close();
});
