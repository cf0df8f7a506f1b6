/** Clients that do not read: they cost a bounded amount, nobody else notices, and they find everything in the log. */
import assert from 'node:assert/strict';
import type { Socket as NetSocket } from 'node:net';
import { after, before, test } from 'node:test';
import type { Person } from '@support-chat/protocol';
import { createManualClock, startTestServer, type TestServer } from '@support-chat/server/testing';
import { createLogger } from '../dist/logger.js';
import { backlogLimits, SlowConsumers } from '../dist/slow-consumers.js';
import { ana, ben, connect, createRoom, mia, nextRaw, signInRaw, tom, type Client } from './kit.js';

const log = createLogger({ level: 'silent', write: () => assert.fail(), now: () => 0 });
let server: TestServer;
before(async () => {
  server = await startTestServer({ rateBurst: 100_000 });
});
after(() => server.close());

/** A slow-consumer list and one client whose backlog the test sets. */
function openList() {
  const clock = createManualClock();
  const drained: string[] = [];
  const slow = new SlowConsumers({ clock, log, onDrained: (id) => void drained.push(id) });
  const client = { id: 'a', packets: 0, bytes: 0, cuts: 0 };
  const consumer = {
    id: client.id,
    backlog: () => ({ packets: client.packets, bytes: client.bytes }),
    cut: () => void (client.cuts += 1),
  };
  return { clock, drained, slow, client, consumer };
}

test('a client is slow past either limit, until everything is taken, and is then told once', () => {
  const { clock, drained, slow, client, consumer } = openList();
  client.packets = backlogLimits.maxPackets;
  client.bytes = backlogLimits.maxBytes;
  assert.equal(slow.isSlow(consumer), false);
  for (const past of ['packets', 'bytes'] as const) {
    client[past] = 2 * backlogLimits.maxBytes;
    assert.equal(slow.isSlow(consumer), past === 'bytes', 'packets may be a burst');
    clock.advance(250);
    assert.equal(slow.isSlow(consumer), true);
    client[past] = 1;
    clock.advance(1_000);
    assert.equal(slow.isSlow(consumer), true, 'some of it still waits');
    client.packets = client.bytes = 0;
    clock.advance(250);
    assert.deepEqual([slow.isSlow(consumer), slow.size, drained.splice(0)], [false, 0, ['a']]);
    clock.advance(60_000);
    assert.deepEqual([drained, client.cuts], [[], 0]);
  }
});

test('a burst that is taken at once makes nobody slow', () => {
  const { clock, drained, slow, client, consumer } = openList();
  client.packets = 600;
  assert.equal(slow.isSlow(consumer), false);
  client.packets = 0;
  clock.advance(250);
  assert.deepEqual([slow.isSlow(consumer), drained, client.cuts], [false, [], 0]);
});

test('who takes too long, or lets far too much wait, is cut', () => {
  for (const bytes of [backlogLimits.maxBytes + 1, backlogLimits.maxBytesEver + 1]) {
    const { clock, drained, slow, client, consumer } = openList();
    client.bytes = bytes;
    assert.equal(slow.isSlow(consumer), true);
    clock.advance(250);
    assert.equal(client.cuts, bytes > backlogLimits.maxBytesEver ? 1 : 0);
    clock.advance(backlogLimits.maxMs);
    assert.deepEqual([client.cuts, slow.size, drained], [1, 0, []]);
  }
});

test('who is forgotten or left when the list stops is neither told nor cut', () => {
  const { clock, drained, slow, client, consumer } = openList();
  client.packets = 1_000;
  for (const end of [() => slow.forget('a'), () => slow.stop()]) {
    slow.isSlow(consumer);
    clock.advance(250);
    assert.equal(slow.isSlow(consumer), true);
    end();
    clock.advance(60_000);
    assert.equal(slow.size, 0);
  }
  assert.deepEqual([client.cuts, drained], [0, []]);
});

test('F10 who stops reading is not written to without end, and finds everything in the log', async () => {
  const [standing, ...more] = await stopReading('rollout');
  assert.match(standing ?? '', /"unread":100,/, 'how much that is comes with the heads');
  assert.deepEqual(more, []);
});

test('F10 the desk of one who stops reading is whole when that is over', async () => {
  await createRoom(server, 'another');
  const rows: string[] = [];
  await stopReading('printers', { person: tom, take: (text) => text.startsWith('42["lobby"') && rows.push(text) });
  // News are of one room; only what is told to those who were slow is of all.
  const whole = rows.find((text) => text.includes('"name":"another"')) ?? '';
  for (const row of [/"name":"printers"/, /"head":120[12]/]) assert.match(whole, row);
});

