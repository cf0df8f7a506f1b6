/** Screenshots: what is private on a page is not in the bytes that leave the browser. The browser really captures its tab. */
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { startTestServer, type TestServer } from '@support-chat/server/testing';
import { cast } from '@support-chat/protocol/samples';
import { chatOn, newPage } from './whole-system.js';

test.use({
  launchOptions: async ({ launchOptions }, use) =>
    use({ ...launchOptions, args: [...(launchOptions.args ?? []), '--auto-accept-this-tab-capture'] }),
});

/** As long as each other, so that the page is laid out the same. */
const secrets = {
  first: {
    field: 'hunter2',
    area: 'My PIN is 4711.',
    choice: 'Salary grade 4',
    editable: 'born 1980-02-03',
    marked: 'Diagnosis: flu',
    mail: 'ana.sato@example.com',
    card: '4111 1111 1111 1111',
    number: '1234 5678 9018',
    phone: '090-1234-5678',
  },
  second: {
    field: 'p4ssw0r',
    area: 'My PIN is 0815.',
    choice: 'Salary grade 9',
    editable: 'born 1971-11-30',
    marked: 'Diagnosis: leg',
    mail: 'ben.wood@sample.info',
    card: '5555 5555 5555 4444',
    number: '2345 6789 0121',
    phone: '080-9876-5432',
  },
} as const;

let rooms: TestServer;
let origin = '';
let host: { readonly url: string; readonly server: Server };
let secret: (typeof secrets)[keyof typeof secrets] = secrets.first;

test.beforeAll(async () => {
  const server = createServer((request, response) => {
    if (request.url === '/token')
      return void rooms.tokenFor(cast.ana).then((token) => response.end(JSON.stringify({ token })));
    response.setHeader('content-type', 'text/html;charset=utf-8');
    response.setHeader('content-security-policy', policy());
    response.end(pageWith(secret));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  host = { url: `http://127.0.0.1:${port}`, server };
  rooms = await startTestServer({ origins: [host.url] });
  origin = new URL(rooms.url).origin;
  const room = { room: 'rollout', kind: 'rollout', title: 'Rollout', purpose: 'Help' } as const;
  await rooms.submit(cast.mia, 'room.create', room);
});

test.afterAll(async () => {
  host.server.close();
  await rooms.close();
});

const policy = (): string =>
  [
    `default-src 'none'`,
    `script-src ${origin}`,
    `connect-src 'self' ${origin} ${origin.replace('http', 'ws')}`,
    `require-trusted-types-for 'script'`,
    `trusted-types lit-html`,
    `base-uri 'none'`,
  ].join('; ');

function pageWith(planted: typeof secret): string {
  return `<!doctype html><html lang="en"><title>Host</title><body>
    <h1>Expenses</h1>
    <p><input value="${planted.field}"> <textarea rows="2">${planted.area}</textarea>
    <select><option>${planted.choice}</option></select></p>
    <pre contenteditable="true">${planted.editable}</pre>
    <pre data-private>${planted.marked}</pre>
    <pre>Ask <b>${planted.mail.slice(0, 4)}</b>${planted.mail.slice(4)} for help.</pre>
    <pre>Paid with ${planted.card} yesterday.</pre>
    <pre>個人番号 ${planted.number} です。</pre>
    <pre>Call ${planted.phone}, please.</pre>
    <p>The printer on floor 3 shows error 0x00000709 since 10:30.</p>
    <script type="module" src="${origin}/widget/support-chat.js"></script>
    <support-chat room="rollout" token-url="/token"></support-chat>
    </body></html>`;
}

/** Opens the page and the room on it; keeps what leaves the browser. */
async function enter(
  browser: Browser,
  planted: typeof secret,
  { height = 700, deviceScaleFactor = 1 } = {},
): Promise<{ page: Page; violations: string[] }> {
  secret = planted;
  const page = await newPage(browser, {
    viewport: { width: 1000, height },
    deviceScaleFactor,
    reducedMotion: 'reduce',
  });
  const violations: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted ?(?:Type|HTML|Script)/i.test(message.text())) violations.push(message.text());
  });
  await page.addInitScript(() => {
    const sent: Blob[] = [];
    Object.assign(window, { sent });
    const { fetch } = window;
    window.fetch = (input, init) => {
      if (init?.body instanceof Blob) sent.push(init.body);
      return fetch(input, init);
    };
  });
  await page.goto(host.url);
  await page.getByRole('button', { name: 'Open support chat' }).click();
  await expect(chatOn(page).textbox).toBeFocused();
  return { page, violations };
}

