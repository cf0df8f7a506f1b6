/** Search over real sockets: who finds what, where, and in what order. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RequestInput } from '@support-chat/protocol';
import { objectionToDocument } from '@support-chat/protocol/schemas';
import { newCid, startTestServer, type TestServer } from '@support-chat/server/testing';
import { ana, ben, connect, mia, sato, type Client } from './kit.js';

let server: TestServer;
let agent: Client;
let employee: Client;

before(async () => {
  server = await startTestServer({ rateBurst: 1_000_000 });
  for (const [room, title] of [
    ['rollout', 'New mail'],
    ['vpn', 'VPN 移行'],
  ] as const)
    await server.submit(mia, 'room.create', { room, kind: 'rollout', title, purpose: '' });
  agent = await connect(server, mia);
  employee = await connect(server, ana);
});
after(async () => {
  agent.close();
  employee.close();
  await server.close();
});

const search = (client: Client, text: string, more: Partial<RequestInput<'message.search'>> = {}) =>
  client.ask('message.search', { text, ...more });

test('a message is found by any piece of a Japanese word in it, and by the beginning of an English one', async () => {
  const { seq } = await employee.post('rollout', 'ロールアウト後、Outlookで共有メールの権利がありません');
  for (const text of [
    '権利',
    'ロールアウト',
    'アウト',
    'outlook',
    'OUTL',
    'メル',
    'メー',
    'ﾒｰﾙ',
    'めーる',
    '有',
    'outlookで共有',
  ]) {
    const { messages } = await search(employee, text);
    assert.deepEqual(
      messages.map((found) => found.seq),
      text === 'メル' ? [] : [seq],
      text,
    );
  }
  const [found] = (await search(employee, 'outlook 権利')).messages;
  assert.deepEqual(
    found?.ranges.map(([at, chars]) => found.excerpt.slice(at, at + chars)),
    ['Outlook', '権利'],
  );
  assert.equal(found?.title, 'New mail');
});

test('all words are wanted; those that stand together come first, then whole words, then what is newer', async () => {
  const said = ['zebra crossing lights', 'lights of a zebra', 'zebra lights', 'zebras and lights', 'only zebra'];
  for (const text of said) await employee.post('rollout', text);
  const { messages } = await search(employee, 'zebra lights');
  assert.deepEqual(
    messages.map(({ excerpt }) => excerpt),
    ['zebra lights', 'lights of a zebra', 'zebra crossing lights'],
  );
  assert.deepEqual(
    (await search(employee, '"a zebra"')).messages.map(({ excerpt }) => excerpt),
    ['lights of a zebra'],
  );
  assert.equal((await search(employee, 'zeb')).messages.length, 5);
});

test('pages go on where the one before ended, also when something is said meanwhile', async () => {
  for (let line = 0; line < 90; line += 1) await agent.post('vpn', `giraffe ${line}`);
  const all: string[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < 20; pages += 1) {
    const page = await search(employee, 'giraffe', { limit: 7, ...(after && { after }) });
    all.push(...page.messages.map(({ excerpt }) => excerpt));
    await agent.post('vpn', 'a later giraffe');
    if (page.next === null) break;
    after = page.next;
  }
  assert.deepEqual(
    all,
    Array.from({ length: 90 }, (_, line) => `giraffe ${89 - line}`),
  );
});

test('it is narrowed by person, room, day, questions and answers', async () => {
  const { seq } = await employee.post('rollout', 'penguin question');
  const { seq: answer } = await agent.ask('message.post', {
    ...{ room: 'rollout', cid: newCid(), re: seq, body: { kind: 'text', text: 'penguin reply' } },
  });
  await agent.post('vpn', 'penguin elsewhere');
  const seqs = async (text: string, client = employee) =>
    (await search(client, text)).messages.map((found) => `${found.room} ${found.seq}`);
  assert.deepEqual(await seqs('penguin from:ana'), [`rollout ${seq}`]);
  assert.deepEqual(
    await seqs('penguin 差出人：mi'),
    [(await seqs('penguin in:vpn'))[0], `rollout ${answer}`].reverse(),
  );
  assert.deepEqual(await seqs('penguin from:me'), [`rollout ${seq}`]);
  assert.deepEqual(await seqs('penguin in:"new mail" is:answer'), [`rollout ${answer}`]);
  assert.deepEqual(await seqs('penguin 種類:質問'), [`rollout ${seq}`]);
  assert.deepEqual(await seqs('penguin before:今日'), []);
  assert.equal((await seqs('penguin after:today')).length, 3);
  assert.deepEqual(await seqs('penguin in:nowhere'), []);
  assert.deepEqual((await search(employee, 'penguin after:soon')).unclear, ['after:soon']);
  await agent.ask('question.reopen', { room: 'rollout', cid: newCid(), question: seq });
  assert.deepEqual(await seqs('penguin is:answer'), [], 'it is none any more');
});

test('T07 T08 T53 what one may not read is neither found nor counted, nor does a page tell of it', async () => {
  const secret = 'c'.repeat(32);
  const hidden = `team-${secret}`;
  await server.submit(ben, 'room.create', {
    room: hidden,
    kind: 'team',
    title: 'walrus',
    purpose: '',
    isPrivate: true,
  });
  await server.submit(ben, 'message.post', { room: hidden, body: { kind: 'text', text: 'walrus among us' } });
  await agent.post('rollout', 'walrus for staff', 'staff');
  await server.submit(ben, 'message.post', { room: 'rollout~ben', body: { kind: 'text', text: 'walrus in private' } });
  const nothing = { messages: [], next: null, unclear: [], indexed: 1 };
  for (const text of ['walrus', `walrus in:${hidden}`, 'walrus in:walrus', 'walrus from:ben'])
    assert.deepEqual(await search(employee, text), nothing, text);
  assert.equal((await employee.refusalFor('message.search', { text: 'walrus', room: hidden })).code, 'not_found');
  const texts = (await search(agent, 'walrus')).messages.map(({ excerpt, isNote, kind }) => [excerpt, isNote, kind]);
  assert.deepEqual(texts, [
    ['walrus in private', undefined, 'lane'],
    ['walrus for staff', true, 'rollout'],
  ]);
  const member = await connect(server, ben);
  assert.equal((await search(member, 'walrus')).messages.length, 2);
  await server.submit(ben, 'member.add', { room: hidden, person: ana, as: 'member' });
  assert.equal((await search(employee, 'walrus')).messages.length, 1, 'who was let in finds what was said there');
  await server.submit(ben, 'member.remove', { room: hidden, person: 'ana' });
  assert.deepEqual(await search(employee, 'walrus'), nothing, 'and who was taken out no more');
  member.close();
});

test('T09 T59 a deleted room leaves the index at once, and comes back when it is taken back', async () => {
  await server.submit(mia, 'room.create', { room: 'brief', kind: 'rollout', title: 'Brief', purpose: '' });
  for (let line = 0; line < 450; line += 1)
    await server.submit(ana, 'message.post', { room: 'brief', body: { kind: 'text', text: `okapixx ${line}` } });
  const end = { room: 'brief', reason: '' };
  const count = async (more: Partial<RequestInput<'message.search'>> = {}) =>
    (await search(agent, 'okapixx', { limit: 50, ...more })).messages.length;
  assert.equal(await count(), 50);
  await server.submit(mia, 'room.close', end);
  await server.submit(mia, 'room.archive', end);
  assert.equal(await count(), 50, 'what was put away is found');
  await server.submit(mia, 'room.unarchive', end);
  await server.submit(sato, 'room.delete', { ...end, name: 'brief' });
  assert.equal(await count(), 0);
  await server.submit(sato, 'room.recover', end);
  assert.equal(await count(), 50);
});

test('T36 hostile input gets a refusal or finds nothing, and the next search works', async () => {
  for (const text of ['"* NEAR(', '%_', "' OR 1=1 --", '\\', '"'.repeat(300), '(((((', 'a:b:c', '-', '*', '\u202e'])
    assert.ok((await search(employee, text)).messages.length >= 0, text);
  for (const text of ['\0', 'x\ud800', Array.from({ length: 10_000 }, () => 'a').join(' ')])
    assert.equal((await employee.refusalFor('message.search', { text })).code, 'bad_request');
  for (const after of ['x', '0:', '0:1;DROP TABLE', '99999:1', '0:1-2-3-4'])
    assert.equal((await employee.refusalFor('message.search', { text: 'mail', after })).code, 'bad_request');
  for (const after of ['9999:1', '0:999999999999999999', '0:1-2-3'])
    assert.deepEqual((await search(employee, '権利', { after })).next, null);
  assert.equal(
    (await employee.refusalFor('message.search', { text: 'x after:today', timeZone: 'x' })).code,
    'bad_request',
  );
  assert.equal((await search(employee, '権利')).messages.length, 1);
});

test('it is asked over HTTP, too, and answers as the schema says', async () => {
  const headers = { authorization: `Bearer ${await server.tokenFor(ana)}` };
  const found = await fetch(new URL(`api/search?text=${encodeURIComponent('権利')}&limit=1`, server.url), { headers });
  const answer: unknown = await found.json();
  assert.equal(objectionToDocument('FoundMessages', answer), null);
  assert.deepEqual(answer, await search(employee, '権利', { limit: 1 }));
  assert.equal((await fetch(new URL('api/search?text=x', server.url))).status, 401);
});
