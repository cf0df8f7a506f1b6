/**
 * Milliseconds from the last byte of a picture of 12 megapixels to its answer, small picture and all, and what others feel of it: the
 * 99th percentile of the time to an acknowledgement at 100 messages a second, with pictures coming one after the other and without,
 * in turn.
 */
import { createHash, randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { startChild } from './child-process.mjs';
import { inTurn, median, quantile } from './medians.mjs';
import { text } from './people.mjs';
import { openRawSocket } from './raw-socket.mjs';
import { report } from './report.mjs';

const rounds = 6;
const secondsARound = 5;
const messagesASecond = 100;
/** What a phone makes: noise on a gradient, so that there is something to encode. */
const width = 4_000;
const height = 3_000;

const options = { maxPersonFileBytes: 1e12, maxRoomFileBytes: 1e12 };
const server = startChild('room-process.mjs', { args: [JSON.stringify(options)] });
try {
  const url = await server.ask('start');
  await server.ask('createRoom', 'bench');
  const [token, other] = await server.ask('tokens', 2);
  const picture = await makePicture();
  const socket = await openRawSocket(url, other);
  const made = [];
  const sides = {
    alone: () => acknowledgedMs(socket),
    beside: async () => {
      let isOver = false;
      const uploading = (async () => {
        while (!isOver) made.push(await uploadMs(url, token, picture));
      })();
      const times = await acknowledgedMs(socket);
      isOver = true;
      await uploading;
      return times;
    },
  };
  await uploadMs(url, token, picture); // Loads what reads pictures; not counted.
  const ms = await inTurn(rounds, sides);
  socket.close();
  const p99 = (side) => median(ms[side].map((times) => quantile(times, 0.99)));
  const megabytes = (picture.length / 1e6).toFixed(1);
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
  await server.stop();
}

async function makePicture() {
  const noise = { type: 'gaussian', mean: 128, sigma: 12 };
  const image = sharp({ create: { width, height, channels: 3, background: '#808080', noise } });
  return image.jpeg({ quality: 85 }).toBuffer();
}

/** Uploads it in one piece; resolves to the time from there to the answer that it can be shown. */
async function uploadMs(url, token, picture) {
  const authorization = `Bearer ${token}`;
  const begun = await fetch(new URL('/api/rooms/bench/files', url), {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', 'idempotency-key': randomBytes(16).toString('hex') },
    body: JSON.stringify({
      ...{ name: 'photo.jpg', size: picture.length },
      sha256: createHash('sha256').update(picture).digest('hex'),
    }),
  });
  const { id } = await begun.json();
  const startedAt = performance.now();
  const answer = await fetch(new URL(`/api/uploads/${id}`, url), {
    method: 'PATCH',
    headers: { authorization, 'content-type': 'application/partial-upload', 'upload-offset': '0' },
    body: picture,
  });
  const { file } = await answer.json();
  if (!file?.hasThumbnail) throw new Error(`expected a picture with a small one, got ${JSON.stringify(file)}`);
  return performance.now() - startedAt;
}

/** Posts at a steady pace, whatever comes back; resolves to the time of each acknowledgement. */
async function acknowledgedMs(socket) {
  const waiting = [];
  for (let sent = 0; sent < secondsARound * messagesASecond; sent += 1) {
    const startedAt = performance.now();
    const body = { kind: 'text', text };
    const posted = socket.ask('message.post', { room: 'bench', cid: randomBytes(16).toString('hex'), body });
    waiting.push(posted.then(() => performance.now() - startedAt));
    await new Promise((resolve) => setTimeout(resolve, 1_000 / messagesASecond));
  }
  return Promise.all(waiting);
}
