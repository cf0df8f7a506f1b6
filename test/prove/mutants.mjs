/**
 * `npm run mutants`: puts one named fault at a time into a copy of the built product, and shows that the tests notice.
 * Ends with 1 when a fault stays unnoticed, and when one no longer applies. Names as arguments run only those.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, root } from '../../scripts/build.mjs';

const server = (name) => `packages/server/dist/${name}.js`;
const storeTests = ['packages/server/test/store.test.ts'];

/** Each replaces one piece of one built file; `tests` are those that are to fail. */
const mutants = [
  {
    name: 'acknowledge before commit',
    file: server('store/sqlite/sqlite-store'),
    from: `this.#database.exec('COMMIT');`,
    to: `setImmediate(() => this.#database.exec('COMMIT'));`,
    tests: storeTests,
  },
  {
    name: 'drop the unique index of command ids',
    file: server('store/sqlite/migrations'),
    from: 'CREATE UNIQUE INDEX events_command',
    to: 'CREATE INDEX events_command',
    tests: storeTests,
  },
  {
    name: 'drop the unique index of numbers',
    file: server('store/sqlite/migrations'),
    from: 'CREATE UNIQUE INDEX events_place',
    to: 'CREATE INDEX events_place',
    tests: storeTests,
  },
  {
    name: 'number in memory',
    file: server('store/sqlite/sqlite-store'),
    from: 'if (this.#statements.headOf.get(cached.id)?.head !== cached.head)',
    to: 'if (false)',
    tests: storeTests,
  },
  {
    name: 'number in PostgreSQL without holding the room, and without the key that would notice',
    file: server('store/postgres/statements'),
    from: ' ORDER BY id FOR NO KEY UPDATE',
    to: ' ORDER BY id',
    also: [
      {
        file: server('store/postgres/migrations'),
        from: `chain text NOT NULL,
    PRIMARY KEY (room_id, seq)`,
        to: 'chain text NOT NULL',
      },
    ],
    tests: ['packages/server/test/postgres-store.test.ts'],
  },
  {
    name: 'commit asynchronously in PostgreSQL',
    file: server('store/postgres/connections'),
    from: `set_config('synchronous_commit', 'on', true)`,
    to: `set_config('synchronous_commit', 'off', true)`,
    tests: ['packages/server/test/postgres-store.test.ts'],
  },
  {
    name: 'hint before commit',
    file: server('room-log'),
    from: 'const { seq, at, dup, events } = await store.append({',
    to: `bus.publish({ type: 'hint', room: input.room, head: 0 }); bus = { publish() {} };\nconst { seq, at, dup, events } = await store.append({`,
    also: [{ from: 'const { store, bus, guards = [] } = options;', to: 'let { store, bus, guards = [] } = options;' }],
    tests: ['packages/server/test/feed.test.ts'],
  },
  {
    name: 'NORMAL instead of FULL',
    file: server('store/sqlite/database'),
    from: 'PRAGMA synchronous = FULL',
    to: 'PRAGMA synchronous = NORMAL',
    tests: storeTests,
  },
  {
    name: 'NORMAL instead of FULL, and nobody looks',
    file: server('store/sqlite/database'),
    from: 'PRAGMA synchronous = FULL',
    to: 'PRAGMA synchronous = NORMAL',
    also: [{ from: `if (synchronous === 2 && journal === 'wal')`, to: `if (journal === 'wal')` }],
    tests: storeTests,
  },
  {
    name: 'skip authorisation in resume',
    file: server('answers'),
    from: 'eventsFor(sight, await store.read(room, { after, limit }))',
    to: 'store.read(room, { after, limit })',
    tests: ['packages/server/test/feed.test.ts'],
  },
  {
    name: 'trust the client’s cursor',
    file: server('answers'),
    from: 'knownEpoch === epoch && after <= head',
    to: 'knownEpoch === epoch',
    tests: ['packages/server/test/feed.test.ts'],
  },
  {
    name: 'trust the client’s epoch',
    file: server('answers'),
    from: 'after !== undefined && knownEpoch === epoch',
    to: 'after !== undefined',
    tests: ['packages/server/test/feed.test.ts'],
  },
  {
    name: 'forget what a slow client missed',
    file: server('slow-consumers'),
    from: 'this.#onDrained(id);',
    to: '',
    tests: ['packages/server/test/slow-consumers.test.ts'],
  },
  {
    name: 'leave out the sweep',
    file: server('sweep'),
    from: 'feed.compare(heads);',
    to: '',
    tests: ['packages/server/test/two-nodes.test.ts'],
  },
  {
    name: 'show a guest what was before',
    file: server('commands/links'),
    from: 'from: held.next + 1',
    to: 'from: 1',
    tests: ['packages/server/test/guests.test.ts'],
  },
  {
    name: 'count no use of a link',
    file: server('commands/links'),
    from: 'guests: [...found.state.guests, guest]',
    to: 'guests: found.state.guests',
    tests: ['packages/server/test/guests.test.ts'],
  },
  {
    name: 'leave the guests of a link that is revoked',
    file: server('commands/links'),
    from: '.filter(({ id }) => held.member(id))',
    to: '.filter(() => false)',
    tests: ['packages/server/test/guests.test.ts'],
  },
  {
    name: 'merge without the people',
    file: server('commands/questions'),
    from: "type: 'question.inherited', audience: 'everyone', data: { ...about(target), from: seq, people }",
    to: "type: 'question.inherited', audience: 'everyone', data: { ...about(target), from: seq, people: [] }",
    tests: ['packages/server/test/questions.test.ts'],
  },
  {
    name: 'a new command id on each retry',
    file: 'packages/client/dist/outbox-sender.js',
    from: 'await request({ cid, room, body, re })',
    to: `await request({ cid: crypto.randomUUID().replaceAll('-', ''), room, body, re })`,
    tests: ['packages/client/test/outbox.test.ts'],
  },
  {
    name: 'send before it is stored',
    file: 'packages/client/dist/outbox.js',
    from: '!this.#beingStored.has(entry.cid)',
    to: 'true',
    tests: ['packages/client/test/outbox.test.ts'],
  },
  {
    name: 'accept a gap',
    file: 'packages/protocol/dist/fold.js',
    from: 'for (let next = waiting.get(cursor + 1); next; next = waiting.get(cursor + 1)) {',
    to: 'for (let next; (next = [...waiting.values()].sort((a, b) => a.seq - b.seq)[0]); ) {',
    tests: ['packages/protocol/test/fold.test.ts', 'packages/client/test/reader.test.ts'],
  },
  {
    name: 'apply an event twice',
    file: 'packages/protocol/dist/fold.js',
    from: 'if (event.seq > state.cursor && !waiting.has(event.seq))',
    to: 'if (!waiting.has(event.seq))',
    tests: ['packages/protocol/test/fold.test.ts', 'packages/client/test/reader.test.ts'],
  },
  {
    name: 'do not tie content to the chain',
    file: server('store/event-row'),
    from: "hash('sha256', `${salt} ${content}`, 'base64url')",
    to: "hash('sha256', `${salt}`, 'base64url')",
    tests: storeTests,
  },
];

