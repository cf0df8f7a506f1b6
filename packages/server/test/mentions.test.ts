/** Whom a message calls: by name, all at once, from outside the room; who hears of it, and who does not. */
import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { afterEach, beforeEach, test } from 'node:test';
import { limits, mentionLimits, objectionToMentions, type Mention, type Person } from '@support-chat/protocol';
import { parseRequest } from '@support-chat/protocol/schemas';
import {
  createManualClock,
  newCid,
  startTestServer,
  type ManualClock,
  type TestServer,
} from '@support-chat/server/testing';
import { ana, ben, connect, createRoom, kenji, mia, sato, tom, type Client } from './kit.js';

const secret = `war-room-${'ab'.repeat(16)}`;
let clock: ManualClock;
let server: TestServer;
const clients: Client[] = [];
beforeEach(async () => {
  clock = createManualClock();
  server = await startTestServer({ clock, rateBurst: 100_000 });
  await createRoom(server);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await server.close();
});

const enter = async (person: Person, room: string | null = 'rollout'): Promise<Client> => {
  const client = await connect(server, person);
  clients.push(client);
  if (room !== null) await client.ask('room.join', { room });
  return client;
};
/** A text with a mention for each `@name` in it. */
const saying = (text: string, whom: Readonly<Record<string, string>> = {}) => {
  const mentions = [...text.matchAll(/[@＠](\p{L}+)/gu)].map(({ index, 0: { length: chars }, 1: name }): Mention => {
    const group = name === 'all' || name === 'here' ? name : null;
    return group ? { at: index, chars, group } : { at: index, chars, person: whom[name ?? ''] ?? name ?? '' };
  });
  return { kind: 'text', text, ...(mentions.length > 0 && { mentions }) } as const;
};
const post = (by: Person, text: string, more: { room?: string; audience?: 'staff'; [key: string]: unknown } = {}) =>
  server.submit(by, 'message.post', { room: 'rollout', body: saying(text), ...more });
const calledBy = async (seq: number, room = 'rollout'): Promise<readonly string[] | null> => {
  const { events } = await (await enter(mia, null)).ask('room.read', { room, after: seq - 1 });
  const called = events.find((event) => event.type === 'people.called' && event.data.call === seq);
  return called?.type === 'people.called' ? called.data.people : null;
};
const privateRoom = async (...members: Person[]): Promise<void> => {
  const data = { room: secret, kind: 'team', title: 'War room', purpose: '', isPrivate: true } as const;
  await server.submit(ben, 'room.create', data);
  for (const person of members) await server.submit(ben, 'member.add', { room: secret, person, as: 'member' });
};

test('who is named hears of it on every device, wherever they are, and finds it later until they have seen it', async () => {
  const [desk, phone, other] = [await enter(tom, null), await enter(tom, null), await enter(kenji, null)];
  const { seq, at } = await post(mia, '＠tom can you look?');
  const call = { room: 'rollout', title: 'Room rollout', seq, at, by: mia, excerpt: '＠tom can you look?' };
  for (const device of [desk, phone]) assert.deepEqual(await device.next('called'), { call, isQuiet: false });
  assert.deepEqual(await desk.ask('calls.read', {}), { calls: [call] });
  // Whoever writes has seen what was before.
  await post(tom, 'On it');
  assert.deepEqual(await phone.ask('calls.read', {}), { calls: [] });
  assert.equal(other.framesOf('called').length > 0, false);
});

test('who does not want to be disturbed hears of it quietly', async () => {
  const t = await enter(tom, null);
  await t.ask('presence.tell', { isBusy: true });
  await post(mia, '@tom when you are back');
  assert.equal((await t.next('called')).isQuiet, true);
});

test('one who names themselves, or nobody, calls nobody', async () => {
  const { seq } = await post(ana, '@ana is me');
  assert.equal(await calledBy(seq), null);
});

test('S33 @all calls everybody who is in an open room, and @here those who are active', async () => {
  await Promise.all([enter(ana), enter(ben), enter(tom)]);
  const away = await enter(kenji);
  await enter(sato, null);
  await away.ask('presence.tell', { isIdle: true });
  const [all, here] = [await post(mia, '@all the servers restart at noon'), await post(mia, '@here who sees this?')];
  assert.deepEqual([...((await calledBy(all.seq)) ?? [])].sort(), ['ana', 'ben', 'kenji', 'tom']);
  assert.deepEqual([...((await calledBy(here.seq)) ?? [])].sort(), ['ana', 'ben', 'tom']);
});

