/** The checker itself: a sound history passes, and each way to break one is found and named. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkHistory, type Invariant } from './checker.js';
import type { History, Logged, Shown, Step } from './history.js';

type Draft = { steps: Step[]; log: Logged[]; shown: Shown[] };

const room = 'rollout';
const messages = ['a', 'b', 'c', 'd'];
const logOf = (cids: readonly string[]): Logged[] =>
  cids.map((cid, index) => ({
    seq: index + 1,
    cid,
    person: 'ana',
    isMessage: cid !== 'made',
    isForStaff: cid === 'note',
  }));

/** Ana posts four messages from one device, ben reads along; mia has written a note that ben may not see. */
function sound(): Draft {
  const log = logOf(['made', ...messages, 'note']);
  const visibleTo = (isStaff: boolean) =>
    log
      .filter(({ isMessage, isForStaff }) => isMessage && (isStaff || !isForStaff))
      .map(({ seq, cid }) => ({ seq, cid }));
  const view = (person: string, isStaff: boolean): Shown => ({
    ...{ device: `${person}-1`, person, isStaff, room, hasOlder: false, messages: visibleTo(isStaff) },
    ...{ waiting: [], failed: [] },
  });
  const received = (person: string, isStaff: boolean): Step[] =>
    log.map(({ seq, cid, isForStaff }) => ({
      ...{ kind: 'recv', device: `${person}-1`, room, seq, cid: isForStaff && !isStaff ? null : cid },
    }));
  const posted = (cid: string, index: number): Step[] => [
    { kind: 'invoke', device: 'ana-1', person: 'ana', room, cid },
    { kind: 'ok', room, cid, seq: index + 2 },
  ];
  return {
    log,
    shown: [view('ana', false), view('ben', false), view('mia', true)],
    steps: [
      ...messages.flatMap(posted),
      { kind: 'invoke', device: 'mia-1', person: 'mia', room, cid: 'note' },
      { kind: 'ok', room, cid: 'note', seq: 6 },
      { kind: 'ok', room, cid: 'a', seq: 2 },
      { kind: 'invoke', device: 'ben-1', person: 'ben', room, cid: 'too long' },
      { kind: 'fail', room, cid: 'too long', code: 'too_long' },
      ...received('ben', false),
      ...received('mia', true),
      { kind: 'marker', device: 'ben-1', person: 'ben', room, seq: 3 },
      { kind: 'marker', device: 'ben-1', person: 'ben', room, seq: 6 },
    ],
  };
}
const historyOf = ({ steps, log, shown }: Draft): History => ({ steps, shown, logs: new Map([[room, log]]) });

test('a sound history passes, and is counted', () => {
  const { violations, ...counts } = checkHistory(historyOf(sound()));
  assert.deepEqual(violations, []);
  assert.deepEqual(counts, { invoked: 6, acknowledged: 5, failed: 1, received: 12, logged: 6 });
});

const withLog = (log: Logged[], draft: Draft): void => {
  draft.log = log;
  draft.shown = [];
  draft.steps = draft.steps.filter(({ kind }) => kind !== 'recv');
};
const replaceView = (draft: Draft, device: string, change: (view: Shown) => Partial<Shown>): void => {
  draft.shown = draft.shown.map((view) => (view.device === device ? { ...view, ...change(view) } : view));
};

