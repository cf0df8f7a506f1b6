/**
 * The room server is killed under 2,000 members of 200 rooms, and started again when each room has 50 messages more. How
 * long after that until everybody is connected, and caught up, with the published client's back-off.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from './child-process.mjs';
import { report } from './report.mjs';

const size = 2_000;
const missed = 50;
const rounds = 3;
const rooms = Array.from({ length: 200 }, (_, index) => `room-${index}`);

const dataDir = await mkdtemp(join(tmpdir(), 'support-chat-bench-'));
const jwtSecret = randomBytes(32).toString('hex');
const startServer = (port) => startChild('room-process.mjs', { args: [JSON.stringify({ dataDir, jwtSecret, port })] });
let server = startServer(0);
const members = startChild('returning-process.mjs');
try {
  const url = await server.ask('start');
  for (const room of rooms) await server.ask('createRoom', room);
  await members.ask('enter', { url, rooms, tokens: await server.ask('tokens', size) });
  const back = [];
  for (let round = 0; round < rounds; round += 1) {
    const returned = members.ask('comeBack', { missed });
    await server.kill();
    const killedAt = Date.now();
    await fillRooms();
    server = startServer(Number(new URL(url).port));
    await server.ask('start');
    const upAt = Date.now();
    for (const { connectedAt, caughtUpAt } of await returned)
      back.push({ caughtUpMs: caughtUpAt - upAt, offlineMs: connectedAt - upAt, outageMs: upAt - killedAt });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  const outage = back[0].outageMs / 1_000;
  report(`outage: ${size} members of ${rooms.length} rooms after a kill, an outage of ${outage.toFixed(1)} s`, [
    { figure: 'caught up after the server is back, p50', value: quantile(back, 'caughtUpMs', 0.5), unit: 'ms' },
    { figure: 'caught up, p95', value: quantile(back, 'caughtUpMs', 0.95), unit: 'ms', atMost: 5_000 },
    { figure: 'last one connected', value: quantile(back, 'offlineMs', 1), unit: 'ms', atMost: 15_000 },
  ]);
} finally {
  await members.stop();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}

/** While the server is away another one on the same store takes the messages, as at a restart on another port. */
async function fillRooms() {
  const filler = startServer(0);
  await filler.ask('start');
  for (const room of rooms) await filler.ask('fill', { room, count: missed });
  await filler.stop();
}

function quantile(rows, key, share) {
  const sorted = rows.map((row) => row[key]).sort((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1];
}
