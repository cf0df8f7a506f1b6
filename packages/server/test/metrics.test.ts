/** What monitoring sees: numbers that move, of one server only, for those who may see them, and nothing that people wrote. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { Socket as NetSocket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createRoomServer, SettingsError, type Store } from '@support-chat/server';
import { createManualClock, newCid, startTestServer, type TestServer } from '@support-chat/server/testing';
import { startPostgres } from '../../../test/services/postgres.js';
import { startRedis } from '../../../test/services/redis.js';
import { backlogLimits } from '../dist/slow-consumers.js';
import { openSqliteStore } from '../dist/store/sqlite/sqlite-store.js';
import {
  ana,
  ben,
  changedStore,
  connect,
  createRoom,
  handshakeStatus,
  mia,
  nextRaw,
  openSocket,
  refusedConnect,
  signInRaw,
} from './kit.js';

const metricsToken = 'canary-metrics-token';
let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server.close());

type Got = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };

function ask(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(new URL('metrics', url), { method, headers, agent: false }, (response) => {
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

/** Every series by its name and labels. */
async function numbersOf({ url }: TestServer): Promise<ReadonlyMap<string, number>> {
  const { status, body } = await ask(url);
  assert.equal(status, 200, body);
  const lines = body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

/** What moved between two readings, without the measures of time and of the process. */
function moved(from: ReadonlyMap<string, number>, to: ReadonlyMap<string, number>): Record<string, number> {
  const changes = [...to].map(([series, value]): [string, number] => [series, value - (from.get(series) ?? 0)]);
  return Object.fromEntries(
    changes
      .filter(([series, by]) => by !== 0 && series.startsWith('support_chat_') && !/_(?:bucket|sum)\b/.test(series))
      .map(([series, by]) => [series.slice('support_chat_'.length), by]),
  );
}

test('the numbers move when something happens, and only those', async () => {
  await createRoom(server, 'numbers');
  const before = await numbersOf(server);
  const [a, b] = [await connect(server, ana), await connect(server, ben)];
  const { epoch } = await a.ask('room.join', { room: 'numbers' });
  await b.ask('room.join', { room: 'numbers', after: 1, epoch });
  const post = { room: 'numbers', cid: newCid(), body: { kind: 'text', text: 'hello' } } as const;
  await a.ask('message.post', post);
  assert.equal((await a.ask('message.post', post)).dup, true);
  await b.ask('room.read', { room: 'numbers', after: 1 });
  await b.refusalFor('room.read', { room: 'nowhere', after: 1 });
  await b.refusalFor('room.burn', {});
  await refusedConnect(server, 'forged');
  assert.notEqual(await handshakeStatus(server, { origin: 'https://evil.example' }), 101);
  const now = await numbersOf(server);
  const { 'news_published_total{type="presence"}': presence = 0, ...changes } = moved(before, now);
  assert.ok(presence <= 2);
  // The refused one may not be gone yet.
  assert.ok([2, 3].includes(now.get('support_chat_connections') ?? 0));
  delete changes['connections'];
  assert.deepEqual(changes, {
    rooms_live: 1,
    appends_total: 1,
    commits_total: changes['commits_total'],
    'acknowledge_seconds_count{request="room.join"}': 2,
    'acknowledge_seconds_count{request="message.post"}': 2,
    'acknowledge_seconds_count{request="room.read"}': 2,
    'acknowledge_seconds_count{request="unknown"}': 1,
    'refusals_total{at="request",code="not_found"}': 1,
    'refusals_total{at="request",code="bad_request"}': 1,
    'refusals_total{at="connection",code="token_invalid"}': 1,
    'handshakes_refused_total{reason="origin"}': 1,
    'joins_total{mode="window"}': 1,
    'joins_total{mode="events"}': 1,
    gaps_healed_total: 1,
    retries_total: 1,
    // The retry tells once more: the answer to the first may have been lost before anybody was told.
    'news_published_total{type="hint"}': 2,
    'news_published_total{type="marker"}': 2,
  });
  assert.ok((changes['commits_total'] ?? 0) >= 1);
  const steady = ['support_chat_storage_ok', 'support_chat_bus_connected{kind="local"}'];
  assert.deepEqual(
    steady.map((series) => now.get(series)),
    [1, 1],
  );
  const inSeconds = now.get('support_chat_acknowledge_seconds_sum{request="message.post"}') ?? 0;
  assert.ok(inSeconds > 0 && inSeconds < 5, `${inSeconds} s`);
  for (const client of [a, b]) client.close();
});

test('what never happened yet is 0, so that its first time is a rise', async () => {
  const own = await startTestServer();
  const numbers = await numbersOf(own);
  for (const series of [
    'refusals_total{at="request",code="internal"}',
    'refusals_total{at="request",code="storage_full"}',
    'handshakes_refused_total{reason="limit"}',
    'slow_consumers_closed_total',
    'acknowledge_seconds_count{request="message.post"}',
  ])
    assert.equal(numbers.get(`support_chat_${series}`), 0, series);
  await own.close();
});

test('two servers in one process each have their own numbers, and a closed one can be followed by another', async () => {
  const [one, two] = [await startTestServer(), await startTestServer()];
  await createRoom(one, 'here');
  const appends = async (of: TestServer) => (await numbersOf(of)).get('support_chat_appends_total');
  assert.deepEqual([await appends(one), await appends(two)], [1, 0]);
  await one.close();
  const next = await startTestServer();
  assert.deepEqual([await appends(next), await appends(two)], [0, 0]);
  await Promise.all([two.close(), next.close()]);
});

test('a storage that takes no appends is 0, also when it does not answer at all', async () => {
  const clock = createManualClock();
  let trouble: (() => Promise<never>) | null = null;
  const own = await startTestServer({
    clock,
    openStore: async ({ clock: storeClock }) => {
      const store = openSqliteStore({ path: join(server.dir, 'trouble/rooms.db'), clock: storeClock });
      const durability: Store['durability'] = () => trouble?.() ?? store.durability();
      return changedStore(store, { durability });
    },
  });
  const state = async () => (await numbersOf(own)).get('support_chat_storage_ok');
  assert.equal(await state(), 1);
  trouble = () => Promise.reject(new Error('the disk is gone'));
  assert.equal(await state(), 0);
  const asked = new Promise<void>((resolve) => {
    trouble = () => {
      resolve();
      return new Promise<never>(() => {});
    };
  });
  const late = state();
  await asked;
  clock.advance(2_000);
  assert.equal(await late, 0);
  await own.close();
});

test('slow consumers are counted while they are slow, when they are back, and when they are closed', async () => {
  const clock = createManualClock();
  const timed = await startTestServer({ rateBurst: 1_000_000, clock });
  await createRoom(timed);
  const stopped = await Promise.all(
    [ana, ben].map(async (person) => {
      const socket = await signInRaw(timed, person);
      const joined = nextRaw(socket, '431');
      socket.send('421["room.join",{"room":"rollout"}]');
      await joined;
      // Its ws has no pause of its own.
      const { _socket: wire } = socket as unknown as { readonly _socket: NetSocket };
      wire.pause();
      return { socket, wire };
    }),
  );
  const [back, gone] = stopped;
  assert.ok(back && gone);
  const body = { kind: 'text', text: 'x'.repeat(16_000) } as const;
  for (let i = 0; i < 60; i += 1) {
    await Promise.all(Array.from({ length: 20 }, () => timed.submit(mia, 'message.post', { room: 'rollout', body })));
    clock.advance(50);
  }
  const slow = async () => {
    const numbers = await numbersOf(timed);
    return ['slow_consumers', 'resyncs_total', 'slow_consumers_closed_total'].map((name) =>
      numbers.get(`support_chat_${name}`),
    );
  };
  assert.deepEqual(await slow(), [2, 0, 0]);
  const heads = nextRaw(back.socket, '42["heads"');
  // Whatever waits is taken in real time; only the server's looks are turned.
  const turning = setInterval(() => clock.advance(250), 20);
  back.wire.resume();
  await heads;
  clearInterval(turning);
  assert.deepEqual(await slow(), [1, 1, 0]);
  clock.advance(backlogLimits.maxMs);
  assert.deepEqual(await slow(), [0, 1, 1]);
  for (const { socket } of stopped) socket.terminate();
  await timed.close();
});

test('without a token only programs on this machine are answered, and none through a proxy', async () => {
  const here = await ask(server.url);
  assert.equal(here.status, 200);
  assert.match(here.headers['content-type'] ?? '', /^text\/plain; version=0\.0\.4/);
  assert.equal(here.headers['cache-control'], 'no-store');
  assert.deepEqual([(await ask(server.url, {}, 'HEAD')).status, (await ask(server.url, {}, 'HEAD')).body], [200, '']);
  assert.equal((await ask(server.url, {}, 'POST')).status, 405);
  for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']) {
    const { status, body } = await ask(server.url, { [name]: '127.0.0.1' });
    assert.equal(status, 403, name);
    const { refusal } = JSON.parse(body);
    assert.equal(refusal.code, 'forbidden');
    assert.match(refusal.message, /^metrics are for programs on this machine; set SUPPORT_CHAT_METRICS_TOKEN/);
    assert.ok(!body.includes('support_chat_'));
  }
});

