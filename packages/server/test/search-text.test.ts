/** Text as it is searched, and where in it what was found stands. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dayStart } from '../dist/search/day-start.js';
import { excerptAround, lineWithPlaces, rangesOf } from '../dist/search/highlight.js';
import { lineOf, soughtTerm, tokensOfLine } from '../dist/search/searchable.js';
import { windowsBack, windowTokens } from '../dist/search/time-windows.js';

const found = (text: string, ...sought: string[]): string[] =>
  rangesOf(
    text,
    sought.map((one) => soughtTerm(one, false)?.needle ?? ''),
  ).map(([at, chars]) => text.slice(at, at + chars));
/** Text with what is hard to fold in it. */
const hardText = fc
  .array(
    fc.constantFrom(
      ...Array.from('アあｱﾞがé𠮷한ㄱ ー。Σς㌔ﬁİx1Ａ［〆ヶ権〇'),
      'e\u0301',
      'か\u3099',
      '\u1112\u1161\u11ab',
    ),
    {
      maxLength: 24,
    },
  )
  .map((parts) => parts.join(''));

test('a line is the runs of a text, folded', () => {
  assert.equal(lineOf('Outlookの「権利」、ＶＰＮ！'), ' outlook の 権利 vpn ');
  assert.equal(lineOf('…!?'), '');
  assert.deepEqual([...tokensOfLine(' vpn 権利者 ')], ['vpn', '権利', '利者', '者']);
});

test('a word is found by its beginning, a run by any piece, and what is not last to its end', () => {
  const isIn = (sought: string, text: string): boolean =>
    lineOf(text).includes(soughtTerm(sought, false)?.needle ?? '?');
  assert.ok(isIn('outl', 'Outlook'));
  assert.ok(!isIn('look', 'Outlook'));
  assert.ok(isIn('アウト', 'ロールアウト'));
  assert.ok(isIn('outlookの権', 'Outlookの権利'));
  assert.ok(!isIn('outの', 'Outlookの権利'));
  assert.equal(soughtTerm('!?', false), null);
});

test('the line with places is the line, whatever the text', () => {
  fc.assert(
    fc.property(hardText, (text) => {
      const { line, starts, ends } = lineWithPlaces(text);
      assert.equal(line, lineOf(text));
      assert.deepEqual([starts.length, ends.length], [line.length, line.length]);
    }),
    { numRuns: 2_000 },
  );
});

test('nor does it matter that most text folds unit by unit', () => {
  const plain = fc.string({
    unit: fc.constantFrom(...Array.from('aZ 1-ａＺ！アガヶーヽあゖ権龥한뷁　、。「」〆')),
    maxLength: 40,
  });
  fc.assert(
    fc.property(plain, (text) => {
      const { line, starts, ends } = lineWithPlaces(text);
      assert.equal(line, lineOf(text));
      // What makes it go piece by piece changes nothing of what stands before it.
      const byPiece = lineWithPlaces(`${text} é`);
      const inside = Math.max(0, line.length - 1);
      assert.deepEqual(byPiece.starts.slice(0, inside), starts.slice(0, inside));
      assert.deepEqual(byPiece.ends.slice(0, inside), ends.slice(0, inside));
    }),
  );
});

test('what is marked folds to what was sought', () => {
  fc.assert(
    fc.property(hardText, fc.nat(), fc.integer({ min: 1, max: 4 }), (text, start, length) => {
      const chars = Array.from(lineOf(text).replaceAll(' ', ''));
      const piece = chars
        .slice(start % Math.max(1, chars.length))
        .slice(0, length)
        .join('');
      const sought = soughtTerm(piece, false);
      if (!sought || !lineOf(text).includes(sought.needle)) return;
      const marked = found(text, piece);
      assert.ok(marked.length > 0);
      for (const one of marked) assert.ok(lineOf(one).includes(sought.needle.trim()), `${one} for ${piece}`);
    }),
    { numRuns: 2_000 },
  );
});

test('marks are of the text as it was written', () => {
  assert.deepEqual(found('ﾛｰﾙｱｳﾄ と Café ＶＰＮ', 'あうと', 'cafe', 'vpn'), ['ｱｳﾄ', 'Café', 'ＶＰＮ']);
  assert.deepEqual(found('mail mailbox email', 'mail'), ['mail', 'mail']);
  assert.deepEqual(found('ああああ', 'ああ'), ['ああああ'], 'what overlaps is one');
});

test('an excerpt is around what was found, and tears no character apart', () => {
  const text = `${'𠮷 '.repeat(100)}権利${' 𠮷'.repeat(100)}`;
  const { excerpt, ranges } = excerptAround(text, rangesOf(text, ['権利']));
  assert.ok(excerpt.length <= 180 && excerpt.startsWith('…') && excerpt.endsWith('…') && excerpt.isWellFormed());
  assert.deepEqual(
    ranges.map(([at, chars]) => excerpt.slice(at, at + chars)),
    ['権利'],
  );
  assert.deepEqual(excerptAround('short', []), { excerpt: 'short', ranges: [] });
});

test('a day begins where the reader is, also when the clocks change', () => {
  const iso = (day: Parameters<typeof dayStart>[0], zone: string): string =>
    new Date(dayStart(day, zone, Date.UTC(2026, 2, 30, 22))).toISOString();
  assert.equal(iso({ year: 2026, month: 3, day: 31 }, 'Asia/Tokyo'), '2026-03-30T15:00:00.000Z');
  assert.equal(iso({ daysAgo: 0 }, 'Asia/Tokyo'), '2026-03-30T15:00:00.000Z');
  assert.equal(iso({ daysAgo: 1 }, 'UTC'), '2026-03-29T00:00:00.000Z');
  assert.equal(iso({ year: 2026, month: 3, day: 29 }, 'Europe/Lisbon'), '2026-03-29T00:00:00.000Z');
  assert.equal(iso({ year: 2026, month: 3, day: 30 }, 'Europe/Lisbon'), '2026-03-29T23:00:00.000Z');
  assert.throws(() => iso({ daysAgo: 0 }, 'Nowhere'), /time zone/);
});

test('windows leave no moment out and none twice, and their tokens are those of what is in them', () => {
  const hour = 3_600_000;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500_000 }), fc.integer({ min: 0, max: 500_000 }), (now, ago) => {
      const [upTo, at] = [now * hour + 17, Math.max(0, now - ago) * hour + 3];
      const windows = [...windowsBack(upTo, 0)];
      const holding = windows.filter(({ from, before }) => at >= from && at < before);
      assert.equal(holding.length, at <= upTo ? 1 : 0);
      const tokens = windowTokens(at);
      for (const window of holding) assert.ok(!window.tokens || window.tokens.some((one) => tokens.includes(one)));
    }),
  );
});
