/**
 * Milliseconds of the main thread to show a history of 100, 1,000 and 10,000 messages in Chromium, script and layout, and to
 * add one message to it. Each round is a fresh page, so that showing is measured before anything is warm.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { chromium } from '@playwright/test';
import { findBrowser } from '../scripts/find-browser.mjs';
import { bundle } from './bundle.mjs';
import { inTurn, median } from './medians.mjs';
import { report } from './report.mjs';

const lengths = [100, 1_000, 10_000];
const rounds = 5;
const appendsARound = 20;

const page = `<!doctype html><meta charset="utf-8"><title>bench</title>
<style>main { width: 400px; height: 640px; display: grid; }</style><main></main><script type="module" src="/list.js"></script>`;
// With these two the page's clock counts in steps of 5 µs.
const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

const executablePath = findBrowser();
if (executablePath) await main();
else console.error('list: skipped, there is no Chromium; set CHROMIUM_PATH');

async function main() {
  const chunks = await bundle({ list: await readFile(new URL('list-page.mjs', import.meta.url), 'utf8') });
  const files = new Map(chunks.map(({ fileName, code }) => [`/${fileName}`, code]));
  const server = createServer(({ url }, response) => {
    const type = files.has(url) ? 'text/javascript' : 'text/html';
    response.writeHead(200, { 'Content-Type': type, ...isolation }).end(files.get(url) ?? page);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  try {
    const origin = `http://127.0.0.1:${server.address().port}/`;
    await measure(browser, origin, 100); // Starts what all pages of a browser share; not counted.
    const sides = lengths.map((length) => [length, () => measure(browser, origin, length)]);
    report('list: main thread of a page', figuresOf(await inTurn(rounds, Object.fromEntries(sides))));
  } finally {
    await browser.close();
    server.close();
  }
}

function figuresOf(results) {
  const shown = (length) => median(results[length].map(({ shownMs }) => shownMs));
  const added = (length) => median(results[length].flatMap(({ appendMs }) => appendMs));
  return [
    ...lengths.map((length) => ({
      figure: `show ${length}`,
      value: shown(length),
      unit: 'ms',
      ...(length === 10_000 && { atMost: 60 }),
    })),
    ...lengths.map((length) => ({ figure: `one more at ${length}`, value: added(length), unit: 'ms', atMost: 8 })),
    { figure: 'one more, 10000 against 100', value: added(10_000) / added(100), unit: '×' },
  ];
}

async function measure(browser, origin, length) {
  const page = await browser.newPage();
  try {
    await page.goto(origin);
    await page.waitForFunction(() => 'measureList' in globalThis);
    return await page.evaluate(([length, appends]) => globalThis.measureList(length, appends), [length, appendsARound]);
  } finally {
    await page.close();
  }
}
