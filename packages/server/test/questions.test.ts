/** Who may do what with a question, from which state: every combination, and where it leads. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  foldMessage,
  foldRoom,
  questionStates,
  Refusal,
  targetOf,
  type EventDraft,
  type MessageDoc,
  type Person,
  type QuestionState,
  type RoomDoc,
  type StoredEvent,
} from '@support-chat/protocol';
import { cast, sampleDrafts } from '@support-chat/protocol/samples';
import { commands } from '../dist/commands/commands.js';

const { ana, ben, kenji, mia, tom, sato } = cast;
const bot: Person = { id: 'hal', name: 'Hal', role: 'bot' };
const everybody: readonly Person[] = [ana, ben, kenji, mia, tom, sato, bot];
const cid = '0'.repeat(32);
const question = 2;

const created = { ...sampleDrafts['room.created'], seq: 1, at: 1, by: mia, cid } as StoredEvent & {
  type: 'room.created';
};
const vpn = foldRoom(null, { ...created, data: { ...created.data, name: 'vpn', title: 'VPN' } });

type Acts = Exclude<keyof typeof commands & `question.${string}`, never>;

/** A room as a store holds it. */
class Log {
  room: RoomDoc | null = null;
  readonly messages = new Map<number, MessageDoc>();
  head = 0;
  /** Other rooms. */
  beside: readonly RoomDoc[] = [vpn];

  constructor() {
    this.take([sampleDrafts['room.created']], mia);
    this.post(ana); // 2: the question
    this.post(ben, question); // 3: a colleague's reply
    this.post(kenji); // 4: another question
    this.do('question.join', ben);
  }

  take(drafts: readonly EventDraft[], by: Person): void {
    for (const draft of drafts) {
      const event = { ...draft, seq: (this.head += 1), at: this.head, by, cid } as StoredEvent;
      this.room = foldRoom(this.room, event);
      const target = targetOf(event);
      const message = target === null ? undefined : foldMessage(this.messages.get(target), event);
      if (target !== null && message) this.messages.set(target, message);
    }
  }

  get held() {
    const beside = (name: string) => this.beside.find((room) => room.name === name) ?? null;
    const nobodyElse = { member: () => undefined, beside, file: () => undefined, isAffected: () => false };
    const message = (seq: number) => this.messages.get(seq);
    return { room: this.room, now: 0, next: this.head + 1, message, ...nobodyElse };
  }

  get question() {
    return this.messages.get(question)?.question;
  }

  post(by: Person, re?: number, audience: 'everyone' | 'staff' = 'everyone'): void {
    const input = { room: 'rollout', cid, audience, body: { kind: 'text', text: 'x' }, ...(re && { re }) } as const;
    this.take(commands['message.post'](this.held, by, input), by);
  }

  do(
    name: Acts,
    by: Person,
    more: {
      from?: string;
      answer?: number;
      question?: number;
      into?: number;
      to?: Person;
      toRoom?: string;
      until?: number;
    } = {},
  ): void {
    const input = { room: 'rollout', cid, question, answer: 3, into: 4, to: tom, toRoom: 'vpn', until: 99, ...more };
    // One input that fits every command about a question.
    this.take((commands[name] as (...args: unknown[]) => EventDraft[])(this.held, by, input), by);
  }
}

/** The question in this state; Mia owns it unless it is open, or was when it was merged. */
function inState(state: QuestionState): Log {
  const log = new Log();
  if (state !== 'open' && state !== 'merged' && state !== 'moved') log.do('question.claim', mia);
  if (state === 'answered' || state === 'resolved') log.post(mia, question);
  if (state === 'resolved') log.do('question.resolve', ana);
  if (state === 'merged') log.do('question.merge', mia);
  if (state === 'moved') log.do('question.move', mia);
  assert.equal(log.question?.state, state);
  return log;
}

function outcome(log: Log, act: () => void): string {
  try {
    act();
    return log.question?.state ?? 'none';
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
    return error.code;
  }
}

const staff = [mia, tom, sato];

