/** The widget in pages it does not own: strict policies, frameworks that move it, two of it, other origins, bad tokens. */
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { expect, test, type Page } from '@playwright/test';
import { startTestServer, type TestServer } from '@support-chat/server/testing';
import { cast } from '@support-chat/protocol/samples';
import { chatOn, newPage } from './whole-system.js';

/** A company's page on an origin of its own, with the strictest policy the widget claims to work under. */
type Host = { readonly url: string; page: string; token: string; readonly server: Server };

let rooms: TestServer;
/** Origin of the room server. */
let origin = '';
let host: Host;

test.beforeAll(async () => {
  const server = createServer((request, response) => {
    if (request.url === '/token') return void response.end(JSON.stringify({ token: host.token }));
    response.setHeader('content-type', 'text/html;charset=utf-8');
    response.setHeader('content-security-policy', policyFor(origin));
    response.end(`<!doctype html><html lang="en"><title>Host</title><body>${host.page}</body></html>`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  host = { url: `http://127.0.0.1:${port}`, page: '', token: '', server };
  rooms = await startTestServer({ origins: [host.url] });
  origin = new URL(rooms.url).origin;
  for (const name of ['rollout', 'vpn']) {
    await rooms.submit(cast.mia, 'room.create', {
      room: name,
      kind: 'rollout',
      title: `Room ${name}`,
      purpose: 'Help',
    });
  }
});

test.afterAll(async () => {
  host.server.close();
  await rooms.close();
});

test.beforeEach(async () => {
  host.token = await rooms.tokenFor(cast.ana);
});

function policyFor(server: string): string {
  const socket = server.replace('http', 'ws');
  return [
    `default-src 'none'`,
    `script-src ${server}`,
    `connect-src 'self' ${server} ${socket}`,
    `require-trusted-types-for 'script'`,
    `trusted-types lit-html`,
    `base-uri 'none'`,
  ].join('; ');
}

const script = (): string => `<script type="module" src="${origin}/widget/support-chat.js"></script>`;
const tag = (attributes = ''): string =>
  `<support-chat room="rollout" token-url="/token" ${attributes}></support-chat>`;

/** Opens the host page and collects what the browser reports against its policy. */
async function openHost(page: Page): Promise<string[]> {
  const violations: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted Type|TrustedHTML/i.test(message.text())) violations.push(message.text());
  });
  await page.goto(host.url);
  return violations;
}

test('T44: a strict policy with Trusted Types is never violated', async ({ browser }) => {
  const page = await newPage(browser);
  host.page = script() + tag('badge');
  const violations = await openHost(page);
  await page.getByRole('button', { name: 'Open support chat' }).click();
  const chat = chatOn(page);
  await chat.say('under a strict policy https://example.com/ <img src=x onerror=X=1>');
  await expect(page.getByRole('link', { name: 'https://example.com/' })).toHaveAttribute('rel', /noopener/);
  await expect(page.getByText('Sending')).toHaveCount(0);
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  expect(violations).toEqual([]);
  expect(await page.evaluate(() => 'X' in window)).toBe(false);
  expect(await page.evaluate(() => document.querySelectorAll('style, [style]').length)).toBe(0);
  await page.context().close();
});

test('T45: before the person acts there is one request, no socket and no storage', async ({ browser }) => {
  const page = await newPage(browser);
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('websocket', (socket) => requests.push(socket.url()));
  host.page = script() + tag();
  await openHost(page);
  await expect(page.getByRole('button', { name: 'Open support chat' })).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(requests.filter((url) => !url.startsWith(host.url))).toEqual([`${origin}/widget/support-chat.js`]);
  expect(requests.filter((url) => url.endsWith('/token'))).toEqual([]);
  expect(
    await page.evaluate(async () => [localStorage.length, document.cookie, (await indexedDB.databases()).length]),
  ).toEqual([0, '', 0]);

  await page.getByRole('button', { name: 'Open support chat' }).click();
  await expect(page.getByRole('log')).toBeVisible();
  const origins = new Set(requests.map((url) => new URL(url).host));
  expect([...origins].sort()).toEqual([new URL(host.url).host, new URL(origin).host].sort());
  expect(requests.filter((url) => url.includes(host.token))).toEqual([]);
  await page.context().close();
});

