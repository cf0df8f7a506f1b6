/** What is broken or planned, from its announcement to its end: who says so, who is counted, who hears of it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  foldMessage,
  foldRoom,
  limits,
  Refusal,
  targetOf,
  type CommandName,
  type EventDraft,
  type MessageDoc,
  type Person,
  type ProblemFacts,
  type RequestInput,
  type RoomDoc,
  type StoredEvent,
} from '@support-chat/protocol';
import { parseRequest } from '@support-chat/protocol/schemas';
import { sampleDrafts } from '@support-chat/protocol/samples';
import { newCid, startTestServer, type TestServer } from '@support-chat/server/testing';
import { commands } from '../dist/commands/commands.js';
import { roomFor } from '../dist/kinds/visibility.js';
import { ana, ben, connect, kenji, mia, sato, tom } from './kit.js';

const bot: Person = { id: 'hal', name: 'Hal', role: 'bot' };
const everybody: readonly Person[] = [ana, ben, mia, tom, sato, bot];
const staff: readonly Person[] = [mia, tom, sato];
const down: ProblemFacts = { what: 'outage', severity: 'down', title: 'Mail is down', startsAt: 100, endsAt: null };

type Act = Extract<CommandName, `problem.${string}`>;
type Input<N extends Act> = Omit<RequestInput<N>, 'room' | 'cid'>;

/** A room as a store holds it. Problem 2 is announced, and concerns Ben. */
class Log {
  room: RoomDoc | null = null;
  readonly messages = new Map<number, MessageDoc>();
  head = 0;
  /** The first event that whoever acts may see. */
  from = 1;
  readonly #isAffected = new Set<string>();

  constructor() {
    this.take([sampleDrafts['room.created']], mia);
    this.do('problem.announce', mia, down);
    this.do('problem.join', ben, { problem: 2 });
  }

  get board() {
    return this.room?.problems ?? [];
  }

  do<N extends Act>(name: N, by: Person, input: Input<N>): void {
    const whole = { ...input, room: 'rollout', cid: '' } as unknown as RequestInput<N>;
    const held = {
      ...{ room: this.room, now: this.head, next: this.head + 1 },
      message: (seq: number) => this.messages.get(seq),
      member: (id: string) =>
        this.from > 1 ? { person: { ...by, id }, as: 'member', from: this.from, rev: 1 } : undefined,
      beside: () => null,
      isAffected: (problem: number) => this.#isAffected.has(`${problem} ${by.id}`),
    };
    // The name says which input it is; the compiler does not narrow one by the other.
    this.take((commands[name] as (...args: unknown[]) => EventDraft[])(held, by, whole), by);
  }

  take(drafts: readonly EventDraft[], by: Person): void {
    for (const draft of drafts) {
      const event = { ...draft, seq: (this.head += 1), at: this.head, by, cid: '' } as StoredEvent;
      this.room = foldRoom(this.room, event);
      const target = targetOf(event);
      const message = target === null ? undefined : foldMessage(this.messages.get(target), event);
      if (message) this.messages.set(message.seq, message);
      const key = 'problem' in event.data ? `${event.data.problem} ${by.id}` : '';
      if (event.type === 'problem.joined') this.#isAffected.add(key);
      if (event.type === 'problem.left') this.#isAffected.delete(key);
    }
  }
}

function outcome(act: () => void): string {
  try {
    act();
    return 'ok';
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
    return error.code;
  }
}

const ways = ['ongoing', 'over', 'never there', 'in a closed room'] as const;
type Way = (typeof ways)[number];

function logIn(way: Way): Log {
  const log = new Log();
  if (way === 'over') log.do('problem.end', mia, { problem: 2 });
  if (way === 'in a closed room') log.take([sampleDrafts['room.closed']], mia);
  return log;
}

/** What must come of it. */
function expected(name: Act, way: Way, by: Person): string {
  const isAboutAll = name === 'problem.join' || name === 'problem.leave';
  if (!isAboutAll && !staff.includes(by)) return 'forbidden';
  if (way === 'in a closed room') return 'room_closed';
  if (name === 'problem.announce') return 'ok';
  if (way !== 'ongoing') return way === 'over' ? 'changed' : 'not_found';
  if (isAboutAll) return (by === ben) === (name === 'problem.leave') ? 'ok' : 'changed';
  return 'ok';
}

