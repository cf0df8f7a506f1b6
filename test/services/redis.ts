/** A private Redis on a free port, which keeps nothing on the disk. */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { absent, endProgram, findProgram, freePort, startProgram } from './process.js';

export type Redis = {
  /** `redis://…` */
  readonly url: string;
  readonly process: () => ChildProcess;
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
  remove(): Promise<void>;
};

/** Starts one; null when none is installed, in CI an error. */
export async function startRedis(): Promise<Redis | null> {
  const program = findProgram('redis-server') ?? findProgram('valkey-server');
  if (!program) return absent('Redis');
  const dir = mkdtempSync(join(tmpdir(), 'support-chat-redis-'));
  const port = await freePort();
  const start = () =>
    startProgram(program, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
      cwd: dir,
      ready: 'Ready to accept connections',
    });
  let child = await start();
  const end = (signal: 'SIGTERM' | 'SIGKILL') => endProgram(child, signal);
  return {
    url: `redis://127.0.0.1:${port}/`,
    process: () => child,
    end,
    start: async () => {
      child = await start();
    },
    remove: async () => {
      await end('SIGTERM');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
