/** What is taken back or edited beside people who are here for one question, or came later. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import type { Person } from '@support-chat/protocol';
import type { TestServer } from '@support-chat/server/testing';
import { ana, ben, connect, kenji, mia } from './kit.js';
import { edit, messageAt, open, retract, room, say } from './said-kit.js';

const jwtSecret = 'x'.repeat(32);
type Entered = { readonly status: number; readonly person?: Person; readonly token?: string };

async function makeLink(server: TestServer, forQuestion?: number): Promise<object> {
  const secret = randomBytes(16).toString('hex');
  const hash = createHash('sha256').update(secret).digest('hex');
  const made = { room, label: 'Contoso', hash, expiresAt: Date.now() + 86_400_000, maxUses: 5 };
  const { seq } = await server.submit(mia, 'link.make', { ...made, ...(forQuestion && { forQuestion }) });
  return { room, link: seq, secret };
}

async function come(server: TestServer, link: object): Promise<Entered> {
  const response = await fetch(new URL('api/guests', server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...link, name: 'Carla Diaz', cid: randomBytes(16).toString('hex') }),
  });
  return { ...((await response.json()) as object), status: response.status };
}

test('a question that its author takes back ends its visits, and its links', async () => {
  const { server, store } = await open(undefined, { jwtSecret });
  const question = await say(server, ana, 'The gateway is full');
  const link = await makeLink(server, question);
  assert.equal((await come(server, link)).status, 200);
  const mentions = [{ at: 0, chars: 6, person: kenji.id }];
  await server.submit(mia, 'message.post', {
    ...{ room, re: question, body: { kind: 'text', text: '@kenji please look', mentions } },
    ...{ invites: [kenji], untilSolved: true },
  });
  await retract(server, ana, question);
  assert.equal((await messageAt(store, question)).question?.state, 'resolved');
  const doc = (await store.room(room))?.room;
  assert.deepEqual([doc?.visitors?.length, doc?.links?.length, (await come(server, link)).status], [0, 0, 404]);
  await server.close();
});

test('so does one that was taken back and the last other leaves', async () => {
  const { server, store } = await open(undefined, { jwtSecret });
  const question = await say(server, ana, 'The gateway is full');
  await server.submit(ben, 'question.join', { room, question });
  await come(server, await makeLink(server, question));
  await retract(server, ana, question);
  await server.submit(ben, 'question.leave', { room, question });
  assert.equal((await store.room(room))?.room.visitors?.length, 0);
  await server.close();
});

test('T07 who came later reads nothing of what was said before by an edit of it', async () => {
  const { server } = await open(undefined, { jwtSecret });
  const before = await say(server, ana, 'canary: the badge code is 1234');
  const { person, token } = await come(server, await makeLink(server));
  assert.ok(person);
  await edit(server, ana, before, 'canary: the badge code is 1234.');
  const guest = await connect(server, person, token);
  const { events } = await guest.ask('room.read', { room, after: 0 });
  assert.ok(events.length > 0 && !JSON.stringify(events).includes('canary'));
  guest.close();
  await server.close();
});
