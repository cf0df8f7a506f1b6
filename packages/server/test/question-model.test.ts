/**
 * No question is ever left to nobody: every way in which three agents, three questions, the clock, departures and crashes can
 * follow one another, on the commands and the timers themselves. States that differ only in names are one state.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  foldMessage,
  foldRoom,
  Refusal,
  targetOf,
  type EventDraft,
  type MessageDoc,
  type Person,
  type RoomDoc,
  type StoredEvent,
} from '@support-chat/protocol';
import { cast, sampleDrafts } from '@support-chat/protocol/samples';
import { clockwork } from '../dist/auth/clockwork.js';
import { commands } from '../dist/commands/commands.js';
import { putOffUntil } from '../dist/questions/due.js';
import { expireQuestion } from '../dist/questions/expire.js';
import type { Held } from '../dist/store/store.js';

const { ana, mia, tom } = cast;
const eve: Person = { id: 'eve', name: 'Eve', role: 'agent' };
const cid = '0'.repeat(32);
const body = { kind: 'text', text: 'x' } as const;

type Row = Pick<NonNullable<MessageDoc['question']>, 'state' | 'dueAt'> & { readonly owner: string | null };

/** How much there is of what, and the parts that a broken machine gets wrong. */
type Machine = {
  readonly agents: readonly Person[];
  readonly questions: readonly number[];
  readonly mayPromise: boolean;
  readonly putOffUntil: typeof putOffUntil;
  readonly expire: typeof expireQuestion;
  /** What of a command's events is stored. */
  readonly stored: (drafts: readonly EventDraft[]) => readonly EventDraft[];
  /** The row of a question after it changed. */
  readonly rowOf: (row: Row, before: Row | undefined) => Row;
};
const sound: Machine = {
  ...{ agents: [mia, tom, eve], questions: [2, 3, 4], mayPromise: false },
  ...{ putOffUntil, expire: expireQuestion, stored: (drafts) => drafts, rowOf: (row) => row },
};
/** Smaller, because promises make many more states. */
const promising: Machine = { ...sound, agents: [mia, tom], questions: [2, 3], mayPromise: true };

/** Everything that is durable, who is here, and what time it is. Never changed: each act makes another one. */
class World {
  readonly machine: Machine;
  room: RoomDoc | null = null;
  messages: ReadonlyMap<number, MessageDoc> = new Map();
  rows: ReadonlyMap<number, Row> = new Map();
  head = 0;
  now = 0;
  here: ReadonlySet<string>;

  constructor(machine: Machine) {
    this.machine = machine;
    this.here = new Set(machine.agents.map(({ id }) => id));
  }

  static begin(machine: Machine): World {
    let world = new World(machine).take([sampleDrafts['room.created']], mia);
    while (world.head <= machine.questions.length) world = world.do(ana, (held) => post(held, ana));
    return world;
  }

  get held(): Held {
    const nobodyElse = { member: () => undefined, beside: () => null, file: () => undefined, isAffected: () => false };
    const message = (seq: number) => this.messages.get(seq);
    return { room: this.room, now: this.now, next: this.head + 1, message, ...nobodyElse };
  }

  with(changed: Partial<World>): World {
    return Object.assign(new World(this.machine), this, changed);
  }

  /** After these events were stored. */
  take(drafts: readonly EventDraft[], by: Person): World {
    let { room, head } = this;
    const [messages, rows] = [new Map(this.messages), new Map(this.rows)];
    for (const draft of drafts) {
      const event = { ...draft, seq: (head += 1), at: this.now, by, cid } as StoredEvent;
      room = foldRoom(room, event);
      const target = targetOf(event);
      const message = target === null ? undefined : foldMessage(messages.get(target), event);
      if (target === null || !message) continue;
      messages.set(target, message);
      const { question } = message;
      if (!question) continue;
      const row = { state: question.state, owner: question.owner?.id ?? null, dueAt: question.dueAt };
      rows.set(target, this.machine.rowOf(row, rows.get(target)));
    }
    return this.with({ room, head, messages, rows });
  }

  /** After a command; itself when that was refused. */
  do(by: Person, decide: (held: Held) => readonly EventDraft[]): World {
    try {
      return this.take(this.machine.stored(decide(this.held)), by);
    } catch (error) {
      if (error instanceof Refusal) return this;
      throw error;
    }
  }

