/** What was taken out of the index is nowhere in its files within a day. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createManualClock } from '@support-chat/server/testing';
import { systemClock } from '../dist/clock.js';
import { createLogger } from '../dist/logger.js';
import { Indexer } from '../dist/search/indexer.js';
import { compactEveryMs, type IndexedMessage, type MessageIndex } from '../dist/search/message-index.js';
import { lineOf, soughtTerm } from '../dist/search/searchable.js';
import { openDerivedDatabase } from '../dist/store/sqlite/database.js';
import { openSqliteStore } from '../dist/store/sqlite/sqlite-store.js';

const root = mkdtempSync(join(tmpdir(), 'support-chat-compaction-'));
after(() => rmSync(root, { recursive: true }));
const quiet = createLogger({ level: 'error', write: () => undefined, now: () => 0 });
const at = 1_750_000_000_000;
const facts = { openTo: 'everybody', of: null, person: null } as const;
const message = (seq: number, text = `okapixx ${seq} 猿`): IndexedMessage => ({
  ...{ seq, at: at + seq, by: { id: 'ana', name: 'Ana Ito' }, isNote: false, asks: false, answers: null },
  line: lineOf(text),
});
const openAt = (name: string) => openSqliteStore({ path: join(root, name, 'rooms.db'), clock: systemClock });
const putAll = (index: MessageIndex, room: string, put: readonly IndexedMessage[]) =>
  index.take(room, async () => ({
    ...{ facts, isEmptied: false, put, remove: [], cursor: { seq: put.at(-1)?.seq ?? 0, isGone: false } },
  }));
/** `seq`: that of the event that ended it. */
async function takeOut(index: MessageIndex, room: string, seq: number): Promise<void> {
  const cursor = { seq, isGone: true };
  // Of a large room a part at a time.
  while ((await index.take(room, async () => ({ facts, isEmptied: true, put: [], remove: [], cursor }))) !== seq);
  await index.settle();
}
/** Looked for by another process: whoever opens and closes a file of SQLite's in this one drops its locks. */
const tracesIn = (path: string): string[] =>
  spawnSync('grep', ['-r', '-l', '-a', '-F', 'okapixx', path], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean);
async function foundIn(index: MessageIndex, room: string): Promise<number> {
  const tokens = soughtTerm('okapixx', true)?.tokens ?? [];
  const scope = { rooms: [{ name: room, from: 1, openTo: 'everybody' as const }], hasLanes: false, isStaff: false };
  const found = await index.find(
    { tokens, scope, authors: null, asks: false, answers: false, from: null, before: null },
    null,
    1_000,
  );
  return found.length;
}

/** A store whose index holds remains of what was taken out: whether it does depends on how its pages were divided. */
async function withRemains(name: string) {
  for (let step = 7; step < 120; step += 1) {
    const store = openAt(`${name}-${step}`);
    const path = join(root, `${name}-${step}`);
    await store.search.compact(at);
    for (let first = 1; first <= 450; first += step) {
      const put = Array.from({ length: Math.min(step, 451 - first) }, (_, more) => message(first + more));
      await putAll(store.search, 'brief', put);
      await putAll(store.search, 'kept', [message(first, `lemur ${'word'.repeat(first % 40)}${first} and others`)]);
    }
    await takeOut(store.search, 'brief', 451);
    if (tracesIn(path).length > 0) return { store, path };
    await store.close();
  }
  throw new Error('expected some way of putting messages that leaves remains, found none');
}

test('T59 what was taken out is not even in unused parts of the file, half a day later and not before', async () => {
  const { store, path } = await withRemains('remains');
  const index = store.search;
  await index.compact(at + compactEveryMs - 1);
  assert.notDeepEqual(tracesIn(path), []);
  const compacting = index.compact(at + compactEveryMs);
  // Whoever searches is served meanwhile; whoever indexes waits, or comes again.
  assert.equal(await foundIn(index, 'brief'), 0);
  assert.equal(await index.take('lively', () => Promise.reject(new Error('nobody writes now'))), null);
  const waiting = index.take(
    'lively',
    async () => ({
      ...{ facts, isEmptied: false, put: [message(1), message(2)], remove: [], cursor: { seq: 2, isGone: false } },
    }),
    { waits: true },
  );
  await compacting;
  assert.deepEqual(tracesIn(path), []);
  assert.equal(await waiting, 2);
  assert.equal(await foundIn(index, 'lively'), 2);
  await store.close();
  const again = openSqliteStore({ path: join(path, 'rooms.db'), clock: systemClock });
  const cursors = await again.search.cursors();
  assert.deepEqual([cursors.get('brief'), cursors.get('lively')], [451, 2]);
  assert.equal(await foundIn(again.search, 'lively'), 2);
  await again.close();
});

