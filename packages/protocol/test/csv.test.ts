/** Rows that a spreadsheet takes for text, whatever people wrote. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvRow } from '../dist/index.js';

test('T52 no cell begins like a formula, in any width, after white space, or behind a quote', () => {
  const plain = [`=cmd|' /C calc'!A0`, '+1+1', '@SUM(A1)', '-2+3', '\t=1', '\r=1', ' =1'];
  const wide = ['＝1', '＋1', '－1', '＠x', '\u3000=1', '﹣1'];
  for (const formula of [...plain, ...wide]) assert.equal(csvRow([formula]), `"'${formula}"\r\n`);
  assert.equal(csvRow(['"=1', 'a\nb', 'x, y', -3, '権利']), '"""=1","a\nb","x, y",-3,"権利"\r\n');
});
