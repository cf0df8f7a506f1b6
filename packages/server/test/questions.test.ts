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

type Acts = Exclude<keyof typeof commands & `question.${string}`, never>;

/** A room as a store holds it. */
class Log {
  room: RoomDoc | null = null;
  readonly messages = new Map<number, MessageDoc>();
  head = 0;

  constructor() {
    this.take([sampleDrafts['room.created']], mia);
    this.post(ana); // 2: the question
    this.post(ben, question); // 3: a colleague's reply
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
    const nobodyElse = { member: () => undefined, beside: () => null };
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

  do(name: Acts, by: Person, more: { from?: string; answer?: number } = {}): void {
    const input = { room: 'rollout', cid, question, answer: 3, ...more };
    // One input that fits every command about a question.
    this.take((commands[name] as (...args: unknown[]) => EventDraft[])(this.held, by, input), by);
  }
}

/** The question in this state; Mia owns it unless it is open. */
function inState(state: QuestionState): Log {
  const log = new Log();
  if (state !== 'open') log.do('question.claim', mia);
  if (state === 'answered' || state === 'resolved') log.post(mia, question);
  if (state === 'resolved') log.do('question.resolve', ana);
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
    case 'question.release':
      if (!isStaff) return 'forbidden';
      return !from('claimed') ? 'changed' : by === mia || by === sato ? 'open' : 'forbidden';
    case 'question.answer':
      return !isStaff && !isAsker ? 'forbidden' : from('resolved') ? 'changed' : 'answered';
    case 'question.resolve':
      return !isStaff && !isAsker ? 'forbidden' : from('resolved') ? 'changed' : 'resolved';
    case 'question.reopen':
      return !isStaff && !isAffected ? 'forbidden' : from('answered', 'resolved') ? 'claimed' : 'changed';
    case 'question.join':
      return from('resolved') || isAffected ? 'changed' : state;
    case 'question.leave':
      return isAsker ? 'forbidden' : isAffected ? state : 'changed';
  }
}

test('every command, from every state, by everybody, leads where it should or nowhere', () => {
  const names = Object.keys(commands).filter((name): name is Acts => name.startsWith('question.'));
  const combinations = names.flatMap((name) =>
    questionStates.flatMap((state) => everybody.map((by) => ({ name, state, by }))),
  );
  assert.equal(combinations.length, 7 * 4 * 7);
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
  assert.deepEqual(log.room?.questions, { open: 0, claimed: 1, answered: 0, resolved: 0 });
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