const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
const outside = addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

test('without a token nobody else is answered', { skip: !outside && 'this machine has one address' }, async () => {
  const open = await startTestServer({ host: '0.0.0.0', metricsToken: '' });
  const { port } = new URL(open.url);
  assert.equal((await ask(`http://${outside}:${port}/`)).status, 403);
  assert.equal((await ask(`http://127.0.0.1:${port}/`)).status, 200);
  await open.close();
});

test('with a token everybody needs it, this machine too', async () => {
  const guarded = await startTestServer({ metricsToken });
  const wrong = ['', metricsToken, `Basic ${metricsToken}`, `Bearer ${metricsToken}x`, 'Bearer ', `Bearer  x`];
  for (const authorization of wrong) {
    const { status, body } = await ask(guarded.url, authorization === '' ? {} : { authorization });
    assert.equal(status, 403, authorization);
    assert.match(body, /expected the header/);
    assert.ok(!body.includes(metricsToken));
  }
  const through = { authorization: `Bearer ${metricsToken}`, 'x-forwarded-for': '203.0.113.9' };
  assert.equal((await ask(guarded.url, through)).status, 200);
  await guarded.close();
});

test('a metrics token that could be guessed or not be sent is refused at the start', () => {
  for (const bad of ['short', 'fifteen-letters', `${metricsToken}\n`, `${metricsToken} `, 'ü'.repeat(20)])
    assert.throws(
      () => createRoomServer({ jwtSecret: 'x'.repeat(32), metricsToken: bad }),
      (error) => {
        assert.ok(error instanceof SettingsError);
        assert.match(error.message, /^SUPPORT_CHAT_METRICS_TOKEN: expected at least 16/);
        return !error.message.includes(bad);
      },
    );
});

