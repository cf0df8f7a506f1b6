/** What a browser downloads from packages/server/public: files, followed from an entry through its imports. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { root } from '../scripts/build.mjs';

const publicDir = join(root, 'packages/server/public');
const importPattern = /\b(?:from|import)\s*\(?\s*["'`](\.{1,2}\/[^"'`]+\.js)["'`]/g;

/** Languages of the product, each a chunk that is loaded alone. */
const languages = readdirSync(join(root, 'packages/widget/src/strings')).map((file) => basename(file, '.ts'));

/** Gates in bytes of brotli; `bench/README.md` says what each is for. */
export const gates = [
  { figure: 'launcher, before the person acts', atMost: 4_096, measure: () => brotliBytes(['widget/support-chat.js']) },
  {
    figure: 'working chat, all that the first message needs',
    atMost: 36 * 1024,
    measure: () => withOneLanguage('widget/support-chat.js'),
  },
  {
    figure: 'what comes later, where there is something for it to show',
    atMost: 16 * 1024,
    measure: () => lateOf('widget/support-chat.js'),
  },
  { figure: 'desk', atMost: 90_000, measure: () => withOneLanguage('desk/desk.js') },
];

/** Everything an entry loads before the first message, with one language: the one that takes most. */
function withOneLanguage(entry) {
  const files = reachableFrom(entry).filter((file) => !isLate(file));
  const languageOf = (file) => languages.find((language) => basename(file).startsWith(`${language}-`));
  const common = files.filter((file) => !languageOf(file));
  const tables = languages.map((language) => brotliBytes(files.filter((file) => languageOf(file) === language)));
  if (tables.includes(0))
    throw new Error(`expected a chunk for each of ${languages.join(', ')} in what ${entry} loads`);
  return brotliBytes(common) + Math.max(...tables);
}

/** All that is loaded on intent, in every language. */
function lateOf(entry) {
  return brotliBytes(reachableFrom(entry).filter(isLate));
}

/** The build puts what the first message does not need into a folder of its own. */
function isLate(file) {
  return file.includes('/chunks/late/');
}

function reachableFrom(entry) {
  const files = new Set([entry]);
  // A set gives its new members to the loop that adds them.
  for (const file of files)
    for (const [, target] of read(file).matchAll(importPattern)) files.add(join(dirname(file), target));
  return [...files];
}

function read(file) {
  const path = join(publicDir, file);
  if (!existsSync(path)) throw new Error(`${path} is not there; run: node scripts/build.mjs`);
  return readFileSync(path, 'utf8');
}

/** Bytes as they are sent: the build puts a `.br` beside every file. */
function brotliBytes(files) {
  return files.reduce((sum, file) => sum + statSync(join(publicDir, `${file}.br`)).size, 0);
}
