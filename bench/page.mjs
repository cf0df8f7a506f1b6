/**
 * Milliseconds from asking `room.page` on a socket to the newest 50 messages, in a room of 1,000 and one of 100,000. The
 * server runs in its own process; one question at a time, the rooms in turn.
 */
import { startChild } from './child-process.mjs';
import { inTurn, median } from './medians.mjs';
import { openRawSocket } from './raw-socket.mjs';
import { report } from './report.mjs';

const lengths = { small: 1_000, large: 100_000 };
const rounds = 10;
const pagesARound = 50;

const server = startChild('room-process.mjs');
try {
  const url = await server.ask('start');
  for (const [room, count] of Object.entries(lengths)) {
    await server.ask('createRoom', room);
    await server.ask('fill', { room, count });
  }
  const [token] = await server.ask('tokens', 1);
  const socket = await openRawSocket(url, token);
  for (const room of Object.keys(lengths)) await pageMs(socket, room); // Warms up; not counted.
  const ms = await inTurn(rounds, { small: () => pageMs(socket, 'small'), large: () => pageMs(socket, 'large') });
  socket.close();
  const [small, large] = [median(ms.small), median(ms.large)];
  report('page: the newest 50 messages through the public API', [
    { figure: 'room of 1,000', value: small, unit: 'ms', atMost: 3 },
    { figure: 'room of 100,000', value: large, unit: 'ms', atMost: 3 },
    { figure: '100,000 against 1,000', value: large / small, unit: '×', atMost: 1.3 },
  ]);
} finally {
  await server.stop();
}

async function pageMs(socket, room) {
  const times = [];
  for (let asked = 0; asked < pagesARound; asked += 1) {
    const startedAt = performance.now();
    const page = await socket.ask('room.page', { room, before: Number.MAX_SAFE_INTEGER, limit: 50 });
    times.push(performance.now() - startedAt);
    if (page.messages.length !== 50) throw new Error(`expected 50 messages, got ${page.messages.length}`);
  }
  return median(times);
}
