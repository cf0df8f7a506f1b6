/**
 * Milliseconds from asking `room.page` on a socket to 50 messages: the newest ones in a room of 1,000 and one of 100,000, and
 * any 50 of the 100,000. The server runs in its own process; one question at a time, all three in turn.
 */
import { startChild } from './child-process.mjs';
import { inTurn, median, quantile } from './medians.mjs';
import { openRawSocket } from './raw-socket.mjs';
import { report } from './report.mjs';

const lengths = { small: 1_000, large: 100_000 };
const rounds = 10;
const pagesARound = 100;
const newest = () => Number.MAX_SAFE_INTEGER;
/** The first event made the room; 50 messages are before every number from here to the end. */
const anywhere = () => 60 + Math.floor(Math.random() * (lengths.large - 60));

const server = startChild('room-process.mjs');
try {
  const url = await server.ask('start');
  for (const [room, count] of Object.entries(lengths)) {
    await server.ask('createRoom', room);
    await server.ask('fill', { room, count });
  }
  const [token] = await server.ask('tokens', 1);
  const socket = await openRawSocket(url, token);
  const sides = {
    small: () => pageMs(socket, 'small', newest),
    large: () => pageMs(socket, 'large', newest),
    history: () => pageMs(socket, 'large', anywhere),
  };
  for (const ask of Object.values(sides)) await ask(); // Warms up; not counted.
  const ms = await inTurn(rounds, sides);
  socket.close();
  const [small, large] = [median(ms.small.flat()), median(ms.large.flat())];
  const slowest = (side) => `p99 ${quantile(ms[side].flat(), 0.99).toFixed(2)} ms`;
  const history = ms.history.flat();
  report('page: 50 messages through the public API', [
    { figure: 'newest of 1,000', value: small, unit: 'ms', atMost: 1.5, note: slowest('small') },
    { figure: 'newest of 100,000', value: large, unit: 'ms', atMost: 1.5, note: slowest('large') },
    { figure: '100,000 against 1,000', value: large / small, unit: '×', atMost: 1.3 },
    { figure: 'any of 100,000', value: median(history), unit: 'ms', atMost: 1.5, note: slowest('history') },
  ]);
} finally {
  await server.stop();
}

async function pageMs(socket, room, beforeOf) {
  const times = [];
  for (let asked = 0; asked < pagesARound; asked += 1) {
    const startedAt = performance.now();
    const page = await socket.ask('room.page', { room, before: beforeOf(), limit: 50 });
    times.push(performance.now() - startedAt);
    if (page.messages.length !== 50) throw new Error(`expected 50 messages, got ${page.messages.length}`);
  }
  return times;
}