  /** When something is due next; null when nothing ever is. */
  get nextDue(): number | null {
    const dues = [...this.rows.values()].flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt]));
    return dues.length > 0 ? Math.min(...dues) : null;
  }

  /** After the timers looked; `deaths` says after how many questions the process dies and another one looks at all anew. */
  look(deaths: readonly number[] = []): World {
    const due = [...this.rows].filter(([, { dueAt }]) => dueAt !== null && dueAt <= this.now);
    const [died, ...more] = deaths;
    const world = due.slice(0, died).reduce<World>((before, [seq, row]) => before.expire(seq, row), this);
    if (died !== undefined) return world.look(more);
    // Another node saw the same rows, and comes later.
    for (const [seq, row] of due) {
      const again = world.expire(seq, row);
      assert.equal(again.head, world.head, `I6: question ${seq} expired twice`);
    }
    return world;
  }

  expire(seq: number, row: Row): World {
    const isOwnerHere = row.owner !== null && this.here.has(row.owner);
    const laterAt = this.machine.putOffUntil(row, { isOwnerHere, now: this.now });
    if (laterAt === null) return this.do(clockwork, (held) => this.machine.expire(held, seq));
    const stored = this.rows.get(seq);
    if (stored?.dueAt !== row.dueAt) return this;
    return this.with({ rows: new Map([...this.rows, [seq, { ...stored, dueAt: laterAt }]]) });
  }

  /** What tells it from others, whatever agents and questions are called. */
  get key(): string {
    const { agents, questions } = this.machine;
    const dues = [...new Set([...this.rows.values()].map(({ dueAt }) => dueAt ?? Infinity))].sort((a, b) => a - b);
    const names = permutations(agents.map(({ id }) => id)).map((order) => {
      const place = (id: string | null) => (id === null ? '-' : order.indexOf(id));
      const aboutOf = (seq: number): string => {
        const question = this.messages.get(seq)?.question;
        const row = this.rows.get(seq);
        const { merged } = question ?? {};
        const into = merged && (merged.into === seq ? 'itself' : aboutOf(merged.into));
        return [
          question?.state,
          place(question?.owner?.id ?? null),
          question?.dueAt === row?.dueAt,
          dues.indexOf(row?.dueAt ?? Infinity),
          question?.promised === undefined ? '' : question.promised > this.now ? 'promised' : 'too late',
          Math.min(question?.escalations ?? 0, 1),
          merged ? `${merged.was} in (${into})` : '',
        ].join();
      };
      return `${questions.map(aboutOf).sort().join(' ')} ${order.map((id) => Number(this.here.has(id))).join('')}`;
    });
    return names.sort()[0] ?? '';
  }
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}

function post(held: Held, by: Person, re?: number): readonly EventDraft[] {
  return commands['message.post'](held, by, { room: 'rollout', cid, body, ...(re === undefined ? {} : { re }) });
}

/** Everything that can happen next. */
function nextWorlds(world: World): World[] {
  const { agents, questions, mayPromise } = world.machine;
  const next: World[] = [];
  for (const question of questions) {
    const input = { room: 'rollout', cid, question };
    const owner = world.rows.get(question)?.owner;
    for (const agent of agents.filter(({ id }) => world.here.has(id)))
      next.push(
        world.do(agent, (held) =>
          commands['question.claim'](held, agent, owner == null ? input : { ...input, from: owner }),
        ),
        world.do(agent, (held) => commands['question.release'](held, agent, input)),
        mayPromise
          ? world.do(agent, (held) =>
              commands['question.promise'](held, agent, { ...input, until: world.now + promisedMs }),
            )
          : world,
        world.do(agent, (held) => post(held, agent, question)),
      );
    next.push(
      world.do(ana, (held) => commands['question.resolve'](held, ana, input)),
      world.do(ana, (held) => commands['question.reopen'](held, ana, input)),
    );
    const [agent] = agents.filter(({ id }) => world.here.has(id));
    for (const into of agent ? questions : [])
      next.push(
        world.do(agent ?? mia, (held) => commands['question.merge'](held, agent ?? mia, { ...input, into })),
        world.do(agent ?? mia, (held) => commands['question.split'](held, agent ?? mia, { ...input, into })),
      );
  }
  for (const { id } of agents) {
    const here = new Set(world.here);
    if (!here.delete(id)) here.add(id);
    next.push(world.with({ here }));
  }
  const due = world.nextDue;
  if (due !== null) for (const deaths of [[], [0], [1], [2], [1, 1]]) next.push(world.with({ now: due }).look(deaths));
  // What was put off is due again with every event about it; the timers look.
  return next.map((one) => (one.nextDue !== null && one.nextDue <= one.now ? one.look() : one));
}

const longestOwnedMs = 10 * 60_000;
const promisedMs = 25 * 60_000;

function check(world: World): void {
  for (const seq of world.machine.questions) {
    const question = world.messages.get(seq)?.question;
    const row = world.rows.get(seq);
    assert.ok(question && row, `I0: question ${seq} is there`);
    assert.deepEqual([row.state, row.owner], [question.state, question.owner?.id ?? null], 'I1: its row is as it is');
    const isOver = question.state === 'resolved' || question.state === 'merged';
    assert.equal(
      question.state === 'merged',
      question.merged !== undefined,
      'I7: what is merged is merged into another',
    );
    assert.ok(goesOn(world, seq), `I7: question ${seq} goes on as one that is not merged`);
    if (isOver) assert.equal(row.dueAt, null, 'I2: what is over is over');
    else assert.ok(row.dueAt !== null && row.dueAt > world.now, `I3: question ${seq}, ${row.state}, has a timer`);
    if (question.state !== 'claimed') continue;
    assert.ok(question.owner, 'I4: what is claimed has an owner');
    const until = Math.max(longestOwnedMs, (question.promised ?? 0) - world.now);
    assert.ok((row.dueAt ?? Infinity) - world.now <= until, 'I4: and somebody looks after the owner soon');
  }
}

