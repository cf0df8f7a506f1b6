/** Search over real sockets: who finds what, where, and in what order. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RequestInput } from '@support-chat/protocol';
import { startTestServer, type TestServer } from '@support-chat/server/testing';
import { ana, connect, mia, type Client } from './kit.js';

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
