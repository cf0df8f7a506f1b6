/** Long messages come in portions, so that a narrow line has each of them in time; nothing is missing at the end. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createClient } from '@support-chat/client';
import { startTestServer, type TestServer } from '@support-chat/server/testing';
import type { RoomEvent } from '@support-chat/protocol';
import { firstPortion } from '../dist/portion.js';
import { ana, connect, createRoom, mia } from './kit.js';

const posts = 60;
const text = '長'.repeat(5_000);
let server: TestServer;
before(async () => {
  server = await startTestServer({ rateBurst: 100_000 });
  await createRoom(server);
  const author = await connect(server, mia);
  for (let i = 0; i < posts; i += 1) await author.post('rollout', text);
  author.close();
});
after(() => server.close());

test('an answer holds a portion, and the head that is still to come', async () => {
  const reader = await connect(server, ana);
  const { epoch } = await reader.ask('room.join', { room: 'rollout' });
  await reader.ask('room.leave', { room: 'rollout' });
  const joined = await reader.ask('room.join', { room: 'rollout', after: 1, epoch });
  assert.ok(joined.mode === 'events');
  assert.deepEqual([joined.events.length, joined.head], [26, posts + 1]);
  let after = joined.events.at(-1)?.seq ?? 0;
  for (let answers = 0; after < joined.head; answers += 1) {
    const { events, head } = await reader.ask('room.read', { room: 'rollout', after });
    assert.ok(events.length > 0 && events.length <= 26 && head === posts + 1 && answers < 3);
    assert.deepEqual(
      events.map(({ seq }) => seq),
      events.map((_, index) => after + 1 + index),
    );
    after = events.at(-1)?.seq ?? 0;
  }
  reader.close();
});

test('ids of people count as texts do', () => {
  const called = (seq: number): RoomEvent => ({
    ...{ seq, at: 1, by: mia, cid: 'x', type: 'people.called', audience: 'staff' },
    data: { call: seq - 1, people: Array.from({ length: 2_000 }, (_, index) => `somebody-with-a-name-${index}`) },
  });
  const events = Array.from({ length: 20 }, (_, index) => called(index + 1));
  assert.deepEqual([firstPortion(events).length, firstPortion(events.slice(0, 1)).length], [2, 1]);
});

test('a client that was away has everything, in order and once', async () => {
  const token = await server.tokenFor(ana);
  const client = createClient({ url: server.url, getToken: () => token });
  const room = client.join('rollout');
  const whenSo = (isSo: () => boolean) =>
    new Promise<void>((resolve) => {
      const undo = room.subscribe(() => {
        if (!isSo()) return;
        queueMicrotask(() => undo());
        resolve();
      });
    });
  await whenSo(() => room.view.state === 'ready');
  const first = room.view.messages[0]?.seq ?? 0;
  await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      server.submit(mia, 'message.post', { room: 'rollout', body: { kind: 'text', text: `${i} ${text}` } }),
    ),
  );
  const last = posts + 41;
  if (room.view.messages.at(-1)?.seq !== last) await whenSo(() => room.view.messages.at(-1)?.seq === last);
  assert.deepEqual(
    room.view.messages.map(({ seq }) => seq),
    Array.from({ length: last - first + 1 }, (_, i) => first + i),
  );
  await client.close();
});
