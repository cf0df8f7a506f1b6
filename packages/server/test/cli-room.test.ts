/** `support-chat room …` against a running server. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startTestServer, type TestServer } from '@support-chat/server/testing';
import { ana, mia } from './kit.js';

const bin = fileURLToPath(new URL('../bin/support-chat.js', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'support-chat-'));
let server: TestServer;
let env: NodeJS.ProcessEnv;
before(async () => {
  server = await startTestServer();
  env = { SUPPORT_CHAT_URL: server.url, SUPPORT_CHAT_TOKEN: await server.tokenFor(mia) };
});
after(async () => {
  await server.close();
  rmSync(dir, { recursive: true });
});

/** What the command prints. */
async function room(...words: string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [bin, 'room', ...words], { env });
  assert.equal(stderr, '');
  return stdout;
}

/** Exit code and message of a command that fails. */
async function failed(more: NodeJS.ProcessEnv, ...words: string[]): Promise<string> {
  const error = (await promisify(execFile)(process.execPath, [bin, 'room', ...words], {
    env: { ...env, ...more },
  }).then(
    () => assert.fail('expected it to fail'),
    (reason: unknown) => reason,
  )) as { code: number; stderr: string };
  assert.equal(error.code, 2);
  return error.stderr;
}

test('a room is made, filled, looked at, written down and ended from the shell', async () => {
  await room('create', 'mail', '--title', 'New mail', '--kind', 'rollout');
  await room('describe', 'mail', '--title', 'New mail', '--purpose', 'Help with it');
  await room('add', 'mail', '--person', 'kenji', '--name', '田中 健司', '--as', 'expert');
  await server.submit(ana, 'message.post', { room: 'mail', body: { kind: 'text', text: 'Where is\nmy calendar?' } });
  await room('post', 'mail', '--text', 'We are looking');
  assert.equal(await room('list'), 'mail\topen\t5\tNew mail\n');
  assert.equal(await room('members', 'mail'), 'kenji\texpert\t田中 健司\n');
  assert.equal(await room('questions', 'mail', '--state', 'open'), '4\topen\t1\tAna Silva\tWhere is my calendar?\n');
  assert.equal(await room('questions', 'mail', '--state', 'resolved'), '');
  const { room: shown } = JSON.parse(await room('show', 'mail')) as { room: { purpose: string } };
  assert.equal(shown.purpose, 'Help with it');
  const file = join(dir, 'mail.md');
  await room('export', 'mail', '--format', 'csv', '--to', file);
  assert.match(readFileSync(file, 'utf8'), /^\ufeff"number"/, 'a spreadsheet knows by the mark that it is UTF-8');
  await room('export', 'mail', '--format', 'markdown', '--to', file);
  assert.match(readFileSync(file, 'utf8'), /^# New mail\n/);
  await room('remove', 'mail', '--person', 'kenji');
  assert.equal(await room('members', 'mail'), '');
  await room('close', 'mail', '--reason', 'done');
  await room('reopen', 'mail');
});

test('what cannot be done is said in one line, and the token is in none', async () => {
  const token = env['SUPPORT_CHAT_TOKEN'] ?? '';
  const lines = [
    [await failed({}, 'explode'), /expected room create, list, /],
    [await failed({}, 'create', 'x'), /expected room create NAME --title T/],
    [await failed({}, 'show', 'nowhere'), /no room of this name/],
    [await failed({}, 'close', 'x', '--why', 'y'), /--why/],
    [await failed({ SUPPORT_CHAT_TOKEN: '' }, 'list'), /SUPPORT_CHAT_TOKEN/],
    [await failed({ SUPPORT_CHAT_TOKEN: 'a.b.c' }, 'list'), /expected a token signed for this server/],
    [await failed({ SUPPORT_CHAT_URL: 'http://127.0.0.1:9' }, 'list'), /no server answers at http:\/\/127\.0\.0\.1:9/],
  ] as const;
  for (const [line, pattern] of lines) {
    assert.match(line, pattern);
    assert.match(line, /^support-chat: [^\n]+\n$/);
    assert.ok(!line.includes(token));
  }
});
