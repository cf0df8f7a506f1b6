import { randomFillSync } from 'node:crypto';

const saltBytes = 16;

/** Makes a source of salts: 128 random bits each, base64url. The generator is asked for many at a time. */
export function createSaltMaker(): () => string {
  const pool = Buffer.alloc(256 * saltBytes);
  let at = pool.length;
  return () => {
    if (at === pool.length) {
      randomFillSync(pool);
      at = 0;
    }
    return pool.toString('base64url', at, (at += saltBytes));
  };
}