async function shoot(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Attach', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Take a screenshot' }).click();
  await expect(page.getByRole('dialog', { name: 'Edit the picture' })).toBeVisible();
}

/** What the picture that was uploaded shows, as the pixels of it. */
async function uploaded(page: Page): Promise<{ width: number; height: number; black: number; pixels: string }> {
  await page.getByRole('button', { name: 'Use picture' }).click();
  await expect(page.getByRole('list', { name: 'Files that go with your message' })).toContainText('Ready');
  return page.evaluate(async () => {
    const { sent } = window as unknown as { sent: Blob[] };
    const picture = await createImageBitmap(new Blob(sent));
    const { width, height } = picture;
    const context = new OffscreenCanvas(width, height).getContext('2d');
    if (!context) throw new Error('no canvas');
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    let black = 0;
    for (let at = 0; at < data.length; at += 4)
      if ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0) === 0) black += 1;
    const digest = await crypto.subtle.digest('SHA-256', data);
    return { width, height, black: black / (width * height), pixels: String([...new Uint8Array(digest)]) };
  });
}

test('T44: a screenshot says nothing of what is private, under a strict policy', async ({ browser }) => {
  const pictures = [];
  for (const planted of [secrets.first, secrets.second]) {
    const { page, violations } = await enter(browser, planted);
    await shoot(page);
    await expect(page.getByText('places that may be private were found; all are blacked out')).toBeVisible();
    pictures.push(await uploaded(page));
    expect(violations).toEqual([]);
    await page.context().close();
  }
  const [first, second] = pictures;
  expect([first?.width, first?.height]).toEqual([1000, 700]);
  // Whatever was private, the picture is the same, and it is not merely black.
  expect(second).toEqual(first);
  expect(first?.black).toBeGreaterThan(0.01);
  expect(first?.black).toBeLessThan(0.2);
});

test('the same where the page is scrolled and drawn at another size', async ({ browser }) => {
  const pictures = [];
  for (const planted of [secrets.first, secrets.second]) {
    const { page } = await enter(browser, planted, { height: 330, deviceScaleFactor: 1.5 });
    await page.evaluate(() => window.scrollTo(0, 95));
    await shoot(page);
    await expect(page.getByText('places that may be private were found; all are blacked out')).toBeVisible();
    pictures.push(await uploaded(page));
    await page.context().close();
  }
  expect(pictures[1]).toEqual(pictures[0]);
  expect(pictures[0]?.black).toBeLessThan(0.3);
});

test('what the person shows on purpose is in the picture', async ({ browser }) => {
  const pictures = [];
  for (const planted of [secrets.first, secrets.second]) {
    const { page } = await enter(browser, planted);
    await shoot(page);
    const marks = page.getByRole('button', { name: /^Black-out over a card number, kept/ });
    await marks.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: /^Black-out over a card number, taken off/ })).toBeFocused();
    pictures.push(await uploaded(page));
    await page.context().close();
  }
  expect(pictures[0]?.pixels).not.toBe(pictures[1]?.pixels);
});

test('T44: pictures in messages, large ones and emoji need nothing of a strict policy', async ({ browser }) => {
  const { page, violations } = await enter(browser, secrets.first);
  await shoot(page);
  await uploaded(page);
  await page.getByRole('button', { name: 'Send' }).click();
  const drawn = page.getByRole('log').getByRole('button', { name: 'Open picture screenshot.webp' });
  await expect(drawn.locator('canvas')).toHaveAttribute('width', /^[2-9]\d\d$/);
  await expect(page.getByText('Sending')).toHaveCount(0);
  const colours = await drawn.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
    return new Set(data).size;
  });
  expect(colours).toBeGreaterThan(8);

  await drawn.click();
  const large = page.getByRole('dialog', { name: 'screenshot.webp' });
  await expect(large.getByRole('img', { name: 'screenshot.webp' })).toHaveAttribute('width', '1000');
  await page.keyboard.press('Escape');
  await expect(drawn).toBeFocused();

  await page.getByRole('button', { name: 'Attach', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Emoji' }).click();
  await page.getByRole('searchbox', { name: 'Search emoji' }).fill('sushi');
  await page.keyboard.press('Enter');
  await expect(chatOn(page).textbox).toHaveValue('🍣');
  expect(violations).toEqual([]);
  expect(await page.evaluate(() => document.querySelectorAll('support-chat [style], [src^="blob:"]').length)).toBe(0);
  await page.context().close();
});
