/**
 * Acknowledged sends a second over the wire, 64 senders with a connection each, in 8 rooms and in one: the room server, which
 * stores each message before it says so, against bare Socket.IO, which stores nothing, and against Prosody and ejabberd with
 * their archive in SQLite, where they are installed. Then how long an acknowledgement takes at 200 sends a second.
 */
import { startChild } from './child-process.mjs';
import { inTurn, median, quantile } from './medians.mjs';
import { report } from './report.mjs';
import { startXmppServer, xmppServers } from './xmpp-servers.mjs';

const senders = 64;
const rounds = 3;
const forMs = 1_000;
const pace = { messages: 400, perSecond: 200 };
const layouts = { '8 rooms': 8, 'one room': 1 };
const inFlights = [1, 8];

// `--cpu-prof` leaves a profile of the room server in the working directory.
const execArgv = process.argv.filter((word) => word.startsWith('--cpu-prof'));
const people = startChild('sender-process.mjs');
const servers = {};
const figures = [];
try {
  servers.rooms = childServer(startChild('room-process.mjs', { execArgv }));
  servers.bare = childServer(startChild('bare-process.mjs'));
  for (const name of xmppServers) await startRival(name);
  for (const layout of Object.keys(layouts)) figures.push(...(await measureLayout(layout)));
} finally {
  await Promise.all([people, ...Object.values(servers)].map(({ stop }) => stop()));
}
report(`sends: acknowledged messages a second, ${senders} senders`, figures);

async function startRival(name) {
  try {
    const server = await startXmppServer(name);
    if (server) servers[name] = xmppServer(server);
    else console.error(`sends: SKIPS ${name}, it is not installed; bench/README.md names the packages`);
  } catch (error) {
    console.error(`sends: SKIPS ${name}, it cannot be started: ${error.message}`);
  }
}

function childServer(child) {
  return {
    cpuMicros: () => child.ask('cpuMicros'),
    stop: child.stop,
    placeFor: async (rooms) => {
      for (const room of rooms) await child.ask('createRoom', room);
      return { url: await child.ask('start'), tokens: await child.ask('tokens', senders) };
    },
  };
}

function xmppServer({ port, cpuMicros, stop }) {
  const placeFor = (rooms) => ({
    port,
    tokens: Array.from({ length: senders }, (_, index) => `person-${index}-of-${rooms[0]}`),
  });
  return { cpuMicros, stop, placeFor };
}

async function measureLayout(layout) {
  const rooms = Array.from({ length: layouts[layout] }, (_, index) => `room-${index}-of-${layouts[layout]}`);
  for (const [side, server] of Object.entries(servers))
    await people.ask('enter', { crowd: side, rooms, ...(await server.placeFor(rooms)) });
  const figures = [];
  for (const inFlight of inFlights) figures.push(...(await measureSends({ layout, inFlight })));
  figures.push(...(await measurePace(layout)));
  for (const crowd of Object.keys(servers)) await people.ask('leave', { crowd });
  return figures;
}

async function measureSends({ layout, inFlight }) {
  const sendTo = async (side) => {
    const before = await servers[side].cpuMicros();
    const { sent, ms } = await people.ask('send', { crowd: side, forMs, inFlight });
    return { perSecond: (sent / ms) * 1_000, micros: ((await servers[side].cpuMicros()) - before) / sent };
  };
  const sides = Object.fromEntries(Object.keys(servers).map((side) => [side, () => sendTo(side)]));
  for (const send of Object.values(sides)) await send(); // Warms up; not counted.
  const results = await inTurn(rounds, sides);
  const medianOf = (side, key) => median(results[side].map((values) => values[key]));
  const ours = medianOf('rooms', 'perSecond');
  const figure = `${layout}, ${inFlight} in flight`;
  const note = (side) =>
    `${Math.round(medianOf(side, 'perSecond'))} a second, ${Math.round(medianOf(side, 'micros'))} µs of CPU each`;
  const rivals = Object.keys(servers).filter((side) => side !== 'rooms');
  return [
    { figure, value: ours, unit: '/s', note: note('rooms') },
    ...rivals.map((side) => ({
      figure: `${figure}, against ${side}`,
      value: ours / medianOf(side, 'perSecond'),
      unit: '×',
      note: note(side),
      ...(xmppServers.includes(side) && { atLeast: 10 }),
    })),
  ];
}

async function measurePace(layout) {
  const paceIn = (crowd) => people.ask('pace', { crowd, ...pace });
  const results = await inTurn(rounds, { rooms: () => paceIn('rooms'), bare: () => paceIn('bare') });
  const figure = `${layout}, ${pace.perSecond} sends a second, acknowledged after`;
  const [ours, bare] = [results.rooms.flat(), results.bare.flat()];
  const row = (share) => ({
    value: quantile(ours, share),
    unit: 'ms',
    note: `bare ${quantile(bare, share).toFixed(2)} ms`,
  });
  return [
    { figure: `${figure}, p50`, ...row(0.5) },
    { figure: `${figure}, p99`, ...row(0.99), atMost: 50 },
  ];
}
