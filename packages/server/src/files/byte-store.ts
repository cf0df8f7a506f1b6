/** The seam to where the bytes of files are. Each engine passes `test/byte-store.test.ts`. */
import type { Readable } from 'node:stream';

/** Of one file: what people have of it, and the small picture. */
export type FilePart = 'file' | 'thumbnail';

/** First and last byte. */
export type ByteRange = { readonly first: number; readonly last: number };

export type ByteStore = {
  /** Takes the bytes of a local file, which is then no longer the caller's. The same part again is replaced. Durable when it resolves. */
  put(id: string, part: FilePart, path: string): Promise<void>;
  /** The bytes, or a range of them that lies within; `size` is that of the whole part. Null when it is not there. */
  open(
    id: string,
    part: FilePart,
    range?: ByteRange,
  ): Promise<{ readonly size: number; readonly bytes: Readable } | null>;
  /** Removes all parts of a file; what is not there is removed already. */
  remove(id: string): Promise<void>;
};