test('T59 words of which each message had its own are not among those that tell pages apart', async () => {
  const path = join(root, 'own');
  const store = openAt('own');
  const index = store.search;
  await index.compact(at);
  const messages = Array.from({ length: 3_000 }, (_, more) => message(more + 1, `okapixx${more + 1}`));
  for (let first = 0; first < messages.length; first += 50)
    await putAll(index, 'brief', messages.slice(first, first + 50));
  await takeOut(index, 'brief', 3_001);
  await index.compact(at + compactEveryMs);
  assert.deepEqual(tracesIn(path), []);
  assert.equal((await index.cursors()).get('brief'), 3_001);
  await store.close();
});

test('T59 while somebody reads an old state of it, nothing is called gone', async () => {
  const { store, path } = await withRemains('read');
  const { database, close } = openDerivedDatabase(join(path, 'search.db'));
  database.exec('BEGIN; SELECT count(*) FROM messages');
  await assert.rejects(store.search.compact(at + compactEveryMs), /expected the index to be written anew/);
  database.exec('COMMIT');
  close();
  await store.search.compact(at + compactEveryMs);
  assert.deepEqual(tracesIn(path), []);
  await store.close();
});

test('whoever writes it ends with a server that is killed', { skip: process.platform !== 'linux' }, async () => {
  const { store, path } = await withRemains('killed');
  await store.close();
  const { database, close } = openDerivedDatabase(join(path, 'search.db'));
  database.exec('CREATE TABLE pad (x)');
  // As large as that of a busy server: it takes a while.
  for (let each = 0; each < 100; each += 1) database.exec('INSERT INTO pad VALUES (randomblob(1048576))');
  close();
  const dist = (file: string): string => JSON.stringify(new URL(`../dist/${file}`, import.meta.url).href);
  const script = `
    const { openSqliteStore } = await import(${dist('store/sqlite/sqlite-store.js')});
    const { systemClock } = await import(${dist('clock.js')});
    const store = openSqliteStore({ path: ${JSON.stringify(join(path, 'rooms.db'))}, clock: systemClock });
    await store.search.compact(${at + compactEveryMs});`;
  const server = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
  const writers = (): string =>
    spawnSync('pgrep', ['-f', `compact-child.js ${path}`], { encoding: 'utf8' }).stdout.trim();
  while (writers() === '') await new Promise((resolve) => setTimeout(resolve, 10));
  server.kill('SIGKILL');
  await once(server, 'exit');
  while (writers() !== '') await new Promise((resolve) => setTimeout(resolve, 10));
  const again = openSqliteStore({ path: join(path, 'rooms.db'), clock: systemClock });
  await putAll(again.search, 'lively', [message(1)]);
  assert.equal((await again.search.cursors()).get('brief'), 451);
  await again.search.compact(at + compactEveryMs);
  await takeOut(again.search, 'lively', 2);
  await again.search.compact(at + 2 * compactEveryMs);
  assert.deepEqual(tracesIn(path), []);
  await again.close();
});

test('T59 an index that could not be written anew is as it was, and is due still', async () => {
  const { store, path } = await withRemains('refused');
  const other = openDerivedDatabase(join(path, 'search.db'));
  other.database.exec('BEGIN IMMEDIATE');
  await assert.rejects(store.search.compact(at + compactEveryMs), /expected the index to be written anew/);
  other.database.exec('ROLLBACK');
  other.close();
  assert.equal((await store.search.cursors()).get('brief'), 451);
  assert.notDeepEqual(tracesIn(path), []);
  await store.close();
  const again = openSqliteStore({ path: join(path, 'rooms.db'), clock: systemClock });
  await again.search.compact(at + compactEveryMs);
  await again.close();
  assert.deepEqual(tracesIn(path), []);
});

test('a server that ends meanwhile does not wait for it', async () => {
  const { store, path } = await withRemains('ended');
  const compacting = store.search.compact(at + compactEveryMs);
  await store.close();
  await compacting;
  const again = openSqliteStore({ path: join(path, 'rooms.db'), clock: systemClock });
  assert.equal((await again.search.cursors()).get('brief'), 451);
  await again.close();
});

test('T59 the reader of the logs sees to it', async () => {
  const { store, path } = await withRemains('tended');
  const clock = createManualClock(at + compactEveryMs - 60_000);
  const indexer = new Indexer({ store, clock, log: quiet });
  const lookedAgain = async () => {
    clock.advance(5_000);
    await new Promise((resolve) => setTimeout(resolve, 20));
  };
  indexer.start();
  for (let look = 0; look < 11; look += 1) await lookedAgain();
  assert.notDeepEqual(tracesIn(path), []);
  while (tracesIn(path).length > 0) await lookedAgain();
  await indexer.stop();
  await store.close();
});
