/** Messages of a server over a file, and words for what is done with them. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { MessageDoc, Person } from '@support-chat/protocol';
import type { Store } from '@support-chat/server';
import { createManualClock, startTestServer, type ManualClock, type TestServer } from '@support-chat/server/testing';
import { openSqliteStore } from '../dist/store/sqlite/sqlite-store.js';
import { changedStore, createRoom } from './kit.js';

const dir = mkdtempSync(join(tmpdir(), 'support-chat-'));
after(() => rmSync(dir, { recursive: true }));
let stages = 0;
export const room = 'rollout';
export const text = (words: string) => ({ kind: 'text', text: words }) as const;

/** A server over a file, with a room. `changed`: what its store does otherwise. */
export async function open(changed: (store: Store) => Partial<Store> = () => ({}), more: object = {}) {
  const clock = createManualClock(Date.now());
  const folder = join(dir, String((stages += 1)));
  const start = async (change: typeof changed = () => ({})) => {
    const store = openSqliteStore({ path: join(folder, 'rooms.db'), clock });
    const openStore = () => Promise.resolve(changedStore(store, change(store)));
    return { store, server: await startTestServer({ clock, openStore, rateBurst: 1_000_000, ...more }) };
  };
  const { store, server } = await start(changed);
  await createRoom(server);
  return { clock, folder, start, store, server };
}

export const say = async (server: TestServer, by: Person, words: string, more: object = {}): Promise<number> =>
  (await server.submit(by, 'message.post', { room, body: text(words), ...more })).seq;
export const edit = (server: TestServer, by: Person, message: number, words: string, rev = message) =>
  server.submit(by, 'message.edit', { room, message, rev, body: text(words) });
export const retract = (server: TestServer, by: Person, message: number, reason?: string) =>
  server.submit(by, 'message.retract', { room, message, ...(reason !== undefined && { reason }) });
export const messageAt = async (store: Store, seq: number): Promise<MessageDoc> => {
  const [message] = await store.messages(room, [seq]);
  assert.ok(message);
  return message;
};

/** Lets time pass until it is so. */
export async function until(clock: ManualClock, isSo: () => Promise<boolean>, stepMs = 1_000) {
  for (let looks = 0; looks < 500; looks += 1) {
    if (await isSo()) return looks * stepMs;
    clock.advance(stepMs);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return assert.fail('it did not come to that');
}

export const isErased = (store: Store) => async () => (await store.retractions(9)).length === 0;

/** Every file of a folder as one string of bytes. */
export function bytesIn(folder: string): string {
  return readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'latin1'))
    .join('\n');
}