test('an SPA that takes the element out and puts it in again keeps the room', async ({ browser }) => {
  const page = await newPage(browser);
  host.page = `${script()}<main></main>${tag()}`;
  await openHost(page);
  await page.getByRole('button', { name: 'Open support chat' }).click();
  const chat = chatOn(page);
  await chat.say('before the route changed');
  await expect(page.getByText('Sending')).toHaveCount(0);

  // Moved within one task: nothing is torn down.
  await page.evaluate(() => document.querySelector('main')?.append(document.querySelector('support-chat') as Element));
  await expect(chat.message('before the route changed')).toHaveCount(1);

  // Out for a while, then in again, as a router does; a new element too.
  await page.evaluate(async () => {
    const element = document.querySelector('support-chat') as HTMLElement;
    element.remove();
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    document.body.append(element);
  });
  await expect(chat.message('before the route changed')).toHaveCount(1);
  await chat.say('after the route changed');
  await expect(chat.message('after the route changed')).toHaveCount(1);
  await expect(page.getByText('Sending')).toHaveCount(0);
  await page.evaluate(() => document.querySelector('support-chat')?.remove());
  await expect(page.getByRole('log')).toHaveCount(0);
  await page.context().close();
});

test('two widgets on one page, a bubble and one in the content, do not disturb each other', async ({ browser }) => {
  const page = await newPage(browser);
  host.page = `${script()}${tag()}<support-chat room="vpn" token-url="/token" mode="inline"></support-chat>`;
  await openHost(page);
  const inline = page.getByRole('region', { name: 'Room vpn' });
  await inline.getByRole('textbox', { name: 'Message' }).fill('about the VPN');
  await inline.getByRole('textbox', { name: 'Message' }).press('Enter');
  await page.getByRole('button', { name: 'Open support chat' }).click();
  const bubble = page.getByRole('dialog', { name: 'Room rollout' });
  await bubble.getByRole('textbox', { name: 'Message' }).fill('about the mail');
  await bubble.getByRole('textbox', { name: 'Message' }).press('Enter');
  await expect(inline.getByText('about the VPN', { exact: true })).toBeVisible();
  await expect(bubble.getByText('about the mail', { exact: true })).toBeVisible();
  await expect(inline.getByText('about the mail')).toHaveCount(0);
  await expect(bubble.getByText('about the VPN')).toHaveCount(0);
  await page.context().close();
});

test('an inline room counts as read only while it is on the screen', async ({ browser }) => {
  const page = await newPage(browser);
  host.page = `${script()}${tag('mode="inline"')}${'<p>text</p>'.repeat(200)}`;
  await openHost(page);
  const chat = chatOn(page);
  await chat.say('seen at once');
  await expect(page.getByText('Sending')).toHaveCount(0);
  const unread = async (): Promise<number> => {
    const response = await fetch(`${origin}/api/rooms/rollout/unread`, {
      headers: { authorization: `Bearer ${host.token}` },
    });
    return ((await response.json()) as { unread: number }).unread;
  };
  await expect.poll(unread).toBe(0);
  await page.getByText('text').last().scrollIntoViewIfNeeded();
  await rooms.submit(cast.mia, 'message.post', { room: 'rollout', body: { kind: 'text', text: 'out of sight' } });
  await expect(chat.message('out of sight')).toHaveCount(1);
  await expect.poll(unread).toBe(1);
  await chat.message('out of sight').scrollIntoViewIfNeeded();
  await expect.poll(unread).toBe(0);
  await page.context().close();
});

test('attributes, properties, methods and events are as documented', async ({ browser }) => {
  const page = await newPage(browser);
  host.page = `${script()}<support-chat room="rollout"></support-chat>`;
  await openHost(page);
  const told = await page.evaluate(async (token) => {
    const element = document.querySelector('support-chat') as HTMLElement & {
      getToken: () => string;
      open(): void;
      close(): void;
      toggle(): void;
      logout(): Promise<void>;
    };
    await customElements.whenDefined('support-chat');
    const events: string[] = [];
    const heard = (name: string): Promise<void> =>
      new Promise((resolve) => element.addEventListener(`support-chat-${name}`, () => resolve(), { once: true }));
    for (const name of ['ready', 'open', 'close', 'unread', 'error', 'send', 'draft']) {
      document.addEventListener(`support-chat-${name}`, () => events.push(name));
    }
    element.getToken = () => token;
    const ready = Promise.all([heard('ready'), heard('open')]);
    element.open();
    await ready;
    const closed = heard('close');
    element.toggle();
    await closed;
    const isOpen = element.hasAttribute('open');
    await element.logout();
    return { events: [...new Set(events)].sort(), isOpen };
  }, host.token);
  expect(told.isOpen).toBe(false);
  expect(told.events).toEqual(expect.arrayContaining(['close', 'open', 'ready']));
  expect(told.events).not.toContain('error');
  await page.context().close();
});

