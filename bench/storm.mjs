/**
 * CPU of the server process when 2,000 members of 200 rooms come back at once and each catches up on 50 messages, divided
 * by that of bare Socket.IO, where they connect and join and are told nothing.
 */
import { startChild } from './child-process.mjs';
import { inTurn, median } from './medians.mjs';
import { openRawSocket } from './raw-socket.mjs';
import { report } from './report.mjs';

const size = 2_000;
const roomCount = 200;
const missed = 50;
const rounds = 5;
const rooms = Array.from({ length: roomCount }, (_, index) => `room-${index}`);

// `--cpu-prof` leaves a profile of the room server in the working directory.
const execArgv = process.argv.filter((word) => word.startsWith('--cpu-prof'));
const servers = { rooms: startChild('room-process.mjs', { execArgv }), bare: startChild('bare-process.mjs') };
const members = startChild('member-process.mjs');
try {
  const crowds = {};
  for (const [side, server] of Object.entries(servers)) {
    const [url, tokens] = [await server.ask('start'), await server.ask('tokens', size)];
    for (const room of rooms) await server.ask('createRoom', room);
    crowds[side] = { url, tokens, rooms, cursors: [], caughtUp: 0 };
  }
  for (const room of rooms) await servers.rooms.ask('fill', { room, count: 100 });
  crowds.rooms.cursors = await cursorsBehind(crowds.rooms);
  crowds.rooms.caughtUp = missed * size;
  for (const side of Object.keys(servers)) await comeBack(side, crowds[side]); // Warms up; not counted.
  const results = await inTurn(rounds, {
    rooms: () => comeBack('rooms', crowds.rooms),
    bare: () => comeBack('bare', crowds.bare),
  });
  const ratioOf = (figure, key, perMember) => {
    const [ours, bare] = [results.rooms, results.bare].map((round) => median(round.map((values) => values[key])));
    const note = `${(ours / perMember).toFixed(2)} ms against ${(bare / perMember).toFixed(2)} ms`;
    return { figure, value: ours / bare, unit: '×', note };
  };
  report(`storm: ${size} members of ${roomCount} rooms come back, each catches up on ${missed} messages`, [
    { ...ratioOf('CPU of the server process a member', 'cpuMs', size), atMost: 1.7 },
    ratioOf('until the last one is caught up', 'ms', 1),
  ]);
} finally {
  await Promise.all([...Object.values(servers), members].map((child) => child.stop()));
}

async function comeBack(side, { caughtUp, ...crowd }) {
  const before = await servers[side].ask('cpuMicros');
  const result = await members.ask('comeBack', crowd);
  const cpuMs = ((await servers[side].ask('cpuMicros')) - before) / 1_000;
  if (result.caughtUp !== caughtUp) throw new Error(`${result.caughtUp} events were caught up, expected ${caughtUp}`);
  // The server notices over a moment that they are gone again; the next round begins after that.
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  return { ms: result.ms, cpuMs };
}

/** For each room, the cursor of somebody who left `missed` messages ago. */
async function cursorsBehind({ url, tokens }) {
  const socket = await openRawSocket(url, tokens[0]);
  const cursors = [];
  for (const room of rooms) {
    const { epoch, standing } = await socket.ask('room.join', { room });
    cursors.push({ epoch, after: standing.head - missed });
    await socket.ask('room.leave', { room });
  }
  socket.close();
  return cursors;
}
