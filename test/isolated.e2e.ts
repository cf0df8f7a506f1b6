/** A room in a frame of the server's own origin, beside host pages that are not to be trusted. */
import { createServer, type Server } from 'node:http';
import { expect, test } from '@playwright/test';
import { newPage, startDemo, type DemoServer } from './whole-system.js';

/** A host page of another origin than the server's: `localhost` is not `127.0.0.1`. */
async function startHost(html: string): Promise<{ server: Server; port: number }> {
  const server = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(html));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, port: address.port };
}

const hosts: Server[] = [];
let demo: DemoServer;
test.afterAll(async () => {
  for (const server of hosts) server.close();
  await demo?.stop();
});

test('T41 T42 T43 in its own frame a room works, and neither its host page nor another can reach into it', async ({
  browser,
}) => {
  const { server, port } = await startHost('<!doctype html><title>host</title><main></main>');
  hosts.push(server);
  const host = `http://localhost:${port}`;
  demo = await startDemo({ SUPPORT_CHAT_ORIGINS: host });
  const answer = await fetch(`${demo.url}/demo/token?person=ana`);
  const { token } = (await answer.json()) as { token: string };
  const page = await newPage(browser);
  // Whoever comes first in the page changes what everybody uses; the frame has a world of its own.
  await page.addInitScript(() => {
    if (parent !== self) return;
    Object.assign(globalThis, { stolen: [] as unknown[] });
    const push = (what: unknown): void => void (globalThis as unknown as { stolen: unknown[] }).stolen.push(what);
    const NativeSocket = WebSocket;
    Object.assign(globalThis, {
      WebSocket: class extends NativeSocket {
        constructor(url: string) {
          super(url);
          push(url);
        }
      },
    });
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (init) {
      push(this.localName);
      return attach.call(this, { ...init, mode: 'open' });
    };
  });
  await page.goto(host);
  await page.evaluate(
    async ({ url, token }) => {
      const script = Object.assign(document.createElement('script'), {
        type: 'module',
        src: `${url}/widget/support-chat-frame.js`,
      });
      document.head.append(script);
      await customElements.whenDefined('support-chat-frame');
      const chat = document.createElement('support-chat-frame');
      chat.setAttribute('room', 'rollout');
      chat.setAttribute('lang', 'en');
      Object.assign(chat, { getToken: () => token });
      document.querySelector('main')?.append(chat);
    },
    { url: demo.url, token },
  );
  const frame = page.frameLocator('support-chat-frame iframe');
  const box = frame.getByRole('textbox', { name: 'Message' });
  await expect(box).toBeVisible();
  await box.fill('written in the frame');
  await box.press('Enter');
  await expect(frame.locator('.bubble', { hasText: 'written in the frame' })).toBeVisible();
  const seen = await page.evaluate(() => {
    const inner = document.querySelector('support-chat-frame')?.shadowRoot?.querySelector('iframe');
    const tryTo = (act: () => unknown): string => {
      try {
        return String(act());
      } catch (error) {
        return (error as Error).name;
      }
    };
    return {
      document: tryTo(() => inner?.contentDocument),
      body: tryTo(() => inner?.contentWindow?.document.body),
      stolen: (globalThis as unknown as { stolen: unknown[] }).stolen,
      address: inner?.src ?? '',
    };
  });
  expect(seen.document).toBe('null');
  expect(seen.body).toBe('SecurityError');
  expect(seen.stolen).toEqual(['support-chat-frame']);
  expect(seen.address).not.toContain(token);

  // A page that is not on the list gets no frame, one that is cannot frame the desk.
  const framed = async (from: string, path: string): Promise<string> => {
    const other = await newPage(browser);
    await other.goto(from);
    const violation = other.waitForEvent('console', (message) => /frame-ancestors/.test(message.text()));
    await other.evaluate(
      (src) => document.body.append(Object.assign(document.createElement('iframe'), { src })),
      `${demo.url}${path}`,
    );
    const text = (await violation).text();
    await other.context().close();
    return text;
  };
  const evil = await startHost('<!doctype html><title>evil</title>');
  hosts.push(evil.server);
  expect(
    await framed(`http://localhost:${evil.port}`, `/frame?room=rollout&host=http://localhost:${evil.port}`),
  ).toMatch(/frame-ancestors/);
  for (const path of ['/desk', '/guest']) expect(await framed(host, path)).toMatch(/frame-ancestors 'none'/);

  // Whoever posts a token into the frame and is not the page around it is not heard.
  const popup = await newPage(browser);
  await popup.goto(`http://localhost:${evil.port}`);
  const heard = await popup.evaluate(async (url) => {
    const inner = Object.assign(document.createElement('iframe'), {
      src: `${url}/frame?room=rollout&host=http://localhost:1`,
    });
    document.body.append(inner);
    let asked = 0;
    addEventListener('message', () => (asked += 1));
    for (let times = 0; times < 10; times += 1) {
      inner.contentWindow?.postMessage({ type: 'support-chat-token', id: 1, token: 'x.y.z' }, '*');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return asked;
  }, demo.url);
  expect(heard).toBe(0);
  for (const each of [page, popup]) await each.context().close();
});

test('T43 pages of the server tell other windows nothing', async ({ browser }) => {
  const page = await newPage(browser);
  for (const path of ['/desk', '/guest', '/frame']) {
    const { headers } = await fetch(`${demo.url}${path}`);
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).toBe(path === '/frame' ? 'cross-origin' : 'same-origin');
    expect(headers.get('content-security-policy')).toContain(
      path === '/frame' ? `frame-ancestors 'self' http://localhost:` : `frame-ancestors 'none'`,
    );
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  }
  const evil = await startHost('<!doctype html><title>evil</title>');
  hosts.push(evil.server);
  await page.goto(`http://localhost:${evil.port}`);
  const opened = page.waitForEvent('popup');
  const handle = await page.evaluateHandle((url) => open(url), `${demo.url}/desk?person=mia&lang=en`);
  const desk = await opened;
  await desk.waitForLoadState();
  expect(await desk.evaluate(() => opener === null)).toBe(true);
  await expect.poll(() => handle.evaluate((it) => it?.closed)).toBe(true);
  await page.context().close();
});