test('S33 @all in a private room calls everybody who belongs to it, there or not; @here only who is there', async () => {
  await privateRoom(ana, kenji);
  await Promise.all([enter(ben, secret), enter(ana, secret), enter(tom)]);
  const reader = await enter(ben, secret);
  const called = async (text: string): Promise<number> => (await post(ben, text, { room: secret })).seq;
  const [all, here] = [await called('@all'), await called('@here')];
  const k = await enter(kenji, null);
  const calls = (await k.ask('calls.read', {})).calls.map(({ seq }) => seq);
  assert.deepEqual(calls, [all], 'kenji was not there');
  const a = await enter(ana, null);
  assert.deepEqual(
    (await a.ask('calls.read', {})).calls.map(({ seq }) => seq),
    [here, all],
  );
  // Nobody but staff reads whom.
  const { events } = await reader.ask('room.read', { room: secret, after: all - 1 });
  assert.deepEqual(
    events.map(({ type }) => type),
    ['message.posted', 'hidden', 'message.posted', 'hidden'],
  );
});

test('T08 who may not know of a room is not told that it called them, neither now nor later', async () => {
  await privateRoom(ana);
  const t = await enter(tom, null);
  const { seq } = await post(ben, '@tom @ana look', { room: secret });
  assert.deepEqual(await t.ask('calls.read', {}), { calls: [] });
  assert.equal(t.framesOf('called').length > 0, false);
  const a = await enter(ana, null);
  assert.deepEqual(
    (await a.ask('calls.read', {})).calls.map((call) => call.seq),
    [seq],
  );
  // Let in later, they were still not called then.
  await server.submit(ben, 'member.add', { room: secret, person: tom, as: 'member' });
  assert.deepEqual(await t.ask('calls.read', {}), { calls: [] });
});

test('what staff say among themselves calls staff alone', async () => {
  const [a, t] = [await enter(ana), await enter(tom)];
  const note = await post(mia, '@here @ana @tom careful', { audience: 'staff' });
  assert.equal((await t.next('called')).call.seq, note.seq);
  assert.deepEqual(await calledBy(note.seq), ['ana', 'tom'], 'as it was written');
  assert.deepEqual(await a.ask('calls.read', {}), { calls: [] });
  assert.equal(a.framesOf('called').length > 0, false);
});

test('S12 who runs the room lets an expert from outside in by calling them, with the message and all before it', async () => {
  await post(ana, 'VPN cuts every hour');
  const k = await enter(kenji, null);
  const before = (await k.ask('room.members', { room: 'rollout' })).members;
  assert.deepEqual(before, []);
  const { seq } = await post(mia, '@kenji do you know this?', { invites: [kenji] });
  const { call } = await k.next('called');
  const { events } = await k.ask('room.read', { room: 'rollout', after: 0 });
  assert.deepEqual(
    events.slice(-3).map(({ type }) => type),
    ['member.added', 'message.posted', 'hidden'],
  );
  assert.deepEqual([call.seq, events.at(-2)?.seq, seq], [seq + 1, seq + 1, seq]);
  const { members } = await k.ask('room.members', { room: 'rollout' });
  assert.deepEqual(
    members.map(({ person, as }) => [person.id, as]),
    [['kenji', 'expert']],
  );
  // Called again, they stay what they are.
  await post(mia, '@kenji and this?', { invites: [kenji] });
  assert.equal((await k.ask('room.members', { room: 'rollout' })).members.length, 1);
});

test('S12 a private team lets somebody in by calling them: its hosts may, others may not', async () => {
  await privateRoom(ana);
  const invite = { room: secret, invites: [kenji] };
  await assert.rejects(post(ana, '@kenji join us', invite), { code: 'forbidden' });
  await post(ben, '@kenji join us', invite);
  const k = await enter(kenji, secret);
  assert.deepEqual(
    (await k.ask('calls.read', {})).calls.map(({ title }) => title),
    ['War room'],
  );
});

test('an invitation is for somebody the message names, who is no guest, and never into a lane', async () => {
  const guest: Person = { id: 'g', name: 'G', role: 'guest' };
  await assert.rejects(post(mia, 'hello', { invites: [kenji] }), { code: 'bad_request' });
  await assert.rejects(post(mia, '@g', { invites: [guest] }), { code: 'bad_request' });
  const lane = { room: 'rollout~ana' };
  await server.submit(ana, 'message.post', { ...lane, body: { kind: 'text', text: 'my password' } });
  await assert.rejects(post(mia, '@kenji', { ...lane, invites: [kenji] }), { code: 'forbidden' });
  await assert.rejects(post(mia, '@all', lane), { code: 'forbidden' });
});

