/**
 * Scrolling through a room of 10,000 messages in Chromium, from its end to its beginning: the longest frame, and what the page
 * keeps afterwards. Frames are those of the browser; one that takes longer than 50 ms is seen as a jerk.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { chromium } from '@playwright/test';
import { findBrowser } from '../scripts/find-browser.mjs';
import { bundle } from './bundle.mjs';
import { median, quantile } from './medians.mjs';
import { report } from './report.mjs';

const length = 10_000;
const stepPx = 1_500;
const rounds = 3;
const page = `<!doctype html><meta charset="utf-8"><title>bench</title>
<style>main { width: 400px; height: 640px; display: grid; }</style><main></main><script type="module" src="/scroll.js"></script>`;

const executablePath = findBrowser();
if (executablePath) await main();
else console.error('scroll: skipped, there is no Chromium; set CHROMIUM_PATH');

async function main() {
  const chunks = await bundle({ scroll: await readFile(new URL('scroll-page.mjs', import.meta.url), 'utf8') });
  const files = new Map(chunks.map(({ fileName, code }) => [`/${fileName}`, code]));
  const server = createServer(({ url }, response) => {
    const type = files.has(url) ? 'text/javascript' : 'text/html';
    response.writeHead(200, { 'Content-Type': type }).end(files.get(url) ?? page);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  try {
    const tab = await browser.newPage();
    await tab.goto(`http://127.0.0.1:${server.address().port}/`);
    await tab.waitForFunction(() => 'scrollThrough' in globalThis);
    const session = await tab.context().newCDPSession(tab);
    const heapMb = async () => {
      await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize / 1_048_576;
    };
    const results = [];
    const heaps = [];
    for (let round = 0; round <= rounds; round += 1) {
      const result = await tab.evaluate(([count, step]) => globalThis.scrollThrough(count, step), [length, stepPx]);
      if (!result.isAtBeginning) throw new Error('the beginning of the room was not reached');
      heaps.push(await heapMb());
      if (round > 0) results.push(result); // The first one warms up.
    }
    const longest = results.map(({ gaps }) => Math.max(...gaps));
    report(`scroll: ${length} messages, ${stepPx} pixels a frame`, [
      {
        figure: 'longest frame',
        value: median(longest),
        unit: 'ms',
        atMost: 50,
        note: `of all rounds ${Math.max(...longest).toFixed(0)} ms`,
      },
      { figure: 'p99 of frames', value: median(results.map(({ gaps }) => quantile(gaps, 0.99))), unit: 'ms' },
      { figure: 'rows in the page', value: Math.max(...results.map(({ rows }) => rows)), unit: '' },
      {
        figure: 'memory after the last round against the first',
        value: heaps.at(-1) / heaps[0],
        unit: '×',
        atMost: 1.1,
        note: `${heaps.at(-1).toFixed(1)} MiB`,
      },
    ]);
  } finally {
    await browser.close();
    server.close();
  }
}
