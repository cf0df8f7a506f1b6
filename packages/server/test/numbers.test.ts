/** The numbers of a room: counted from its log, for those who run it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Person, Rating, StoredEvent } from '@support-chat/protocol';
import { newCid, startTestServer, type TestServer } from '@support-chat/server/testing';
import { RoomFacts } from '../dist/numbers/facts.js';
import { ratingsBy } from '../dist/numbers/ratings.js';
import { median, numbersOf } from '../dist/numbers/report.js';
import { ana, ben, connect, createRoom, kenji, mia } from './kit.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** 2026-11-02 08:00 in UTC, 17:00 in Tokyo. */
const start = Date.UTC(2026, 10, 2, 8);

/** A log that is written by hand: `at` in milliseconds after the start. */
class Log {
  readonly facts = new RoomFacts();
  #seq = 1;

  ask(by: Person, at: number): number {
    return this.#take(by, at, 'message.posted', { body: { kind: 'text', text: 'why?' }, asks: { dueAt: 0 } });
  }
  reply(by: Person, at: number, re: number): number {
    return this.#take(by, at, 'message.posted', { body: { kind: 'text', text: 'so' }, re });
  }
  move(type: string, at: number, question: number, now: string, more: object = {}, by: Person = mia): void {
    this.#take(by, at, type, { question, was: 'open', now, dueAt: null, ...more });
  }
  rate(by: Person, at: number, question: number, rating: Rating): void {
    this.#take(by, at, 'rating.given', { question, was: 'resolved', now: 'resolved', rating }, 'staff');
  }
  ratings(by: Person, at: number) {
    const { ratings, offer } = ratingsBy(by.id, this.facts.questions, start + at);
    return [ratings.map((one) => `${one.question} ${one.rating}`), offer];
  }
  answer(by: Person, at: number, question: number): void {
    this.move('question.answered', at, question, 'answered', { answer: this.reply(by, at, question) });
  }
  report(at: number, timeZone = 'UTC') {
    return numbersOf(this.facts, { timeZone, now: start + at });
  }
  #take(by: Person, at: number, type: string, data: object, audience = 'everyone'): number {
    const event = { seq: (this.#seq += 1), at: start + at, by, cid: '', audience, type, data };
    this.facts.take([event as unknown as StoredEvent]);
    return this.#seq;
  }
}

test('counts, times and helpers are those of the log', () => {
  const log = new Log();
  const first = log.ask(ana, 0);
  log.answer(mia, 10 * minute, first);
  log.answer(mia, 30 * minute, first);
  log.move('question.resolved', hour, first, 'resolved');
  const second = log.ask(ben, hour);
  log.move('question.joined', hour, second, 'open', {}, kenji);
  log.answer(kenji, hour + 20 * minute, second);
  const third = log.ask(kenji, 2 * hour);
  log.move('question.merged', 2 * hour, third, 'merged', { into: second });
  log.move('question.inherited', 2 * hour, second, 'answered', { from: third, people: ['kenji', 'eve'] });
  log.ask(ana, 3 * hour);
  const numbers = log.report(4 * hour);
  assert.deepEqual(
    { ...numbers, days: numbers.days.length, helpers: numbers.helpers.map((one) => [one.person.id, one.answers]) },
    {
      ...{ asked: 4, merged: 1, answered: 2, resolved: 1, waiting: 1, affected: 1 + 3 + 1, messages: 7, people: 4 },
      ...{
        byDesk: 1,
        byColleagues: 1,
        helped: 0,
        didNotHelp: 0,
        firstAnswerMs: 15 * minute,
        solutionMs: hour,
        days: 1,
      },
      helpers: [
        ['kenji', 1],
        ['mia', 1],
      ],
    },
  );
});

test('S39 the last word of each person counts, and is theirs to change', () => {
  const log = new Log();
  const first = log.ask(ana, 0);
  log.move('question.joined', 0, first, 'open', {}, ben);
  log.answer(mia, minute, first);
  log.move('question.resolved', hour, first, 'resolved');
  log.rate(ana, 2 * hour, first, 'did_not_help');
  log.rate(ana, 3 * hour, first, 'helped');
  log.rate(ben, 3 * hour, first, 'did_not_help');
  const { helped, didNotHelp, messages } = log.report(4 * hour);
  assert.deepEqual([helped, didNotHelp, messages], [1, 1, 2]);
  assert.deepEqual(log.ratings(ana, 4 * hour), [[`${first} helped`], null]);
  assert.deepEqual(log.ratings(kenji, 4 * hour), [[], null]);
});

test('S39 one is asked about what was solved last for one, for three days, and once a day', () => {
  const log = new Log();
  const [first, second, third] = [log.ask(ana, 0), log.ask(ana, 0), log.ask(ben, 0)];
  for (const [at, question] of [first, second].entries()) {
    log.answer(mia, minute, question);
    log.move('question.resolved', (at + 1) * hour, question, 'resolved');
  }
  assert.deepEqual(log.ratings(ana, 3 * hour), [[], second]);
  assert.deepEqual(log.ratings(ben, 3 * hour), [[], null], 'not of what is open');
  log.move('question.joined', 3 * hour, second, 'resolved', {}, ben);
  assert.deepEqual(log.ratings(ben, 3 * hour), [[], second]);
  log.rate(ana, 3 * hour, second, 'helped');
  assert.deepEqual(log.ratings(ana, 4 * hour), [[`${second} helped`], null]);
  assert.deepEqual(log.ratings(ana, 28 * hour), [[`${second} helped`], first]);
  assert.deepEqual(log.ratings(ben, 3 * day + 3 * hour), [[], null]);
  log.move('question.resolved', 4 * hour, third, 'resolved');
  assert.deepEqual(log.ratings(ben, 5 * hour), [[], second], 'nothing answered it: there is nothing to rate');
  log.move('question.reopened', 6 * hour, second, 'claimed');
  assert.deepEqual(log.ratings(ben, 7 * hour), [[], null]);
});

test('a rating is seen by staff and by whoever gave it, and by no colleague', async () => {
  const own = await startTestServer();
  await createRoom(own);
  const { seq: question } = await own.submit(ana, 'message.post', {
    room: 'rollout',
    body: { kind: 'text', text: 'Why?' },
  });
  await own.submit(mia, 'message.post', { room: 'rollout', re: question, body: { kind: 'text', text: 'So.' } });
  await own.submit(ana, 'question.resolve', { room: 'rollout', question });
  const [a, b, m] = [await connect(own, ana), await connect(own, ben), await connect(own, mia)];
  assert.deepEqual(await a.ask('ratings.mine', { room: 'rollout' }), { ratings: [], offer: question });
  const { seq } = await own.submit(ana, 'question.rate', { room: 'rollout', question, rating: 'did_not_help' });
  const [event] = (await b.ask('room.read', { room: 'rollout', after: seq - 1 })).events;
  assert.equal(event?.type, 'hidden');
  assert.deepEqual(await a.ask('ratings.mine', { room: 'rollout' }), {
    ...{ ratings: [{ question, rating: 'did_not_help' }], offer: null },
  });
  assert.deepEqual(await b.ask('ratings.mine', { room: 'rollout' }), { ratings: [], offer: null });
  assert.equal((await m.ask('room.numbers', { room: 'rollout' })).numbers.didNotHelp, 1);
  for (const client of [a, b, m]) client.close();
  await own.close();
});

test('what is reopened is neither answered nor solved, and what is split counts again', () => {
  const log = new Log();
  const one = log.ask(ana, 0);
  const other = log.ask(ben, 0);
  log.answer(mia, minute, one);
  log.move('question.resolved', 2 * minute, one, 'resolved');
  log.move('question.reopened', 3 * minute, one, 'open');
  log.move('question.merged', 4 * minute, other, 'merged', { into: one });
  log.move('question.split', 5 * minute, other, 'open');
  const { answered, resolved, waiting, merged, firstAnswerMs, solutionMs } = log.report(hour);
  assert.deepEqual([answered, resolved, waiting, merged], [0, 0, 2, 0]);
  assert.deepEqual([firstAnswerMs, solutionMs], [minute, null]);
});

test('days are those of the reader, without a gap, and say how many waited at their end', () => {
  const log = new Log();
  const first = log.ask(ana, 6 * hour); // 14:00 in UTC, 23:00 in Tokyo
  log.ask(ben, 8 * hour); // 16:00 in UTC, 01:00 of the next day in Tokyo
  log.answer(mia, 2 * day, first);
  const rows = (timeZone: string) =>
    log.report(3 * day, timeZone).days.map(({ day: at, asked, waiting }) => [at, asked, waiting]);
  assert.deepEqual(rows('UTC'), [
    ['2026-11-02', 2, 2],
    ['2026-11-03', 0, 2],
    ['2026-11-04', 0, 1],
    ['2026-11-05', 0, 1],
  ]);
  assert.deepEqual(rows('Asia/Tokyo'), [
    ['2026-11-02', 1, 1],
    ['2026-11-03', 1, 2],
    ['2026-11-04', 0, 1],
    ['2026-11-05', 0, 1],
  ]);
  const late = log.report(400 * day).days;
  assert.ok(late.length <= 367);
  assert.deepEqual([late[0]?.waiting, late.at(-1)?.waiting], [1, 1], 'what began before still waits');
  assert.throws(() => log.report(day, 'Moon/Base'), /expected a time zone such as Asia\/Tokyo, got "Moon\/Base"/);
});

test('no question has no times and no days', () => {
  const { firstAnswerMs, solutionMs, days, asked } = new Log().report(day);
  assert.deepEqual([firstAnswerMs, solutionMs, days, asked], [null, null, [], 0]);
  assert.deepEqual([median([]), median([3]), median([4, 1]), median([9, 1, 2])], [null, 3, 2.5, 2]);
});

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server.close());

