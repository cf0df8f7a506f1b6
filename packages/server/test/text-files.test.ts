/** A text in the files that are taken of a room: it means there what it means in the room. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textHtml } from '../dist/api/text-html.js';
import { textMarkdown } from '../dist/api/text-markdown.js';

const text = [
  'これは**重要**です, see https://a.example/x_y_z',
  'and [the guide](https://a.example/a(b)) <b>',
  '',
  '> quoted *softly*',
  '2. two ~~gone~~',
  '3. three `a``b`',
  '```',
  '<script>` ``` x</script>',
  '```',
].join('\n');
const rel = 'rel="noopener noreferrer nofollow ugc"';

test('a text is HTML of its tree, and every piece of it is escaped', () => {
  assert.equal(
    textHtml(text),
    [
      `<p dir="auto">これは<strong>重要</strong>です, see <a href="https://a.example/x_y_z" ${rel}>https://a.example/x_y_z</a>\n`,
      `and <a href="https://a.example/a(b)" ${rel}>the guide</a> &#60;b&#62;</p>`,
      '<blockquote><p dir="auto">quoted <em>softly</em></p></blockquote>',
      '<ol start="2"><li><p dir="auto">two <s>gone</s></p></li><li><p dir="auto">three <code>a``b</code></p></li></ol>',
      '<pre><code>&#60;script&#62;` ``` x&#60;/script&#62;</code></pre>',
    ].join(''),
  );
});

test('a text is CommonMark that means the same', () => {
  assert.deepEqual(textMarkdown(text), [
    'これは**重要**です, see <https://a.example/x_y_z>  ',
    'and [the guide](<https://a.example/a(b)>) \\<b\\>',
    '',
    '> quoted *softly*',
    '',
    '2. two ~~gone~~',
    '3. three ```a``b```',
    '',
    '````',
    '<script>` ``` x</script>',
    '````',
  ]);
  assert.deepEqual(textMarkdown('# a\n+ b\n  c\n- d\n  - e'), ['\\# a  ', '\\+ b  ', 'c', '', '- d', '  ', '  - e']);
});