test('F10 nor when other things wait for them in between', async () => {
  // Their marker moves on another device; where it is in the end is told once they read again.
  const other = await connect(server, ana);
  const moves: Promise<unknown>[] = [];
  const standings = await stopReading('parking', {
    between: (room, seq) => void moves.push(other.ask('marker.move', { room, seq })),
  });
  await Promise.all(moves);
  assert.ok(standings.length < moves.length / 2, `${standings.length} of ${moves.length} moves were told`);
  assert.match(standings.at(-1) ?? '', /"marker":1200,/);
  other.close();
});

/**
 * Somebody, Ana by default, stops reading while 19 MB are posted; `between` is called after each 20 messages, `take` with what
 * arrives. Gives the standings that arrived.
 */
async function stopReading(
  room: string,
  options: {
    readonly person?: Person;
    readonly between?: (room: string, seq: number) => void;
    readonly take?: (text: string) => void;
  } = {},
): Promise<string[]> {
  const { person = ana, between, take } = options;
  await createRoom(server, room);
  const [writer, reader] = [await enter(mia, room), await enter(ben, room)];
  const stopped = await signInRaw(server, person);
  const ask = async (id: number, name: string, input: object): Promise<string> => {
    const answer = nextRaw(stopped, `43${id}`);
    stopped.send(`42${id}${JSON.stringify([name, input])}`);
    return answer;
  };
  await ask(1, 'room.join', { room });
  if (person !== ana) await ask(5, 'lobby.join', {});
  let eventBytes = 0;
  const standings: string[] = [];
  stopped.on('message', (data: unknown) => {
    const text = String(data);
    take?.(text);
    if (text.startsWith('42["events"')) eventBytes += text.length;
    if (text.startsWith('42["standing"')) standings.push(text);
  });
  // Its ws has no pause of its own.
  const { _socket: wire } = stopped as unknown as { readonly _socket: NetSocket };
  wire.pause();
  const text = 'x'.repeat(16_000);
  // More than the kernel keeps for both ends of a connection.
  const posts = 1_200;
  for (let i = 0; i < posts; i += 20) {
    await Promise.all(Array.from({ length: 20 }, () => writer.post(room, text)));
    between?.(room, i + 20);
  }
  await reader.settle();
  assert.equal(reader.framesOf('events').flatMap(({ events }) => events).length, posts, 'nobody else misses anything');
  const heads = nextRaw(stopped, '42["heads"');
  wire.resume();
  assert.match(await heads, new RegExp(`"${room}":${posts + 1}`), 'it is told at once when it has taken what waited');
  const answer = await ask(2, 'room.heads', {});
  assert.match(answer, new RegExp(`"${room}":${posts + 1}`));
  assert.ok(eventBytes > 0 && eventBytes < (posts * text.length) / 2, `${eventBytes} bytes were kept`);
  assert.match(await ask(3, 'room.read', { room, after: posts }), new RegExp(`"seq":${posts + 1}`));
  await writer.post(room, 'short');
  await ask(4, 'room.heads', {});
  stopped.close();
  for (const client of [writer, reader]) client.close();
  return standings;
}

test('F10 who does not read for 30 s is closed', async () => {
  const clock = createManualClock();
  const timed = await startTestServer({ rateBurst: 1_000_000, clock });
  await createRoom(timed, 'rollout');
  const stopped = await signInRaw(timed, ana);
  const joined = nextRaw(stopped, '431');
  stopped.send('421["room.join",{"room":"rollout"}]');
  await joined;
  const { _socket: wire } = stopped as unknown as { readonly _socket: NetSocket };
  wire.pause();
  const text = 'x'.repeat(16_000);
  for (let i = 0; i < 60; i += 1) {
    await Promise.all(
      Array.from({ length: 20 }, () =>
        timed.submit(mia, 'message.post', { room: 'rollout', body: { kind: 'text', text } }),
      ),
    );
    clock.advance(50);
  }
  const connections = async () =>
    ((await (await fetch(`${timed.url}healthz`)).json()) as { connections: number }).connections;
  assert.equal(await connections(), 1);
  // Not at once: its heartbeats are real time, only the patience is turned.
  clock.advance(backlogLimits.maxMs);
  const ended = new Promise((resolve) => stopped.once('close', resolve));
  wire.resume();
  await ended;
  assert.equal(await connections(), 0);
  assert.ok(timed.logLines.some((line) => line.includes('took too little')));
  await timed.close();
});

async function enter(person: Parameters<typeof connect>[1], room: string): Promise<Client> {
  const client = await connect(server, person);
  await client.ask('room.join', { room });
  return client;
}