test('T57 neither tokens, nor who is there, nor what they do and write, is in the metrics', async () => {
  const guarded = await startTestServer({ metricsToken });
  const person = { id: 'canary-id', name: 'Canary Name', role: 'employee' } as const;
  const token = await guarded.tokenFor(person);
  await createRoom(guarded, 'canary-room');
  const client = await connect(guarded, person, token);
  await client.ask('room.join', { room: 'canary-room' });
  await client.post('canary-room', 'canary in a message');
  await client.refusalFor('canary.request', { canary: 'canary' });
  await client.refusalFor('message.post"} 1\ncanary 2', {});
  const forged = openSocket(guarded, 'canary-token');
  await new Promise((resolve) => void forged.once('connect_error', resolve));
  forged.close();
  const { status, body } = await ask(guarded.url, { authorization: `Bearer ${metricsToken}` });
  assert.equal(status, 200);
  assert.match(body, /support_chat_acknowledge_seconds_count\{request="unknown"\} 2\n/);
  for (const secret of ['canary', 'Canary', guarded.jwtSecret, token, guarded.dir, '127.0.0.1'])
    assert.ok(!body.includes(secret), secret);
  client.close();
  await guarded.close();
});

const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
after(() => Promise.all([postgres?.remove(), redis?.remove()]));
const skip = postgres && redis ? false : 'there is no PostgreSQL or no Redis';

