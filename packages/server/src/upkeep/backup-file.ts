/** A backup as one file: JSON lines, gzipped. The first says what it is, the last that it is whole. */
import { hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { StoreOpenError } from '../store/store-open-error.js';
import type { Store } from '../store/store.js';
import { portionsOf, type Portion } from './copy.js';
import type { Progress } from './progress.js';

type Header = {
  readonly format: 'support-chat backup';
  readonly version: 1;
  readonly epoch: string;
  readonly at: number;
  readonly rooms: number;
  readonly events: number;
};
type Line = Header | Portion | { readonly end: true };

/**
 * Writes everything up to the heads of this moment; others may append meanwhile. The file is readable by its owner only and
 * takes its name when it is whole and on the disk.
 */
export async function writeBackup(
  store: Store,
  path: string,
  { progress, now }: { readonly progress: Progress; readonly now: number },
): Promise<{ readonly rooms: number; readonly events: number }> {
  const heads = await store.heads();
  const events = [...heads.values()].reduce((sum, head) => sum + head, 0);
  const totals = { rooms: heads.size, events };
  const header: Header = { format: 'support-chat backup', version: 1, epoch: store.epoch, at: now, ...totals };
  progress.begin(events);
  async function* lines(): AsyncGenerator<string> {
    yield lineOf(header);
    for await (const portion of portionsOf(store, heads)) {
      yield lineOf(portion);
      if ('rows' in portion) progress.add(portion.rows.length);
    }
    yield lineOf({ end: true });
  }
  const partial = `${path}.partial`;
  try {
    const file = createWriteStream(partial, { mode: 0o600, flush: true });
    await pipeline(Readable.from(lines()), createGzip(), file);
    await rename(partial, path);
    await syncDirectory(dirname(path));
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  progress.end();
  return totals;
}

/** A backup to read. `id` is that of no other backup, copies of this one apart. */
export type OpenBackup = Header & { readonly id: string; readonly portions: AsyncIterable<Portion> };

/** Opens a backup. `portions` throws StoreOpenError when the file is damaged or cut off; so does this when it is none. */
export async function openBackup(path: string): Promise<OpenBackup> {
  const lines = readLines(path);
  const first = await lines.next();
  const header = first.done ? null : first.value;
  if (!header || !('format' in header)) throw new StoreOpenError(`${path} is no backup of support-chat`);
  if (header.version !== 1)
    throw new StoreOpenError(`${path} has version ${String(header.version)}, this program reads 1; use the newer one`);
  async function* portions(): AsyncGenerator<Portion> {
    for await (const line of lines) {
      if ('end' in line) return;
      if (
        'room' in line ||
        'signOuts' in line ||
        'busyPeople' in line ||
        'people' in line ||
        'canned' in line ||
        'files' in line
      )
        yield line;
    }
    throw new StoreOpenError(`${path} is cut off before its end; use another backup`);
  }
  // Which log, up to where, and when: what the digest of the whole file would say, without reading it twice.
  return { ...header, id: hash('sha256', lineOf(header), 'hex'), portions: portions() };
}

async function* readLines(path: string): AsyncGenerator<Line> {
  const file = createReadStream(path);
  const plain = file.pipe(createGunzip());
  file.once('error', (error) => plain.destroy(error));
  try {
    plain.setEncoding('utf8');
    let rest = '';
    for await (const text of plain as AsyncIterable<string>) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      // Written by writeBackup; what is put into a store is checked there, row by row.
      for (const line of lines) yield JSON.parse(line) as Line;
    }
  } catch (error) {
    throw new StoreOpenError(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  } finally {
    file.destroy();
  }
}

function lineOf(line: Line): string {
  return `${JSON.stringify(line)}\n`;
}

/** Makes the new name durable too. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  await directory.sync().finally(() => directory.close());
}
