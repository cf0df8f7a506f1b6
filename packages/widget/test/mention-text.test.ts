import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callName, mentionBefore, mentionsIn } from '../dist/late/mention-text.js';

const before = (marked: string) => {
  const caret = marked.indexOf('|');
  return mentionBefore(marked.replace('|', ''), caret < 0 ? marked.length : caret);
};

test('a name is being typed between a sign and the caret, in any script and after any words', () => {
  assert.deepEqual(before('@'), { at: 0, query: '' });
  assert.deepEqual(before('ask @mia'), { at: 4, query: 'mia' });
  assert.deepEqual(before('ask @mi|a please'), { at: 4, query: 'mi' });
  assert.deepEqual(before('すみません＠おお'), { at: 5, query: 'おお' }, 'Japanese has no spaces before it');
  assert.deepEqual(before('(@ben carter'), { at: 1, query: 'ben carter' });
  assert.deepEqual(before('@ana @be'), { at: 5, query: 'be' });
});

test('an address, two signs, a long text and a second line are no name', () => {
  for (const text of ['mail ana@silva', 'a.b+c@d', 'x_@y', '@ mia', '@mia  x', '@one two three', '@a\nb', ''])
    assert.equal(before(text), null, JSON.stringify(text));
  assert.equal(before(`@${'x'.repeat(41)}`), null);
  assert.equal(before('@@')?.at, 1);
});

const people = [
  { id: 'ben', name: 'Ben' },
  { id: 'ben.carter', name: 'Ben Carter' },
  { id: 'ota', name: '太田 健' },
];
const called = (text: string): string[] =>
  mentionsIn(text, people).map(({ at, chars, person, group }) => `${text.slice(at, at + chars)}=${person ?? group}`);

test('whom a text calls are those whose names stand in it whole, the longer name first', () => {
  assert.deepEqual(called('@ben carter and ＠BEN, hi'), ['@ben carter=ben.carter', '＠BEN=ben']);
  assert.deepEqual(called('@Benjamin @Ben2 x@Ben'), []);
  assert.deepEqual(called('@太田 健さん、お願いします'), ['@太田 健=ota'], 'a suffix follows without a space');
  assert.deepEqual(called('@all: hello @here, @allison @hereby'), ['@all=all', '@here=here']);
  assert.deepEqual(called('nobody'), []);
  assert.equal(called('@ben '.repeat(30)).length, 20);
});

test('a name is called in one line, without signs, as long as a mention may be', () => {
  assert.equal(callName(' Ana\n@Silva\u3000X '), 'Ana Silva X');
  assert.equal(callName('名'.repeat(99)).length, 80);
  assert.equal(callName('a' + '𠮷'.repeat(60)).isWellFormed(), true);
});
