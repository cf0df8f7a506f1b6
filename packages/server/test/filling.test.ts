/** A store that is being filled: an interrupted filling goes on from its own source, and from no other. */
import assert from 'node:assert/strict';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { cast, sampleDrafts } from '@support-chat/protocol/samples';
import { systemClock } from '../dist/clock.js';
import { openPostgresStore } from '../dist/store/postgres/postgres-store.js';
import type { Store } from '../dist/store/store.js';
import { ask, backedUp, everythingIn, filledDir, newDatabase, newDir, openAt, root, run, skip } from './upkeep-kit.js';

const other =
  'support-chat: a restore or a migration of another source into this store did not end; run that one again, or give an empty store\n';

/** A backup of the store in a directory, and the same cut off after the rows of its first room. */
function backUp(dir: string, name: string): { whole: string; cut: string } {
  const [whole, cut] = [join(root, `${name}.backup`), join(root, `${name}-cut.backup`)];
  assert.equal(run(['backup', whole, '--data-dir', dir]).status, 0);
  writeFileSync(cut, gzipSync(`${backedUp(whole).slice(0, 4).join('\n')}\n`));
  return { whole, cut };
}

/** Says one thing more in the store of a directory. */
async function sayMore(dir: string, cid: string): Promise<void> {
  const store = openAt(dir);
  const decide = () => [sampleDrafts['message.posted']];
  await store.append({ room: 'vpn', by: cast.ana, cid, hash: 'h', decide });
  await store.close();
}

const targets = {
  SQLite: (): Promise<{ env: Record<string, string>; open: () => Promise<Store> }> => {
    const dir = newDir();
    return Promise.resolve({ env: { DATA_DIR: dir }, open: () => Promise.resolve(openAt(dir)) });
  },
  PostgreSQL: async () => {
    const url = await newDatabase();
    return { env: { DATABASE_URL: url }, open: () => openPostgresStore({ url, clock: systemClock }) };
  },
};

for (const [engine, newTarget] of Object.entries(targets)) {
  test(
    `a restore into ${engine} goes on from the backup it began with, and from no other`,
    {
      skip: engine === 'PostgreSQL' && skip,
    },
    async () => {
      const dir = await filledDir();
      const first = backUp(dir, `first-${engine}`);
      await sayMore(dir, 'more');
      const second = backUp(dir, `second-${engine}`);
      const { env, open } = await newTarget();
      assert.equal(run(['restore', first.cut], env).status, 2);

      const mixed = run(['restore', second.whole], env);
      assert.deepEqual([mixed.status, mixed.stderr], [2, other]);
      const moved = run(['migrate', '--to', env['DATABASE_URL'] ?? '', '--data-dir', dir]);
      if (engine === 'PostgreSQL') assert.deepEqual([moved.status, moved.stderr], [2, other]);
      assert.match(run(['verify'], env).stderr, /did not end; run it again/);

      const whole = run(['restore', first.whole], env);
      assert.deepEqual([whole.status, whole.stderr.includes('restored 123 of 123')], [0, true], whole.stderr);
      const reference = newDir();
      assert.equal(run(['restore', first.whole, '--data-dir', reference]).status, 0);
      const [restored, expected] = [await open(), openAt(reference)];
      const [is, should] = [await everythingIn(restored), await everythingIn(expected)];
      assert.deepEqual(JSON.parse(JSON.stringify(is)), JSON.parse(JSON.stringify(should)));
      await Promise.all([restored.close(), expected.close()]);
    },
  );
}

test('a database that was moved while it was filled is still one that is being filled', { skip }, async () => {
  const { whole, cut } = backUp(await filledDir(), 'promoted');
  const url = await newDatabase();
  assert.equal(run(['restore', cut], { DATABASE_URL: url }).status, 2);
  await ask(url, `UPDATE support_chat.meta SET value = 'elsewhere' WHERE key = 'place'`);
  const env = { SUPPORT_CHAT_JWT_SECRET: 'x'.repeat(32), PORT: '0', DATABASE_URL: url };
  assert.match(run(['serve', '--data-dir', newDir()], env).stderr, /did not end; run it again/);
  assert.equal(run(['restore', whole], { DATABASE_URL: url }).status, 0);
});

test('a filling that an older version began is refused: nobody knows its source', async () => {
  const { whole } = backUp(await filledDir(), 'older');
  const dir = newDir();
  const store = openAt(dir);
  await store.beginEpoch('filling');
  await store.close();
  const restored = run(['restore', whole, '--data-dir', dir]);
  assert.deepEqual([restored.status, restored.stderr], [2, other]);
});

test('a migration that ends with another log than its source says so, and no server opens it', { skip }, async () => {
  const dir = await filledDir();
  const older = newDir();
  cpSync(dir, older, { recursive: true });
  await sayMore(dir, 'more');
  const url = await newDatabase();
  assert.equal(run(['migrate', '--to', url, '--data-dir', dir]).status, 0);
  // As if it had been interrupted at the very end, and gone on with after the file was put back to an older copy.
  const source = openAt(older);
  const target = await openPostgresStore({ url, clock: systemClock });
  await target.beginEpoch(`filling:${source.epoch}`);
  await Promise.all([source.close(), target.close()]);
  const behind = run(['migrate', '--to', url, '--data-dir', older]);
  assert.equal(behind.status, 1, behind.stderr);
  assert.equal(
    behind.stdout,
    'room vpn ends at event 63, in the source at 62\nthe store is not what its source is; no server opens it: empty it and run this again\n',
  );
  await sayMore(older, 'something else');
  const beside = run(['migrate', '--to', url, '--data-dir', older]);
  assert.equal(beside.status, 1, beside.stderr);
  assert.match(beside.stdout, /^room vpn has another event 63 than the source\n/);
  assert.match(run(['verify'], { DATABASE_URL: url }).stderr, /did not end; run it again/);
  rmSync(older, { recursive: true });
});
