/** What a browser downloads from packages/server/public: files, followed from an entry through its imports. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { root } from '../scripts/build.mjs';

const publicDir = join(root, 'packages/server/public');
// What is imported later is handed to a function that tries again, whose name is short.
const importPattern = /(?:\b(?:from|import)\s*\(?|[\w$)]\()\s*["'`](\.{1,2}\/[^"'`]+\.js)["'`]/g;

/** Without what is imported when it is asked for. */
const staticPattern = /\b(?:from|import)\s*["'`](\.{1,2}\/[^"'`]+\.js)["'`]/g;

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
    figure: 'the largest part that comes later, where there is something for it to show',
    atMost: 6 * 1024,
    measure: () => Math.max(...lateOf('widget/support-chat.js').map((file) => brotliBytes([file]))),
  },
  {
    figure: 'all parts that come later, in every language',
    atMost: 76 * 1024,
    measure: () => brotliBytes(lateOf('widget/support-chat.js')),
  },
  {
    figure: 'directory of rooms, on pages that have it',
    atMost: 12 * 1024,
    measure: () => brotliBytes(['widget/support-chat-rooms.js']),
  },
  {
    figure: 'the element around a room in a frame of its own',
    atMost: 2 * 1024,
    measure: () => brotliBytes(['widget/support-chat-frame.js']),
  },
  {
    figure: 'desk, before somebody asks for a dialog',
    atMost: 64 * 1024,
    measure: () => oneLanguageOf('desk/desk.js', deskAtFirst()),
  },
  {
    figure: 'all dialogs of the desk, in every language',
    atMost: 48 * 1024,
    measure: () => brotliBytes(deskDialogs()),
  },
];

/** Everything the widget loads before the first message, with one language: the one that takes most. */
function withOneLanguage(entry) {
  return oneLanguageOf(entry, widgetAtFirst(entry));
}

function oneLanguageOf(entry, files) {
  const languageOf = (file) => languages.find((language) => basename(file).startsWith(`${language}-`));
  const common = files.filter((file) => !languageOf(file));
  const tables = languages.map((language) => brotliBytes(files.filter((file) => languageOf(file) === language)));
  if (tables.includes(0))
    throw new Error(`expected a chunk for each of ${languages.join(', ')} in what ${entry} loads`);
  return brotliBytes(common) + Math.max(...tables);
}

/** What is loaded on intent, or while the room is being opened, in every language. */
function lateOf(entry) {
  const first = new Set(widgetAtFirst(entry));
  return reachableFrom(entry).filter((file) => !first.has(file));
}

/** The launcher, what it loads when it is pressed, and the words of both. */
function widgetAtFirst(entry) {
  const all = reachableFrom(entry);
  const sessions = all.filter((file) => /^session-/.test(basename(file)));
  if (sessions.length !== 1) throw new Error(`expected one chunk of the session in what ${entry} loads`);
  const words = all.filter((file) => languagePattern.test(basename(file)) && !isLate(file));
  return [...new Set([...[entry, ...sessions].flatMap((file) => reachableFrom(file, staticPattern)), ...words])];
}

const languagePattern = new RegExp(`^(?:${languages.join('|')})-`);

/** What the desk imports as it starts, and its words. */
function deskAtFirst() {
  const words = reachableFrom('desk/desk.js').filter((file) => languagePattern.test(basename(file)) && !isLate(file));
  return [...new Set([...reachableFrom('desk/desk.js', staticPattern), ...words])];
}

/** What the desk loads when somebody asks for it. */
function deskDialogs() {
  const first = new Set(deskAtFirst());
  return reachableFrom('desk/desk.js').filter((file) => !first.has(file) && !isLate(file));
}

/** The build puts what the first message does not need into a folder of its own. */
function isLate(file) {
  return file.includes('/chunks/late/');
}

function reachableFrom(entry, pattern = importPattern) {
  const files = new Set([entry]);
  // A set gives its new members to the loop that adds them.
  for (const file of files)
    for (const [, target] of read(file).matchAll(pattern)) files.add(join(dirname(file), target));
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
