/** Writes the file of an index anew beside its users: they read meanwhile, and write after it. */
import { fork } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lowerPriority } from '../lower-priority.js';

const child = fileURLToPath(new URL('./compact-child.js', import.meta.url));

export type Compaction = { readonly ended: Promise<void>; kill(): void };

/** Nobody may write the file until `ended`, which rejects when it could not be done: the file is then as it was. */
export function startCompaction(path: string): Compaction {
  // What SQLite sorts on the way lies beside the file, as private as it is.
  const process = fork(child, [path], { stdio: 'ignore', env: { SQLITE_TMPDIR: dirname(path) }, execArgv: [] });
  const ended = new Promise<void>((resolve, reject) => {
    process.once('error', reject);
    process.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`expected the index to be written anew, got exit code ${code ?? 'of a signal'}`));
    });
  });
  lowerPriority(process);
  return { ended, kill: () => void process.kill('SIGKILL') };
}