test('who runs a room or answers in it reads its numbers as they are now, nobody else does, notes do not count', async () => {
  await createRoom(server);
  const client = await connect(server, mia);
  const post = (by: Person, text: string, more: object = {}) =>
    server.submit(by, 'message.post', { room: 'rollout', body: { kind: 'text', text }, ...more });
  const numbers = async () => (await client.ask('room.numbers', { room: 'rollout', timeZone: 'Asia/Tokyo' })).numbers;
  assert.equal((await numbers()).asked, 0);
  const { seq } = await post(ana, 'Where is my mail?');
  await post(mia, 'a note', { audience: 'staff' });
  assert.deepEqual([(await numbers()).asked, (await numbers()).messages], [1, 1]);
  await post(mia, 'Look again', { re: seq });
  await client.ask('question.resolve', { room: 'rollout', cid: newCid(), question: seq });
  const { resolved, byDesk, messages, days } = await numbers();
  assert.deepEqual([resolved, byDesk, messages, days.at(-1)?.resolved], [1, 1, 2, 1]);
  const other = await connect(server, ben);
  assert.equal((await other.refusalFor('room.numbers', { room: 'rollout' })).code, 'forbidden');
  assert.equal((await client.refusalFor('room.numbers', { room: 'rollout', timeZone: 'x' })).code, 'bad_request');
  for (const each of [client, other]) each.close();
});
