/** How the page reaches the server: over a WebSocket, and where a network has none, over polling. */
import { expect, test, type Page } from '@playwright/test';
import { newPage, openWidget, startDemo, type DemoServer } from './whole-system.js';

let demo: DemoServer;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(() => demo.stop());

/** What stands in for the network of this page: how many of its WebSockets, from the first on, fare like this. */
async function spoilWebSockets(page: Page, how: 'refused' | 'swallowed', count: number): Promise<void> {
  await page.addInitScript(
    ({ how, count }) => {
      let made = 0;
      const Real = WebSocket;
      const Fake = class extends EventTarget {
        readyState = 0;
        onclose: (() => void) | null = null;
        constructor() {
          super();
          if (how === 'refused') setTimeout(() => this.onclose?.(), 10);
        }
        close(): void {}
      };
      Object.assign(globalThis, {
        WebSocket: function (address: string) {
          return (made += 1) > count ? new Real(address) : new Fake();
        },
      });
    },
    { how, count },
  );
}

/** The requests and sockets of a page that carry packets. */
function traffic(page: Page) {
  const seen = { posts: 0, sockets: 0 };
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().includes('transport=polling')) seen.posts += 1;
  });
  page.on('websocket', () => (seen.sockets += 1));
  return seen;
}

for (const how of ['refused', 'swallowed'] as const)
  test(`where WebSockets are ${how}, polling carries everything`, async ({ browser }) => {
    const [ana, mia] = [await newPage(browser), await newPage(browser)];
    await spoilWebSockets(ana, how, 1_000);
    const seen = traffic(ana);
    const asked = await openWidget(ana, demo.url, 'ana');
    const heard = await openWidget(mia, demo.url, 'mia');
    for (const text of [`one, ${how}`, `two, ${how} 日本語`, `${how} ${'x'.repeat(15_000)}`]) await asked.say(text);
    await expect(heard.log.locator('.bubble', { hasText: `two, ${how} 日本語` })).toBeVisible();
    await expect(heard.log.locator('.bubble', { hasText: `${how} xxx` })).toBeVisible();
    await heard.say(`an answer, ${how}`);
    await expect(asked.log.locator('.bubble', { hasText: `an answer, ${how}` })).toBeVisible();
    expect(seen.posts).toBeGreaterThan(0);
    expect(seen.sockets).toBe(0);
    await Promise.all([ana, mia].map((page) => page.context().close()));
  });

test('polling goes over to a WebSocket as soon as one can be had, and loses nothing on the way', async ({
  browser,
}) => {
  const page = await newPage(browser);
  await spoilWebSockets(page, 'swallowed', 1);
  const seen = traffic(page);
  const asked = await openWidget(page, demo.url, 'ana');
  for (const text of ['while', 'it', 'goes', 'over']) await asked.say(`${text} it changes`);
  for (const text of ['while', 'it', 'goes', 'over'])
    await expect(asked.log.locator('.bubble', { hasText: `${text} it changes` })).toHaveCount(1);
  await expect.poll(() => seen.sockets).toBe(1);
  const posts = seen.posts;
  await asked.say('over the WebSocket');
  await expect(asked.log.locator('.bubble', { hasText: 'over the WebSocket' })).toHaveCount(1);
  expect(seen.posts).toBe(posts);
  await demo.restart();
  await asked.say('after a restart');
  await expect(asked.log.locator('.bubble', { hasText: 'after a restart' })).toHaveCount(1);
  await page.context().close();
});