test('every command, in every state of a problem, by everybody, is done or refused as it should be', () => {
  const names = Object.keys(commands).filter((name): name is Act => name.startsWith('problem.'));
  const cells = names.flatMap((name) => ways.flatMap((way) => everybody.map((by) => ({ name, way, by }))));
  assert.equal(cells.length, 5 * 4 * 6);
  for (const { name, way, by } of cells) {
    const log = logIn(way);
    const { head } = log;
    const problem = way === 'never there' ? 1 : 2;
    const came = outcome(() => log.do(name, by, { ...down, problem, rev: 2 }));
    assert.equal(came, expected(name, way, by), `${name} of what is ${way} by ${by.id}`);
    assert.equal(log.head, head + Number(came === 'ok'), 'one act is one event, a refusal none');
  }
});

test('a problem changes as a whole, keeps whom it concerns, and each change is a message for everybody', () => {
  const log = new Log();
  const later: ProblemFacts = { ...down, severity: 'degraded', title: 'Mail is slow', endsAt: 900 };
  log.do('problem.update', tom, { problem: 2, rev: 2, ...later, remark: 'Half the servers are back.' });
  assert.deepEqual(log.board, [
    { seq: 2, ...later, remark: 'Half the servers are back.', affected: 1, rev: 4, updatedAt: 4, by: tom },
  ]);
  log.do('problem.end', sato, { problem: 2 });
  assert.deepEqual(log.board, []);
  const bodies = [2, 4, 5].map((seq) => log.messages.get(seq)?.body);
  const at = (change: string, facts: ProblemFacts, affected: number, text: string, remark: string | null = null) => {
    return { kind: 'problem', change, problem: { seq: 2, ...facts, remark, affected }, text };
  };
  assert.deepEqual(bodies, [
    at('announced', down, 0, 'Mail is down'),
    at('updated', later, 1, 'Mail is slow – Half the servers are back.', 'Half the servers are back.'),
    at('ended', later, 1, '✓ Mail is slow'),
  ]);
  assert.deepEqual([log.room?.messages, log.messages.get(2)?.question], [3, undefined]);
});

test('what somebody else said meanwhile is not written over', () => {
  const log = new Log();
  log.do('problem.update', tom, { ...down, problem: 2, rev: 2, endsAt: 900 });
  assert.equal(
    outcome(() => log.do('problem.update', mia, { ...down, problem: 2, rev: 2 })),
    'changed',
  );
  assert.equal(log.board[0]?.endsAt, 900);
  log.do('problem.join', ana, { problem: 2 });
  assert.equal(
    outcome(() => log.do('problem.update', mia, { ...down, problem: 2, rev: 4 })),
    'ok',
    'who is counted does not change what staff said',
  );
});

test('the expected end is after the start, or not known', () => {
  for (const endsAt of [100, 99, 0])
    assert.throws(() => new Log().do('problem.announce', mia, { ...down, endsAt }), /expected endsAt after startsAt/);
  for (const endsAt of [101, null])
    assert.equal(
      outcome(() => new Log().do('problem.announce', mia, { ...down, endsAt })),
      'ok',
    );
});

test('who sees a room from some event on knows of a problem once something is said about it from there on', () => {
  const log = new Log();
  log.from = 4;
  assert.ok(log.room);
  assert.deepEqual(roomFor({ isStaff: false, from: 4 }, log.room).problems, []);
  const join = () => outcome(() => log.do('problem.join', ana, { problem: 2 }));
  assert.equal(join(), 'not_found');
  log.from = 1;
  log.do('problem.update', mia, { ...down, problem: 2, rev: 2 });
  log.from = 4;
  assert.deepEqual(
    roomFor({ isStaff: false, from: 4 }, log.room).problems?.map(({ seq }) => seq),
    [2],
  );
  assert.equal(join(), 'ok');
});

