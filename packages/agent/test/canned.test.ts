import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CannedReply } from '@support-chat/protocol';
import { fillCanned, insertionOf } from '../dist/canned-fill.js';
import { findCanned, foldText, slashBefore } from '../dist/canned-match.js';

const replyOf = (id: string, title: string, more: Partial<CannedReply> = {}): CannedReply => ({
  ...{ id, scope: 'all', title, text: '', rev: 1 },
  ...more,
});
const change = replyOf('a', '変更', { reading: 'へんこう' });
const printer = replyOf('b', 'Printer jam', { text: 'Open the ｔｒａｙ' });
const vpn = replyOf('c', 'VPN first', { reading: 'ぶいぴーえぬ さいしょ' });
const all = [vpn, printer, change];
const found = (query: string, recent?: readonly string[]): string =>
  findCanned(all, query, recent ? { recent } : {})
    .map(({ id }) => id)
    .join('');

test('what reads alike is found alike: width, case, katakana', () => {
  assert.equal(foldText('ﾍﾝｶﾞ ＶＰＮ ヴ'), 'へんが vpn ゔ');
  for (const query of ['へん', 'ヘン', 'ﾍﾝ', '変']) assert.equal(found(query), 'a', query);
  assert.equal(found('ＰＲＩＮＴ'), 'b');
  assert.equal(found('tray'), 'b');
});

test('a reading is found by the beginnings of its words only, title and text anywhere', () => {
  for (const query of ['へんか', 'ﾍﾝｶ', 'こう', 'ーえぬ']) assert.equal(found(query), '', query);
  assert.equal(found('さい'), 'c');
  assert.equal(found('inter'), 'b');
  assert.equal(found('jam print'), 'b');
  assert.equal(found('jam vpn'), '');
});

test('what was used last comes first, the rest by title', () => {
  assert.equal(found(''), 'bca');
  assert.equal(found('', ['c', 'gone', 'a']), 'cab');
});

test('a slash opens the list only where a word or a line begins', () => {
  const at = (text: string) => slashBefore(text, text.length);
  assert.deepEqual(at('/'), { at: 0, query: '' });
  assert.deepEqual(at('Hi /vp'), { at: 3, query: 'vp' });
  assert.deepEqual(at('Hi\n／へん'), { at: 3, query: 'へん' });
  assert.deepEqual(at('どうぞ\u3000／'), { at: 4, query: '' });
  for (const text of ['and/or', '1 / 2', '/usr/bin', 'https://', '//', '/ ']) assert.equal(at(text), null, text);
  assert.deepEqual(slashBefore('/vpn and more', 3), { at: 0, query: 'vp' });
});

const placeholders = { asker: '[name]', me: '[me]', room: '[room]', question: '[question]' };

test('what is known is filled in, what is not waits for the writer, what is no variable stays', () => {
  const parts = fillCanned('Dear {{asker}}, {{ me }}: {{typo}} {{room}}', { me: 'Mia', room: '' }, placeholders);
  assert.deepEqual(parts, [
    { kind: 'plain', text: 'Dear ' },
    { kind: 'missing', text: '[name]' },
    { kind: 'plain', text: ', ' },
    { kind: 'filled', text: 'Mia' },
    { kind: 'plain', text: ': ' },
    { kind: 'unknown', text: '{{typo}}' },
    { kind: 'plain', text: ' ' },
    { kind: 'missing', text: '[room]' },
  ]);
  assert.deepEqual(insertionOf(parts), { text: 'Dear [name], Mia: {{typo}} [room]', gap: { at: 5, chars: 6 } });
  assert.deepEqual(insertionOf(fillCanned('all {{me}}', { me: 'Mia' }, placeholders)), { text: 'all Mia', gap: null });
});

test('a name is text: braces and markup in it mean nothing', () => {
  const values = { asker: '<b>{{me}}</b>', me: 'Mia' };
  assert.equal(
    insertionOf(fillCanned('{{asker}} {{constructor}}', values, placeholders)).text,
    '<b>{{me}}</b> {{constructor}}',
  );
  assert.deepEqual(fillCanned('', values, placeholders), []);
});
