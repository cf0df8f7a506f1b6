/** A log that has lost its end, as after the failover to a standby that was behind. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startTestServer } from '@support-chat/server/testing';
import { systemClock } from '../dist/clock.js';
import { Feed } from '../dist/feed.js';
import { createLogger } from '../dist/logger.js';
import { openSqliteStore } from '../dist/store/sqlite/sqlite-store.js';
import type { Store } from '../dist/store/store.js';
import { ana, ben, connect, createRoom, mia } from './kit.js';

/** The store as it was, and from `lose` on without the last events, as another log. */
function losing(store: Store): { readonly store: Store; lose(count: number): void } {
  let lost = 0;
  const past = (head: number) => head - lost;
  const changed: Partial<Store> = {
    room: async (name) => {
      const found = await store.room(name);
      return found && { ...found, head: past(found.head) };
    },
    page: async (name, range) => {
      const page = await store.page(name, range);
      const head = past(page.head);
      return { ...page, head, messages: page.messages.filter(({ seq }) => seq <= head) };
    },
    read: async (name, range) => (await store.read(name, range)).slice(0, -lost || undefined),
    heads: async (names) => new Map([...(await store.heads(names))].map(([name, head]) => [name, past(head)])),
  };
  return {
    store: new Proxy(store, {
      get: (target, key) => {
        if (key === 'epoch') return lost > 0 ? 'another epoch after it' : target.epoch;
        const value: unknown = Reflect.get(changed, key) ?? Reflect.get(target, key, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    }),
    lose: (count) => void (lost = count),
  };
}

test('F7 who joins a log that lost its end is told to come again, until nobody holds the old one', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'support-chat-'));
  const { store, lose } = losing(openSqliteStore({ path: join(dir, 'rooms.db'), clock: systemClock }));
  const server = await startTestServer({ openStore: () => Promise.resolve(store) });
  await createRoom(server);
  const holder = await connect(server, ben);
  const { epoch } = await holder.ask('room.join', { room: 'rollout' });
  for (let i = 0; i < 9; i += 1)
    await server.submit(mia, 'message.post', { room: 'rollout', body: { kind: 'text', text: `${i}` } });
  await holder.next('events', ({ events }) => events.some(({ seq }) => seq === 10));
  lose(4);
  const comer = await connect(server, ana);
  assert.equal((await comer.refusalFor('room.join', { room: 'rollout', after: 10, epoch })).code, 'unavailable');
  const gone = new Promise((resolve) => holder.socket.once('disconnect', resolve));
  holder.close();
  await gone;
  await comer.settle();
  const joined = await comer.ask('room.join', { room: 'rollout', after: 10, epoch });
  assert.deepEqual(
    [joined.mode, joined.epoch, joined.mode === 'window' && joined.window.head],
    ['window', store.epoch, 6],
  );
  comer.close();
  await server.close();
  rmSync(dir, { recursive: true });
});

test('F7 a feed that is rewound emits what follows the heads again', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'support-chat-'));
  const { store, lose } = losing(openSqliteStore({ path: join(dir, 'rooms.db'), clock: systemClock }));
  const log = createLogger({ level: 'silent', write: () => undefined, now: () => 0 });
  const feed = new Feed({ store, expel: () => undefined, broadcast: () => undefined, clock: systemClock, log });
  const created = { name: 'r', kind: 'rollout', title: 'R', purpose: '' } as const;
  const decide = () => [{ type: 'room.created', audience: 'everyone', data: created } as const];
  await store.append({ room: 'r', by: mia, cid: 'c', hash: '', decide });
  feed.watch('r', 1);
  lose(1);
  await feed.rewind();
  assert.equal(feed.emitted('r'), 0);
  await store.close();
  rmSync(dir, { recursive: true });
});
