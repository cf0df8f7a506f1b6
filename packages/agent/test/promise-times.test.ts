/** The times that are offered for a promise. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { promiseTimes } from '../dist/promise-times.js';

/** Local times, as people read them. */
const timesAt = (...now: [number, number, number, number, number]): string[] =>
  promiseTimes(new Date(...now).getTime()).map((at) => {
    const date = new Date(at);
    return `${date.getMonth() + 1}/${date.getDate()} ${date.getHours()}:${String(date.getMinutes()).padStart(2, '0')}`;
  });

test('an hour from now, this afternoon, the next morning', () => {
  assert.deepEqual(timesAt(2026, 10, 24, 9, 12), ['11/24 10:15', '11/24 17:00', '11/25 10:00']);
});

test('no afternoon once it is nearly over, and the morning of a working day', () => {
  assert.deepEqual(timesAt(2026, 10, 27, 16, 30), ['11/27 17:30', '11/30 10:00']);
  assert.deepEqual(timesAt(2026, 11, 31, 23, 58), ['1/1 1:00', '1/1 10:00']);
});

test('they come one after the other, also at night', () => {
  assert.deepEqual(timesAt(2026, 10, 24, 4, 0), ['11/24 5:00', '11/24 17:00', '11/25 10:00']);
});