/** What must come of it: `owner` is Mia. */
function expected(name: Acts, state: QuestionState, by: Person): string {
  const [isStaff, isAsker, isAffected] = [staff.includes(by as never), by === ana, by === ana || by === ben];
  const from = (...states: QuestionState[]) => states.includes(state);
  switch (name) {
    case 'question.claim':
      return !isStaff ? 'forbidden' : state === 'open' ? 'claimed' : 'changed';
    case 'question.hand':
      if (!isStaff) return 'forbidden';
      if (!from('open', 'claimed')) return 'changed';
      return from('open') || by === mia || by === sato ? 'claimed' : 'forbidden';
    case 'question.promise':
      return !isStaff ? 'forbidden' : from('open') || (from('claimed') && by === mia) ? 'claimed' : 'changed';
    case 'question.release':
      if (!isStaff) return 'forbidden';
      return !from('claimed') ? 'changed' : by === mia || by === sato ? 'open' : 'forbidden';
    case 'question.answer':
      return !isStaff && !isAsker ? 'forbidden' : from('resolved', 'merged', 'moved') ? 'changed' : 'answered';
    case 'question.resolve':
      return !isStaff && !isAsker ? 'forbidden' : from('resolved', 'merged', 'moved') ? 'changed' : 'resolved';
    case 'question.reopen':
      return !isStaff && !isAffected ? 'forbidden' : from('answered', 'resolved') ? 'claimed' : 'changed';
    case 'question.merge':
      return !isStaff ? 'forbidden' : from('resolved', 'merged', 'moved') ? 'changed' : 'merged';
    case 'question.move':
      return !isStaff ? 'forbidden' : from('resolved', 'merged', 'moved') ? 'changed' : 'moved';
    case 'question.split':
      return !isStaff ? 'forbidden' : from('merged') ? 'open' : 'changed';
    case 'question.rate':
      // A rating is no event of the question itself.
      return !isAffected ? 'forbidden' : from('answered', 'resolved') ? state : 'changed';
    case 'question.join':
      return from('resolved', 'merged', 'moved') || isAffected ? 'changed' : state;
    case 'question.leave':
      return isAsker ? 'forbidden' : isAffected ? state : 'changed';
  }
}

test('every command, from every state, by everybody, leads where it should or nowhere', () => {
  const names = Object.keys(commands).filter((name): name is Acts => name.startsWith('question.'));
  const combinations = names.flatMap((name) =>
    questionStates.flatMap((state) => everybody.map((by) => ({ name, state, by }))),
  );
  assert.equal(combinations.length, 13 * 6 * 7);
  for (const { name, state, by } of combinations) {
    const log = inState(state);
    const before = log.head;
    const came = outcome(log, () => log.do(name, by));
    assert.equal(came, expected(name, state, by), `${name} from ${state} by ${by.id}`);
    if (!questionStates.includes(came as QuestionState)) assert.equal(log.head, before);
  }
});

test('what somebody else looks into is taken over only by who knows whose it is', () => {
  const log = inState('claimed');
  assert.equal(
    outcome(log, () => log.do('question.claim', tom)),
    'changed',
  );
  assert.equal(
    outcome(log, () => log.do('question.claim', tom, { from: 'sato' })),
    'changed',
  );
  log.do('question.claim', tom, { from: 'mia' });
  assert.deepEqual([log.question?.owner, log.question?.state], [tom, 'claimed']);
  assert.deepEqual(log.room?.questions, { open: 1, claimed: 1, answered: 0, resolved: 0 });
});

