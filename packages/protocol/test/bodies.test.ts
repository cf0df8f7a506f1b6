/** What a message looks like where there is room for one line. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { excerptOf } from '@support-chat/protocol';

const excerpt = (text: string, maxChars?: number): string => excerptOf({ kind: 'text', text }, maxChars);

test('an excerpt has at most so many characters, whatever they are made of', () => {
  const smile = '\u{1f600}';
  assert.equal(excerpt(smile.repeat(4_000)), `${smile.repeat(139)}…`);
  assert.equal(excerpt(smile.repeat(141)), `${smile.repeat(139)}…`);
  assert.equal(excerpt(smile.repeat(140)), smile.repeat(140));
  assert.equal(excerpt('x'.repeat(141)), `${'x'.repeat(139)}…`);
  assert.equal(excerpt('x'.repeat(140)), 'x'.repeat(140));
  assert.equal(excerpt(' a\n\tb '), 'a b');
});

test('an excerpt never cuts a character in two', () => {
  for (let before = 0; before < 8; before += 1)
    for (let after = 0; after < 8; after += 1) {
      const line = excerpt(`${'x'.repeat(before)}${'\u{1f600}'.repeat(after)}${'x'.repeat(8)}`, 5);
      assert.ok(Array.from(line).length <= 5);
      assert.doesNotMatch(line, /\p{Surrogate}/u);
    }
});