const refusals: [string, () => Promise<string> | string, RegExp][] = [
  ['a forged token', () => 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbmEifQ.', /could not confirm who you are/],
  ['an expired token', () => rooms.tokenFor(cast.ana, { ttlMs: -120_000 }), /sign-in has expired/],
];

for (const [what, tokenFor, words] of refusals) {
  test(`${what} is told in words, and what is written is kept`, async ({ browser }) => {
    const page = await newPage(browser);
    host.page = script() + tag();
    host.token = await tokenFor();
    await openHost(page);
    await page.getByRole('button', { name: 'Open support chat' }).click();
    await page.getByRole('textbox', { name: 'Message' }).fill('my text');
    await expect(page.getByRole('status').filter({ hasText: words })).toBeVisible({ timeout: 15_000 });
    await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('my text');
    await page.context().close();
  });
}

test('a page that is not on the list of origins is told so, and what is written is kept', async ({ browser }) => {
  const page = await newPage(browser);
  host.page = script() + tag();
  // The same page under a name the room server was not told of.
  await page.goto(host.url.replace('127.0.0.1', 'localhost'));
  await page.getByRole('button', { name: 'Open support chat' }).click();
  await page.getByRole('textbox', { name: 'Message' }).fill('my text');
  const words = 'This page may not use support chat. Tell the owner of the page.';
  await expect(page.getByRole('status').filter({ hasText: words })).toBeVisible({ timeout: 15_000 });
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('my text');
  await page.context().close();
});

test('code that does not come is told on the launcher, which loads it when it is pressed again', async ({
  browser,
}) => {
  const page = await newPage(browser);
  host.page = `${script()}<support-chat room="rollout" token-url="/token">Need help?</support-chat>`;
  await page.route('**/widget/chunks/**', (route) => route.abort());
  await openHost(page);
  const launcher = page.locator('support-chat').getByRole('button');
  await launcher.hover();
  await expect(launcher).toHaveAccessibleName('Need help? Open support chat');
  await launcher.click();
  const words = 'Support chat could not be loaded. Press to try again.';
  await expect(launcher).toHaveAccessibleName(words);
  await expect(launcher.getByText(words)).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('status')).toHaveText(words);
  await page.unroute('**/widget/chunks/**');
  await launcher.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await page.context().close();
});

test('a room that does not exist is told in words', async ({ browser }) => {
  const page = await newPage(browser);
  host.page = `${script()}<support-chat room="nowhere" token-url="/token"></support-chat>`;
  await openHost(page);
  await page.getByRole('button', { name: 'Open support chat' }).click();
  await expect(page.getByText('There is no such room, or you may not enter it.')).toBeVisible();
  await page.context().close();
});

test('blocked storage is told, and the message is sent all the same', async ({ browser }) => {
  const page = await newPage(browser);
  await page.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', {
      get() {
        throw new DOMException('blocked', 'SecurityError');
      },
    });
  });
  host.page = script() + tag();
  await openHost(page);
  await page.getByRole('button', { name: 'Open support chat' }).click();
  await expect(page.getByText('This browser does not let us store anything.', { exact: false })).toBeVisible();
  const chat = chatOn(page);
  await chat.say('without storage');
  await expect(chat.message('without storage')).toHaveCount(1);
  await expect(page.getByText('Sending')).toHaveCount(0);
  await page.context().close();
});

test('a text that is too long is counted before it is sent, and stays', async ({ browser }) => {
  const page = await newPage(browser);
  host.page = script() + tag();
  await openHost(page);
  await page.getByRole('button', { name: 'Open support chat' }).click();
  const chat = chatOn(page);
  await chat.textbox.fill('語'.repeat(5_000));
  await expect(page.getByText('About 461 characters left')).toBeVisible();
  await chat.textbox.fill('語'.repeat(6_000));
  await expect(page.getByText(/About 539 characters too long/)).toBeVisible();
  await chat.textbox.press('Enter');
  await expect(chat.textbox).toHaveValue('語'.repeat(6_000));
  await page.context().close();
});
