/**
 * CPU of the server process for one delivered message when 200 rooms of 10 members talk at an even pace, 2,000 messages a
 * second together, divided by that of bare Socket.IO, and of Socket.IO that keeps each message before it tells it; and how
 * long a message takes to everybody. Nothing can be joined here.
 */
import { startChild } from './child-process.mjs';
import { inTurn, median, quantile } from './medians.mjs';
import { report } from './report.mjs';

const roomCount = 200;
const membersARoom = 10;
const perSecondARoom = 10;
const messagesARoom = 20;
const rounds = 7;
const deliveriesARound = roomCount * messagesARoom * membersARoom;
const rooms = Array.from({ length: roomCount }, (_, index) => `room-${index}`);

// `--cpu-prof` leaves a profile of the room server in the working directory.
const execArgv = process.argv.filter((word) => word.startsWith('--cpu-prof'));
const servers = {
  rooms: startChild('room-process.mjs', { execArgv }),
  bare: startChild('bare-process.mjs'),
  keeping: startChild('bare-process.mjs', { args: ['keeping'] }),
};
const members = startChild('member-process.mjs');
try {
  const urls = {};
  for (const [side, server] of Object.entries(servers)) urls[side] = await fillRooms(server);
  // Who is here is told once a second while people come; only messages are measured.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  for (const side of Object.keys(servers)) await talk(side, urls[side]); // Warms up; not counted.
  const sides = Object.keys(servers);
  const results = await inTurn(rounds, Object.fromEntries(sides.map((side) => [side, () => talk(side, urls[side])])));
  const against = (rival, figure, unit, valueOf) => {
    const [ours, theirs] = [results.rooms, results[rival]].map((round) => median(round.map(valueOf)));
    return {
      figure: `${figure} ÷ ${rival}`,
      value: ours / theirs,
      unit: '×',
      note: `${ours.toFixed(2)} ${unit} against ${theirs.toFixed(2)} ${unit}`,
    };
  };
  const cpu = ['CPU of the server process per delivered message', 'µs', ({ micros }) => micros];
  const p50 = ['until everybody in the room has it, p50', 'ms', ({ delays }) => quantile(delays, 0.5)];
  const p99 = ['until everybody in the room has it, p99', 'ms', ({ delays }) => quantile(delays, 0.99)];
  report(`rooms: ${roomCount} rooms of ${membersARoom}, ${roomCount * perSecondARoom} messages a second`, [
    { ...against('bare', ...cpu), atMost: 1.15 },
    against('keeping', ...cpu),
    against('bare', ...p50),
    { ...against('bare', ...p99), atMost: 1.5 },
    against('keeping', ...p50),
    against('keeping', ...p99),
  ]);
} finally {
  await Promise.all([...Object.values(servers), members].map((child) => child.stop()));
}

async function fillRooms(server) {
  const url = await server.ask('start');
  const tokens = await server.ask('tokens', roomCount * membersARoom);
  for (const [index, room] of rooms.entries()) {
    await server.ask('createRoom', room);
    const some = tokens.slice(index * membersARoom, (index + 1) * membersARoom);
    await members.ask('join', { url, room, tokens: some });
  }
  return url;
}

async function talk(side, url) {
  const before = await servers[side].ask('cpuMicros');
  const delays = await members.ask('talk', { url, rooms, messages: messagesARoom, perSecond: perSecondARoom });
  return { delays, micros: ((await servers[side].ask('cpuMicros')) - before) / deliveriesARound };
}
