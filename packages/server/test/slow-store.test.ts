/** A store that takes its time: nobody is left without an answer, and no answer is older than what was told. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Store } from '@support-chat/server';
import { createManualClock, startTestServer } from '@support-chat/server/testing';
import { openSqliteStore } from '../dist/store/sqlite/sqlite-store.js';
import { ana, changedStore, connect, createRoom, mia, tom } from './kit.js';

const dir = mkdtempSync(join(tmpdir(), 'support-chat-'));
after(() => rmSync(dir, { recursive: true }));

/** A server whose store is asked through `gate` for this method: what it returns is waited for, after the reading. */
async function startGated(name: 'heads' | 'read' | 'standings', gate: () => Promise<void> | null) {
  const clock = createManualClock();
  const server = await startTestServer({
    clock,
    openStore: () => {
      const store = openSqliteStore({ path: join(dir, `${name}.db`), clock });
      const slow = async (...args: never[]): Promise<unknown> => {
        const found = await (store[name] as (...args: never[]) => Promise<unknown>)(...args);
        await gate();
        return found;
      };
      // One of the three, with the parameters and the result it has.
      return Promise.resolve(changedStore(store, { [name]: slow } as Partial<Store>));
    },
  });
  await createRoom(server);
  return { server, clock };
}

for (const [name, method, ms] of [
  ['room.heads', 'heads', 4_000],
  ['room.read', 'read', 8_000],
] as const)
  test(`F7 ${name} of a store that falls silent is answered all the same, before its client gives up`, async () => {
    let asked: (() => void) | null = null;
    const { server, clock } = await startGated(method, () => {
      asked?.();
      return asked && new Promise<void>(() => {});
    });
    const client = await connect(server, ana);
    await client.ask('room.join', { room: 'rollout' });
    const isAsked = new Promise<void>((resolve) => (asked = resolve));
    const refusal = client.refusalFor(name, name === 'room.read' ? { room: 'rollout', after: 0 } : {});
    await isAsked;
    clock.advance(ms);
    const { code, retryAfterMs } = await refusal;
    assert.deepEqual([code, retryAfterMs], ['unavailable', 2_000]);
    assert.ok(client.socket.connected);
    client.close();
    await server.close();
  });

test('news of the lobby that come while its rows are read follow the answer', async () => {
  const open: (() => void)[] = [];
  let asked = () => {};
  const { server, clock } = await startGated('standings', () => {
    asked();
    return new Promise<void>((resolve) => open.push(resolve));
  });
  const desk = await connect(server, tom);
  const isAsked = new Promise<void>((resolve) => (asked = resolve));
  const joined = desk.ask('lobby.join', {});
  await isAsked;
  await server.submit(mia, 'message.post', { room: 'rollout', body: { kind: 'text', text: 'hello' } });
  const turn = () => new Promise((resolve) => setTimeout(resolve, 20));
  await turn();
  assert.deepEqual(desk.framesOf('lobby'), []);
  for (const go of open) go();
  assert.equal((await joined).rows[0]?.standing.head, 1);
  clock.advance(250);
  assert.equal((await desk.next('lobby')).rows[0]?.standing.head, 2);
  desk.close();
  await server.close();
});
