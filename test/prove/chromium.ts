/** A Chromium with a profile of its own, which can be killed and started again on what it had stored. */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium, type BrowserContext } from '@playwright/test';
import { endProgram, findProgram, startProgram } from '../services/process.js';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The path of a Chromium, or null. `npm test` says which in CHROMIUM_PATH. */
export function findChromium(): string | null {
  const wanted = process.env['CHROMIUM_PATH'];
  return wanted || (names.map((name) => findProgram(name)).find((path) => path !== null) ?? null);
}

const flags = [
  ...['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync', '--disable-quic'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-dev-shm-usage'],
  // Two tabs of which nobody looks at either.
  ...['--disable-background-timer-throttling', '--disable-renderer-backgrounding'],
  ...['--disable-backgrounding-occluded-windows', '--hide-crash-restore-bubble', '--remote-debugging-port=0'],
];

export class Chromium {
  readonly #program: string;
  readonly #profile = mkdtempSync(join(tmpdir(), 'support-chat-browser-'));
  #child: ChildProcess | null = null;

  constructor(program: string) {
    this.#program = program;
  }

  /** Starts it. Resolves to what pages are opened in; gone when the browser is killed. */
  async start(): Promise<BrowserContext> {
    const portFile = join(this.#profile, 'DevToolsActivePort');
    rmSync(portFile, { force: true });
    this.#child = await startProgram(this.#program, [...flags, `--user-data-dir=${this.#profile}`, 'about:blank'], {
      ready: 'DevTools listening on',
      // Otherwise it finds the settings, and the running browser, of whoever runs this.
      env: { PATH: process.env['PATH'] ?? '', HOME: this.#profile },
    });
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${await portIn(portFile)}`);
    const [context] = browser.contexts();
    if (!context) throw new Error('Chromium has no profile open');
    return context;
  }

  /** kill -9. What pages had stored is in the profile. */
  async kill(): Promise<void> {
    if (this.#child) await endProgram(this.#child, 'SIGKILL');
  }

  /** Kills it and removes the profile. */
  async remove(): Promise<void> {
    await this.kill();
    // Its helpers end by themselves, a moment later, and write until then.
    for (let tries = 0; tries < 50; tries += 1) {
      try {
        return rmSync(this.#profile, { recursive: true, force: true });
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }
}

/** The file comes a moment after the line that says so. */
async function portIn(file: string): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    try {
      const [port] = readFileSync(file, 'utf8').split('\n');
      if (Number(port) > 0) return Number(port);
    } catch {
      // Not there yet.
    }
    await pause(25);
  }
  throw new Error('Chromium did not say where it listens');
}
