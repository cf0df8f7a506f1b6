/** Programs of the system that tests start for themselves: on a free port, in a directory of their own, gone afterwards. */
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';

/** The first of these folders, then of the search path, that has the program; null when none has. */
export function findProgram(name: string, folders: readonly string[] = []): string | null {
  const all = [...folders, ...(process.env['PATH'] ?? '').split(delimiter)];
  return all.map((folder) => join(folder, name)).find(isProgram) ?? null;
}

/** Folders below `parent`, the highest version first; none when it is not there. */
export function versionsIn(parent: string): string[] {
  try {
    return readdirSync(parent)
      .sort((a, b) => Number(b) - Number(a))
      .map((version) => join(parent, version, 'bin'));
  } catch {
    return []; // Another distribution, or not installed.
  }
}

/** What stands in for a service that is not there: a test that says so, and in CI an error. */
export function absent(service: string): null {
  const line = `${service} was not found; tests that need it are skipped`;
  if (process.env['CI']) throw new Error(line);
  console.error(`!!! ${line}`);
  return null;
}

/**
 * A port nobody listens on now. From below those that the system gives out by itself: a service that is ended and comes
 * back must find its port free, though others connect and listen meanwhile.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 15_000 + Math.floor(Math.random() * 17_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

/** Starts a program and resolves when it has printed `ready`. Rejects with what it printed when it ends before; `cause`: the signal. */
export function startProgram(
  command: string,
  args: readonly string[],
  { ready, ...options }: { readonly ready: string } & Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'>,
): Promise<ChildProcess> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] as const });
  // A test that fails on the way to its end leaves nothing running.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  let printed = '';
  return new Promise((resolve, reject) => {
    const read = (text: Buffer): void => {
      printed += text.toString();
      if (printed.includes(ready)) resolve(child);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`${command} ended with ${code ?? signal}: ${printed}`, { cause: signal })),
    );
  });
}

/** Sends the signal and waits for the end. */
export async function endProgram(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGCONT');
  child.kill(signal);
  await ended;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // Not there or not ours to run: the next candidate.
  }
}