/** Whether the question, or the one it was merged into, is one that somebody or a timer has, or that is solved. */
function goesOn(world: World, seq: number, steps = 0): boolean {
  const merged = world.messages.get(seq)?.question?.merged;
  return steps <= world.machine.questions.length && (!merged || goesOn(world, merged.into, steps + 1));
}

/** When everybody goes, nobody keeps anything. */
function checkAbandoned(world: World): void {
  let left = world.with({ here: new Set() });
  const until = world.now + Math.max(promisedMs, 2 * longestOwnedMs);
  for (let due = left.nextDue; due !== null && due <= until; due = left.nextDue) left = left.with({ now: due }).look();
  for (const seq of world.machine.questions)
    assert.notEqual(left.rows.get(seq)?.state, 'claimed', `I5: question ${seq} came back to everybody`);
}

/** Every state that can be reached. Throws on the first that breaks an invariant. */
function explore(machine: Machine): number {
  const first = World.begin(machine);
  const seen = new Set([first.key]);
  for (let edge = [first]; edge.length > 0;)
    edge = edge.flatMap(nextWorlds).filter((next) => {
      const { key } = next;
      if (seen.has(key)) return false;
      seen.add(key);
      check(next);
      checkAbandoned(next);
      return true;
    });
  return seen.size;
}

test('S2 S43 in every state that three agents and three questions can come to, somebody or a timer has each question', (t) => {
  const states = explore(sound);
  t.diagnostic(`${states} states`);
  assert.ok(states > 1_000, `${states} states`);
});

test('S2 and also where answers are promised', (t) => {
  const states = explore(promising);
  t.diagnostic(`${states} states`);
  assert.ok(states > 500, `${states} states`);
});

const withoutDue = (type: EventDraft['type']) => (drafts: readonly EventDraft[]) =>
  drafts.map((draft) =>
    draft.type === type ? ({ ...draft, data: { ...draft.data, dueAt: null } } as EventDraft) : draft,
  );

const promisedUntil = (dueAt: (at: number) => number | null) => (drafts: readonly EventDraft[]) =>
  drafts.map((draft) =>
    draft.type === 'question.claimed' && draft.data.promised !== undefined
      ? { ...draft, data: { ...draft.data, dueAt: dueAt(draft.data.promised) } }
      : draft,
  );

const loop = (draft: Extract<EventDraft, { type: 'question.merged' }>): EventDraft => ({
  ...draft,
  data: { ...draft.data, into: draft.data.question },
});

const broken: Record<string, Partial<Machine> & { readonly says: RegExp }> = {
  'a claim without a timer': { stored: withoutDue('question.claimed'), says: /I3|I4/ },
  'a release without a timer': { stored: withoutDue('question.released'), says: /I3/ },
  'a reopening without a timer': { stored: withoutDue('question.reopened'), says: /I3|I4/ },
  'an answer without a timer': { stored: withoutDue('question.answered'), says: /I3/ },
  'what was merged forgetting into what': {
    stored: (drafts) => drafts.map((draft) => (draft.type === 'question.merged' ? loop(draft) : draft)),
    says: /I7/,
  },
  'a split without a timer': { stored: withoutDue('question.split'), says: /I3|I4/ },
  'an owner who is believed for ever': {
    putOffUntil: ({ state }, { now }) => (state === 'claimed' ? now + 1_000 : null),
    says: /I5/,
  },
  'an owner who is not looked after for a day': {
    putOffUntil: (row, facts) => putOffUntil(row, facts) && facts.now + 86_400_000,
    says: /I4|I5/,
  },
  'a promise without a timer': {
    ...{ ...promising, stored: promisedUntil(() => null) },
    says: /I3|I4/,
  },
  'a promise that is asked about a day too late': {
    ...{ ...promising, stored: promisedUntil((at) => at + 86_400_000) },
    says: /I4|I5/,
  },
  'a row that keeps its old time': {
    rowOf: (row, before) => (before ? { ...row, dueAt: before.dueAt } : row),
    says: /I[234]/,
  },
  'a row that keeps its old owner': {
    rowOf: (row, before) => ({ ...row, owner: before?.owner ?? row.owner }),
    says: /I1/,
  },
  'timers that do not look whether it is due': {
    expire: (held, seq) => {
      const asked = held.message(seq);
      const question = asked?.question && { ...asked.question, dueAt: 0 };
      const message = (other: number) =>
        other === seq && asked && question ? { ...asked, question } : held.message(other);
      return expireQuestion({ ...held, message }, seq);
    },
    says: /I6/,
  },
};

for (const [name, { says, ...parts }] of Object.entries(broken))
  test(`the model finds ${name}`, () => {
    assert.throws(() => explore({ ...sound, ...parts }), says);
  });
