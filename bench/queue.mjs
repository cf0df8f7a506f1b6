/**
 * Milliseconds of the main thread to show 5,000 questions at the desk in Chromium, to filter and to search them, and to take
 * news of one. Each round is a fresh page.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { chromium } from '@playwright/test';
import { findBrowser } from '../scripts/find-browser.mjs';
import { bundle } from './bundle.mjs';
import { inTurn, median } from './medians.mjs';
import { report } from './report.mjs';

const size = 5_000;
const rounds = 7;

const page = `<!doctype html><meta charset="utf-8"><title>bench</title>
<style>main { width: 1100px; height: 800px; display: grid; }</style><main></main><script type="module" src="/queue.js"></script>`;
// With these two the page's clock counts in steps of 5 µs.
const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

const executablePath = findBrowser();
if (executablePath) await main();
else console.error('queue: skipped, there is no Chromium; set CHROMIUM_PATH');

async function main() {
  const chunks = await bundle({ queue: await readFile(new URL('queue-page.mjs', import.meta.url), 'utf8') });
  const files = new Map(chunks.map(({ fileName, code }) => [`/${fileName}`, code]));
  const server = createServer(({ url }, response) => {
    const type = files.has(url) ? 'text/javascript' : 'text/html';
    response.writeHead(200, { 'Content-Type': type, ...isolation }).end(files.get(url) ?? page);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  try {
    const origin = `http://127.0.0.1:${server.address().port}/`;
    await measure(browser, origin); // Starts what all pages of a browser share; not counted.
    const { queue } = await inTurn(rounds, { queue: () => measure(browser, origin) });
    const figure = (name, key, atMost) => ({
      figure: name,
      value: median(queue.map((ms) => ms[key])),
      unit: 'ms',
      atMost,
    });
    report(`queue: main thread of the desk with ${size} questions`, [
      figure('show', 'shown', 100),
      figure('another filter', 'filtered', 100),
      figure('a word more to search for', 'searched', 100),
      figure('news of one', 'changed', 100),
    ]);
  } finally {
    await browser.close();
    server.close();
  }
}

async function measure(browser, origin) {
  const page = await browser.newPage();
  try {
    await page.goto(origin);
    await page.waitForFunction(() => 'measureQueue' in globalThis);
    return await page.evaluate((count) => globalThis.measureQueue(count), size);
  } finally {
    await page.close();
  }
}
