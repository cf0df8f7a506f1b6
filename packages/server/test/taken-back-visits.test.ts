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

test('T07 nor do they hear it, live, and they hear everything else in its place', async () => {
  const { server, clock } = await open(undefined, { jwtSecret });
  const before = await say(server, ana, 'canary: the badge code is 1234');
  const { person, token } = await come(server, await makeLink(server));
  assert.ok(person);
  const guest = await connect(server, person, token);
  const inside = await connect(server, ben);
  await inside.ask('room.join', { room });
  // Not before the room has told of the guest themselves.
  for (let mode = ''; mode === '';) {
    clock.advance(100);
    mode = await guest.ask('room.join', { room }).then(
      ({ mode }) => mode,
      () => '',
    );
  }
  const heardBy = async (client: typeof guest, seq: number): Promise<void> => {
    const heard = client.next('events', ({ events }) => events.some((event) => event.seq >= seq));
    for (let step = 0; step < 5; step += 1) clock.advance(100);
    await heard;
  };
  await edit(server, ana, before, 'canary: the badge code is 12345');
  const body = { kind: 'text', text: 'note' } as const;
  const { seq: note } = await server.submit(mia, 'message.post', { room, audience: 'staff', body });
  const after = await say(server, ben, 'after');
  await Promise.all([heardBy(inside, after), heardBy(guest, after)]);
  const seen = (client: typeof guest) => client.framesOf('events').flatMap(({ events }) => events);
  assert.ok(JSON.stringify(seen(inside)).includes('12345'));
  assert.ok(!JSON.stringify(guest.frames).includes('canary'));
  assert.deepEqual(
    seen(guest).flatMap((event) => (event.seq >= note - 1 ? [event.type] : [])),
    ['hidden', 'hidden', 'message.posted'],
  );
  await inside.ask('typing.tell', { room, isTyping: true });
  await guest.next('signal', ({ type }) => type === 'typing');
  for (const client of [inside, guest]) client.close();
  await server.close();
});