test('who promises an answer owns the question until then, and the promise goes with it, away and back', () => {
  const log = inState('open');
  log.do('question.promise', mia);
  const promised = { state: 'claimed', owner: mia, dueAt: 99, promised: 99 };
  const now = () => {
    const { state, owner, dueAt, promised } = log.question ?? {};
    return { state, owner, dueAt, ...(promised !== undefined && { promised }) };
  };
  assert.deepEqual(now(), promised);
  assert.equal(
    outcome(log, () => log.do('question.promise', mia)),
    'changed',
    'the same again',
  );
  log.do('question.hand', mia);
  assert.deepEqual(now(), { ...promised, owner: tom }, 'it was promised to who asked, by whoever');
  log.do('question.merge', mia);
  log.do('question.split', mia);
  assert.deepEqual(now(), { ...promised, owner: tom }, 'as if it had never been merged');
  log.do('question.promise', tom, { until: 50 });
  assert.deepEqual(now(), { ...promised, owner: tom, dueAt: 50, promised: 50 });
  log.do('question.release', tom);
  assert.deepEqual([log.question?.state, log.question?.promised], ['open', undefined]);
  log.do('question.promise', mia);
  log.post(mia, question);
  assert.deepEqual([log.question?.state, log.question?.promised], ['answered', undefined]);
  log.do('question.reopen', ana);
  assert.deepEqual([log.question?.state, log.question?.promised], ['claimed', undefined]);
});

test('a promise is of the future, and not of the next year', () => {
  for (const until of [0, 91 * 86_400_000, 8.64e15])
    assert.equal(
      outcome(inState('open'), () => inState('open').do('question.promise', mia, { until })),
      'bad_request',
    );
});

test('the first reply of staff to everybody answers the question, and makes it theirs', () => {
  const log = inState('open');
  log.post(kenji, question);
  log.post(tom, question, 'staff');
  assert.equal(log.question?.state, 'open', 'neither a colleague nor a note');
  log.post(tom, question);
  assert.deepEqual(
    [log.question?.state, log.question?.owner, log.question?.answer],
    ['answered', tom, log.head - 2],
    'the reply, its claim and its answer',
  );
  const before = log.head;
  log.post(mia, question);
  assert.equal(log.head, before + 1, 'one more reply is a reply');
  log.do('question.answer', ana, { answer: 3 });
  assert.deepEqual([log.question?.answer, log.question?.owner], [3, tom], 'a colleague helped');
  assert.equal(
    outcome(log, () => log.do('question.answer', ana, { answer: 3 })),
    'changed',
  );
});

test('only a reply to it that everybody sees can be the answer', () => {
  const log = inState('open');
  log.post(ben);
  log.post(mia, question, 'staff');
  for (const answer of [question, log.head - 1, log.head, 99])
    assert.equal(
      outcome(log, () => log.do('question.answer', mia, { answer })),
      'not_found',
      `message ${answer}`,
    );
});

test('who needs help asks, who helps tells; a reply is to a message that begins something', () => {
  const log = new Log();
  const posted = (by: Person, ...more: [re?: number, audience?: 'everyone' | 'staff']) => {
    log.post(by, ...more);
    return log.messages.get(log.head);
  };
  assert.equal(posted(kenji)?.question?.state, 'open');
  for (const by of [mia, sato, bot]) assert.equal(posted(by)?.question, undefined);
  assert.deepEqual([posted(kenji, question)?.re, posted(kenji, question)?.question], [question, undefined]);
  const note = posted(mia, undefined, 'staff');
  const refusals = [3, 99, note?.seq ?? 0].map((re) => outcome(log, () => log.post(ana, re)));
  assert.deepEqual(refusals, ['bad_request', 'not_found', 'not_found']);
});

test('in a closed room questions stay as they are', () => {
  for (const state of questionStates) {
    const log = inState(state);
    log.take([sampleDrafts['room.closed']], mia);
    for (const by of everybody)
      assert.equal(
        outcome(log, () => log.do('question.resolve', by)),
        'room_closed',
      );
  }
});

/** Question 2 of ana and ben, 4 of kenji, and one each of tom's colleagues from 6 on. */
function withQuestions(...askers: Person[]): Log {
  const log = new Log();
  for (const asker of askers) log.post(asker);
  return log;
}

const questionOf = (log: Log, seq: number) => log.messages.get(seq)?.question;
const affectedBy = (log: Log, seq: number) => [...(questionOf(log, seq)?.affected ?? [])].sort();