const breaks: [string, Invariant[], (draft: Draft) => void][] = [
  [
    'an acknowledged message is gone',
    ['I1 no loss', 'I2 no vanishing'],
    (d) => withLog(logOf(['made', 'a', 'b', 'c', 'note']), d),
  ],
  [
    'an acknowledged message has another number',
    ['I1 no loss', 'I8 sender order'],
    (d) => withLog(logOf(['made', 'b', 'a', 'c', 'd', 'note']), d),
  ],
  [
    'a message vanished without a word',
    ['I2 no vanishing'],
    (d) => void d.steps.push({ kind: 'invoke', device: 'x', person: 'ana', room, cid: 'x' }),
  ],
  ['a message is in the log twice', ['I3 no duplicate'], (d) => withLog(logOf(['made', ...messages, 'note', 'a']), d)],
  ['the log has what nobody wrote', ['I4 no phantom'], (d) => withLog(logOf(['made', ...messages, 'note', 'x']), d)],
  [
    'somebody received what the log does not have',
    ['I4 no phantom'],
    (d) => void d.steps.push({ kind: 'recv', device: 'mia-1', room, seq: 7, cid: 'x' }),
  ],
  [
    'somebody received another message under a number',
    ['I4 no phantom', 'I7 total order'],
    (d) => void d.steps.push({ kind: 'recv', device: 'mia-1', room, seq: 3, cid: 'c' }),
  ],
  [
    'a refused message is in the log',
    ['I5 rejected stays out'],
    (d) => withLog(logOf(['made', ...messages, 'note', 'too long']), d),
  ],
  [
    'a message that is in the log is shown as failed',
    ['I5 rejected stays out'],
    (d) => replaceView(d, 'ana-1', () => ({ failed: ['a'] })),
  ],
  [
    'a number is missing',
    ['I6 dense'],
    (d) =>
      withLog(
        d.log.map((e) => (e.seq > 5 ? { ...e, seq: e.seq + 1 } : e)),
        d,
      ),
  ],
  [
    'a number is there twice',
    ['I6 dense'],
    (d) =>
      withLog(
        d.log.map((e) => (e.seq === 6 ? { ...e, seq: 5 } : e)),
        d,
      ),
  ],
  [
    'one device’s messages changed places',
    ['I8 sender order'],
    (d) => {
      withLog(logOf(['made', 'b', 'a', 'c', 'd', 'note']), d);
      d.steps = d.steps.filter(({ kind }) => kind === 'invoke' || kind === 'fail');
    },
  ],
  [
    'a view lacks a message',
    ['I9 convergence'],
    (d) => replaceView(d, 'ben-1', (v) => ({ messages: v.messages.filter(({ cid }) => cid !== 'b') })),
  ],
  [
    'a view lacks the last message',
    ['I9 convergence'],
    (d) => replaceView(d, 'ben-1', (v) => ({ messages: v.messages.slice(0, -1) })),
  ],
  [
    'a windowed view lacks the last message',
    ['I9 convergence'],
    (d) => replaceView(d, 'ben-1', (v) => ({ hasOlder: true, messages: v.messages.slice(1, -1) })),
  ],
  [
    'a view shows a message twice',
    ['I9 convergence'],
    (d) => replaceView(d, 'ben-1', (v) => ({ messages: [...v.messages, ...v.messages.slice(-1)] })),
  ],
  [
    'a view is out of order',
    ['I9 convergence'],
    (d) => replaceView(d, 'ben-1', (v) => ({ messages: v.messages.toReversed() })),
  ],
  ['a view is empty', ['I9 convergence'], (d) => replaceView(d, 'ben-1', () => ({ messages: [] }))],
  [
    'a number alone was sent to somebody who may see it',
    ['I9 convergence'],
    (d) => void d.steps.push({ kind: 'recv', device: 'ben-1', room, seq: 2, cid: null }),
  ],
  [
    'an acknowledgement changed',
    ['I10 stable acknowledgement', 'I1 no loss'],
    (d) => void d.steps.push({ kind: 'ok', room, cid: 'a', seq: 3 }),
  ],
  [
    'a note for staff reached somebody else',
    ['I11 authorised'],
    (d) => void d.steps.push({ kind: 'recv', device: 'ben-1', room, seq: 6, cid: 'note' }),
  ],
  ['a message still waits', ['I12 liveness'], (d) => replaceView(d, 'ana-1', () => ({ waiting: ['x'] }))],
  [
    'a marker went back',
    ['I13 monotone markers'],
    (d) => void d.steps.push({ kind: 'marker', device: 'ben-1', person: 'ben', room, seq: 5 }),
  ],
];

for (const [what, invariants, spoil] of breaks)
  test(`it finds that ${what}`, () => {
    const draft = sound();
    spoil(draft);
    const found = new Set(checkHistory(historyOf(draft)).violations.map(({ invariant }) => invariant));
    for (const invariant of invariants) assert.ok(found.has(invariant), `${invariant}: found ${[...found].join(', ')}`);
  });

test('a message whose tab died before it was stored may be in the log or not', () => {
  for (const cid of ['x', 'b']) {
    const draft = sound();
    if (cid === 'x') draft.steps.push({ kind: 'invoke', device: 'ana-1', person: 'ana', room, cid });
    draft.steps.push({ kind: 'doubt', room, cid });
    assert.deepEqual(checkHistory(historyOf(draft)).violations, []);
  }
});

test('every invariant has a history that breaks it', () => {
  const named = new Set(breaks.flatMap(([, invariants]) => invariants));
  assert.equal(named.size, 13);
});

test('a hundred thousand messages are nothing to it', () => {
  const count = 100_000;
  const log = Array.from({ length: count }, (_, index) => ({
    ...{ seq: index + 1, cid: `c${index}`, person: 'ana', isMessage: true, isForStaff: false },
  }));
  const steps = log.flatMap(({ cid, seq }): Step[] => [
    { kind: 'invoke', device: 'ana-1', person: 'ana', room, cid },
    { kind: 'ok', room, cid, seq },
  ]);
  const { violations, acknowledged } = checkHistory({ steps, logs: new Map([[room, log]]), shown: [] });
  assert.deepEqual([violations, acknowledged], [[], count]);
});
