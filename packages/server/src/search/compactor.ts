/** Writes the file of an index anew beside its users: they read meanwhile, and write after it. */
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lowerPriority } from '../lower-priority.js';

const child = fileURLToPath(new URL('./compact-child.js', import.meta.url));
/** Whatever writes less than so much in a millisecond has come to a stand. */
const minBytesPerMs = 5_000;
const leastMs = 30_000;
/** The copy, the log of writes through which it comes, and some room for others. */
const spaceFactor = 3;

export class Compactor {
  readonly #path: string;
  #child: ChildProcess | null = null;
  #pause: Promise<unknown> | null = null;
  #isStopped = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** Null, or what settles when the file may be written again. */
  get pause(): Promise<unknown> | null {
    return this.#pause;
  }

  /**
   * Waits for `isQuiet`, after which nobody may write the file until `pause` settles; at once before that it calls `done`. Rejects
   * when it could not be done: the file has in it what it had. Does nothing while it is at it.
   */
  async run({ isQuiet, done }: { readonly isQuiet: Promise<unknown>; readonly done: () => void }): Promise<void> {
    if (this.#pause || this.#isStopped) return;
    const work = isQuiet.then(() => this.#write()).then(done);
    this.#pause = work
      .catch(() => undefined)
      .finally(() => {
        this.#pause = null;
      });
    await work;
  }

  /** Ends it at once. */
  stop(): void {
    this.#isStopped = true;
    this.#child?.kill('SIGKILL');
  }

  async #write(): Promise<void> {
    const bytes = ['', '-wal'].reduce((sum, end) => sum + sizeOf(`${this.#path}${end}`), 0);
    await this.#requireSpace(spaceFactor * bytes);
    if (this.#isStopped) throw new Error('the index was closed before it was written anew');
    // What SQLite sorts on the way lies beside the file, as private as it is.
    const process = fork(child, [this.#path], {
      ...{ stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: [] },
      ...{ timeout: leastMs + Math.ceil(bytes / minBytesPerMs), killSignal: 'SIGKILL' },
      env: { SQLITE_TMPDIR: dirname(this.#path) },
    });
    this.#child = process;
    lowerPriority(process);
    try {
      await new Promise<void>((resolve, reject) => {
        process.once('error', reject);
        process.once('exit', (code, signal) => {
          if (code === 0) resolve();
          else reject(new Error(`expected the index to be written anew, it ended with ${code ?? signal ?? 'nothing'}`));
        });
      });
    } finally {
      this.#child = null;
    }
  }

  /** So that who appends to the log does not go without. */
  async #requireSpace(bytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(dirname(this.#path));
    if (bavail * bsize >= bytes) return;
    const [needed, free] = [bytes, bavail * bsize].map((size) => `${Math.ceil(size / 1_048_576)} MiB`);
    throw new Error(`expected ${needed} of free space to write the index anew, got ${free}; make room on its disk`);
  }
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}
