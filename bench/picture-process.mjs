/** Somebody with a picture, in a process of their own: what they do with it is not the time of those who are measured. */
import { createHash, randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { answerParent } from './child-process.mjs';

/** What a phone makes: noise on grey, so that there is something to encode. */
const width = 4_000;
const height = 3_000;
let picture = Buffer.alloc(0);
let sha256 = '';

answerParent({
  /** Resolves to its bytes. */
  make: async () => {
    picture = await makePicture();
    sha256 = createHash('sha256').update(picture).digest('hex');
    return picture.length;
  },
  upload: uploadMs,
});

async function makePicture() {
  const noise = { type: 'gaussian', mean: 128, sigma: 12 };
  const image = sharp({ create: { width, height, channels: 3, background: '#808080', noise } });
  return image.jpeg({ quality: 85 }).toBuffer();
}

/** Uploads it in one piece; resolves to the time from there to the answer that it can be shown. */
async function uploadMs({ url, token }) {
  const authorization = `Bearer ${token}`;
  const begun = await fetch(new URL('/api/rooms/bench/files', url), {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', 'idempotency-key': randomBytes(16).toString('hex') },
    body: JSON.stringify({
      ...{ name: 'photo.jpg', size: picture.length },
      sha256,
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
