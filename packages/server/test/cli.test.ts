/** The command line as a person at a shell meets it: the real program in its own process. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { RoomEvent } from '@support-chat/protocol';
import { newCid } from '@support-chat/server/testing';
import { io } from 'socket.io-client';
import { settingsFromEnv, settingsFromFlags, settingsMarkdown, settingsTable } from '../dist/options.js';
import { createLogger } from '../dist/logger.js';
import { ana, mia } from './kit.js';

const bin = fileURLToPath(new URL('../bin/support-chat.js', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'support-chat-cli-'));
const running = new Set<ChildProcess>();
after(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});
const jwtSecret = 'canary-secret-of-more-than-32-bytes!';
let dirs = 0;
const newDir = (): string => join(root, `data-${(dirs += 1)}`);

function start(args: string[], env: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, [bin, ...args], {
    env: { PATH: process.env['PATH'], PORT: '0', SUPPORT_CHAT_JWT_SECRET: jwtSecret, ...env },
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** Runs to the end. */
async function run(args: string[], env: Record<string, string> = {}) {
  const child = start(args, env);
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr?.on('data', (chunk) => (stderr += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** The address the server says it is ready at. */
async function readyAt(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    const url = /^support-chat ready (http:\S+)\n/.exec(text)?.[1];
    if (url) return url;
  }
  return assert.fail(`the server did not start: ${text}`);
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const over = once(child, 'exit');
  child.kill(signal);
  const [code] = (await over) as [number | null];
  return code;
}

test('serve says when it is ready and goes away quietly on SIGTERM and SIGINT', async () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const child = start(['serve', '--data-dir', newDir()]);
    const url = await readyAt(child);
    assert.equal((await fetch(`${url}healthz`)).status, 200);
    assert.equal(await stop(child, signal), 0);
  }
});

test('what cannot be started says why in one line and ends with 2', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  const port = String((blocker.address() as AddressInfo).port);
  const file = join(root, 'a-file');
  writeFileSync(file, '');
  const cases: [string[], Record<string, string>, RegExp][] = [
    [['serve', '--port', port], {}, new RegExp(`port ${port} on 127.0.0.1 is in use; choose another with --port`)],
    [['serve', '--host', '203.0.113.1'], {}, /host 203\.0\.113\.1 is no address of this machine/],
    [['serve', '--data-dir', join(file, 'data')], {}, /cannot write to .*a-file/],
    [['serve', '--prot', '1'], {}, /unknown option --prot/],
    [['serve', '--port', 'http'], {}, /--port: expected a whole number of at least 0 and at most 65535, got "http"/],
    [['serve'], { PORT: '70000' }, /^.*PORT: expected a whole number of at least 0 and at most 65535, got 70000$/],
    [['serve', '--port'], {}, /--port needs a value/],
    [['serve', 'now'], {}, /did not expect "now"/],
    [['serve'], { SUPPORT_CHAT_JWT_SECRET: '' }, /set SUPPORT_CHAT_JWT_SECRET/],
    [['serve'], { SUPPORT_CHAT_JWT_SECRET: 'canary' }, /at least 32 bytes, got 6/],
    [['serve', '--jwt-secret', jwtSecret], {}, /unknown option --jwt-secret/],
    [['serve'], { SUPPORT_CHAT_LOG_LEVEL: 'loud' }, /SUPPORT_CHAT_LOG_LEVEL: expected one of debug/],
    [['dance'], {}, /unknown command "dance"/],
    [[], {}, /expected a command/],
    [['room'], {}, /expected room create or room list/],
    [['room', 'create', 'vpn'], {}, /needs a NAME and --title/],
    [['room', 'create', 'Not A Name', '--title', 'x'], {}, /a room name/],
    [['token'], {}, /needs --person/],
    [['token', '--person', 'ana', '--role', 'king'], {}, /person: role/],
    [['token', '--person', 'ana', '--ttl', 'long'], {}, /expected seconds/],
    [['token', '--persona', 'ana'], {}, /Unknown option '--persona'/],
  ];
  for (const [args, env, message] of cases) {
    const { code, stdout, stderr } = await run(args, { DATA_DIR: newDir(), ...env });
    const name = args.join(' ');
    const lines = stderr
      .trimEnd()
      .split('\n')
      .filter((line) => !line.startsWith('{'));
    assert.deepEqual([code, stdout, lines.length], [2, '', 1], `${name}: ${stderr}`);
    assert.match(lines[0] ?? '', message, name);
    assert.ok(!stderr.includes('canary'), name);
  }
  blocker.close();
});

