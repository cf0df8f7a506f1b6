/** The bytes of files on a local disk: under random names, written beside, then put in place. */
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ByteStore, FilePart } from './byte-store.js';

/** Keeps files under this directory, which is made when it is missing. */
export function createDiskBytes(dir: string): ByteStore {
  // The first digits spread them over directories of their own.
  const placeOf = (id: string, part: FilePart): string =>
    join(dir, requireId(id).slice(0, 2), part === 'file' ? id : `${id}.${part}`);
  return {
    put: async (id, part, path) => {
      const place = placeOf(id, part);
      await mkdir(dirname(place), { recursive: true, mode: 0o700 });
      await syncPath(path);
      await rename(path, place);
      // The names are durable, too: that of the file, and that of its directory.
      await syncPath(dirname(place));
      await syncPath(dir);
    },
    open: async (id, part, range) => {
      const file = await open(placeOf(id, part)).catch(nullIfMissing);
      if (!file) return null;
      try {
        const { size } = await file.stat();
        const span = range && { start: range.first, end: range.last };
        return { size, bytes: file.createReadStream(span) };
      } catch (error) {
        await file.close();
        throw error;
      }
    },
    remove: async (id) => {
      for (const part of ['file', 'thumbnail'] as const) await rm(placeOf(id, part), { force: true });
    },
  };
}

/** Ids are made here; a path is never made of anything else. */
function requireId(id: string): string {
  if (/^[0-9a-f]{32}$/.test(id)) return id;
  throw new TypeError('expected the id of a file: 32 hexadecimal digits');
}

export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function nullIfMissing(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}
