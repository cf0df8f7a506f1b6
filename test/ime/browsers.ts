/** Three browsers with one face: a page, its scripts, real keys, and an input method where the browser lets one be played. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { Marionette } from './marionette.js';

export type Driven = {
  /** Runs the body of an async function in the page. */
  run(body: string): Promise<unknown>;
  /** A key as a person presses it: a letter, `Enter`. */
  press(key: string): Promise<void>;
  /** What Control and z do. */
  undo(): Promise<void>;
  /** Marks each text in turn, as an input method does while it converts. */
  mark(...texts: readonly string[]): Promise<void>;
  /** Ends the composition with what is marked, by an Enter that the input method takes. */
  confirm(): Promise<void>;
  close(): Promise<void>;
};

export type Opener = (url: string) => Promise<Driven>;

/** Whether all these programs are in the path. */
export function areInstalled(programs: readonly string[]): boolean {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return programs.every((program) => folders.some((folder) => existsSync(join(folder, program))));
}

/** Serves the page of the suite. */
export async function serve(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const file = fileURLToPath(new URL('serve.mjs', import.meta.url));
  const child = spawn(process.execPath, [file, '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const [, url] = /^input methods: (.*)$/.exec(line) ?? [];
    if (url === undefined) continue;
    const close = async (): Promise<void> => {
      child.kill();
      await ended(child);
    };
    return { url, close };
  }
  throw new Error('the page of the suite could not be served');
}

const untilReady = `for (let i = 0; i < 250 && !globalThis.ime; i += 1) await new Promise((done) => setTimeout(done, 40));
  if (!globalThis.ime) throw new Error('the page did not start');`;

/** Chromium's own interface for input methods. https://chromedevtools.github.io/devtools-protocol/tot/Input/ */
export const openChromium: Opener = async (url) => {
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const page = await browser.newPage();
  await page.goto(url);
  const session = await page.context().newCDPSession(page);
  let marked = '';
  const driven: Driven = {
    run: (body) => page.evaluate(`(async () => { ${body} })()`),
    press: (key) => page.keyboard.press(key),
    // The key itself has no meaning in a browser without a window.
    undo: () => page.evaluate(`document.execCommand('undo')`),
    async mark(...texts) {
      for (const text of texts) {
        const key = { key: 'Process', windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 };
        await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
        const place = { selectionStart: text.length, selectionEnd: text.length };
        await session.send('Input.imeSetComposition', { text, ...place });
        marked = text;
      }
    },
    async confirm() {
      const key = { key: 'Process', code: 'Enter', windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 };
      await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
      await session.send('Input.insertText', { text: marked });
      await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
    },
    close: () => browser.close(),
  };
  await driven.run(untilReady);
  return driven;
};

/** The text input processor on which Firefox's own tests of input methods stand (nsITextInputProcessor.idl). */
const inFirefox = `
  globalThis.processor ??= Components.classes['@mozilla.org/text-input-processor;1'].createInstance(
    Components.interfaces.nsITextInputProcessor);
  const tip = globalThis.processor;
  const page = document.defaultView;
  if (!tip.beginInputTransactionForTests(page)) throw new Error('Firefox gives no input method');
  const key = (key, code, keyCode) => new page.KeyboardEvent('', { key, code, keyCode });
`;

export const openFirefox: Opener = async (url) => {
  const profile = mkdtempSync(join(tmpdir(), 'ime-firefox-'));
  const port = await freePort();
  const preferences = {
    ...{ 'marionette.port': port, 'datareporting.policy.dataSubmissionEnabled': false },
    ...{ 'browser.shell.checkDefaultBrowser': false, 'app.update.disabledForTesting': true },
    ...{ 'remote.log.level': 'Error', 'network.captive-portal-service.enabled': false },
    ...{ 'network.connectivity-service.enabled': false, 'services.settings.server': 'data:,#nothing' },
    ...{ 'focusmanager.testmode': true, 'browser.startup.homepage_override.mstone': 'ignore' },
  };
  const lines = Object.entries(preferences).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`);
  writeFileSync(join(profile, 'user.js'), lines.join('\n'));
  const args = ['--headless', '--marionette', '--remote-allow-system-access', '--no-remote', '--profile', profile];
  const firefox = spawn(process.env['FIREFOX_PATH'] ?? 'firefox-esr', args, { stdio: 'ignore' });
  const session = await Marionette.connect(port);
  await session.send('WebDriver:NewSession', { strictFileInteractability: true });
  await session.send('WebDriver:Navigate', { url });
  const execute = async (script: string, sandbox: string | null): Promise<unknown> => {
    const result = (await session.send('WebDriver:ExecuteAsyncScript', {
      script: `const done = arguments[arguments.length - 1];
        (async () => { ${script} })().then((value) => done({ value }), (error) => done({ error: String(error) }));`,
      ...{ args: [], newSandbox: false, sandbox, scriptTimeout: 60_000 },
    })) as { value: { value?: unknown; error?: string } };
    if (result.value.error) throw new Error(result.value.error);
    return result.value.value;
  };
  const keys = async (...names: readonly string[]): Promise<void> => {
    await session.send('WebDriver:PerformActions', pressing(names));
  };
  const driven: Driven = {
    // What a page puts into its own global object is reached without the wrapper of the sandbox.
    run: (body) => execute(`const { ime } = window.wrappedJSObject ?? window; ${body}`, null),
    press: (key) => keys(key),
    undo: () => keys('\uE009', 'z'),
    async mark(...texts) {
      for (const text of texts)
        await execute(
          `${inFirefox}
          tip.setPendingCompositionString(${JSON.stringify(text)});
          tip.appendClauseToPendingComposition(${text.length}, tip.ATTR_RAW_CLAUSE);
          tip.setCaretInPendingComposition(${text.length});
          tip.flushPendingComposition(key('a', 'KeyA', 65));`,
          'system',
        );
    },
    async confirm() {
      await execute(
        `${inFirefox} tip.commitComposition(key('Enter', 'Enter', 13)); tip.keyup(key('Enter', 'Enter', 13));`,
        'system',
      );
    },
    async close() {
      await session.send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => undefined);
      session.close();
      await ended(firefox);
      rmSync(profile, { recursive: true, force: true });
    },
  };
  await driven.run(
    `for (let i = 0; i < 250 && !(window.wrappedJSObject ?? window).ime; i += 1) await new Promise((done) => setTimeout(done, 40));`,
  );
  return driven;
};

/** WebKitGTK by WebDriver, on a screen of its own. It lets no input method be played: its order is played by the page. */
export const openWebKit: Opener = async (url) => {
  const display = `:${90 + (process.pid % 900)}`;
  const screen = spawn('Xvfb', [display, '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], { stdio: 'ignore' });
  const port = await freePort();
  const home = mkdtempSync(join(tmpdir(), 'ime-webkit-'));
  const env = { ...process.env, DISPLAY: display, HOME: home, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' };
  const driver = spawn('WebKitWebDriver', ['-p', String(port)], { env, stdio: 'ignore' });
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    });
    const { value } = (await answer.json()) as { value: unknown };
    if (!answer.ok) throw new Error(`WebKit: ${JSON.stringify(value)}`);
    return value;
  };
  const browserOptions = { binary: browserOf(), args: ['--automation'] };
  const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': browserOptions, timeouts: { script: 60_000 } } };
  const start = async (times = 100): Promise<{ sessionId: string }> =>
    (ask('POST', '/session', { capabilities }) as Promise<{ sessionId: string }>).catch(async (error: unknown) => {
      if (times === 0 || !(error instanceof TypeError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
      return start(times - 1);
    });
  const { sessionId } = await start();
  await ask('POST', `/session/${sessionId}/url`, { url });
  const keys = async (...names: readonly string[]): Promise<void> => {
    await ask('POST', `/session/${sessionId}/actions`, pressing(names));
  };
  const driven: Driven = {
    async run(body) {
      const script = `const done = arguments[arguments.length - 1];
        (async () => { ${body} })().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
      const result = (await ask('POST', `/session/${sessionId}/execute/async`, { script, args: [] })) as {
        value?: unknown;
        error?: string;
      };
      if (result.error) throw new Error(result.error);
      return result.value;
    },
    press: (key) => keys(key),
    undo: () => keys('\uE009', 'z'),
    mark: noInputMethod,
    confirm: noInputMethod,
    async close() {
      await ask('DELETE', `/session/${sessionId}`).catch(() => undefined);
      for (const child of [driver, screen]) child.kill();
      await Promise.all([ended(driver), ended(screen)]);
      rmSync(home, { recursive: true, force: true });
    },
  };
  await driven.run(untilReady);
  return driven;
};

/** Keys that go down one after the other, and up again. https://www.w3.org/TR/webdriver2/#keyboard-actions */
function pressing(names: readonly string[]): object {
  const values = names.map((name) => (name === 'Enter' ? '\uE007' : name));
  const downs = values.map((value) => ({ type: 'keyDown', value }));
  const ups = values.toReversed().map((value) => ({ type: 'keyUp', value }));
  return { actions: [{ type: 'key', id: 'keyboard', actions: [...downs, ...ups] }] };
}

const noInputMethod = (): Promise<never> => Promise.reject(new Error('WebKitGTK lets no input method be played'));

function browserOf(): string {
  return process.env['WEBKIT_PATH'] ?? '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await once(child, 'exit');
  clearTimeout(timer);
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
