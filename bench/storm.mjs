/**
 * CPU of the server process, and milliseconds, when 500 members come back at once and each catches up on 50 messages,
 * divided by those of bare Socket.IO, where they connect and join and are told nothing.
 */
import { startChild } from './child-process.mjs';
import { inTurn, median } from './medians.mjs';
import { openRawSocket } from './raw-socket.mjs';
import { report } from './report.mjs';

const size = 500;
const missed = 50;
const rounds = 5;
const room = 'rollout';

const servers = { rooms: startChild('room-process.mjs'), bare: startChild('bare-process.mjs') };
const members = startChild('member-process.mjs');
try {
  const crowds = {};
  for (const [side, server] of Object.entries(servers)) {
    const [url, tokens] = [await server.ask('start'), await server.ask('tokens', size)];
    await server.ask('createRoom', room);
    crowds[side] = { url, tokens, room, after: {}, caughtUp: 0 };
  }
  await servers.rooms.ask('fill', { room, count: 1_000 });
  crowds.rooms.after = await missedBy(crowds.rooms);
  crowds.rooms.caughtUp = missed * size;
  for (const side of Object.keys(servers)) await comeBack(side, crowds[side]); // Warms up; not counted.
  const results = await inTurn(rounds, {
    rooms: () => comeBack('rooms', crowds.rooms),
    bare: () => comeBack('bare', crowds.bare),
  });
  const ratioOf = (figure, key, unit, perMember) => {
    const [ours, bare] = [results.rooms, results.bare].map((round) => median(round.map((values) => values[key])));
    const note = `${(ours / perMember).toFixed(2)} ${unit} against ${(bare / perMember).toFixed(2)} ${unit}`;
    return { figure, value: ours / bare, unit: '×', note };
  };
  report(`storm: ${size} members come back, each caught up on ${missed} messages`, [
    { ...ratioOf('until the last one is caught up', 'ms', 'ms', 1), atMost: 1.7 },
    ratioOf('CPU of the server process a member', 'cpuMs', 'ms', size),
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
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  return { ms: result.ms, cpuMs };
}

/** The cursor of somebody who left `missed` messages ago. */
async function missedBy({ url, tokens }) {
  const socket = await openRawSocket(url, tokens[0]);
  const { epoch, standing } = await socket.ask('room.join', { room });
  socket.close();
  return { epoch, after: standing.head - missed };
}