test('help and version print and end well', async () => {
  const help = await run(['--help']);
  assert.equal(help.code, 0);
  for (const { flag, env } of Object.values(settingsTable)) {
    assert.ok(help.stdout.includes(env), env);
    if (flag !== null) assert.ok(help.stdout.includes(`--${flag}`), flag);
  }
  assert.match((await run(['--version'])).stdout, /^\d+\.\d+\.\d+\n$/);
});

test('rooms are made and listed while no server runs, and not while one does', async () => {
  const DATA_DIR = newDir();
  const made = await run(['room', 'create', 'vpn', '--title', 'VPN 語', '--purpose', 'Help'], { DATA_DIR });
  assert.deepEqual([made.code, made.stdout], [0, 'room "vpn" created\n']);
  const twice = await run(['room', 'create', 'vpn', '--title', 'VPN'], { DATA_DIR });
  assert.deepEqual(
    [twice.code, twice.stderr],
    [2, 'support-chat: a room "vpn" is there already; choose another name\n'],
  );
  assert.equal((await run(['room', 'list'], { DATA_DIR })).stdout, 'vpn\topen\t1\tVPN 語\n');
  const child = start(['serve'], { DATA_DIR });
  await readyAt(child);
  const busy = await run(['room', 'list'], { DATA_DIR });
  assert.equal(busy.code, 2);
  assert.match(busy.stderr, /in use by another process; stop that server first/);
  assert.equal(await stop(child, 'SIGTERM'), 0);
});

test('F1 F18 a server that is killed and started again has kept everything it acknowledged', async () => {
  const DATA_DIR = newDir();
  await run(['room', 'create', 'rollout', '--title', 'Rollout'], { DATA_DIR });
  const token = (await run(['token', '--person', 'ana', '--name', 'Ana Silva'])).stdout.trim();
  const open = (url: string) => io(url, { transports: ['websocket'], reconnection: false, auth: { token } });
  const acknowledged = new Map<string, number>();
  for (let round = 0; round < 3; round += 1) {
    const child = start(['serve'], { DATA_DIR, SUPPORT_CHAT_RATE_BURST: '100000' });
    const socket = open(await readyAt(child));
    await new Promise((resolve) => socket.once('hello', resolve));
    const enough = new Promise<void>((resolve) => {
      for (let i = 0; i < 400; i += 1) {
        const cid = newCid();
        socket.emit(
          'message.post',
          { room: 'rollout', cid, body: { kind: 'text', text: cid } },
          (answer: { ok: boolean; answer: { seq: number } }) => {
            if (answer.ok) acknowledged.set(cid, answer.answer.seq);
            if (acknowledged.size % 100 === 99) resolve();
          },
        );
      }
    });
    await enough;
    await stop(child, 'SIGKILL');
    socket.close();
  }
  const child = start(['serve'], { DATA_DIR });
  const socket = open(await readyAt(child));
  const events: RoomEvent[] = [];
  for (let more = true; more;) {
    const { answer } = (await socket.emitWithAck('room.read', { room: 'rollout', after: events.length })) as {
      answer: { events: RoomEvent[] };
    };
    events.push(...answer.events);
    more = answer.events.length > 0;
  }
  assert.deepEqual(
    events.map(({ seq }) => seq),
    events.map((_, index) => index + 1),
  );
  const stored = new Map(events.map((event) => [event.type === 'hidden' ? '' : event.cid, event.seq]));
  assert.equal(stored.size, events.length, 'no command twice');
  assert.ok(acknowledged.size > 100);
  for (const [cid, seq] of acknowledged) assert.equal(stored.get(cid), seq);
  socket.close();
  assert.equal(await stop(child, 'SIGTERM'), 0);
});

