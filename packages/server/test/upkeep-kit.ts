/** Stores to look after: filled ones, empty ones, and the command that does it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import type { EventDraft, Person } from '@support-chat/protocol';
import { cast, sampleDrafts } from '@support-chat/protocol/samples';
import { startPostgres } from '../../../test/services/postgres.js';
import { systemClock } from '../dist/clock.js';
import { openSqliteStore } from '../dist/store/sqlite/sqlite-store.js';
import type { Store } from '../dist/store/store.js';
import { showProgress } from '../dist/upkeep/progress.js';

export const root = mkdtempSync(join(tmpdir(), 'support-chat-upkeep-'));
export const postgres = await startPostgres();
export const skip = postgres ? false : 'there is no PostgreSQL';
after(async () => {
  rmSync(root, { recursive: true, force: true });
  await postgres?.remove();
});
export const bin = fileURLToPath(new URL('../bin/support-chat.js', import.meta.url));
export const run = (args: string[], env: Record<string, string> = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};
let count = 0;
export const newDir = (): string => join(root, `data-${(count += 1)}`);
export const openAt = (dir: string): Store =>
  openSqliteStore({ path: join(dir, 'rooms.db'), clock: systemClock, markerDelayMs: 1 });
/** Runs SQL in a database, beside the stores. */
export async function ask(url: string, sql: string): Promise<object[]> {
  const client = new pg.Client(url);
  await client.connect();
  return (await client.query<object>(sql).finally(() => client.end())).rows;
}
export const backedUp = (file: string): string[] => gunzipSync(readFileSync(file)).toString().split('\n');
/** The address of an empty PostgreSQL database. */
export async function newDatabase(): Promise<string> {
  const [name, { url = '', adminUrl = '' }] = [`data${(count += 1)}`, postgres ?? {}];
  await ask(adminUrl, `CREATE DATABASE ${name} OWNER chat`);
  return url.replace(/chat$/, name);
}
export const silent = () => showProgress({ write: () => true }, 'read');

/** Two rooms with a history of every kind of event, and markers. */
export async function fill(store: Store): Promise<void> {
  const created = sampleDrafts['room.created'];
  const drafts = Object.values(sampleDrafts).filter(
    // What ends a room for good has a test of its own.
    ({ type }) => type !== 'room.created' && type !== 'room.erased',
  );
  for (const room of ['rollout', 'vpn']) {
    const append = (by: Person, draft: EventDraft, cid: string) =>
      store.append({ room, by, cid, hash: 'h', decide: () => [draft] });
    await append(cast.mia, { ...created, data: { ...created.data, name: room } }, 'make');
    // What happens to questions happens to message 2.
    const { body } = sampleDrafts['message.posted'].data;
    await append(cast.ben, { type: 'message.posted', audience: 'everyone', data: { body, asks: { dueAt: 9 } } }, 'ask');
    for (let i = 1; i < 60; i += 1)
      await append(i % 2 ? cast.ana : cast.ben, drafts[i % drafts.length] as EventDraft, `c${i}`);
    await store.moveMarker(room, { person: 'mia', isStaff: true }, 20);
  }
  const shown = {
    id: 'f'.repeat(32),
    name: 'a.txt',
    type: 'text/plain',
    size: 3,
    kind: 'other',
    hasThumbnail: false,
  } as const;
  const file = { ...shown, state: 'ready' } as const;
  const row = { id: file.id, room: 'vpn', person: 'ana', size: 3, createdAt: 7, name: 'a.txt', sha256: 'a'.repeat(64) };
  await store.files.begin({ ...row, state: 'ready', isAttached: false, file }, { person: 9, room: 9 });
  const body = { kind: 'text', text: '', files: [file] } as const;
  const posted: EventDraft = { type: 'message.posted', audience: 'everyone', data: { body } };
  await store.append({
    ...{ room: 'vpn', by: cast.ana, cid: 'file', hash: 'h', files: [file.id] },
    decide: () => [posted],
  });
  await store.signOut('ana', 5);
  await store.keepPeople([{ person: cast.kenji, reading: 'けんじ', keys: ' kenji' }]);
  const reply = {
    id: 'c'.repeat(32),
    scope: 'room',
    room: 'vpn',
    title: 'Restart',
    text: 'Restart it.',
    rev: 3,
  } as const;
  await store.putCanned({ reply, by: 'mia' }, 0);
}
export async function everythingIn(store: Store): Promise<unknown[]> {
  const rooms = [...(await store.heads()).keys()];
  const perRoom = rooms.map(async (room) => [
    await store.room(room),
    await store.readRows(room, { after: 0, limit: 1_000 }),
    await store.readMarkers(room),
    await store.readQuestions(room),
    await store.readAffected(room),
    await store.readCalls(room),
    await store.page(room, { before: 1_000, limit: 1_000, isStaff: true }),
  ]);
  return [
    await store.signOuts(0),
    await store.readPeople('', 1_000),
    await store.readCanned('', 1_000),
    await store.files.read('', 1_000),
    await store.files.places('f'.repeat(32)),
    await store.files.get('f'.repeat(32)),
    ...(await Promise.all(perRoom)),
  ];
}
export async function filledDir(): Promise<string> {
  const dir = newDir();
  const store = openAt(dir);
  await fill(store);
  await store.close();
  return dir;
}
