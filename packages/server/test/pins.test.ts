import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits, Refusal, type Person } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { newCid, startTestServer } from '@support-chat/server/testing';

const { ana, mia, sato } = cast;

test('what is pinned is known to everybody, newest first, until it is taken away', async () => {
  const server = await startTestServer();
  try {
    await server.submit(mia, 'room.create', { room: 'rollout', kind: 'rollout', title: 'New mail', purpose: '' });
    const post = async (text: string, audience: 'everyone' | 'staff' = 'everyone') =>
      (await server.submit(mia, 'message.post', { room: 'rollout', body: { kind: 'text', text }, audience })).seq;
    const first = await post('The new server is mail.example.com');
    const second = await post('Old mail moves on Friday');
    const note = await post('only among us', 'staff');
    const pin = (seq: number, by: Person = mia) => server.submit(by, 'message.pin', { room: 'rollout', pin: seq });
    const unpin = (seq: number) => server.submit(sato, 'message.unpin', { room: 'rollout', pin: seq });
    const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
    await pin(first);
    await pin(second);
    const shown = async (): Promise<unknown> => {
      const headers = { authorization: `Bearer ${await server.tokenFor(ana)}` };
      const answer = await fetch(new URL('api/rooms/rollout', server.url), { headers });
      const { room } = (await answer.json()) as {
        room: { pins: { seq: number; excerpt: string; by: { id: string } }[] };
      };
      return room.pins.map(({ seq, excerpt, by }) => [seq, excerpt, by.id]);
    };
    assert.deepEqual(await shown(), [
      [second, 'Old mail moves on Friday', 'mia'],
      [first, 'The new server is mail.example.com', 'mia'],
    ]);
    await assert.rejects(pin(first), refused('changed'));
    await assert.rejects(pin(note), refused('forbidden'));
    await assert.rejects(pin(999), refused('not_found'));
    await assert.rejects(pin(1), refused('not_found'), 'no message');
    await assert.rejects(pin(first, ana), refused('forbidden'));
    const headers = { authorization: `Bearer ${await server.tokenFor(mia)}` };
    for (const format of ['markdown', 'html']) {
      const file = await fetch(new URL(`api/rooms/rollout/export?format=${format}`, server.url), { headers });
      assert.equal((await file.text()).match(/pinned/g)?.length, 2, format);
    }
    await unpin(second);
    await assert.rejects(unpin(second), refused('changed'));
    assert.deepEqual(await shown(), [[first, 'The new server is mail.example.com', 'mia']]);
    for (let count = 1; count < limits.maxPins; count += 1) await pin(await post(`fact ${count}`));
    const more = await post('one too many');
    await assert.rejects(pin(more), (error: unknown) => {
      assert.ok(error instanceof Refusal);
      assert.match(error.message, /has 10 pins; take one away before pinning another/);
      return error.code === 'forbidden';
    });
    await server.submit(mia, 'room.close', { room: 'rollout', reason: '' });
    await assert.rejects(unpin(first), refused('room_closed'));
  } finally {
    await server.close();
  }
});

test('a pin asked for twice under one id is made once', async () => {
  const server = await startTestServer();
  try {
    await server.submit(mia, 'room.create', { room: 'rollout', kind: 'rollout', title: 'New mail', purpose: '' });
    const { seq } = await server.submit(mia, 'message.post', { room: 'rollout', body: { kind: 'text', text: 'x' } });
    const cid = newCid();
    const headers = {
      authorization: `Bearer ${await server.tokenFor(mia)}`,
      'content-type': 'application/json',
      'idempotency-key': cid,
    };
    const pin = async (): Promise<{ seq: number; dup: boolean }> => {
      const answer = await fetch(new URL(`api/rooms/rollout/pins/${seq}`, server.url), {
        method: 'POST',
        headers,
        body: '{}',
      });
      return (await answer.json()) as { seq: number; dup: boolean };
    };
    const [once, again] = [await pin(), await pin()];
    assert.deepEqual([once.dup, again.dup], [false, true]);
    assert.equal(once.seq, again.seq);
  } finally {
    await server.close();
  }
});