test('a message that calls many is refused until its author says that they know', async () => {
  const crowd = Array.from({ length: mentionLimits.maxUnasked + 1 }, (_, i): Person => {
    return { id: `p${i}`, name: `P ${i}`, role: 'employee' };
  });
  await Promise.all(crowd.map((person) => enter(person)));
  const m = await enter(mia);
  assert.deepEqual(await m.ask('people.count', { room: 'rollout', group: 'all' }), { people: crowd.length });
  await assert.rejects(post(mia, '@all'), { code: 'unconfirmed' });
  const { seq } = await post(mia, '@all', { isConfirmed: true });
  assert.equal((await calledBy(seq))?.length, crowd.length);
  // What is asked back, and what is sent again, is not counted.
  for (let i = 0; i < 2; i += 1) {
    await assert.rejects(post(mia, '@all'), { code: 'unconfirmed' });
    const cid = newCid();
    for (let tries = 0; tries < 2; tries += 1) await post(mia, '@all', { isConfirmed: true, cid });
  }
  await assert.rejects(post(mia, '@all', { isConfirmed: true }), { code: 'rate_limited' });
});

test('everybody is called three times at once by one person, and then more slowly', async () => {
  await enter(ana);
  for (let i = 0; i < 3; i += 1) await post(mia, '@here');
  await assert.rejects(post(mia, '@here'), { code: 'rate_limited', retryAfterMs: 20_000 });
  await post(tom, '@here');
  await post(mia, 'no calls');
  clock.advance(20_000);
  await post(mia, '@here');
});

test('a message that must first find out whom it calls keeps its place before the next of its author', async () => {
  const m = await enter(mia);
  const cids = Array.from({ length: 6 }, () => newCid());
  await Promise.all(
    cids.map((cid, i) =>
      m.ask('message.post', { room: 'rollout', cid, body: saying(i % 3 === 0 && i < 6 ? '@here' : `then ${i}`) }),
    ),
  );
  const { events } = await m.ask('room.read', { room: 'rollout', after: 1 });
  assert.deepEqual(
    events.flatMap((event) => (event.type === 'message.posted' ? event.cid : [])),
    cids,
  );
});

test('the same message again calls the same people, whoever has come meanwhile', async () => {
  await enter(ana);
  const m = await enter(mia);
  const message = { room: 'rollout', cid: newCid(), body: saying('@all') };
  const { seq } = await m.ask('message.post', message);
  await enter(ben);
  const a = clients.find(({ framesOf }) => framesOf('called').length > 0);
  assert.equal((await m.ask('message.post', message)).dup, true);
  await a?.settle();
  assert.equal(a?.framesOf('called').length, 1, 'told once');
  assert.deepEqual(await calledBy(seq), ['ana']);
});

test('guests call nobody at once, and find nobody', async () => {
  const secretOfLink = 'c'.repeat(32);
  const { seq: link } = await server.submit(mia, 'link.make', {
    ...{ room: 'rollout', label: 'x', expiresAt: clock.now() + 9e6, maxUses: 9 },
    hash: hash('sha256', secretOfLink, 'hex'),
  });
  const body = JSON.stringify({ room: 'rollout', link, secret: secretOfLink, name: 'Gil', cid: newCid() });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(new URL('api/guests', server.url), { method: 'POST', headers, body });
  const { token, person } = (await response.json()) as { token: string; person: Person };
  const guest = await connect(server, person, token);
  clients.push(guest);
  await guest.ask('room.join', { room: 'rollout' });
  await enter(ana);
  const all = { room: 'rollout', cid: newCid(), body: saying('@all') };
  assert.equal((await guest.refusalFor('message.post', all)).code, 'forbidden');
  assert.equal((await guest.refusalFor('people.count', { room: 'rollout', group: 'here' })).code, 'forbidden');
  assert.deepEqual(await guest.ask('people.find', { room: 'rollout', text: '' }), { people: [] });
  await enter(mia);
  await guest.ask('message.post', { room: 'rollout', cid: newCid(), body: saying('@mia hello') });
});

