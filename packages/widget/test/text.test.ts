import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitLinks } from '@support-chat/protocol/text';
import { hueOf, initialsOf, languageOf, safeName } from '../dist/text-language.js';

const links = (text: string): (string | null)[] =>
  splitLinks(text)
    .filter((run) => run.href)
    .map((run) => run.href);

test('http, https and mail addresses become links; the sentence around them does not', () => {
  assert.deepEqual(links('see https://example.com/a?b=c#d.'), ['https://example.com/a?b=c#d']);
  assert.deepEqual(links('(https://example.com/wiki/A_(b))'), ['https://example.com/wiki/A_(b)']);
  assert.deepEqual(links('手順はhttps://example.com/手順を参照'), ['https://example.com/']);
  assert.deepEqual(links('「http://example.com」、それと help@example.co.jp。'), [
    'http://example.com/',
    'mailto:help@example.co.jp',
  ]);
});

test('nothing else ever becomes a link', () => {
  const hostile = [
    'javascript:alert(1)',
    'JaVaScRiPt://example.com/%0aalert(1)',
    'data:text/html,<script>1</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'https://',
    'http://[',
    '<img src=x onerror=alert(1)>',
    'a@b',
  ];
  for (const text of hostile) assert.deepEqual(links(text), [], text);
});

test('the runs put together are the text', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          'https://a.example/x',
          ' ',
          ')',
          '(',
          'a@b.cd',
          '。',
          'ロールアウト',
          '<b>',
          'http://',
          '\u202e',
          '.',
        ),
      ),
      (parts) => {
        const text = parts.join('');
        assert.equal(
          splitLinks(text)
            .map((run) => run.text)
            .join(''),
          text,
        );
      },
    ),
  );
});

test('T24: texts made to be slow are split in linear steps', () => {
  for (const unit of ['a@', '(', 'http://', '@', 'a.', '[', 'https://a)']) {
    const text = unit.repeat(Math.floor(16_384 / unit.length));
    assert.equal(
      splitLinks(text).reduce((sum, run) => sum + run.text.length, 0),
      text.length,
    );
  }
});

test('T25: names cannot turn text around or hide characters', () => {
  assert.equal(safeName('Support\u202Etneg A'), 'Supporttneg A');
  assert.equal(safeName('Admin\u200B\u2060'), 'Admin');
  assert.equal(safeName('\u200B'), '?');
  assert.ok(Array.from(safeName(`a${'\u0301'.repeat(500)}`)).length < 10);
  assert.equal(Array.from(safeName('名'.repeat(500))).length, 60);
});

test('initials, hue and language come from the name and text alone', () => {
  assert.equal(initialsOf('Ana Silva'), 'AS');
  assert.equal(initialsOf('田中 健司'), '田');
  assert.equal(initialsOf(''), '?');
  assert.ok(hueOf('ana') >= 0 && hueOf('ana') < 8);
  assert.equal(languageOf('メールが'), 'ja');
  assert.equal(languageOf('mail'), null);
});
