/** Where uploads grow until all of them is there: files of this node, which nobody can have. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What is left of an upload that nobody goes on with. */
const leftMs = 2 * 86_400_000;

export class Staging {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Of this id, or of something that is made of it on the way. */
  path(id: string, part = ''): string {
    if (!/^[0-9a-f]{32}$/.test(id)) throw new TypeError('expected the id of a file: 32 hexadecimal digits');
    return join(this.#dir, part === '' ? id : `${id}.${part}`);
  }

  /** Bytes that are there. */
  async size(id: string): Promise<number> {
    return (await stat(this.path(id)).catch(() => null))?.size ?? 0;
  }

  /** Adds what comes, as far as it comes; `takes` sees each chunk first, and throws for what is too much. */
  async append(id: string, chunks: AsyncIterable<Buffer>, takes: (bytes: number) => void): Promise<void> {
    await mkdir(this.#dir, { recursive: true, mode: 0o700 });
    const file = await open(this.path(id), 'a', 0o600);
    try {
      for await (const chunk of chunks) {
        takes(chunk.length);
        await file.appendFile(chunk);
      }
    } finally {
      await file.close();
    }
  }

  /** SHA-256 of what is there, 64 hexadecimal digits. */
  async hash(id: string): Promise<string> {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(this.path(id)) as AsyncIterable<Buffer>) hash.update(chunk);
    return hash.digest('hex');
  }

  /** Everything of this id. */
  async remove(id: string): Promise<void> {
    for (const part of ['', 'picture', 'thumbnail']) await rm(this.path(id, part), { force: true });
  }

  /** Removes what was left here long ago. */
  async sweep(now: number): Promise<void> {
    for (const name of await readdir(this.#dir).catch(() => [])) {
      const path = join(this.#dir, name);
      const found = await stat(path).catch(() => null);
      if (found && found.mtimeMs < now - leftMs) await rm(path, { force: true });
    }
  }
}
