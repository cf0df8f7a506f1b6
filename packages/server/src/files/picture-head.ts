/** How large a picture says it is, read from its head: nothing is decoded. */
import { open, type FileHandle } from 'node:fs/promises';
import type { PictureType } from './sniff.js';

export type PictureHead = {
  readonly width: number;
  readonly height: number;
  /** 1 for one that does not move; counted up to one more than `maxFrames`. */
  readonly frames: number;
};

/** Null for what is no picture of this type. Reads a few KB, of GIF and WebP what lies between frames. */
export async function readPictureHead(path: string, type: PictureType, maxFrames: number): Promise<PictureHead | null> {
  const file = await open(path);
  try {
    const reader = new Reader(file, (await file.stat()).size);
    return await readers[type](reader, maxFrames);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  } finally {
    await file.close();
  }
}

const windowBytes = 65_536;

/** Throws RangeError past the end. */
class Reader {
  readonly #file: FileHandle;
  readonly #size: number;
  #window = Buffer.alloc(0);
  #from = 0;

  constructor(file: FileHandle, size: number) {
    this.#file = file;
    this.#size = size;
  }

  async bytes(at: number, count: number): Promise<Buffer> {
    if (at < 0 || at + count > this.#size) throw new RangeError('past the end of the picture');
    if (at < this.#from || at + count > this.#from + this.#window.length) {
      const { buffer, bytesRead } = await this.#file.read(Buffer.alloc(windowBytes), 0, windowBytes, at);
      this.#window = buffer.subarray(0, bytesRead);
      this.#from = at;
    }
    return this.#window.subarray(at - this.#from, at - this.#from + count);
  }
}

/** What is asked for at most: a picture of more steps than these is made to be slow. */
const maxSteps = 200_000;

const readers: {
  readonly [T in PictureType]: (reader: Reader, maxFrames: number) => Promise<PictureHead | null>;
} = {
  'image/png': async (reader) => {
    const head = await reader.bytes(0, 24);
    if (head.toString('latin1', 12, 16) !== 'IHDR') return null;
    // A moving PNG is taken as its first frame.
    return { width: head.readUInt32BE(16), height: head.readUInt32BE(20), frames: 1 };
  },
  'image/jpeg': async (reader) => {
    let at = 2;
    for (let step = 0; step < 2_000; step += 1) {
      const [mark = 0, code = 0] = await reader.bytes(at, 2);
      if (mark !== 0xff) return null;
      if (code === 0xff) {
        at += 1;
        continue;
      }
      const isFrame = code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;
      if (isFrame) {
        const frame = await reader.bytes(at + 4, 5);
        return { width: frame.readUInt16BE(3), height: frame.readUInt16BE(1), frames: 1 };
      }
      at += 2 + (await reader.bytes(at + 2, 2)).readUInt16BE(0);
    }
    return null;
  },
  'image/gif': async (reader, maxFrames) => {
    const head = await reader.bytes(0, 13);
    const size = { width: head.readUInt16LE(6), height: head.readUInt16LE(8) };
    let at = 13 + tableBytes(head[10] ?? 0);
    let frames = 0;
    for (let step = 0; step < maxSteps && frames <= maxFrames; step += 1) {
      const [kind = 0x3b] = await reader.bytes(at, 1).catch(() => [0x3b]);
      if (kind === 0x3b) break;
      if (kind === 0x2c) {
        frames += 1;
        const frame = await reader.bytes(at, 10);
        // The frame may say that it is larger than the whole.
        size.width = Math.max(size.width, frame.readUInt16LE(1) + frame.readUInt16LE(5));
        size.height = Math.max(size.height, frame.readUInt16LE(3) + frame.readUInt16LE(7));
        at += 11 + tableBytes(frame[9] ?? 0);
      } else if (kind === 0x21) at += 2;
      else return null;
      for (let length = 1; length > 0 && step < maxSteps; step += 1) {
        [length = 0] = await reader.bytes(at, 1);
        at += 1 + length;
      }
    }
    return frames === 0 ? null : { ...size, frames };
  },
  'image/webp': async (reader, maxFrames) => {
    const head = await reader.bytes(0, 30);
    const kind = head.toString('latin1', 12, 16);
    if (kind === 'VP8 ') return { ...of(head.readUInt16LE(26) & 0x3fff, head.readUInt16LE(28) & 0x3fff), frames: 1 };
    if (kind === 'VP8L') {
      const bits = head.readUInt32LE(21);
      return { ...of((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1), frames: 1 };
    }
    if (kind !== 'VP8X') return null;
    const size = of(head.readUIntLE(24, 3) + 1, head.readUIntLE(27, 3) + 1);
    let frames = 0;
    let at = 12;
    for (let step = 0; step < maxSteps && frames <= maxFrames; step += 1) {
      const chunk = await reader.bytes(at, 8).catch(() => null);
      if (!chunk) break;
      if (chunk.toString('latin1', 0, 4) === 'ANMF') frames += 1;
      const bytes = chunk.readUInt32LE(4);
      at += 8 + bytes + (bytes % 2);
    }
    return { ...size, frames: Math.max(1, frames) };
  },
};

function of(width: number, height: number) {
  return { width, height };
}

/** Bytes of a table of colours in a GIF. */
function tableBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}
