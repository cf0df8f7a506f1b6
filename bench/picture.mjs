/**
 * Milliseconds from the last byte of a picture of 12 megapixels to its answer, small picture and all, and what others feel of it: the
 * 99th percentile of the time to an acknowledgement at 100 messages a second, with a picture a second and without, in turn. Whoever
 * brings them is a process of their own.
 */
import { randomBytes } from 'node:crypto';
import { startChild } from './child-process.mjs';
import { inTurn, median, quantile } from './medians.mjs';
import { text } from './people.mjs';
import { openRawSocket } from './raw-socket.mjs';
import { report } from './report.mjs';

const rounds = 6;
const secondsARound = 5;
const messagesASecond = 100;
const pictureEveryMs = 1_000;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const options = { maxPersonFileBytes: 1e12, maxRoomFileBytes: 1e12 };
const guest = startChild('picture-process.mjs');
const server = startChild('room-process.mjs', { args: [JSON.stringify(options)] });
try {
  const url = await server.ask('start');
  await server.ask('createRoom', 'bench');
  const [token, other] = await server.ask('tokens', 2);
  const bytes = await guest.ask('make');
  const socket = await openRawSocket(url, other);
  const made = [];
  const sides = {
    alone: () => acknowledgedMs(socket),
    beside: async () => {
      let isOver = false;
      const uploading = (async () => {
        while (!isOver) {
          const [ms] = await Promise.all([guest.ask('upload', { url, token }), pause(pictureEveryMs)]);
          made.push(ms);
        }
      })();
      const times = await acknowledgedMs(socket);
      isOver = true;
      await uploading;
      return times;
    },
  };
  await guest.ask('upload', { url, token }); // Loads what reads pictures; not counted.
  const ms = await inTurn(rounds, sides);
  socket.close();
  const p99 = (side) => median(ms[side].map((times) => quantile(times, 0.99)));
  const megabytes = (bytes / 1e6).toFixed(1);
  report('picture: 12 megapixels, and the messages of others', [
    {
      figure: 'to its small picture',
      value: median(made),
      unit: 'ms',
      atMost: 1_000,
      note: `${megabytes} MB of JPEG, ${made.length} times`,
    },
    { figure: 'acknowledged, p99, without', value: p99('alone'), unit: 'ms' },
    { figure: 'acknowledged, p99, beside pictures', value: p99('beside'), unit: 'ms' },
    { figure: 'beside pictures against without', value: p99('beside') / p99('alone'), unit: '×', atMost: 2 },
  ]);
} finally {
  await guest.stop();
  await server.stop();
}

/** Posts at a steady pace, whatever comes back; resolves to the time of each acknowledgement. */
async function acknowledgedMs(socket) {
  const waiting = [];
  for (let sent = 0; sent < secondsARound * messagesASecond; sent += 1) {
    const startedAt = performance.now();
    const body = { kind: 'text', text };
    const posted = socket.ask('message.post', { room: 'bench', cid: randomBytes(16).toString('hex'), body });
    waiting.push(posted.then(() => performance.now() - startedAt));
    await pause(1_000 / messagesASecond);
  }
  return Promise.all(waiting);
}
