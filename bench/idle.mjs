/**
 * What a joined connection that says nothing takes of the server's memory, divided by what it takes of bare Socket.IO: the
 * growth of a fresh process from 1,000 to 3,000 of them in 20 rooms, after garbage was collected. Then joins a second –
 * connect, prove who you are, join – when 1,000 people come at once, and CPU of a join.
 */
import { startChild } from './child-process.mjs';
import { inTurn, median } from './medians.mjs';
import { report } from './report.mjs';

const size = 2_000;
/** Before them come others, so that code and tables of a fresh process are there. */
const earlier = 1_000;
const joiners = 1_000;
const rounds = 5;
const rooms = Array.from({ length: 20 }, (_, index) => `room-${index}`);
const files = { rooms: 'room-process.mjs', bare: 'bare-process.mjs' };
// V8 keeps up to 48 MiB in reserve for young objects, more on one side than on the other; here it may not.
const withoutReserve = ['--expose-gc', '--max-semi-space-size=1'];

const memory = await inTurn(rounds, { rooms: () => grownBy('rooms'), bare: () => grownBy('bare') });
const joins = await measureJoins();
report(`idle: ${size} connections, each joined to one of ${rooms.length} rooms`, [
  { ...against(memory, 'resident memory a connection', 'KiB', 'residentKiB'), atMost: 1.1 },
  against(memory, 'of it, heap of JavaScript', 'KiB', 'heapKiB'),
  against(joins, 'joins a second', '/s', 'perSecond'),
  against(joins, 'CPU of the server process a join', 'ms', 'cpuMs'),
]);

function against(results, figure, unit, key) {
  const [ours, bare] = [results.rooms, results.bare].map((round) => median(round.map((values) => values[key])));
  return {
    figure,
    value: ours / bare,
    unit: '×',
    note: `${ours.toFixed(2)} ${unit} against ${bare.toFixed(2)} ${unit}`,
  };
}

async function grownBy(side) {
  const server = startChild(files[side], { execArgv: withoutReserve });
  const members = startChild('member-process.mjs');
  try {
    const { url, tokens } = await open(server, earlier + size);
    await joinAll(members, url, tokens.slice(0, earlier));
    const before = await quietMemory(server);
    await joinAll(members, url, tokens.slice(earlier));
    const after = await quietMemory(server);
    const grown = (key) => (after[key] - before[key]) / 1_024 / size;
    return { residentKiB: grown('rss'), heapKiB: grown('heapUsed') };
  } finally {
    await Promise.all([server, members].map((child) => child.stop()));
  }
}

async function open(server, people) {
  const url = await server.ask('start');
  for (const room of rooms) await server.ask('createRoom', room);
  return { url, tokens: await server.ask('tokens', people) };
}

async function joinAll(members, url, tokens) {
  for (const [index, room] of rooms.entries())
    await members.ask('join', { url, room, tokens: tokens.filter((_, place) => place % rooms.length === index) });
}

/** Who is here is told for a second after people came; then garbage is collected. */
async function quietMemory(server) {
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  return server.ask('memory');
}

async function measureJoins() {
  // `--cpu-prof` leaves a profile of the room server in the working directory.
  const execArgv = process.argv.filter((word) => word.startsWith('--cpu-prof'));
  const servers = { rooms: startChild(files.rooms, { execArgv }), bare: startChild(files.bare) };
  const members = startChild('member-process.mjs');
  try {
    const crowds = {};
    for (const [side, server] of Object.entries(servers))
      crowds[side] = { ...(await open(server, joiners)), rooms, cursors: [] };
    const sides = Object.keys(servers).map((side) => [side, () => comeTo(servers[side], members, crowds[side])]);
    for (const [, come] of sides) await come(); // Warms up; not counted.
    return await inTurn(rounds, Object.fromEntries(sides));
  } finally {
    await Promise.all([...Object.values(servers), members].map((child) => child.stop()));
  }
}

async function comeTo(server, members, crowd) {
  const before = await server.ask('cpuMicros');
  const { ms } = await members.ask('comeBack', crowd);
  const cpuMs = ((await server.ask('cpuMicros')) - before) / 1_000 / joiners;
  // The server notices over a moment that they are gone again; the next round begins after that.
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  return { perSecond: (joiners / ms) * 1_000, cpuMs };
}
