/** What the form about a problem lets through, and the times it proposes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localTime, timeIn } from '../dist/local-time.js';
import { endAfter, readDraft, type ProblemDraft } from '../dist/problem-draft.js';
import { overdueOf } from '../dist/room-problems.js';
import { cast } from '@support-chat/protocol/samples';
import type { RoomDoc } from '@support-chat/protocol';

const minuteMs = 60_000;
const now = Date.UTC(2026, 10, 20, 10, 2);
const draft = (more: Partial<ProblemDraft> = {}): ProblemDraft => ({
  ...{ what: 'outage', severity: 'down', title: ' Mail is down ', startsAt: now - minuteMs, endsAt: null },
  ...more,
});

test('a draft is told without the space around its title', () => {
  assert.deepEqual(readDraft(draft(), now), { ...draft(), title: 'Mail is down' });
});

test('the first thing that is wrong is named with its field', () => {
  const faults = [
    draft({ title: ' 　' }),
    draft({ startsAt: null }),
    draft({ startsAt: now + 6 * minuteMs }),
    draft({ startsAt: now, endsAt: now }),
  ].map((each) => readDraft(each, now));
  assert.deepEqual(faults, [
    { field: 'title', words: 'titleMissing' },
    { field: 'startsAt', words: 'startMissing' },
    { field: 'startsAt', words: 'startAhead' },
    { field: 'endsAt', words: 'endFirst' },
  ]);
  assert.ok(!('field' in readDraft(draft({ startsAt: now + 6 * minuteMs, what: 'maintenance' }), now)));
  assert.ok(!('field' in readDraft(draft({ startsAt: now + 5 * minuteMs }), now)), 'clocks differ');
});

test('a quick end is on the next five minutes, from now or from the start of what has not begun', () => {
  const at = (hour: number, minute: number): number => Date.UTC(2026, 10, 20, hour, minute);
  assert.equal(endAfter(30, at(9, 40), now), at(10, 35));
  assert.equal(endAfter(60, null, now), at(11, 5));
  assert.equal(endAfter(120, at(22, 0), now), at(24, 0));
});

test('a field for date and time holds the minute of the wall clock and gives it back', () => {
  for (const at of [now, 0, Date.UTC(2027, 0, 1), Date.UTC(2026, 6, 15, 23, 59)])
    assert.equal(timeIn(localTime(at)), at);
  assert.match(localTime(now), /^2026-11-\d\dT\d\d:02$/);
  assert.deepEqual([timeIn(''), timeIn('soon'), timeIn('0001-01-01T00:00')], [null, null, null]);
});

test('a room is overdue while an expected end has passed in it, and it is open', () => {
  const room = (state: RoomDoc['state'], endsAt: number | null): RoomDoc => ({
    ...{ name: 'rollout', kind: 'rollout', state, title: '', purpose: '', createdAt: 0, messages: 0 },
    ...{ last: null, waiting: null },
    problems: [
      {
        ...{ seq: 2, what: 'outage', severity: 'down', title: 'x', startsAt: 1, endsAt, remark: null, affected: 0 },
        ...{ rev: 2, updatedAt: 1, by: cast.mia },
      },
    ],
  });
  const late = [room('open', 9), room('open', 10), room('open', null), room('closed', 9)].map((each) =>
    overdueOf(each, 10),
  );
  assert.deepEqual(late, [true, false, false, false]);
  const { problems, ...none } = room('open', 9);
  assert.equal(problems?.length, 1);
  assert.equal(overdueOf(none, 10), false);
});
