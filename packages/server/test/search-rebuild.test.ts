/** `support-chat search rebuild`: on both engines, with progress, and not beside a server that writes the file. */
import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startTestServer } from '@support-chat/server/testing';
import { connect, mia } from './kit.js';
import { fill, newDatabase, newDir, openAt, run, skip } from './upkeep-kit.js';

test('the index of a data directory is made anew, and a server finds by it what was there', async () => {
  const dir = newDir();
  const store = openAt(dir);
  await fill(store);
  const events = [...(await store.heads()).values()].reduce((sum, head) => sum + head, 0);
  await store.close();
  rmSync(join(dir, 'search.db'), { force: true });
  const { status, stdout, stderr } = run(['search', 'rebuild', '--data-dir', dir]);
  assert.deepEqual([status, stdout], [0, `the index of messages is made anew: 2 rooms, ${events} events\n`]);
  assert.match(stderr, new RegExp(`indexed ${events} of ${events} events\n$`));
  assert.ok(existsSync(join(dir, 'search.db')));
  const server = await startTestServer({ dataDir: dir });
  const beside = run(['search', 'rebuild', '--data-dir', dir]);
  assert.deepEqual([beside.status, beside.stdout], [2, '']);
  assert.match(beside.stderr, /in use by another process; stop that server first/);
  const client = await connect(server, mia);
  const { indexed } = await client.ask('message.search', { text: 'x' });
  assert.equal(indexed, 1);
  client.close();
  await server.close();
});

test('a wrong word and an empty directory are refused', () => {
  assert.match(run(['search']).stderr, /search needs what to do: rebuild/);
  assert.match(run(['search', 'again']).stderr, /search rebuild is all there is/);
  assert.equal(run(['search', 'rebuild', '--data-dir', newDir()]).status, 2);
});

test('the index in PostgreSQL is made anew while a server runs', { skip }, async () => {
  const databaseUrl = await newDatabase();
  const server = await startTestServer({ databaseUrl });
  await server.submit(mia, 'room.create', { room: 'rollout', kind: 'rollout', title: 'x', purpose: '' });
  await server.submit(mia, 'message.post', { room: 'rollout', body: { kind: 'text', text: 'a canary' } });
  const client = await connect(server, mia);
  const count = async () => (await client.ask('message.search', { text: 'canary' })).messages.length;
  assert.equal(await count(), 1);
  const { status, stderr } = run(['search', 'rebuild'], { DATABASE_URL: databaseUrl });
  assert.equal(status, 0, stderr);
  assert.equal(await count(), 1);
  client.close();
  await server.close();
});
