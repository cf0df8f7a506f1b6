/** When a problem is planned, goes on or takes too long, and which comes first. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextStageAt, stageOf, worstFirst, type ProblemDoc } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';

const problem = (seq: number, more: Partial<ProblemDoc> = {}): ProblemDoc => ({
  ...{ seq, what: 'outage', severity: 'down', title: 'x', startsAt: 100, endsAt: 200, remark: null, affected: 0 },
  ...{ rev: seq, updatedAt: 0, by: cast.mia },
  ...more,
});

test('a problem begins at its start and is overdue after its expected end, by the clock of who looks', () => {
  const stages = (more: Partial<ProblemDoc>) => [99, 100, 200, 201].map((now) => stageOf(problem(1, more), now));
  assert.deepEqual(stages({ what: 'maintenance' }), ['planned', 'ongoing', 'ongoing', 'overdue']);
  assert.deepEqual(
    stages({}),
    ['ongoing', 'ongoing', 'ongoing', 'overdue'],
    'what broke has begun, whatever a clock says',
  );
  assert.equal(stageOf(problem(1, { endsAt: null }), Number.MAX_SAFE_INTEGER), 'ongoing', 'nobody said when');
});

test('what has begun comes before what is planned, down before degraded, broken before planned work', () => {
  const problems = [
    problem(1, { what: 'maintenance', startsAt: 300, endsAt: null }),
    problem(2, { what: 'maintenance', severity: 'degraded' }),
    problem(3, { severity: 'degraded' }),
    problem(4, { what: 'maintenance' }),
    problem(5),
    problem(6, { startsAt: 90 }),
    problem(7),
  ];
  const order = worstFirst(problems, 150).map(({ seq }) => seq);
  assert.deepEqual(order, [6, 5, 7, 4, 3, 2, 1]);
  assert.deepEqual(
    problems.map(({ seq }) => seq),
    [1, 2, 3, 4, 5, 6, 7],
    'what was given is as it was',
  );
});

test('the next change by itself is a start or the end of an expected time', () => {
  const two = [problem(1), problem(2, { startsAt: 150, endsAt: null })];
  assert.deepEqual(
    [0, 100, 150, 200, 201].map((now) => nextStageAt(two, now)),
    [100, 150, 201, 201, null],
  );
  assert.equal(nextStageAt([], 0), null);
});
