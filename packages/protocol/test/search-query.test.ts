import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseSearch, type SearchQuery } from '@support-chat/protocol';

const nothing: SearchQuery = {
  terms: [],
  from: [],
  in: [],
  before: null,
  after: null,
  is: [],
  hasFile: false,
  unclear: [],
};
const parses = (text: string, expected: Partial<SearchQuery>): void =>
  assert.deepEqual(parseSearch(text), { ...nothing, ...expected }, text);
const term = (text: string, isWhole: boolean) => ({ text, isWhole });

test('words are wanted as a whole, the last one by its beginning', () => {
  parses('shared mail', { terms: [term('shared', true), term('mail', false)] });
  parses('  権利　ロール ', { terms: [term('権利', true), term('ロール', false)] });
  parses('', {});
});

test('what stands between quotes is one piece, with the quotes of either language', () => {
  parses('"shared mail"', { terms: [term('shared mail', true)] });
  parses('「共有 メール」 x', { terms: [term('共有 メール', true), term('x', false)] });
  parses('“not closed yet', { terms: [term('not closed yet', false)] });
});

test('operators narrow, in English and Japanese, with a colon of either width', () => {
  parses('from:ana in:rollout is:answer mail', {
    ...{ from: ['ana'], in: ['rollout'], is: ['answer'], terms: [term('mail', false)] },
  });
  parses('差出人：佐藤 ルーム:"New mail" 種類：質問', { from: ['佐藤'], in: ['New mail'], is: ['question'] });
  parses('ＦＲＯＭ：ａｎａ', { from: ['ana'] });
  parses('from:ana from:ben', { from: ['ana', 'ben'] });
  parses('from: mail', { terms: [term('mail', false)] });
});

test('days are read as people write them, and nothing that is no day', () => {
  const day = { year: 2026, month: 3, day: 31 };
  for (const written of ['2026-03-31', '2026/3/31', '2026年3月31日', '２０２６．３．３１'])
    parses(`before:${written}`, { before: day });
  parses('after:2026-03', { after: { ...day, day: 1 } });
  parses('以降:2026年', { after: { year: 2026, month: 1, day: 1 } });
  parses('以前:今日 after:yesterday', { before: { daysAgo: 0 }, after: { daysAgo: 1 } });
  for (const typed of ['has:file', 'has: x 添付:ファイル'.slice(7), 'HAS:Files'])
    assert.ok(parseSearch(typed).hasFile, typed);
  for (const wrong of ['before:2026-02-30', 'after:soon', 'before:31.3.2026', 'is:nice', 'has:luck'])
    parses(wrong, { unclear: [wrong] });
});

test('what only looks like an operator is a word', () => {
  parses('http://example.com', { terms: [term('http://example.com', false)] });
  parses('toString:x', { terms: [term('toString:x', false)] });
  parses('is:__proto__', { unclear: ['is:__proto__'] });
});

test('T36 every input means something', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const { terms, from, unclear } = parseSearch(text);
      assert.ok([...terms.map((one) => one.text), ...from, ...unclear].every((piece) => typeof piece === 'string'));
    }),
    { numRuns: 500 },
  );
  for (const text of ['"'.repeat(100_000), 'from:'.repeat(20_000), 'a '.repeat(50_000), ':'.repeat(100_000)])
    parseSearch(text.slice(0, 400));
});
