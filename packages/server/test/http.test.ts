/** Health, files and the badge over HTTP; alone, and inside a server that was there before. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { createRoomServer } from '@support-chat/server';
import { startTestServer, type TestServer } from '@support-chat/server/testing';
import { io } from 'socket.io-client';
import { createDemoServer } from '../dist/demo/demo-server.js';
import { ana, connect, createRoom, happening, mia } from './kit.js';

let server: TestServer;
let publicDir: string;
before(async () => {
  publicDir = mkdtempSync(join(tmpdir(), 'support-chat-public-'));
  mkdirSync(join(publicDir, 'widget/chunks'), { recursive: true });
  mkdirSync(join(publicDir, 'desk'));
  writeFileSync(join(publicDir, 'widget/support-chat.js'), 'export {};');
  writeFileSync(join(publicDir, 'widget/support-chat.js.br'), brotliCompressSync('export {};'));
  writeFileSync(join(publicDir, 'widget/chunks/panel-1a2b3c4d.js'), 'export {};');
  writeFileSync(join(publicDir, 'desk/index.html'), '<!doctype html><title>Desk</title>');
  writeFileSync(join(publicDir, 'desk/desk.js'), 'export {};');
  writeFileSync(join(publicDir, 'secret.txt'), 'canary');
  server = await startTestServer({ publicDir, origins: ['https://intranet.example'] });
  await createRoom(server);
});
after(async () => {
  await server.close();
  rmSync(publicDir, { recursive: true });
});

type Got = { status: number; headers: IncomingHttpHeaders; body: string };

/** A request as written: fetch would tidy the path and add headers. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET', base = server.url): Promise<Got> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(base);
    const request = httpRequest({ hostname, port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => void chunks.push(chunk));
      response.on('end', () => {
        const { statusCode: status = 0, headers: got } = response;
        resolve({ status, headers: got, body: Buffer.concat(chunks).toString() });
      });
    });
    request.on('error', reject).end();
  });
}

test('health says how durable the store is, readiness that work is welcome', async () => {
  const health = await get('/healthz');
  assert.equal(health.status, 200);
  assert.deepEqual(JSON.parse(health.body), {
    status: 'ok',
    store: { engine: 'sqlite', durability: 'full' },
    connections: 0,
  });
  assert.equal(health.headers['cache-control'], 'no-store');
  assert.deepEqual([(await get('/readyz')).status, (await get('/readyz?x=1')).status], [200, 200]);
  const head = await get('/healthz', {}, 'HEAD');
  assert.deepEqual([head.status, head.body], [200, '']);
  for (const path of ['/healthz', '/readyz', '/widget/support-chat.js', '/desk', '/api/rooms/rollout/unread']) {
    const posted = await get(path, {}, 'POST');
    assert.equal(posted.status, 405, path);
    assert.match(posted.headers.allow ?? '', /^GET, HEAD/);
    assert.equal(JSON.parse(posted.body).refusal.code, 'bad_request');
  }
});

test('widget files are for every origin: entries are asked for again, chunks are kept', async () => {
  const entry = await get('/widget/support-chat.js');
  assert.equal(entry.status, 200);
  assert.equal(entry.body, 'export {};');
  assert.match(entry.headers['content-type'] ?? '', /javascript/);
  assert.equal(entry.headers['cache-control'], 'no-cache');
  assert.equal(entry.headers['access-control-allow-origin'], '*');
  assert.equal(entry.headers['cross-origin-resource-policy'], 'cross-origin');
  assert.equal(entry.headers['x-content-type-options'], 'nosniff');
  assert.equal((await get('/widget/support-chat.js', { 'if-none-match': String(entry.headers.etag) })).status, 304);
  const small = await get('/widget/support-chat.js', { 'accept-encoding': 'gzip, br' });
  assert.deepEqual([small.headers['content-encoding'], small.headers.vary], ['br', 'Accept-Encoding']);
  const chunk = await get('/widget/chunks/panel-1a2b3c4d.js');
  assert.equal(chunk.headers['cache-control'], 'public, max-age=31536000, immutable');
  assert.equal((await get('/widget/none.js')).status, 404);
});

test('files that are removed under a running server are still served, and it lives on', async () => {
  const gone = mkdtempSync(join(tmpdir(), 'support-chat-gone-'));
  mkdirSync(join(gone, 'widget'));
  mkdirSync(join(gone, 'desk'));
  writeFileSync(join(gone, 'widget/support-chat.js'), 'export {};');
  writeFileSync(join(gone, 'desk/index.html'), '<!doctype html><title>Desk</title>');
  const own = await startTestServer({ publicDir: gone });
  rmSync(gone, { recursive: true });
  const entry = await get('/widget/support-chat.js', {}, 'GET', own.url);
  assert.deepEqual([entry.status, entry.body], [200, 'export {};']);
  assert.equal((await get('/desk', {}, 'GET', own.url)).status, 200);
  assert.equal((await get('/healthz', {}, 'GET', own.url)).status, 200);
  await own.close();
});

test('HEAD tells what GET would send, and an encoding that is declined is not used', async () => {
  const plain = await get('/widget/support-chat.js', { 'accept-encoding': 'br;q=0, gzip' });
  assert.deepEqual([plain.headers['content-encoding'], plain.body], [undefined, 'export {};']);
  const small = await get('/widget/support-chat.js', { 'accept-encoding': 'br' });
  const head = await get('/widget/support-chat.js', { 'accept-encoding': 'br' }, 'HEAD');
  assert.deepEqual([head.status, head.body], [200, '']);
  for (const name of ['content-length', 'content-type', 'content-encoding', 'etag', 'cache-control', 'vary'])
    assert.equal(head.headers[name], small.headers[name], name);
  assert.notEqual(small.headers.etag, plain.headers.etag);
  const known = { 'if-none-match': `"other", W/${String(plain.headers.etag)}` };
  assert.equal((await get('/widget/support-chat.js', known)).status, 304);
  assert.equal((await get('/widget/support-chat.js.none', known)).status, 404);
});

test('no path leads out of the directory', async () => {
  const paths = [
    '/widget/../secret.txt',
    '/widget/%2e%2e/secret.txt',
    '/widget/..%2fsecret.txt',
    '/widget//../secret.txt',
  ];
  for (const path of [...paths, '/desk/../secret.txt', '/secret.txt', '/widget/%', '/widget/%00']) {
    const got = await get(path);
    assert.equal(got.status, 404, path);
    assert.ok(!got.body.includes('canary'));
  }
});

test('T44 the desk is served under a strict policy', async () => {
  const { host } = new URL(server.url);
  for (const path of ['/desk', '/desk/', '/desk/index.html']) {
    const page = await get(path, { host });
    assert.equal(page.status, 200, path);
    assert.match(page.body, /Desk/);
    assert.equal(
      page.headers['content-security-policy'],
      `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; ` +
        `connect-src 'self' ws://${host} wss://${host}; require-trusted-types-for 'script'; trusted-types lit-html; ` +
        `frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
    );
    assert.equal(page.headers['x-content-type-options'], 'nosniff');
    assert.equal(page.headers['referrer-policy'], 'no-referrer');
    assert.equal(page.headers['cross-origin-opener-policy'], 'same-origin');
  }
  assert.equal((await get('/desk/desk.js')).status, 200);
  const forged = await get('/desk', { host: `x; script-src *` });
  assert.match(String(forged.headers['content-security-policy']), /connect-src 'self'; require/);
});

test('a page may ask whether its origin is on the list, and learns nothing else', async () => {
  const cases: [boolean, Record<string, string>][] = [
    [true, { origin: 'https://intranet.example' }],
    [true, {}],
    [false, { origin: 'https://evil.example' }],
    [false, { origin: 'null' }],
  ];
  for (const [isAllowed, headers] of cases) {
    const { status, body, headers: answered } = await get('/api/origin', headers);
    assert.deepEqual([status, JSON.parse(body)], [200, { isAllowed }]);
    assert.equal(answered['access-control-allow-origin'], '*');
    assert.equal(answered['cache-control'], 'no-store');
  }
  assert.equal((await get('/api/origin', {}, 'POST')).status, 405);
});

test('the badge: unread messages without a socket', async () => {
  await server.submit(mia, 'message.post', { room: 'rollout', body: { kind: 'text', text: 'hello' } });
  const authorization = `Bearer ${await server.tokenFor(ana)}`;
  const origin = 'https://intranet.example';
  const got = await get('/api/rooms/rollout/unread', { authorization, origin });
  assert.deepEqual([got.status, JSON.parse(got.body)], [200, { unread: 1, marker: 0, head: 2 }]);
  assert.equal(got.headers['access-control-allow-origin'], origin);
  assert.equal(got.headers.vary, 'Origin');
  const before = await get('/api/rooms/rollout/unread', { origin, 'access-control-request-method': 'GET' }, 'OPTIONS');
  assert.equal(before.status, 204);
  assert.equal(
    before.headers['access-control-allow-headers'],
    'authorization, content-type, idempotency-key, range, upload-offset',
  );

  const cases: [number, string, string, Record<string, string>][] = [
    [401, 'token_invalid', 'rollout', {}],
    [401, 'token_invalid', 'rollout', { authorization: 'Bearer a.b.c' }],
    [401, 'token_invalid', 'rollout', { authorization: authorization.replace('Bearer', 'Basic') }],
    [401, 'token_expired', 'rollout', { authorization: `Bearer ${await server.tokenFor(ana, { ttlMs: -90_000 })}` }],
    [404, 'not_found', 'secret', { authorization }],
    [400, 'bad_request', '__proto__', { authorization }],
    [400, 'bad_request', '%2e%2e', { authorization }],
    [403, 'origin_refused', 'rollout', { authorization, origin: 'https://evil.example' }],
    [403, 'origin_refused', 'rollout', { authorization, origin: 'null' }],
  ];
  for (const [status, code, room, headers] of cases) {
    const refused = await get(`/api/rooms/${room}/unread`, headers);
    assert.deepEqual([refused.status, JSON.parse(refused.body).refusal.code], [status, code]);
    if (status === 403) assert.equal(refused.headers['access-control-allow-origin'], undefined);
    assert.ok(!refused.body.includes(authorization.slice(7)));
  }
});

test('what is nobody’s is 404 in the shape of every error', async () => {
  for (const path of ['/', '/api/rooms/', '/api/rooms/a/b', '/widgets/x.js', '/deskx']) {
    const got = await get(path);
    assert.equal(got.status, 404, path);
    assert.equal(JSON.parse(got.body).refusal.code, 'not_found');
  }
});

test('inside another server it takes its own paths and gives them back', async () => {
  const host: Server = createServer((request, response) => void response.end(`host ${request.url ?? ''}`));
  const upgrades: string[] = [];
  host.on('upgrade', (request, socket) => {
    upgrades.push(request.url ?? '');
    socket.end('HTTP/1.1 426 Upgrade Required\r\nConnection: close\r\n\r\n');
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(host.address() as AddressInfo).port}/`;
  const dataDir = mkdtempSync(join(tmpdir(), 'support-chat-host-'));
  const rooms = createRoomServer({ dataDir, publicDir, jwtSecret: server.jwtSecret, logLevel: 'silent' });
  await rooms.attach(host);

  assert.equal((await get('/shop?x=1', {}, 'GET', base)).body, 'host /shop?x=1');
  assert.equal((await get('/healthz', {}, 'GET', base)).status, 200);
  const socket = io(base, {
    transports: ['websocket'],
    reconnection: false,
    auth: { token: await rooms.mintToken(ana) },
  });
  await new Promise((resolve) => socket.once('hello', resolve));
  const lost = happening(socket, 'disconnect');
  const other = await get('/live', { connection: 'upgrade', upgrade: 'websocket' }, 'GET', base);
  assert.deepEqual([other.status, upgrades], [426, ['/live']]);

  await rooms.close();
  assert.equal(await lost, 'transport close');
  assert.equal((await get('/healthz', {}, 'GET', base)).body, 'host /healthz');
  assert.equal(host.listening, true);
  host.close();
  rmSync(dataDir, { recursive: true });
});

test('the demo shows its pages under a strict policy and gives tokens to this machine alone', async () => {
  const pagesDir = join(publicDir, 'pages');
  mkdirSync(pagesDir);
  for (const name of ['index.html', 'inline.html', 'demo.css']) writeFileSync(join(pagesDir, name), name);
  const dataDir = mkdtempSync(join(tmpdir(), 'support-chat-demo-'));
  const demo = createDemoServer({ dataDir, publicDir, pagesDir, port: 0, logLevel: 'silent' });
  const { url } = await demo.listen();
  const { host } = new URL(url);
  for (const [path, body] of Object.entries({ '/': 'index.html', '/inline': 'inline.html', '/demo.css': 'demo.css' })) {
    const page = await get(path, { host }, 'GET', url);
    assert.deepEqual([page.status, page.body], [200, body]);
    const policy = String(page.headers['content-security-policy']);
    assert.ok(
      policy.includes(`default-src 'none'`) && policy.includes(`font-src 'self'`) && policy.includes(`ws://${host}`),
    );
  }
  assert.equal((await get('/widget/support-chat.js', {}, 'GET', url)).status, 200);
  assert.equal((await get('/nothing', {}, 'GET', url)).status, 404);
  const token = await get('/demo/token?person=ana', { host }, 'GET', url);
  assert.deepEqual([token.status, token.headers['cache-control']], [200, 'no-store']);
  const foreign: Record<string, string>[] = [
    { host: 'evil.example' },
    { host: `evil.example:${new URL(url).port}` },
    { host, 'sec-fetch-site': 'cross-site' },
    { host, forwarded: 'for=203.0.113.9' },
    { host, 'x-forwarded-for': '203.0.113.9' },
    { host, 'x-forwarded-proto': 'https' },
    { host, via: '1.1 proxy' },
  ];
  for (const headers of foreign)
    for (const path of ['/demo/token?person=ana', '/demo/people'])
      assert.equal((await get(path, headers, 'GET', url)).status, 403, JSON.stringify(headers));
  await demo.close();
  rmSync(dataDir, { recursive: true });
});

test('pages of one’s own come after the server’s paths', async () => {
  const own = await startTestServer({
    publicDir,
    routes: (request, response) => {
      if (request.url !== '/mine') return false;
      response.end('mine');
      return true;
    },
  });
  assert.equal((await get('/mine', {}, 'GET', own.url)).body, 'mine');
  assert.equal((await get('/other', {}, 'GET', own.url)).status, 404);
  assert.equal((await get('/healthz', {}, 'GET', own.url)).status, 200);
  const client = await connect(own, ana);
  client.close();
  await own.close();
});