test('a merged question goes on as the other, with all whom it concerns, and out of every count', () => {
  const log = new Log();
  log.do('question.claim', mia);
  log.do('question.merge', tom, { question: 2, into: 4 });
  assert.deepEqual(questionOf(log, 2)?.merged, { into: 4, was: 'claimed' });
  assert.deepEqual([questionOf(log, 2)?.state, questionOf(log, 2)?.dueAt], ['merged', null]);
  assert.deepEqual(affectedBy(log, 4), ['ana', 'ben', 'kenji']);
  assert.deepEqual(log.room?.questions, { open: 1, claimed: 0, answered: 0, resolved: 0, merged: 1 });
  assert.equal(log.room?.waiting?.count, 1);
  log.post(mia, 4);
  const answered = questionOf(log, 4);
  assert.equal(answered?.state, 'answered');
  // Whoever it reached may say that it did not help.
  log.do('question.reopen', ben, { question: 4 });
  assert.equal(questionOf(log, 4)?.state, 'claimed');
});

test('split, both are as if they had never been merged', () => {
  const log = withQuestions(ben);
  log.do('question.claim', mia);
  const before = [2, 4, 6].map((seq) => [
    questionOf(log, seq)?.state,
    affectedBy(log, seq),
    questionOf(log, seq)?.owner,
  ]);
  log.do('question.join', ben, { question: 4 });
  log.do('question.leave', ben, { question: 4 });
  log.do('question.merge', mia, { question: 2, into: 4 });
  log.do('question.merge', mia, { question: 6, into: 4 });
  assert.deepEqual(affectedBy(log, 4), ['ana', 'ben', 'kenji']);
  log.do('question.split', tom, { question: 2, into: 4 });
  assert.deepEqual(affectedBy(log, 4), ['ben', 'kenji'], 'it still concerns ben by question 6');
  log.do('question.split', tom, { question: 6, into: 4 });
  const after = [2, 4, 6].map((seq) => [
    questionOf(log, seq)?.state,
    affectedBy(log, seq),
    questionOf(log, seq)?.owner,
  ]);
  assert.deepEqual(after, before);
  assert.equal(questionOf(log, 2)?.merged, undefined);
  assert.ok((questionOf(log, 2)?.dueAt ?? 0) > 0, 'its time runs again');
  assert.deepEqual(log.room?.questions, { open: 2, claimed: 1, answered: 0, resolved: 0, merged: 0 });
});

test('who joined by themselves stays when what was merged is split, and who left is gone', () => {
  const log = withQuestions();
  log.do('question.join', ben, { question: 4 });
  log.do('question.merge', mia, { question: 2, into: 4 });
  log.do('question.leave', ana, { question: 4 });
  assert.deepEqual(affectedBy(log, 4), ['ben', 'kenji']);
  log.do('question.join', ana, { question: 4 });
  log.do('question.split', mia, { question: 2, into: 4 });
  assert.deepEqual(affectedBy(log, 4), ['ana', 'ben', 'kenji']);
});

test('there are no loops, and nothing is merged into what is merged itself', () => {
  const log = withQuestions(ben);
  const tried = (name: Acts, question: number, into: number) =>
    outcome(log, () => log.do(name, mia, { question, into }));
  assert.equal(tried('question.merge', 2, 2), 'bad_request');
  for (const [question, into] of [
    [2, 99],
    [99, 2],
    [2, 3],
    [3, 2],
  ] as const)
    assert.equal(tried('question.merge', question, into), 'not_found');
  log.do('question.merge', mia, { question: 2, into: 4 });
  assert.equal(tried('question.merge', 4, 2), 'changed');
  assert.equal(tried('question.merge', 6, 2), 'changed');
  // What others were merged into goes on into a third with all of them.
  log.do('question.merge', mia, { question: 4, into: 6 });
  assert.deepEqual(affectedBy(log, 6), ['ana', 'ben', 'kenji']);
  assert.equal(tried('question.split', 2, 4), 'changed', 'its people went on to 6');
  assert.equal(tried('question.split', 4, 2), 'changed', 'somebody saw something else');
  log.do('question.split', mia, { question: 4, into: 6 });
  log.do('question.split', mia, { question: 2, into: 4 });
  assert.deepEqual(
    [2, 4, 6].map((seq) => affectedBy(log, seq)),
    [['ana', 'ben'], ['kenji'], ['ben']],
  );
});

