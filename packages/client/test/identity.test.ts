/** Whose messages and drafts are shown, stored and sent. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestStorage, createTestToken } from '@support-chat/client/testing';
import { personOf } from '../src/person-of.js';
import { createStage, outgoingOf, settle } from './kit.js';

const posted = (server: ReturnType<typeof createStage>['server']): string[] =>
  server.log('rollout').flatMap((event) => (event.type === 'message.posted' ? [event.data.body.text] : []));

test('on a device that ana used, what ben does before the server is there is his, also after a reload', async () => {
  const { server, client, clock } = createStage();
  const storage = createTestStorage();
  const first = client('ana', { storage });
  const hers = first.join('rollout');
  await settle();
  server.cut();
  await hers.post({ text: 'unsent of ana' });
  hers.keepDraft('half of ana');
  await first.close();

  let giveToken: (token: string) => void = () => undefined;
  const getToken = () => new Promise<string>((resolve) => (giveToken = resolve));
  const second = client('ben', { storage, getToken });
  const room = second.join('rollout');
  const drafts: string[] = [];
  void room.draft().then((text) => drafts.push(text));
  const stored = room.post({ text: 'unsent of ben' });
  await settle();
  assert.deepEqual([outgoingOf(room.view), drafts], [['sending: unsent of ben'], []]);
  assert.deepEqual(await storage.list('entry/ben/'), []);
  giveToken(createTestToken('ben'));
  await settle();
  assert.deepEqual([outgoingOf(room.view), drafts], [['sending: unsent of ben'], ['']]);
  await stored;
  assert.equal((await storage.list('entry/ben/')).length, 1, 'stored before the server was ever there');
  await second.close();

  const third = client('ana', { storage });
  const back = third.join('rollout');
  await settle();
  assert.deepEqual(outgoingOf(back.view), ['sending: unsent of ana']);
  assert.equal(await back.draft(), 'half of ana');
  server.restore();
  await clock.advance(1_000);
  assert.deepEqual(posted(server), ['unsent of ana']);
  await third.close();
});

test('when the server names another person than the token, nothing of the one crosses to the other', async () => {
  const { server, client, clock } = createStage();
  const storage = createTestStorage();
  const wire: typeof server.wire = (url, handlers) => {
    const real = server.wire(url, handlers);
    return { ...real, open: () => real.open('ben') };
  };
  server.cut();
  const wrong = client('ana', { storage, wire });
  const room = wrong.join('rollout');
  await settle();
  await room.post({ text: 'of ana' });
  room.keepDraft('half of ana');
  server.restore();
  await clock.advance(1_000);
  assert.equal(room.view.me?.id, 'ben');
  assert.deepEqual([outgoingOf(room.view), await room.draft(), posted(server)], [[], '', []]);
  await wrong.close();
  const ana = client('ana', { storage });
  assert.equal(await ana.join('rollout').draft(), 'half of ana');
  await settle();
  assert.deepEqual(
    server.log('rollout').map(({ by }) => by.id),
    ['founder', 'ana'],
  );
  await ana.close();
});

test('a draft that waits for the person is empty when the client is closed', async () => {
  const { client } = createStage();
  const ana = client('ana', { getToken: () => new Promise(() => undefined) });
  const draft = ana.join('rollout').draft();
  await ana.close();
  assert.equal(await draft, '');
});

test('a token names its person in any script, and what is no token names nobody', () => {
  assert.equal(personOf(createTestToken('花子~?')), '花子~?');
  for (const token of ['', 'ana', 'a.b.c', createTestToken('')]) assert.equal(personOf(token), null);
});