test('people are found by name, reading and id; staff find everybody, others whoever belongs here', async () => {
  const ota: Person = { id: 'ota.k', name: '太田 健', role: 'employee' };
  const token = await server.tokenFor(ota, { reading: 'おおた けん' });
  clients.push(await connect(server, ota, token));
  const [m, a] = [await enter(mia), await enter(ana)];
  await enter(ben);
  clock.advance(1_000);
  await m.ask('calls.read', {});
  const find = async (client: Client, text: string) =>
    (await client.ask('people.find', { room: 'rollout', text })).people.map(({ id }) => id);
  for (const text of ['おお', 'ｵｵﾀ', '太', '太田健', 'ota', 'けん おおた'])
    assert.deepEqual(await find(m, text), ['ota.k'], text);
  assert.deepEqual(await find(m, 'an'), ['ana']);
  assert.deepEqual(await find(m, 'mia'), [], 'not oneself');
  assert.deepEqual(await find(a, ''), ['mia'], 'which colleagues are there is not for everybody');
  await server.submit(mia, 'member.add', { room: 'rollout', person: ota, as: 'expert' });
  const { people } = await a.ask('people.find', { room: 'rollout', text: '' });
  assert.deepEqual(
    people.map(({ id, as, reading, mayEnter, isHere }) => [id, as, reading, mayEnter, isHere]),
    [
      ['mia', null, null, true, true],
      ['ota.k', 'expert', 'おおた けん', true, false],
    ],
  );
});

test('who may not enter is offered only to those who can let them in', async () => {
  await privateRoom(ana);
  await enter(kenji, null);
  clock.advance(1_000);
  const [b, a] = [await enter(ben, secret), await enter(ana, secret)];
  const find = async (client: Client) => (await client.ask('people.find', { room: secret, text: 'ken' })).people;
  assert.deepEqual(
    (await find(b)).map(({ id, mayEnter }) => [id, mayEnter]),
    [['kenji', false]],
  );
  assert.deepEqual(await find(a), []);
});

test('managers and bots tell of people who were never here', async () => {
  const [s, m] = [await enter(sato, null), await enter(mia)];
  const people = [{ id: 'yuki', name: '雪 Yuki', role: 'employee', reading: 'ゆき' }] as const;
  assert.deepEqual(await s.ask('people.keep', { people }), { kept: 1 });
  assert.deepEqual(
    (await m.ask('people.find', { room: 'rollout', text: 'ユキ' })).people.map(({ id }) => id),
    ['yuki'],
  );
  assert.equal((await m.refusalFor('people.keep', { people })).code, 'forbidden');
  // Her token says her name and nothing of how it is read.
  await enter({ id: 'yuki', name: '雪 Yuki', role: 'employee' }, null);
  clock.advance(2_000);
  await m.settle();
  assert.deepEqual(
    (await m.ask('people.find', { room: 'rollout', text: 'ユキ' })).people.map(({ id, reading }) => [id, reading]),
    [['yuki', 'ゆき']],
  );
});

test('who is named often where they may not be finds all the same who called them where they may', async () => {
  const { seq } = await post(mia, '@ben can you look?');
  for (let i = 0; i < limits.maxCalls + 5; i += 1) {
    clock.advance(1_000);
    await post(ana, '@ben', { room: 'rollout~ana' });
  }
  const { calls } = await (await enter(ben, null)).ask('calls.read', {});
  assert.deepEqual(
    calls.map((call) => [call.room, call.seq]),
    [['rollout', seq]],
  );
});

test('mentions that do not fit their text are refused by name of what is wrong', () => {
  const input = (text: string, mentions: readonly Mention[]) => ({
    ...{ room: 'rollout', cid: 'a'.repeat(32), body: { kind: 'text', text, mentions } },
  });
  const parse =
    (text: string, ...mentions: Mention[]) =>
    () =>
      parseRequest('message.post', input(text, mentions));
  assert.throws(parse('hi ana', { at: 3, chars: 3, person: 'ana' }), /expected @ or ＠ at 3, got "a"/);
  assert.throws(parse('hi @ana', { at: 3, chars: 9, person: 'ana' }), /inside the text of 7 units, got one up to 12/);
  const twice: Mention = { at: 0, chars: 4, person: 'ana' };
  assert.throws(parse('@ana', twice, twice), /in order and apart/);
  assert.throws(parse('@ana'), { code: 'bad_request' }, 'none is said by leaving them out');
  assert.equal(objectionToMentions('＠ana', [twice]), null);
});
