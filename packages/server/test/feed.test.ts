/** Sockets out: who receives what, once and in order; and who must not. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { limits, type RoomEvent, type StoredEvent } from '@support-chat/protocol';
import { availableNow } from '@support-chat/protocol/samples';
import { createManualClock, startTestServer, type TestServer } from '@support-chat/server/testing';
import { openSqliteStore } from '../dist/store/sqlite/sqlite-store.js';
import { ana, ben, connect, createRoom, kenji, mia, sato, tom, type Client } from './kit.js';

let server: TestServer;
let clients: Client[] = [];
before(async () => {
  server = await startTestServer({ rateBurst: 100_000 });
});
after(() => server.close());
beforeEach(() => (clients = []));
afterEach(() => clients.forEach((client) => client.close()));

let rooms = 0;
async function newRoom(): Promise<string> {
  const room = `room-${(rooms += 1)}`;
  await createRoom(server, room);
  return room;
}
async function enter(person: Parameters<typeof connect>[1], ...names: string[]): Promise<Client> {
  const client = await connect(server, person);
  clients.push(client);
  for (const room of names) await client.ask('room.join', { room });
  return client;
}
const eventsOf = (client: Client, room: string): RoomEvent[] =>
  client
    .framesOf('events')
    .filter((frame) => frame.room === room)
    .flatMap((frame) => frame.events);
const seqsOf = (client: Client, room: string): number[] => eventsOf(client, room).map(({ seq }) => seq);

test('everybody in a room receives each event once and in order, and nobody outside it does', async () => {
  const room = await newRoom();
  const elsewhere = await newRoom();
  const [a, b, m, outsider, idle] = [
    await enter(ana, room),
    await enter(ben, room),
    await enter(mia, room),
    await enter(kenji, elsewhere),
    await enter(tom),
  ];
  const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => (i % 2 ? a : b).post(room, `m${i}`)));
  await Promise.all(clients.map((client) => client.settle()));
  const seqs = answers.map(({ seq }) => seq).toSorted((x, y) => x - y);
  for (const client of [a, b, m]) assert.deepEqual(seqsOf(client, room), seqs);
  assert.ok(a.framesOf('events').length <= 60);
  for (const client of [outsider, idle]) assert.deepEqual(client.framesOf('events'), []);
  await outsider.post(elsewhere, 'x');
  await outsider.settle();
  assert.equal(outsider.framesOf('events').length, 1, 'and it would have arrived');
});

test('what is for staff is hidden from employees in frames, reads, joins and pages', async () => {
  const room = await newRoom();
  const [a, m] = [await enter(ana, room), await enter(mia, room)];
  await m.post(room, 'for all');
  const note = await m.post(room, 'canary note', 'staff');
  await m.post(room, 'for all again');
  await Promise.all([a.settle(), m.settle()]);
  assert.deepEqual(eventsOf(a, room)[1], { type: 'hidden', seq: note.seq });
  assert.equal((eventsOf(m, room)[1] as StoredEvent).type, 'message.posted');
  const asked = [
    await a.ask('room.read', { room, after: 0 }),
    await a.ask('room.page', { room, before: 99 }),
    await a.ask('room.join', { room }),
    await a.ask('room.join', { room, after: 1, epoch: (await a.next('hello')).epoch }),
  ];
  for (const answer of asked) {
    assert.ok(JSON.stringify(answer).includes('for all again'));
    assert.ok(!JSON.stringify(answer).includes('canary'));
  }
  assert.ok(!JSON.stringify(a.frames).includes('canary'));
  assert.ok(JSON.stringify(await m.ask('room.page', { room, before: 99 })).includes('canary'));
});

test('a first join answers with a window, a return with the events it missed', async () => {
  const room = await newRoom();
  const m = await enter(mia, room);
  for (let i = 0; i < limits.windowMessages + 5; i += 1) await m.post(room, `m${i}`);
  const a = await enter(ana);
  const first = await a.ask('room.join', { room });
  assert.ok(first.mode === 'window');
  assert.equal(first.window.messages.length, limits.windowMessages);
  assert.equal(first.window.head, limits.windowMessages + 6);
  assert.equal(first.room?.title, `Room ${room}`);
  assert.deepEqual(first.standing, { marker: 0, unread: 55, head: 56 });
  const back = await a.ask('room.join', { room, after: 50, epoch: first.epoch });
  assert.ok(back.mode === 'events');
  assert.deepEqual(
    back.events.map(({ seq }) => seq),
    [51, 52, 53, 54, 55, 56],
  );
  for (const stale of [{ after: 57, epoch: first.epoch }, { after: 50, epoch: 'another' }, { after: 50 }])
    assert.equal((await a.ask('room.join', { room, ...stale })).mode, 'window', JSON.stringify(stale));
});

test('who missed more than one answer holds starts anew', async () => {
  const room = await newRoom();
  await Promise.all(
    Array.from({ length: limits.maxEventsPerRead + 1 }, () =>
      server.submit(mia, 'message.post', { room, body: { kind: 'text', text: 'x' } }),
    ),
  );
  const a = await enter(ana);
  const { epoch } = await a.next('hello');
  assert.equal((await a.ask('room.join', { room, after: 1, epoch })).mode, 'window');
  assert.equal((await a.ask('room.join', { room, after: 2, epoch })).mode, 'events');
});

test('joining while others write leaves no gap between answer and frames', async () => {
  const room = await newRoom();
  const m = await enter(mia, room);
  const writing = Promise.all(Array.from({ length: 300 }, (_, i) => m.post(room, `m${i}`)));
  for (let i = 0; i < 12; i += 1) {
    const a = await enter(ana);
    const answer = await a.ask('room.join', { room });
    assert.ok(answer.mode === 'window');
    await a.settle();
    const live = seqsOf(a, room);
    const [first = answer.window.head + 1] = live;
    // A room that rests has yet to emit what a join has just read; the reader drops what it has.
    assert.ok(first <= answer.window.head + 1, `${first} came first after an answer up to ${answer.window.head}`);
    assert.deepEqual(
      live,
      live.map((_, index) => first + index),
    );
  }
  await writing;
});

test('who left receives nothing more', async () => {
  const room = await newRoom();
  const [a, b] = [await enter(ana, room), await enter(ben, room)];
  await a.ask('room.leave', { room });
  await a.ask('room.leave', { room });
  await b.post(room, 'after');
  await Promise.all([a.settle(), b.settle()]);
  assert.deepEqual(a.framesOf('events'), []);
  assert.equal(b.framesOf('events').length, 1);
});

test('a leave that overtakes its join wins, and a join overtaken by 600 messages starts anew', async () => {
  let onRead = (): Promise<void> => Promise.resolve();
  const slow = await startTestServer({
    rateBurst: 100_000,
    openStore: ({ clock }) => {
      const store = openSqliteStore({ path: `${server.dir}/slow/rooms.db`, clock });
      const read: typeof store.read = async (room, range) => {
        const events = await store.read(room, range);
        const wait = range.after === 1 ? onRead : () => Promise.resolve();
        onRead = () => Promise.resolve();
        await wait();
        return events;
      };
      // The rest is the store itself.
      return Promise.resolve(
        new Proxy(store, {
          get: (target, name) => {
            if (name === 'read') return read;
            const value: unknown = Reflect.get(target, name);
            return typeof value === 'function' ? (value.bind(target) as unknown) : value;
          },
        }),
      );
    },
  });
  await createRoom(slow);
  const room = 'rollout';
  const [a, b] = [await connect(slow, ana), await connect(slow, mia)];
  await b.ask('room.join', { room });
  await b.post(room, 'first');
  await b.next('events');
  const { epoch } = await a.next('hello');
  onRead = async () => {
    await a.ask('room.leave', { room });
  };
  assert.equal((await a.ask('room.join', { room, after: 1, epoch })).mode, 'events');
  assert.equal((await b.ask('room.join', { room })).here.people, 1);
  await b.post(room, 'second');
  await a.settle();
  assert.deepEqual(a.framesOf('events'), []);

  onRead = async () => {
    await Promise.all(Array.from({ length: 600 }, () => b.post(room, 'more')));
    await b.next('events', ({ events }) => events.at(-1)?.seq === 603);
  };
  assert.equal((await a.ask('room.join', { room, after: 1, epoch })).mode, 'window');
  for (const client of [a, b]) client.close();
  await slow.close();
});

test('typing is told to the others in the room, not to oneself, not past the door', async () => {
  const room = await newRoom();
  const [a, a2, b, outside] = [
    await enter(ana, room),
    await enter(ana, room),
    await enter(ben, room),
    await enter(kenji),
  ];
  await a.ask('typing.tell', { room, isTyping: true });
  const isTyping = (signal: { type: string }) => signal.type === 'typing';
  assert.deepEqual(await b.next('signal', isTyping), { type: 'typing', room, by: ana, isTyping: true });
  await Promise.all(clients.map((client) => client.settle()));
  for (const client of [a, a2, outside]) assert.deepEqual(client.framesOf('signal').filter(isTyping), []);
  await b.ask('typing.tell', { room, isTyping: true, re: 4 });
  assert.deepEqual(await a.next('signal', isTyping), { type: 'typing', room, by: ben, isTyping: true, re: 4 });
  assert.equal((await outside.refusalFor('typing.tell', { room, isTyping: true })).code, 'forbidden');
});

test('typing is told at most once a second, and the last word counts', async () => {
  const clock = createManualClock();
  const timed = await startTestServer({ clock });
  await createRoom(timed);
  const [a, b] = [await connect(timed, ana), await connect(timed, ben)];
  for (const client of [a, b]) await client.ask('room.join', { room: 'rollout' });
  const tell = (isTyping: boolean) => a.ask('typing.tell', { room: 'rollout', isTyping });
  const told = async (): Promise<boolean[]> => {
    await b.settle();
    return b.framesOf('signal').flatMap((signal) => (signal.type === 'typing' ? [signal.isTyping] : []));
  };
  for (const isTyping of [true, true, false, true]) await tell(isTyping);
  assert.deepEqual(await told(), [true]);
  clock.advance(1_000);
  assert.deepEqual(await told(), [true], 'a repeat is no news');
  for (const isTyping of [true, true, false]) await tell(isTyping);
  assert.deepEqual(await told(), [true, true], 'a renewal is');
  clock.advance(1_000);
  assert.deepEqual(await told(), [true, true, false]);
  for (const client of [a, b]) client.close();
  await timed.close();
});

test('a marker that moves is told to the other devices of that person alone', async () => {
  const room = await newRoom();
  const [phone, laptop, b] = [await enter(ana, room), await enter(ana), await enter(ben, room)];
  await b.post(room, 'one');
  const moved = await phone.ask('marker.move', { room, seq: 2 });
  assert.deepEqual(moved, { marker: 2, unread: 0, head: 2 });
  assert.deepEqual(await laptop.next('standing'), { room, standing: moved });
  const { seq } = await phone.post(room, 'two');
  assert.equal((await laptop.next('standing', ({ standing }) => standing.marker === seq)).standing.unread, 0);
  await Promise.all([phone.settle(), b.settle()]);
  for (const client of [phone, b]) assert.deepEqual(client.framesOf('standing'), []);
});

test('help is seen by all, the number of people by staff alone', async () => {
  const clock = createManualClock();
  let onLeft = () => {};
  const left = new Promise<void>((resolve) => (onLeft = resolve));
  const timed = await startTestServer({ clock, writeLog: (line) => line.includes('disconnected') && onLeft() });
  await createRoom(timed);
  const a = await connect(timed, ana);
  const joined = await a.ask('room.join', { room: 'rollout' });
  assert.deepEqual(joined.here, { helpers: [], people: null });
  const m = await connect(timed, mia);
  await m.ask('lobby.join', {});
  const t = await connect(timed, tom);
  assert.deepEqual((await t.ask('room.join', { room: 'rollout' })).here, {
    helpers: availableNow(mia, tom),
    people: 2,
  });
  clock.advance(1_000);
  const isHere = (signal: { type: string }) => signal.type === 'here';
  assert.deepEqual(await a.next('signal', isHere), {
    type: 'here',
    room: 'rollout',
    here: { helpers: availableNow(mia, tom), people: null },
  });
  const b = await connect(timed, ben);
  await b.ask('room.join', { room: 'rollout' });
  clock.advance(1_000);
  await t.next('signal', (signal) => signal.type === 'here' && signal.here.people === 3);
  await a.settle();
  assert.equal(a.framesOf('signal').filter(isHere).length, 1, 'another employee is no news to employees');
  m.close();
  await left;
  await t.ask('room.leave', { room: 'rollout' });
  clock.advance(2_000);
  const gone = await a.next('signal', (signal) => signal.type === 'here' && signal.here.helpers?.length === 0);
  assert.ok(gone);
  for (const client of [a, b, t]) client.close();
  await timed.close();
});

test('the lobby shows every room with one’s own standing, and news of them, at most four times a second', async () => {
  const clock = createManualClock();
  const timed = await startTestServer({ clock, rateBurst: 10_000 });
  await createRoom(timed, 'vpn');
  await createRoom(timed, 'rollout');
  const [m, s, a] = [await connect(timed, mia), await connect(timed, sato), await connect(timed, ana)];
  const { rows } = await m.ask('lobby.join', {});
  assert.deepEqual(
    rows.map(({ room, standing }) => [room.name, standing]),
    [
      ['rollout', { marker: 0, unread: 0, head: 1 }],
      ['vpn', { marker: 0, unread: 0, head: 1 }],
    ],
  );
  await s.ask('lobby.join', {});
  await a.post('vpn', 'help');
  const [row] = (await m.next('lobby')).rows;
  assert.deepEqual([row?.room.name, row?.room.waiting?.by, row?.standing.unread], ['vpn', ana, 1]);
  await s.post('vpn', 'here');
  for (let i = 0; i < 20; i += 1) await a.post('vpn', `more ${i}`);
  await m.settle();
  assert.equal(m.framesOf('lobby').length, 1);
  clock.advance(250);
  const isLast = ({ rows: [one] }: { rows: readonly { standing: { head: number } }[] }) => one?.standing.head === 23;
  assert.equal((await m.next('lobby', isLast)).rows[0]?.standing.unread, 22);
  assert.equal((await s.next('lobby', isLast)).rows[0]?.standing.unread, 20, 'what was before her own is read');
  await a.settle();
  assert.deepEqual(a.framesOf('lobby'), []);
  for (const client of [m, s, a]) client.close();
  await timed.close();
});

test('the beacon tells the heads of the joined rooms', async () => {
  const clock = createManualClock();
  const timed = await startTestServer({ clock });
  await createRoom(timed, 'rollout');
  await createRoom(timed, 'vpn');
  const [a, b] = [await connect(timed, ana), await connect(timed, ben)];
  await a.ask('room.join', { room: 'rollout' });
  clock.advance(limits.beaconMs);
  assert.deepEqual(await a.next('heads'), { heads: { rollout: 1 } });
  await b.settle();
  assert.deepEqual(b.framesOf('heads'), [], 'there is nothing to tell somebody in no room');
  assert.deepEqual(await a.ask('room.heads', {}), { heads: { rollout: 1 } });
  for (const client of [a, b]) client.close();
  await timed.close();
});