test('nothing is merged into what was solved without an answer', () => {
  const log = new Log();
  log.do('question.resolve', mia, { question: 4 });
  assert.equal(
    outcome(log, () => log.do('question.merge', mia, { question: 2, into: 4 })),
    'changed',
  );
  assert.equal(log.question?.state, 'open');
});

test('more people than can be counted are not merged', () => {
  const log = withQuestions();
  const people = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, place): Person => ({ id: `${prefix}${place}`, name: 'x', role: 'employee' }));
  for (const person of people('a', 1_000)) log.do('question.join', person, { question: 2 });
  for (const person of people('b', 998)) log.do('question.join', person, { question: 4 });
  const merge = () => outcome(log, () => log.do('question.merge', mia, { question: 2, into: 4 }));
  assert.equal(merge(), 'forbidden');
  log.do('question.leave', { id: 'a0', name: 'x', role: 'employee' }, { question: 2 });
  assert.equal(merge(), 'merged');
  assert.equal(affectedBy(log, 4).length, 2_000);
});

test('a question is handed to somebody who answers, by who has it, by a manager, or by anybody who answers when nobody has it', () => {
  const log = inState('open');
  const hand = (by: Person, to: Person) => outcome(log, () => log.do('question.hand', by, { to }));
  assert.equal(hand(mia, ben), 'bad_request', 'ben asks here');
  assert.equal(hand(mia, { id: 'carla', name: 'Carla', role: 'guest' }), 'bad_request');
  assert.equal(hand(mia, tom), 'claimed');
  assert.deepEqual([log.question?.owner, log.question?.escalations], [tom, 0]);
  assert.equal(hand(tom, tom), 'changed');
  assert.equal(hand(mia, sato), 'forbidden');
  assert.equal(hand(sato, mia), 'claimed');
  assert.deepEqual(log.question?.owner, mia);
  assert.deepEqual(log.room?.questions, { open: 1, claimed: 1, answered: 0, resolved: 0 });
});

test('a question is moved only to an open room in which whoever asked it may ask', () => {
  const other = (more: Partial<RoomDoc>): RoomDoc => ({ ...vpn, name: 'other', ...more });
  const tried = (room: RoomDoc | null, toRoom = 'other'): string => {
    const log = inState('claimed');
    log.beside = room ? [room] : [];
    return outcome(log, () => log.do('question.move', mia, { toRoom }));
  };
  assert.equal(tried(other({})), 'moved');
  assert.equal(tried(null), 'not_found');
  assert.equal(tried(other({ kind: 'team', isPrivate: true })), 'not_found');
  assert.equal(tried(other({ deleted: { at: 1, by: sato, reason: '', until: 9 } })), 'not_found');
  assert.equal(tried(other({ state: 'closed' })), 'room_closed');
  assert.equal(tried(other({ state: 'planned' })), 'room_closed');
  for (const kind of ['team', 'incident'] as const) assert.equal(tried(other({ kind })), 'bad_request', kind);
  assert.equal(tried(other({ name: 'rollout' }), 'rollout'), 'bad_request');
  const log = inState('claimed');
  log.do('question.move', mia);
  assert.deepEqual(log.question?.moved, { room: 'vpn', title: 'VPN', seq: null, was: 'claimed' });
  assert.equal(log.question?.dueAt, 0, 'it is carried at once');
  assert.deepEqual(log.room?.questions, { open: 1, claimed: 0, answered: 0, resolved: 0, moved: 1 });
  assert.equal(
    outcome(log, () => log.do('question.merge', mia, { question: 4, into: 2 })),
    'changed',
    'nothing is merged into it',
  );
});
