/**
 * Writes the pages that are derived from the code: `docs/settings.md` from the settings table, the reference in
 * `docs/embedding.md` from the class comment of `<support-chat>`. With `--check` it only says whether they are up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, root } from './build.mjs';

const isCheck = process.argv.includes('--check');
if (!isCheck) build();
const { settingsMarkdown } = await import('../packages/server/dist/index.js');

const begin = '<!-- reference: written by npm run docs -->';
const end = '<!-- end of reference -->';

function embeddingReference() {
  const source = readFileSync(join(root, 'packages/widget/src/support-chat.ts'), 'utf8');
  const comment = /\/\*\*((?:(?!\*\/)[\s\S])*@summary[\s\S]*?)\*\//.exec(source)?.[1] ?? '';
  const rows = comment
    .split('\n')
    .map((line) => /^\s*\* (@\w+) (.*)$/.exec(line))
    .filter(Boolean)
    .map(([, kind, text]) => ({ kind, ...splitName(text) }));
  return sections
    .map(([kind, title, first]) =>
      section(
        title,
        first,
        rows.filter((row) => row.kind === kind),
      ),
    )
    .join('\n');
}

const sections = [
  ['@attr', 'Attributes', 'attribute'],
  ['@fires', 'Events', 'event'],
  ['@slot', 'Slots', 'slot'],
  ['@csspart', 'Parts', 'part'],
  ['@cssprop', 'Custom properties', 'property'],
];

function splitName(text) {
  const [, name, words] = /^(\S*)\s*- (.*)$/.exec(text) ?? [];
  return { name: name || '(default)', words };
}

function section(title, first, rows) {
  const lines = rows.map(({ name, words }) => `| \`${name}\` | ${words} |`);
  return [`### ${title}`, '', `| ${first} | meaning |`, '|---|---|', ...lines, ''].join('\n');
}

function write(file, content) {
  const path = join(root, file);
  if (readFileSync(path, 'utf8') === content) return;
  if (!isCheck) return writeFileSync(path, content);
  console.error(`${file} is not what the code says; run: npm run docs`);
  process.exitCode = 1;
}

const embedding = readFileSync(join(root, 'docs/embedding.md'), 'utf8');
const before = embedding.slice(0, embedding.indexOf(begin) + begin.length);
const after = embedding.slice(embedding.indexOf(end));
write('docs/embedding.md', `${before}\n\n${embeddingReference()}\n${after}`);
write('docs/settings.md', `${settingsMarkdown().trim()}\n`);
