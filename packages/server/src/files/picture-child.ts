/** Runs in a process of its own: decodes one picture and writes it anew, and a small one. Ends when it takes too much memory. */
import sharp, { type Sharp } from 'sharp';
import { fileLimits } from '@support-chat/protocol';
import type { PictureJob } from './pictures.js';

/** What the process may take, with what it decodes. */
const maxMemoryBytes = 256 * 1_048_576;
const watch = setInterval(() => {
  if (process.memoryUsage.rss() > maxMemoryBytes) process.exit(70);
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
      return image.jpeg({ quality: 88 });
    case 'image/png':
      return image.png({ compressionLevel: 6 });
    case 'image/gif':
      return image.gif({ effort: 3 });
    case 'image/webp':
      return image.webp({ quality: 88 });
  }
}
