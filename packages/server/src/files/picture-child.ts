/** Runs in a process of its own: decodes one picture and writes it anew, and a small one. Ends when that takes too much. */
import sharp, { type Sharp } from 'sharp';
import { fileLimits } from '@support-chat/protocol';
import type { PictureJob } from './pictures.js';

/** What the process may take, with what it decodes. */
const maxMemoryBytes = 256 * 1_048_576;
/** Of a processor, not of a clock: on a busy machine it only takes longer. */
const maxCpuMicros = 5_000_000;
const watch = setInterval(() => {
  const { user, system } = process.cpuUsage();
  if (process.memoryUsage.rss() > maxMemoryBytes || user + system > maxCpuMicros)
    // An exit would wait for the thread that decodes.
    process.kill(process.pid, 'SIGKILL');
}, 5);

sharp.cache(false);
sharp.concurrency(1);

process.once('message', (message) => {
  // What `pictures.ts` sends.
  make(message as PictureJob)
    .then((size) => process.send?.(size, () => process.exit(0)))
    .catch(() => process.exit(1))
    .finally(() => clearInterval(watch));
});

async function make({ path, type, moves, picture, thumbnail }: PictureJob) {
  const open = (animated: boolean): Sharp =>
    sharp(path, { animated, failOn: 'error', limitInputPixels: fileLimits.maxMovingPixels, sequentialRead: true });
  // Turned as it is to be seen, in the colours every screen has; without metadata, which is how it is written by default.
  const whole = open(moves).autoOrient();
  const { width, height, pageHeight } = await written(whole, type).toFile(picture);
  const side = fileLimits.thumbnailPixels;
  const bounds = { width: side, height: side, fit: 'inside', withoutEnlargement: true } as const;
  await open(false).autoOrient().resize(bounds).webp({ quality: 78 }).toFile(thumbnail);
  return { width, height: pageHeight ?? height };
}

function written(image: Sharp, type: PictureJob['type']): Sharp {
  switch (type) {
    case 'image/jpeg':
      // Better codes would need all of the picture at once: four times the memory for a twentieth of the bytes.
      return image.jpeg({ quality: 88, optimiseCoding: false });
    case 'image/png':
      return image.png({ compressionLevel: 6 });
    case 'image/gif':
      return image.gif({ effort: 3 });
    case 'image/webp':
      // More effort takes half as long again of memory and time for a twentieth of the bytes.
      return image.webp({ quality: 88, effort: 1 });
  }
}
