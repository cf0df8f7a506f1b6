/** `npm start`, as a newcomer runs it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

test('npm start says when it is ready, serves all of it, and ends with 0 on SIGTERM', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'support-chat-start-'));
  const env = { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir };
  const npm = spawn('npm', ['start', '--silent'], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const reader = createInterface({ input: npm.stdout });
  for await (const line of reader) {
    lines.push(line);
    if (line.startsWith('support-chat ready ')) break;
  }
  const url = /^support-chat ready (http:\/\/127\.0\.0\.1:\d+\/)$/.exec(lines.at(-1) ?? '')?.[1];
  assert.ok(url, lines.join('\n'));
  assert.equal(lines.length, 1, 'one line on standard output');

  const get = async (path: string): Promise<[number, string]> => {
    const response = await fetch(new URL(path, url));
    return [response.status, await response.text()];
  };
  for (const path of ['/', '/inline', '/desk?person=mia', '/widget/support-chat.js', '/desk/desk.js', '/readyz']) {
    assert.equal((await get(path))[0], 200, path);
  }
  const health = JSON.parse((await get('/healthz'))[1]) as unknown;
  assert.deepEqual(health, { status: 'ok', store: { engine: 'sqlite', durability: 'full' }, connections: 0 });
  const answer = JSON.parse((await get('/demo/token?person=ana'))[1]) as { token: string };
  assert.equal(answer.token.split('.').length, 3);
  const unread = await fetch(new URL('/api/rooms/rollout/unread', url), {
    headers: { authorization: `Bearer ${answer.token}` },
  });
  assert.equal(unread.status, 200);

  npm.kill('SIGTERM');
  const [code] = (await once(npm, 'exit')) as [number | null];
  assert.equal(code, 0);
  rmSync(dataDir, { recursive: true, force: true });
});