test('an outage has begun; only work is planned', () => {
  const [now, skewMs] = [3, 5 * 60_000];
  const announce = (more: Partial<ProblemFacts>) =>
    outcome(() => new Log().do('problem.announce', mia, { ...down, startsAt: now + skewMs, ...more }));
  assert.deepEqual(
    [announce({}), announce({ startsAt: now + skewMs + 1 }), announce({ startsAt: 9e12, what: 'maintenance' })],
    ['ok', 'bad_request', 'ok'],
  );
});

test('a room has as many problems as its document can carry', () => {
  const log = new Log();
  for (let i = 1; i < limits.maxProblems; i += 1) log.do('problem.announce', mia, down);
  assert.equal(
    outcome(() => log.do('problem.announce', mia, down)),
    'forbidden',
  );
  log.do('problem.end', mia, { problem: 2 });
  assert.equal(
    outcome(() => log.do('problem.announce', mia, down)),
    'ok',
  );
});

test('what is no problem is refused before anybody decides, and nobody posts one as a message', () => {
  const cid = '0'.repeat(32);
  const announce = { room: 'rollout', cid, ...down };
  assert.deepEqual(parseRequest('problem.announce', { ...announce, affected: 9, by: 'ceo' }), announce);
  const wrong: [CommandName, object][] = [
    ['problem.announce', { ...announce, what: 'disaster' }],
    ['problem.announce', { ...announce, severity: 'fine' }],
    ['problem.announce', { ...announce, title: ' ' }],
    ['problem.announce', { ...announce, title: 'x'.repeat(limits.maxTitleChars + 1) }],
    ['problem.announce', { ...announce, startsAt: 1.5 }],
    ['problem.announce', { ...announce, startsAt: -1 }],
    ['problem.announce', { ...announce, endsAt: limits.maxAt + 1 }],
    ['problem.announce', { ...announce, remark: ' ' }],
    ['problem.update', { ...announce, problem: 2 }],
    ['problem.update', { ...announce, problem: 0, rev: 2 }],
    ['problem.join', { room: 'rollout', cid, problem: '2' }],
    ['message.post', { room: 'rollout', cid, body: { kind: 'problem', change: 'ended', problem: {}, text: 'x' } }],
  ];
  for (const [name, input] of wrong)
    assert.equal(
      outcome(() => void parseRequest(name, input)),
      'bad_request',
      `${name} ${JSON.stringify(input)}`,
    );
});

let server: TestServer;
before(async () => {
  server = await startTestServer();
  await server.submit(mia, 'room.create', { room: 'rollout', kind: 'rollout', title: 'New mail', purpose: '' });
});
after(() => server.close());

test('who comes later finds the board in the first answer; who is there hears of every change; each counts once', async () => {
  const room = 'rollout';
  const { ask: anaAsks, ...anas } = await connect(server, ana);
  await anaAsks('room.join', { room });
  const { seq: problem } = await server.submit(mia, 'problem.announce', { room, ...down });
  await anas.next('events', ({ events }) => events.some(({ seq }) => seq === problem));
  assert.deepEqual(await anaAsks('problem.mine', { room }), { problems: [] });

  const joins = [ana, ben, kenji].map((by) => server.submit(by, 'problem.join', { room, problem }));
  await Promise.all(joins);
  const again = { room, problem, cid: newCid() };
  assert.equal((await anas.refusalFor('problem.join', again)).code, 'changed');
  assert.deepEqual(await anaAsks('problem.mine', { room }), { problems: [problem] });
  await server.submit(ben, 'problem.leave', { room, problem });

  const bens = await connect(server, ben);
  const { room: doc, standing } = await bens.ask('room.join', { room }).then((answer) => {
    assert.ok(answer.mode === 'window');
    return answer;
  });
  assert.deepEqual(
    doc?.problems?.map(({ seq, affected }) => [seq, affected]),
    [[problem, 2]],
  );
  assert.equal(standing.unread, 1, 'its announcement counts as a message');
  assert.deepEqual(await bens.ask('problem.mine', { room }), { problems: [] });

  const { seq: end } = await server.submit(mia, 'problem.end', { room, problem, remark: 'All mail is on its way.' });
  await anas.next('events', ({ events }) => events.some(({ seq }) => seq === end));
  assert.deepEqual(await anaAsks('problem.mine', { room }), { problems: [] }, 'what is over concerns nobody');
  anas.close();
  bens.close();
});
