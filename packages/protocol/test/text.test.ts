/** What a text means: a tree whose words stand where they were typed, whatever the text is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isMarked, parseText, type Block, type Inline } from '@support-chat/protocol/text';

/** The tree in short: words bare, everything else by a letter. */
function inline(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      if (node.kind === 'words') return node.text;
      if (node.kind === 'code') return `C(${node.text})`;
      if (node.kind === 'link') return `L(${node.text}→${node.href})`;
      return `${{ strong: 'B', emphasis: 'I', struck: 'S' }[node.kind]}(${inline(node.children)})`;
    })
    .join('');
}
function short(blocks: readonly Block[]): string {
  return blocks
    .map((block) => {
      if (block.kind === 'paragraph') return inline(block.children);
      if (block.kind === 'code') return `CODE[${block.text}]`;
      if (block.kind === 'quote') return `Q[${short(block.children)}]`;
      return `${block.start ?? '•'}[${block.items.map(short).join('|')}]`;
    })
    .join('¶');
}
const shows = (text: string, expected: string): void => assert.equal(short(parseText(text)), expected, text);
function* wordsIn(nodes: readonly (Block | Inline)[]): Generator<{ at: number; text: string }> {
  for (const node of nodes) {
    if (node.kind === 'words') yield node;
    if ('children' in node) yield* wordsIn(node.children);
    if (node.kind === 'list') for (const item of node.items) yield* wordsIn(item);
  }
}

test('emphasis, in words that are written apart and in Japanese', () => {
  shows('a **strong** and *soft* and ~~gone~~', 'a B(strong) and I(soft) and S(gone)');
  shows('__a__ _b_', 'B(a) I(b)');
  shows('これは**重要**です。「**注意**」', 'これはB(重要)です。「B(注意)」');
  shows('***both***', 'B(I(both))');
  shows('**a *b* c**', 'B(a I(b) c)');
  shows('**two\nlines**', 'B(two\nlines)');
});

test('signs that mean nothing stay as they were typed', () => {
  for (const text of [
    ...[
      '2 * 3 * 4',
      '2*3*4',
      'snake_case_name',
      'a ** b ** c',
      '**open',
      'close**',
      '*',
      '*****',
      '~ 5 minutes ~',
      '~/bin',
    ],
    ...['`open', '** **', '\\\\server\\_share\\*.log', '![x', '#1 and # heading'],
    ...[
      '[words](javascript:alert(1))',
      '[words](data:text/html,x)',
      '[words](&#x6A;avascript:x)',
      '[words](vbscript:x)',
    ],
  ])
    shows(text, text);
});

test('a mark that has no end does not swallow one that has', () => {
  shows('**a *b**', 'B(a *b)');
  shows('*a **b*', 'I(a **b)');
  shows('_a *b_ c*', 'I(a *b) c*');
});

test('code is what it is', () => {
  shows('run `**x**` now', 'run C(**x**) now');
  shows('`` a`b ``', 'C(a`b)');
  shows('```\n**x**\n\n  y\n```\nafter', 'CODE[**x**\n\n  y]¶after');
  shows('```js\nx', 'CODE[x]');
  shows('~~~~\n```\n~~~~', 'CODE[```]');
});

test('links lead to http, https and mail alone, and say where they lead', () => {
  shows('see https://a.example/b_c_d, ok', 'see L(https://a.example/b_c_d→https://a.example/b_c_d), ok');
  shows('**https://a.example/x**', 'B(L(https://a.example/x→https://a.example/x))');
  shows('[the guide](https://a.example/(1))', 'L(the guide→https://a.example/(1))');
  shows('[mail us](mailto:it@a.example)', 'L(mail us→mailto:it@a.example)');
  // Words that are an address themselves say nothing of where they lead.
  shows(
    '[a@b.example](https://evil.example)',
    '[L(a@b.example→mailto:a@b.example)](L(https://evil.example→https://evil.example/))',
  );
  shows('[https://bank.example](https://evil.example)', '[https://bank.example](https://evil.example)');
});

test('quotes and lists, in each other, up to some depth', () => {
  shows('> a\n> > b\nc', 'Q[a\n¶Q[b]]¶c'.replace('a\n', 'a'));
  shows('- a\n- b\n  - c\n- d', '•[a|b¶•[c]|d]');
  shows('2. two\n3. three', '2[two|three]');
  shows('・項目\n・次', '•[項目|次]');
  shows('before\n- a\nafter', 'before¶•[a]¶after');
  shows('- a\n\n- b', '•[a]¶•[b]');
  const deep = parseText(`${'> '.repeat(5_000)}x`);
  let [depth, block] = [0, deep[0]];
  for (; block?.kind === 'quote'; block = block.children[0]) depth += 1;
  assert.equal(depth, 6);
});

test('paragraphs end with an empty line, and nothing is no paragraph', () => {
  shows('a\nb\n\n\nc', 'a\nb¶c');
  assert.deepEqual(parseText(''), []);
  assert.deepEqual(parseText(' \n\n'), []);
});

const alphabet = [
  '*',
  '_',
  '~',
  '`',
  '[',
  ']',
  '(',
  ')',
  '>',
  '-',
  '・',
  '1.',
  ' ',
  '\n',
  'a',
  '権',
  'https://a.b/c',
  '@',
  '\\',
  '😀',
];
const texts = fc.array(fc.constantFrom(...alphabet), { maxLength: 60 }).map((parts) => parts.join(''));

test('whatever the text, words stand in it where they say, in order, and each once', () => {
  fc.assert(
    fc.property(texts, (text) => {
      let end = 0;
      for (const { at, text: words } of wordsIn(parseText(text))) {
        // The end of a paragraph's line is the end of the text's line.
        assert.equal(text.slice(at, at + words.length), words);
        assert.ok(at >= end, `${at} comes after ${end}`);
        end = at + words.length;
      }
    }),
    { numRuns: 3_000 },
  );
});

test('a text that is not marked is its lines, with their links', () => {
  fc.assert(
    fc.property(texts, (text) => {
      if (isMarked(text)) return;
      for (const block of parseText(text)) {
        assert.equal(block.kind, 'paragraph');
        if (block.kind === 'paragraph')
          for (const node of block.children) assert.ok(node.kind === 'words' || node.kind === 'link');
      }
    }),
    { numRuns: 3_000 },
  );
});

test('T23 T24 texts made to be slow or deep have a tree of bounded depth', () => {
  const units = [
    '*a',
    '**',
    '*a **b ',
    '_a',
    '~~a',
    '`',
    '`a``b',
    '[',
    '[a](',
    '[a](https://',
    '> ',
    '>',
    '- ',
    '  - a\n',
    '1. ',
    '```\n',
    'a@',
    '@',
    '(',
    'http://',
    '*a*\n',
    '> *a\n',
  ];
  for (const unit of units) {
    const text = unit.repeat(Math.floor(16_384 / unit.length));
    assert.ok(depthOf(parseText(text)) <= 20, unit);
  }
});

function depthOf(nodes: readonly (Block | Inline)[]): number {
  const depths = nodes.map((node) => {
    if (node.kind === 'list') return 1 + Math.max(0, ...node.items.map(depthOf));
    return 1 + ('children' in node ? depthOf(node.children) : 0);
  });
  return depths.reduce((most, depth) => Math.max(most, depth), 0);
}
