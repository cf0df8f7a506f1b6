/**
 * CPU of the server process for one delivered message in a room of 100, 500 and 2,000, divided by that of bare Socket.IO;
 * beside it what `ws` alone takes. All servers run at the same time and are used in turn: paced (10,000 deliveries a
 * second), then as fast as they acknowledge.
 */
import { startChild } from './child-process.mjs';
import { inTurn, median } from './medians.mjs';
import { report } from './report.mjs';

const sizes = [100, 500, 2_000];
const rounds = 5;
const load = {
  paced: {
    ask: 'pace',
    messagesAt: (size) => 20_000 / size,
    inputAt: (size) => ({ perSecond: 10_000 / size }),
    atMost: () => 1.2,
  },
  saturated: {
    ask: 'saturate',
    // Enough for several frames of a busy room, however many members it has.
    messagesAt: (size) => Math.max(100_000 / size, 200),
    inputAt: () => ({ senders: 16, inFlight: 4 }),
    atMost: (size) => (size < 500 ? 1.2 : 0.5),
  },
};

// `--cpu-prof` leaves a profile of the room server in the working directory.
const execArgv = process.argv.filter((word) => word.startsWith('--cpu-prof'));
const servers = {
  rooms: startChild('room-process.mjs', { execArgv }),
  bare: startChild('bare-process.mjs'),
  ws: startChild('bare-ws-process.mjs'),
};
const members = startChild('member-process.mjs');
const figures = [];
try {
  for (const size of sizes) figures.push(...(await measureRoom(size)));
} finally {
  await Promise.all([...Object.values(servers), members].map((child) => child.stop()));
}
report('fanout: CPU of the server process per delivered message', figures);

async function measureRoom(size) {
  const room = `room-of-${size}`;
  const urls = {};
  for (const [side, server] of Object.entries(servers)) {
    urls[side] = await server.ask('start');
    await server.ask('createRoom', room);
    await members.ask('join', { url: urls[side], room, tokens: await server.ask('tokens', size) });
  }
  // Who is here is told once a second while people come; only messages are measured.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  // Code that has run a few thousand times, as in a server that has been up for a minute.
  const messages = Math.max(300_000 / size, 300);
  for (const url of Object.values(urls))
    await members.ask('saturate', { url, room, messages, senders: 16, inFlight: 1 });
  const figures = [];
  for (const [name, loaded] of Object.entries(load))
    figures.push(...(await measureLoad({ room, size, urls, name, ...loaded })));
  for (const url of Object.values(urls)) await members.ask('leave', { url, room });
  return figures;
}

async function measureLoad({ room, size, urls, name, ask, messagesAt, inputAt, atMost }) {
  const messages = messagesAt(size);
  const microsFor = async (side) => {
    const before = await servers[side].ask('cpuMicros');
    await members.ask(ask, { url: urls[side], room, messages, ...inputAt(size) });
    return ((await servers[side].ask('cpuMicros')) - before) / (messages * size);
  };
  const sides = Object.keys(servers).map((side) => [side, () => microsFor(side)]);
  const micros = await inTurn(rounds, Object.fromEntries(sides));
  const [ours, bare, ws] = Object.keys(servers).map((side) => median(micros[side]));
  const figure = `${size} members, ${name}`;
  return [
    {
      figure,
      value: ours / bare,
      unit: '×',
      atMost: atMost(size),
      note: `${ours.toFixed(2)} µs against ${bare.toFixed(2)} µs`,
    },
    { figure: `${figure}, ws alone`, value: ws / bare, unit: '×', note: `${ws.toFixed(2)} µs` },
  ];
}