function main(wanted) {
  build();
  const chosen = mutants.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const copy = makeCopy();
  let unnoticed = 0;
  try {
    for (const mutant of chosen) {
      const isNoticed = tryMutant(copy, mutant);
      console.log(`${isNoticed ? 'noticed  ' : 'UNNOTICED'} ${mutant.name}`);
      if (!isNoticed) unnoticed += 1;
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  console.log(`${chosen.length - unnoticed} of ${chosen.length} noticed`);
  return unnoticed === 0 ? 0 : 1;
}

/** The workspace, with its packages copied and everything it depends on linked. */
function makeCopy() {
  const copy = mkdtempSync(join(tmpdir(), 'support-chat-mutants-'));
  for (const name of ['package.json', 'packages', 'test'])
    cpSync(join(root, name), join(copy, name), {
      recursive: true,
      filter: (path) => !path.includes('node_modules') && !path.includes('/public/'),
    });
  cpSync(join(root, 'node_modules'), join(copy, 'node_modules'), {
    recursive: true,
    // Links to the packages stay relative, so they lead to the copies.
    verbatimSymlinks: true,
  });
  for (const name of ['protocol', 'client', 'widget', 'agent', 'server']) {
    const own = join(root, 'packages', name, 'node_modules');
    if (existsSync(own)) symlinkSync(own, join(copy, 'packages', name, 'node_modules'));
  }
  return copy;
}

/** Whether a test fails with this fault in place. */
function tryMutant(copy, { name, tests, also = [], ...piece }) {
  const sound = new Map();
  try {
    for (const { file = piece.file, from, to } of [piece, ...also]) {
      const path = join(copy, file);
      const text = readFileSync(path, 'utf8');
      if (text.split(from).length !== 2) throw new Error(`${name}: expected once in ${file}: ${from}`);
      if (!sound.has(path)) sound.set(path, text);
      writeFileSync(
        path,
        text.replace(from, () => to),
      );
    }
    const args = ['--import', 'tsx', '--test', '--test-timeout=60000', ...tests];
    return spawnSync(process.execPath, args, { cwd: copy, stdio: 'ignore', timeout: 120_000 }).status !== 0;
  } finally {
    for (const [path, text] of sound) writeFileSync(path, text);
  }
}

process.exitCode = main(process.argv.slice(2));
