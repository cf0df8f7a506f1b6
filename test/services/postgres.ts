/** A private PostgreSQL on a free port. */
import { execFileSync, type ChildProcess } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { absent, endProgram, findProgram, freePort, startProgram, versionsIn } from './process.js';

export type Postgres = {
  /** `postgres://…`, of somebody who may make tables but is no superuser. */
  readonly url: string;
  /** The same as superuser. */
  readonly adminUrl: string;
  readonly process: () => ChildProcess;
  /** Ends it: SIGINT lets it write its checkpoint, SIGKILL does not. */
  end(signal: 'SIGINT' | 'SIGKILL'): Promise<void>;
  /** Starts it again on the same data and port. */
  start(): Promise<void>;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
};

/** Starts one; null when none is installed, in CI an error. `settings` as for `postgres -c`. */
export async function startPostgres(settings: readonly string[] = []): Promise<Postgres | null> {
  const initdb = findProgram('initdb', versionsIn('/usr/lib/postgresql'));
  if (!initdb) return absent('PostgreSQL');
  const bin = dirname(initdb);
  const dir = mkdtempSync(join(tmpdir(), 'support-chat-postgres-'));
  const owner = ownerFor(dir);
  const data = join(dir, 'data');
  const run = { cwd: dir, ...owner };
  const init = ['-D', data, '-U', 'admin', '--auth=trust', '--no-locale', '--encoding=UTF8', '--no-sync'];
  execFileSync(initdb, init, { ...run, stdio: ['ignore', 'ignore', 'pipe'] });
  const port = await freePort();
  const start = () =>
    startProgram(
      join(bin, 'postgres'),
      [
        ...['-D', data, '-k', dir, '-h', '127.0.0.1', '-p', String(port)],
        ...['shared_buffers=32MB', 'max_connections=100', 'log_min_messages=log', ...settings].flatMap((s) => [
          '-c',
          s,
        ]),
      ],
      { ...run, ready: 'database system is ready to accept connections' },
    );
  let child = await start();
  const psql = ['-h', '127.0.0.1', '-p', String(port), '-U', 'admin', '-d', 'postgres', '-c'];
  for (const sql of ['CREATE ROLE chat LOGIN', 'CREATE DATABASE chat OWNER chat'])
    execFileSync(join(bin, 'psql'), [...psql, sql], { ...run, stdio: ['ignore', 'ignore', 'pipe'] });
  const end = (signal: 'SIGINT' | 'SIGKILL') => endProgram(child, signal);
  return {
    url: `postgres://chat@127.0.0.1:${port}/chat`,
    adminUrl: `postgres://admin@127.0.0.1:${port}/chat`,
    process: () => child,
    end,
    start: async () => {
      // Its parts end by themselves when it was killed; until then it does not start again.
      for (let tries = 1; ; tries += 1)
        try {
          child = await start();
          return;
        } catch (error) {
          if (tries === 50 || !String(error).includes('is still in use')) throw error;
          await pause(200);
        }
    },
    remove: async () => {
      await end('SIGINT');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL does not run as root; its package brings somebody it runs as. */
function ownerFor(dir: string): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  const owner = { uid: idOf('-u'), gid: idOf('-g') };
  chownSync(dir, owner.uid, owner.gid);
  return owner;
}
