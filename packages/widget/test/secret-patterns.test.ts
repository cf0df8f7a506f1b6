import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findSecrets } from '../dist/late/shot/patterns.js';

const found = (text: string): string[] =>
  findSecrets(text).map(({ kind, at, chars }) => `${kind}: ${text.slice(at, at + chars)}`);

test('mail addresses are found, also between Japanese words and in wide letters', () => {
  assert.deepEqual(found('Write to ana.sato+it@mail.example.co.jp, please.'), ['mail: ana.sato+it@mail.example.co.jp']);
  assert.deepEqual(found('連絡先はana@example.comです'), ['mail: ana@example.comです']);
  assert.deepEqual(found('ａｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ'), ['mail: ａｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ']);
  assert.deepEqual(found('see @mia at 5 p.m., a@b'), []);
});

test('card numbers are found by their check digit, in any grouping', () => {
  assert.deepEqual(found('paid with 4111 1111 1111 1111 today'), ['card: 4111 1111 1111 1111']);
  assert.deepEqual(found('5555-5555-5555-4444'), ['card: 5555-5555-5555-4444']);
  assert.deepEqual(found('378282246310005'), ['card: 378282246310005']);
  assert.deepEqual(found('2026-12-01 4111 1111 1111 1111'), ['card: 4111 1111 1111 1111']);
  assert.deepEqual(found('order 4111 1111 1111 1112'), []);
  assert.deepEqual(found('0000 0000 0000 0000'), []);
});

test('individual numbers are found by their check digit', () => {
  assert.deepEqual(found('マイナンバー：1234 5678 9018'), ['number: 1234 5678 9018']);
  assert.deepEqual(found('１２３４５６７８９０１８'), ['number: １２３４５６７８９０１８']);
  assert.deepEqual(found('受付番号 123456789012'), []);
});

test('telephone numbers are found, dates and prices are not', () => {
  assert.deepEqual(found('03-1234-5678 or 090 1234 5678'), ['phone: 03-1234-5678', 'phone: 090 1234 5678']);
  assert.deepEqual(found('Call +81 3 1234 5678, (03) 1234-5678'), ['phone: +81 3 1234 5678', 'phone: (03) 1234-5678']);
  assert.deepEqual(found('０９０－１２３４－５６７８'), ['phone: ０９０－１２３４－５６７８']);
  assert.deepEqual(found('2026-12-01 10:30, ¥1,234,567, 192.168.0.1, build 10423'), []);
});

test('a text of ten times the length takes about ten times the work, not a hundred', () => {
  const workFor = (repetitions: number): number => {
    const before = process.cpuUsage();
    for (const part of ['1 ', 'a.', '0-', '@a', 'a@b.', '+1(0']) findSecrets(part.repeat(repetitions));
    return process.cpuUsage(before).user;
  };
  workFor(5_000);
  const [short, long] = [workFor(5_000), workFor(50_000)];
  assert.ok(long < 40 * short, `${short} µs became ${long} µs`);
});