test('the demo has people, tokens for this machine, rooms to read, and starts again on the same data', async () => {
  const DATA_DIR = newDir();
  let heads: unknown;
  for (let round = 0; round < 2; round += 1) {
    const child = start(['demo'], { DATA_DIR, SUPPORT_CHAT_PUBLIC_DIR: newDir() });
    const url = await readyAt(child);
    const people = (await (await fetch(`${url}demo/people`)).json()) as { id: string; title: string }[];
    assert.deepEqual(
      people.map(({ id }) => id),
      ['ana', 'ben', 'kenji', 'mia', 'tom', 'sato'],
    );
    const { token } = (await (await fetch(`${url}demo/token?person=mia`)).json()) as { token: string };
    const socket = io(url, { transports: ['websocket'], reconnection: false, auth: { token } });
    const { answer } = (await socket.emitWithAck('lobby.join', {})) as {
      answer: { rows: { room: { name: string; messages: number; waiting: unknown }; standing: { head: number } }[] };
    };
    const found = answer.rows.map(({ room, standing }) => [room.name, room.messages, standing.head]);
    assert.deepEqual(found, [
      ['expenses', 5, 9],
      ['osaka-it', 1, 2],
      ['rollout', 15, 28],
      ['rollout~ana', 2, 5],
      ['vpn', 6, 13],
    ]);
    heads ??= found;
    assert.deepEqual(found, heads);
    assert.ok(
      answer.rows.some(({ room }) => room.waiting),
      'some questions are open',
    );
    socket.close();

    const refused: Record<string, string>[] = [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }];
    for (const headers of refused) assert.equal((await fetch(`${url}demo/token?person=mia`, { headers })).status, 403);
    assert.equal((await fetch(`${url}demo/token?person=ceo`)).status, 404);
    assert.equal((await fetch(`${url}demo/token?person=mia`, { method: 'POST' })).status, 405);
    assert.equal(statSync(join(DATA_DIR, 'demo-secret')).mode & 0o777, 0o600);
    assert.equal(await stop(child, 'SIGTERM'), 0);
  }
  assert.match(readFileSync(join(DATA_DIR, 'demo-secret'), 'utf8'), /^[0-9a-f]{64}$/);
});

test('a flag wins over the environment, and an empty variable is none', () => {
  const env = settingsFromEnv({ PORT: '4000', HOST: '', SUPPORT_CHAT_ORIGINS: 'https://a.example, https://b.example' });
  assert.deepEqual(env, { port: 4000, origins: ['https://a.example', 'https://b.example'] });
  const { settings, rest } = settingsFromFlags(['serve', '--port=5000', '--host', '::1', '--what']);
  assert.deepEqual([settings, rest], [{ port: 5000, host: '::1' }, ['serve', '--what']]);
});

test('the settings page has a row for every setting', () => {
  const page = settingsMarkdown();
  for (const name of Object.keys(settingsTable)) assert.ok(page.includes(`| \`${name}\` |`), name);
});

test('T56 a log record is one line, whatever is in it', () => {
  const lines: string[] = [];
  const log = createLogger({ level: 'info', write: (line) => void lines.push(line), now: () => 0 });
  log.info('hostile', {
    name: 'a\n2026 INFO admin login\u001b[2J\u0000\u2028\u009b',
    long: 'x'.repeat(1_000_000),
    by: mia,
  });
  log.error('failed', { error: new Error('outer', { cause: new Error('inner') }) });
  log.debug('not this', { by: ana });
  assert.equal(lines.length, 2);
  for (const line of lines) {
    assert.ok(line.endsWith('\n') && line.length < 8_000);
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(line.slice(0, -1), /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
    assert.ok(JSON.parse(line));
  }
});
