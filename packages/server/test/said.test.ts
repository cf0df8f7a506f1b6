/** What happens to messages once they are there: edited, answered anew, reacted to; on a real store and real sockets. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits, type Person } from '@support-chat/protocol';
import { newCid } from '@support-chat/server/testing';
import { ana, ben, connect, mia, sato, tom } from './kit.js';
import { edit, messageAt, open, retract, room, say, text } from './said-kit.js';

test('who wrote a message edits it: everybody sees what it says now, and that it was edited', async () => {
  const { server, store, clock } = await open();
  const [reader, desk] = [await connect(server, ben), await connect(server, mia)];
  await reader.ask('room.join', { room });
  const seq = await say(server, ana, 'Outlook asks for my pasword');
  await server.submit(mia, 'message.pin', { room, pin: seq });
  const { seq: rev, at } = await edit(server, ana, seq, 'Outlook asks for my password');
  // A busy room rests between two frames.
  clock.advance(100);
  await reader.next('events', ({ events }) => events.some(({ type }) => type === 'message.edited'));
  const { body, edited } = await messageAt(store, seq);
  assert.deepEqual([body, edited], [text('Outlook asks for my password'), { at, revs: [rev] }]);
  const doc = (await store.room(room))?.room;
  assert.deepEqual([doc?.last?.excerpt, doc?.pins?.[0]?.excerpt], [body.text, body.text]);
  assert.equal((await desk.ask('queue.read', {})).rows[0]?.excerpt, body.text);
  await assert.rejects(edit(server, ben, seq, 'Not mine', rev), { code: 'forbidden' });
  await assert.rejects(edit(server, mia, seq, 'Not mine', rev), { code: 'forbidden' });
  for (const client of [reader, desk]) client.close();
  await server.close();
});

test('R12 an edit of what the message does not say any more is refused, and what it says now can be read', async () => {
  const { server, store } = await open();
  const phone = await connect(server, ana);
  const seq = await say(server, ana, 'one');
  const { seq: rev } = await edit(server, ana, seq, 'two');
  // Nobody's reaction gets in the way of an edit.
  await server.submit(ben, 'message.react', { room, message: seq, emoji: '👍', isOn: true });
  await assert.rejects(edit(server, ana, seq, 'three', seq), { code: 'rev_conflict' });
  const page = await phone.ask('room.page', { room, before: 99 });
  const current = page.messages.find((message) => message.seq === seq);
  assert.deepEqual([current?.body.text, current?.edited?.revs], ['two', [rev]]);
  await edit(server, ana, seq, 'three', rev);
  assert.equal((await messageAt(store, seq)).body.text, 'three');
  // The same command again is the same edit.
  const again = { room, cid: newCid(), message: seq, rev: (await messageAt(store, seq)).edited?.revs.at(-1) ?? 0 };
  const first = await phone.ask('message.edit', { ...again, body: text('four') });
  assert.deepEqual(await phone.ask('message.edit', { ...again, body: text('four') }), { ...first, dup: true });
  phone.close();
  await server.close();
});

test('what a message said before is for those who look after the room', async () => {
  const { server } = await open();
  const [desk, asker, other] = [await connect(server, mia), await connect(server, ana), await connect(server, ben)];
  const seq = await say(server, ana, 'one');
  const { seq: rev } = await edit(server, ana, seq, 'two');
  const { versions } = await desk.ask('message.versions', { room, message: seq });
  assert.deepEqual(
    versions.map((version) => [version.seq, version.body.text]),
    [
      [seq, 'one'],
      [rev, 'two'],
    ],
  );
  for (const client of [asker, other])
    assert.equal((await client.refusalFor('message.versions', { room, message: seq })).code, 'forbidden');
  assert.equal((await desk.refusalFor('message.versions', { room, message: 99 })).code, 'not_found');
  await retract(server, ana, seq);
  assert.deepEqual(await desk.ask('message.versions', { room, message: seq }), { versions: [] });
  for (const client of [desk, asker, other]) client.close();
  await server.close();
});

test('whom an edit names newly is told, and nobody twice', async () => {
  const { server } = await open();
  const people = [await connect(server, tom), await connect(server, sato), await connect(server, ben)] as const;
  const [first, second, third] = people;
  const calling = (words: string, ...ids: string[]) => ({
    ...text(words),
    mentions: ids.map((person) => ({ at: words.indexOf(`@${person}`), chars: person.length + 1, person })),
  });
  const { seq } = await server.submit(mia, 'message.post', { room, body: calling('@tom look', 'tom') });
  await first.next('called');
  // Who writes has seen the room up to there.
  await say(server, ben, 'I have seen that');
  const body = calling('@tom @sato @ben look', 'tom', 'sato', 'ben');
  const { seq: rev } = await server.submit(mia, 'message.edit', { room, message: seq, rev: seq, body });
  for (const client of [second, third]) {
    const { call } = await client.next('called');
    assert.deepEqual([call.seq, call.excerpt], [seq, '@tom @sato @ben look']);
    const { calls } = await client.ask('calls.read', {});
    assert.deepEqual(
      calls.map((one) => [one.seq, one.excerpt]),
      [[seq, '@tom @sato @ben look']],
    );
  }
  // Named again after they were left out.
  const { seq: without } = await server.submit(mia, 'message.edit', { room, message: seq, rev, body: text('look') });
  await server.submit(mia, 'message.edit', { room, message: seq, rev: without, body });
  for (const client of people) {
    await client.settle();
    assert.equal(client.framesOf('called').length, 1);
    client.close();
  }
  await server.close();
});

test('T37 reactions on one message are bounded, and each person has each emoji once', async () => {
  const { server, store } = await open();
  const seq = await say(server, ana, 'It works again!');
  const react = (by: Person, emoji: string, isOn = true) =>
    server.submit(by, 'message.react', { room, message: seq, emoji, isOn });
  await react(ben, '🎉');
  await assert.rejects(react(ben, '🎉'), { code: 'changed' });
  await assert.rejects(react(ben, '👍', false), { code: 'changed' });
  await react(ben, '🎉', false);
  assert.equal((await messageAt(store, seq)).reactions, undefined);
  const many = Array.from({ length: limits.maxReactions + 100 }, (_, index): Person => ({
    ...{ id: `p${index}`, name: `Person ${index}`, role: 'employee' },
  }));
  const results = await Promise.allSettled(many.map((by) => react(by, '👍')));
  assert.equal(results.filter(({ status }) => status === 'rejected').length, 100);
  const { reactions = [] } = await messageAt(store, seq);
  assert.deepEqual([reactions.length, reactions[0]?.people.length], [1, limits.maxReactions]);
  assert.ok(JSON.stringify(reactions).length < 40_000);
  const other = await say(server, ana, 'And this');
  const emoji = [
    '😀',
    '😃',
    '😄',
    '😁',
    '😆',
    '😅',
    '🤣',
    '😂',
    '🙂',
    '🙃',
    '🫠',
    '😉',
    '😊',
    '😇',
    '🥰',
    '😍',
    '🤩',
    '😘',
    '😗',
    '😚',
    '😙',
  ];
  const kinds = await Promise.allSettled(
    emoji.map((one) => server.submit(ben, 'message.react', { room, message: other, emoji: one, isOn: true })),
  );
  assert.equal(kinds.filter(({ status }) => status === 'fulfilled').length, limits.maxReactionKinds);
  await server.close();
});

test('T37 who reacts without end is told to wait', async () => {
  const { server } = await open(undefined, { rateBurst: 40, ratePerSecond: 1 });
  const client = await connect(server, ben);
  const seq = await say(server, ana, 'x');
  const codes: string[] = [];
  for (let index = 0; index < 40; index += 1) {
    const input = { room, cid: newCid(), message: seq, emoji: '👍', isOn: index % 2 === 0 };
    const answer = (await client.socket.timeout(8_000).emitWithAck('message.react', input)) as {
      refusal?: { code: string; retryAfterMs?: number };
    };
    if (answer.refusal) codes.push(`${answer.refusal.code} ${typeof answer.refusal.retryAfterMs}`);
  }
  assert.ok(codes.length > 20 && codes.every((code) => code === 'rate_limited number'), codes.join());
  client.close();
  await server.close();
});

test('a reaction is one emoji, whatever its length, and nothing else', async () => {
  const { server } = await open();
  const client = await connect(server, ben);
  const seq = await say(server, ana, 'x');
  for (const emoji of ['👍', '❤️', '👍🏽', '🇯🇵', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '👨‍👩‍👧‍👦', '1️⃣', '✅'])
    await client.ask('message.react', { room, cid: newCid(), message: seq, emoji, isOn: true });
  for (const emoji of ['', 'a', 'ok', '👍👍', ' 👍', '👍‍', '<b>', '1', '\u202e', '👍'.repeat(50), 7, null])
    assert.equal(
      (await client.refusalFor('message.react', { room, cid: newCid(), message: seq, emoji, isOn: true })).code,
      'bad_request',
      JSON.stringify(emoji),
    );
  client.close();
  await server.close();
});

test('over HTTP the same is done, and an edit that came too late is a conflict', async () => {
  const { server, store } = await open();
  const seq = await say(server, ana, 'one');
  const call = async (by: Person, method: string, path: string, body?: object) => {
    const headers = { authorization: `Bearer ${await server.tokenFor(by)}`, 'content-type': 'application/json' };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(new URL(`api/rooms/${room}/messages/${seq}${path}`, server.url), init);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const edited = await call(ana, 'PATCH', '', { rev: seq, body: text('two') });
  assert.equal(edited.status, 200);
  assert.equal((await call(ana, 'PATCH', '', { rev: seq, body: text('three') })).status, 409);
  assert.equal((await call(ben, 'POST', '/reactions', { emoji: '👀', isOn: true })).status, 200);
  assert.deepEqual(
    ((await call(mia, 'GET', '/versions')).body['versions'] as { body: { text: string } }[]).map(
      (one) => one.body.text,
    ),
    ['one', 'two'],
  );
  assert.equal((await call(ben, 'DELETE', '', { reason: 'x' })).status, 403);
  assert.equal((await call(ana, 'DELETE', '')).status, 200);
  assert.equal((await messageAt(store, seq)).retracted?.by.id, 'ana');
  await server.close();
});