test('nodes count what they tell each other, and say when they do not hear each other', { skip }, async () => {
  const [one, two] = await Promise.all([openNode(), openNode()]);
  await Promise.all([one, two].map(({ logged }) => logged('the nodes hear each other')));
  const bus = 'support_chat_bus_connected{kind="redis"}';
  const received = 'support_chat_news_received_total{type="hint"}';
  await createRoom(one.node, 'together');
  const reader = await connect(two.node, ben);
  await reader.ask('room.join', { room: 'together' });
  await one.node.submit(mia, 'message.post', { room: 'together', body: { kind: 'text', text: 'hello' } });
  await reader.next('events');
  const [first, second] = [await numbersOf(one.node), await numbersOf(two.node)];
  assert.deepEqual([first.get(bus), second.get(bus)], [1, 1]);
  assert.deepEqual([first.get('support_chat_news_published_total{type="hint"}'), first.get(received)], [2, 0]);
  assert.ok((second.get(received) ?? 0) >= 1);
  assert.equal(first.get('support_chat_database_waiting'), 0);
  const lost = [one, two].map(({ logged }) => logged('the nodes do not hear each other'));
  await redis?.end('SIGKILL');
  await Promise.all(lost);
  for (const { node } of [one, two]) {
    const numbers = await numbersOf(node);
    assert.deepEqual([numbers.get(bus), numbers.get('support_chat_storage_ok')], [0, 1]);
  }
  await postgres?.end('SIGKILL');
  assert.equal((await numbersOf(one.node)).get('support_chat_storage_ok'), 0);
  reader.close();
  await Promise.all([one.node.close(), two.node.close()]);
});

/** A node on PostgreSQL and Redis, and a way to wait for what it logs. */
async function openNode() {
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const node = await startTestServer({
    ...{ databaseUrl: postgres?.url ?? '', redisUrl: redis?.url ?? '', jwtSecret: 'x'.repeat(32) },
    writeLog: (line) => {
      lines.push(line);
      for (const look of [...waiting]) look();
    },
  });
  const logged = (message: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!lines.some((line) => line.includes(message))) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return { node, logged };
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const ours = /\b(?:support_chat|nodejs|process)_[a-z0-9_]+/g;

test('every metric that an alarm or the dashboard names exists, and every alarm is explained', async () => {
  const { body } = await ask(server.url);
  const types = [...body.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  const known = new Set(
    types.flatMap(([, name = '', type]) =>
      type === 'histogram' ? ['bucket', 'sum', 'count'].map((part) => `${name}_${part}`) : [name],
    ),
  );
  const [alerts, dashboard] = [read('examples/monitoring/alerts.yml'), read('examples/monitoring/dashboard.json')];
  for (const text of [alerts, dashboard]) {
    const named = [...new Set(text.match(ours))];
    assert.ok(named.length > 5);
    assert.deepEqual(
      named.filter((name) => !known.has(name)),
      [],
    );
  }
  assert.ok(JSON.parse(dashboard));
  const page = read('docs/operating.md');
  const alarms = [...alerts.matchAll(/- alert: (\S+)/g)].map(([, name = '']) => name);
  assert.ok(alarms.length >= 7);
  for (const name of alarms) assert.ok(page.includes(`### ${name}\n`), `${name} is not explained`);
  for (const name of types.map(([, each = '']) => each).filter((each) => each.startsWith('support_chat_')))
    assert.ok(page.includes(`| \`${name}`), `${name} is not explained`);
});
