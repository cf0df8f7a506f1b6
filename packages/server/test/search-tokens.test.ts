/** What a text can be found by: the same for Japanese and English. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { foldText, queryOf, runsIn, tokensOf } from '../dist/search/tokens.js';

const textsOf = (text: string) => tokensOf(text).map((token) => token.text);
const soughtBy = (text: string) => queryOf(text).tokens.map((token) => token.text);

test('what people take to be the same has one form', () => {
  const forms = [
    ['メール', 'めーる', 'ﾒｰﾙ'],
    ['MAIL', 'mail', 'Ｍａｉｌ'],
    ['Résumé', 'RESUME', 'ｒésumé'],
    ['ガイド', 'ｶﾞｲﾄﾞ', 'がいど'],
    ['ﬁle', 'FILE'],
    ['①', '1'],
  ];
  for (const [first = '', ...others] of forms)
    for (const other of others) assert.equal(foldText(other), foldText(first), other);
  // A mark of kana makes another sound; in Latin it makes another spelling.
  assert.notEqual(foldText('かき'), foldText('がき'));
});

test('words stand between what is no letter, Japanese in pairs, and each script by itself', () => {
  assert.deepEqual(textsOf('VPNが切れる!'), ['vpn', 'が', '切', 'れ', 'る', 'が切', '切れ', 'れる']);
  assert.deepEqual(soughtBy('VPNが切れる!'), ['vpn', 'が切', '切れ', 'れる']);
  assert.deepEqual(soughtBy('鍵 を'), ['鍵', 'を']);
  assert.deepEqual(soughtBy('Outlook 2019, error 0x80070005'), ['outlook', '2019', 'error', '0x80070005']);
  assert.deepEqual(soughtBy('  \n—!'), []);
  assert.deepEqual(soughtBy('mails mail status access'), ['mail', 'status', 'access']);
});

test('only the last word, with nothing after it, is still being typed', () => {
  assert.equal(queryOf('my pass').unfinished, 'pass');
  assert.equal(queryOf('my pass ').unfinished, null);
  assert.equal(queryOf('pass を').unfinished, null);
  assert.equal(queryOf('').unfinished, null);
});

test('what most sentences have says little, in the script it is written in', () => {
  const weights = new Map(queryOf('please fix パスワードしました').tokens.map(({ text, weight }) => [text, weight]));
  const [little = 1, word = 0] = [weights.get('please'), weights.get('fix')];
  assert.ok(little < word);
  assert.equal(weights.get('ぱす'), word);
  assert.ok((weights.get('まし') ?? 1) < word);
});

test('whatever part of a Japanese text one looks for, the text has all of its pairs', () => {
  const japanese = fc.string({
    unit: fc.constantFrom(...Array.from('パスワードを忘れた電源が入らない一々ﾒｰﾙヴ한국어')),
    minLength: 1,
    maxLength: 30,
  });
  const alone = fc.tuple(japanese, fc.nat(), fc.integer({ min: 1, max: 8 }));
  fc.assert(
    fc.property(alone, fc.constantFrom('', 'Outlook ', '(', '、'), ([text, at, length], before) => {
      const chars = Array.from(text);
      const part = chars.slice(at % chars.length, (at % chars.length) + length).join('');
      const has = new Set(textsOf(`${before}${text}`));
      for (const sought of soughtBy(part)) assert.ok(has.has(sought), `${sought} of ${part} in ${text}`);
    }),
    { numRuns: 500 },
  );
});

test('plain text, which is quicker, has the same words as beside others', () => {
  const plain = fc.string({ unit: fc.integer({ min: 9, max: 126 }).map((code) => String.fromCharCode(code)) });
  fc.assert(
    fc.property(plain, (text) => {
      assert.deepEqual([...(runsIn(foldText(text)) ?? []), '猫'], runsIn(foldText(`${text} 猫`)));
    }),
    { numRuns: 1_000 },
  );
});

test('hostile text is taken as text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      for (const { text: token, weight } of tokensOf(text)) assert.ok(token !== '' && weight > 0 && weight <= 1);
    }),
  );
  // Halves of characters, marks without a letter, thousands of marks.
  assert.doesNotThrow(() => [tokensOf('\ud800'), tokensOf('\u0301'.repeat(10_000)), queryOf('ﷺ'.repeat(600))]);
});
