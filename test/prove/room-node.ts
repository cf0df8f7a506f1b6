/** A room server in a process of its own, which can be ended in every way a process ends. */
import { execFile, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { endProgram, startProgram } from '../services/process.js';

const bin = fileURLToPath(new URL('../../packages/server/bin/support-chat.js', import.meta.url));

export type RoomNodeOptions = {
  readonly port: number;
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
};

export class RoomNode {
  readonly url: string;
  readonly port: number;
  readonly #options: RoomNodeOptions;
  #child: ChildProcess | null = null;

  constructor(options: RoomNodeOptions) {
    this.#options = options;
    this.port = options.port;
    this.url = `http://127.0.0.1:${options.port}/`;
  }

  /** `preload` is a module that is loaded before the server. Resolves when the server is ready. */
  async start(preload?: string, env: Readonly<Record<string, string>> = {}): Promise<void> {
    const { dir, port } = this.#options;
    const args = [...(preload ? ['--import', preload] : []), bin, 'serve', '--data-dir', dir, '--port', String(port)];
    const started = startProgram(process.execPath, args, {
      cwd: dir,
      ready: 'support-chat ready',
      env: { PATH: process.env['PATH'] ?? '', SUPPORT_CHAT_LOG_LEVEL: 'warn', ...this.#options.env, ...env },
    });
    this.#child = await started.catch((error: unknown) => {
      // Where a point is met before it says that it is ready, it has ended as it should.
      if (preload && error instanceof Error && error.cause === 'SIGKILL') return null;
      throw error;
    });
  }

  /** Runs one command of the program on the same store. Throws when it fails. */
  async run(...args: string[]): Promise<void> {
    const { dir, env } = this.#options;
    const all = { PATH: process.env['PATH'] ?? '', ...env };
    await promisify(execFile)(process.execPath, [bin, ...args, '--data-dir', dir], { env: all });
  }

  /** Of the process that runs, or ran last. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get isRunning(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves when it has ended by itself. */
  ended(): Promise<void> {
    const child = this.#child;
    if (!child || !this.isRunning) return Promise.resolve();
    return new Promise((resolve) => child.once('exit', () => resolve()));
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGUSR2'): void {
    this.#child?.kill(signal);
  }

  /** Resolves when it has ended. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (this.#child) await endProgram(this.#child, signal);
  }
}
