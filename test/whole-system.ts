/** What whole-system tests share: a demo server as a process of its own, and people in browser contexts of their own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, type Browser, type Locator, type Page } from '@playwright/test';

const cli = fileURLToPath(new URL('../packages/server/bin/support-chat.js', import.meta.url));

export type DemoServer = {
  readonly url: string;
  /** Ends the process at once, as a power cut would; acknowledged things are on the disk. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data. */
  restart(): Promise<void>;
  /** Ends it and forgets its data. */
  stop(): Promise<void>;
};

/** `settings`: environment variables of the server. */
export async function startDemo(settings: Readonly<Record<string, string>> = {}): Promise<DemoServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'support-chat-e2e-'));
  const port = await freePort();
  let child = await startProcess(port, dataDir, settings);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  return {
    url: `http://127.0.0.1:${port}`,
    kill: () => end('SIGKILL'),
    async restart() {
      await end('SIGKILL');
      child = await startProcess(port, dataDir, settings);
    },
    async stop() {
      await end('SIGTERM');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function startProcess(
  port: number,
  dataDir: string,
  settings: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const env = { ...process.env, ...settings, PORT: String(port), HOST: '127.0.0.1', DATA_DIR: dataDir };
  const child = spawn(process.execPath, [cli, 'demo'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('support-chat ready ')) return child;
  }
  throw new Error('the demo ended before it was ready');
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A page of its own context, that is: another person's browser. Fails the test on any error in the page. */
export async function newPage(browser: Browser, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw new Error(`the page threw: ${error.stack}`);
  });
  return page;
}

export type Chat = {
  readonly log: Locator;
  readonly textbox: Locator;
  readonly send: Locator;
  say(text: string): Promise<void>;
  /** A message in the log with exactly this text. */
  message(text: string): Locator;
};

/** The room on a page, by its stable accessible names. */
export function chatOn(page: Page): Chat {
  const log = page.getByRole('log', { name: 'Messages' });
  const textbox = page.getByRole('textbox', { name: 'Message' });
  const send = page.getByRole('button', { name: 'Send' });
  return {
    log,
    textbox,
    send,
    async say(text) {
      await textbox.fill(text);
      await textbox.press('Enter');
    },
    message: (text) =>
      log.locator('.bubble', { hasText: new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`) }),
  };
}

/** Opens the intranet page as somebody, and the room on it. */
export async function openWidget(page: Page, url: string, person: string): Promise<Chat> {
  await page.goto(`${url}/?person=${person}&lang=en`);
  await page.getByRole('button', { name: 'Open support chat' }).click();
  const chat = chatOn(page);
  await expect(chat.textbox).toBeFocused();
  await expect(chat.log.locator('.bubble').first()).toBeVisible();
  return chat;
}

/** Opens the desk as somebody, and a room at it. */
export async function openDesk(page: Page, url: string, person: string, room = 'rollout'): Promise<Chat> {
  await page.goto(`${url}/desk?person=${person}&lang=en#/rooms/${room}`);
  const chat = chatOn(page);
  await expect(chat.log.locator('.bubble').first()).toBeVisible();
  return chat;
}
