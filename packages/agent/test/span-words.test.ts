import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeSpanWords } from '../dist/span-words.js';

const minuteMs = 60_000;

test('how long ago is told in whole minutes, hours or days, and never before now', () => {
  const spans = [-5, 0, 0.9, 59.9, 60, 1_439, 1_440, 100_000];
  const said = (locale: string): string[] => spans.map((minutes) => makeSpanWords(locale)(0, minutes * minuteMs));
  assert.deepEqual(said('en'), ['0m', '0m', '0m', '59m', '1h', '23h', '1d', '69d']);
  assert.deepEqual(said('ja'), ['0 分', '0 分', '0 分', '59 分', '1 時間', '23 時間', '1 日', '69 日']);
});
