/** 200 people have the same trouble within minutes: one question, one answer, and it reaches everybody. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MessageDoc, Person } from '@support-chat/protocol';
import { newCid, startTestServer } from '@support-chat/server/testing';
import { connect, createRoom, mia, tom, type Client } from './kit.js';

const count = 200;
const words = [
  'Outlook asks for my password again and again',
  'outlook keeps asking for the password',
  'OUTLOOK wants my password, again',
  'My Outlook asks for a password every minute',
];
const people = Array.from({ length: count }, (_, place): Person => ({
  id: `p${place}`,
  name: `Person ${place}`,
  role: 'employee',
}));

test('S1 S8 S14 200 people ask the same and end as one question with one answer for all', async () => {
  const server = await startTestServer({ rateBurst: 1_000_000, maxConnectionsPerIp: 1_000 });
  await createRoom(server);
  const clients = await Promise.all(people.map((person) => connect(server, person)));
  await Promise.all(clients.map((client) => client.ask('room.join', { room: 'rollout' })));
  const body = (text: string) => ({ kind: 'text', text }) as const;
  const ask = (client: Client, text: string) =>
    client.ask('message.post', { room: 'rollout', cid: newCid(), body: body(text) });

  // Every fourth asks without looking; who looks finds it, and says "same here".
  let joined = 0;
  for (const [place, client] of clients.entries()) {
    const text = words[place % words.length] ?? '';
    const { rows } = place % 4 === 0 ? { rows: [] } : await client.ask('question.suggest', { room: 'rollout', text });
    const [like] = rows;
    if (like) {
      await client.ask('question.join', { room: 'rollout', cid: newCid(), question: like.seq });
      joined += 1;
    } else await ask(client, text);
  }
  assert.equal(joined, (count * 3) / 4, 'whoever looked found it');

  // The desk merges what was asked again into the first, then answers once.
  const desk = await connect(server, mia);
  const { rows } = await desk.ask('queue.read', {});
  assert.equal(rows.length, count / 4);
  const first = Math.min(...rows.map(({ seq }) => seq));
  const colleague = await connect(server, tom);
  for (const [place, { seq }] of rows.entries())
    if (seq !== first)
      await (place % 2 === 0 ? desk : colleague).ask('question.merge', {
        ...{ room: 'rollout', cid: newCid(), question: seq, into: first },
      });
  const left = (await desk.ask('queue.read', {})).rows;
  assert.deepEqual(
    left.map(({ seq, affected }) => [seq, affected]),
    [[first, count]],
  );
  const answer = await desk.ask('message.post', {
    ...{ room: 'rollout', cid: newCid(), body: body('Remove the saved sign-in, then start Outlook once'), re: first },
  });

  // On every screen it is one question with one answer, and it concerns whoever looks at it.
  for (const [place, client] of clients.entries()) {
    await client.next('events', ({ events }) => events.some(({ seq }) => seq === answer.seq));
    const { messages } = await client.ask('room.page', { room: 'rollout', before: first + 1, limit: 1 });
    const { question } = messages[0] as MessageDoc;
    assert.deepEqual([question?.state, question?.answer, question?.affected.length], ['answered', answer.seq, count]);
    assert.ok(question?.affected.includes(`p${place}`), `it concerns p${place}`);
  }
  const lobby = await desk.ask('lobby.join', {});
  assert.deepEqual(lobby.rows[0]?.room.questions, {
    ...{ open: 0, claimed: 0, answered: 1, resolved: 0, merged: count / 4 - 1 },
  });
  for (const client of [...clients, desk, colleague]) client.close();
  await server.close();
});
