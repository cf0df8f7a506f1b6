import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { diffWords } from '../dist/word-diff.js';

const marked = (before: string, after: string, language = 'en') =>
  diffWords(before, after, language)
    .map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `{${text}}` : `[${text}]`))
    .join('');

test('what is new and what is gone is told word by word, also where a language has no spaces', () => {
  assert.equal(marked('Press the red button', 'Press the green button'), 'Press the [red]{green} button');
  assert.equal(marked('one', 'one'), 'one');
  assert.equal(marked('one two', 'one'), 'one[ two]');
  assert.equal(
    marked('パスワードを入力してください', 'パスワードを2回入力してください', 'ja'),
    'パスワードを{2回}入力してください',
  );
});

test('from the pieces both texts can be read', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', ' ', 'VPN', '切れる', '。', '😀', '\n'))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const pieces = diffWords(before, after, 'en');
      const without = (kind: string) =>
        pieces
          .filter((piece) => piece.kind !== kind)
          .map((piece) => piece.text)
          .join('');
      assert.deepEqual([without('added'), without('gone')], [before, after]);
    }),
  );
});

test('texts that are too long to compare word by word stand one after the other', () => {
  const [before, after] = ['word '.repeat(3_000), 'term '.repeat(3_000)];
  const kinds = diffWords(`a ${before}`, `${after} b`, 'en').map(({ kind }) => kind);
  assert.deepEqual(kinds, ['gone', 'added']);
});
