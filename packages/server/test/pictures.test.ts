/** What decoding a picture may take: memory that is measured, and time of a processor. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { withoutJpegMetadata } from '../dist/files/jpeg-metadata.js';
import { openPictures } from '../dist/files/pictures.js';
import { createLogger } from '../dist/logger.js';

const dir = mkdtempSync(join(tmpdir(), 'support-chat-pictures-'));
after(() => rmSync(dir, { recursive: true }));
const maxBytes = 256 * 1_048_576;
/** What it may grow by between two looks at itself. */
const slackBytes = 24 * 1_048_576;

type Ended = { readonly size: unknown; readonly signal: string | null; readonly peakBytes: number };

/** Has a picture made by the process that does it, and follows the most memory it had. */
function makeOf(name: string, type: string): Promise<Ended> {
  const child = fork(fileURLToPath(new URL('../dist/files/picture-child.js', import.meta.url)), [], {
    ...{ stdio: 'ignore', env: {}, execArgv: [] },
  });
  let [size, peakBytes]: [unknown, number] = [null, 0];
  const look = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      peakBytes = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? peakBytes / 1_024) * 1_024;
    } catch {
      // It has ended.
    }
  }, 2);
  child.once('message', (message) => (size = message));
  child.send({ path: join(dir, name), type, moves: false, picture: join(dir, 'out'), thumbnail: join(dir, 'small') });
  return new Promise((resolve) =>
    child.once('exit', (_code, signal) => {
      clearInterval(look);
      resolve({ size, signal, peakBytes });
    }),
  );
}

const plain = () => sharp({ create: { width: 8_000, height: 6_000, channels: 4, background: '#336699' } });

test(
  'T17 the largest photo is made within its memory, also one that is turned or was sent piece by piece; what needs more is not',
  { skip: process.platform !== 'linux' },
  async () => {
    await plain().jpeg({ progressive: true }).toFile(join(dir, 'progressive.jpg'));
    await plain().withMetadata({ orientation: 6 }).jpeg().toFile(join(dir, 'turned.jpg'));
    await plain().png().toFile(join(dir, 'screen.png'));
    await plain().webp({ effort: 0 }).toFile(join(dir, 'large.webp'));
    for (const [name, type, size] of [
      ['progressive.jpg', 'image/jpeg', { width: 8_000, height: 6_000 }],
      ['turned.jpg', 'image/jpeg', { width: 6_000, height: 8_000 }],
      ['screen.png', 'image/png', { width: 8_000, height: 6_000 }],
      ['large.webp', 'image/webp', null],
    ] as const) {
      const ended = await makeOf(name, type);
      assert.deepEqual([ended.size, ended.signal], [size, size ? null : 'SIGKILL'], name);
      assert.ok(
        ended.peakBytes > 32 * 1_048_576 && ended.peakBytes < maxBytes + slackBytes,
        `${name}: ${ended.peakBytes}`,
      );
    }
  },
);

test('a picture that is being made, or waits, when the server stops is not its owner’s fault', async () => {
  await plain().png().toFile(join(dir, 'screen.png'));
  const pictures = openPictures(createLogger({ level: 'error', write: () => undefined, now: () => 0 }));
  assert.ok(pictures);
  const job = { path: join(dir, 'screen.png'), type: 'image/png', moves: false } as const;
  const made = [1, 2].map((count) =>
    pictures.make({ ...job, picture: join(dir, `out-${count}`), thumbnail: join(dir, `small-${count}`) }),
  );
  // The first one begins.
  await new Promise((resolve) => setImmediate(resolve));
  pictures.stop();
  const ended = await Promise.allSettled(made);
  assert.deepEqual(
    ended.map((one) => one.status === 'rejected' && (one.reason as { code?: string }).code),
    ['unavailable', 'unavailable'],
  );
});

test('T21 where pictures are not written anew, a small one that a camera put in goes, too', async () => {
  const [from, to] = [join(dir, 'camera.jpg'), join(dir, 'bare.jpg')];
  const whole = await sharp({ create: { width: 30, height: 20, channels: 3, background: '#336699' } })
    .jpeg()
    .toBuffer();
  const segment = (head: string, more: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(head, 'latin1'), more]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(body.length + 2);
    return Buffer.concat([Buffer.from([0xff, 0xe0]), length, body]);
  };
  const canary = Buffer.from('what was cut off'.padEnd(48, '.'));
  await writeFile(
    from,
    Buffer.concat([
      whole.subarray(0, 2),
      segment('JFIF\0', Buffer.concat([Buffer.from([1, 2, 1, 0, 72, 0, 72, 4, 4]), canary])),
      segment('JFXX\0', Buffer.concat([Buffer.from([0x13, 4, 4]), canary])),
      whole.subarray(2),
    ]),
  );
  await withoutJpegMetadata(from, to);
  assert.ok(!(await readFile(to)).includes('cut off'));
  const { width, height, density } = await sharp(to).metadata();
  assert.deepEqual([width, height, density], [30, 20, 72]);
  assert.deepEqual(await sharp(to).raw().toBuffer(), await sharp(whole).raw().toBuffer());
});
