/**
 * Milliseconds until what is looked for is there, over the wire, among 100,000 messages in Japanese and English of two years in 50
 * rooms, and how many a second are indexed when the index is made anew; on SQLite, and on PostgreSQL where it is installed.
 * With `--million` also among 1,000,000; with `--only=sqlite` or `--only=postgres` on that engine alone.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tsImport } from 'tsx/esm/api';
import { startChild } from './child-process.mjs';
import { median, quantile } from './medians.mjs';
import { openRawSocket } from './raw-socket.mjs';
import { report } from './report.mjs';

/** Pieces of words of both languages, common and rare, alone and together; some are nowhere. */
const sought = [
  ...['権利', 'ロールアウト', 'アウト', 'メル', 'メー', 'パスワード', 'お客', '客', '鰻重', '共有フォル', '見当'],
  ...['outlook', 'outl', 'ou', 'password error', 'rights', 'aquarium', 'mail login', '"shared drive"', 'nowhere'],
  ...['権利 in:room-7', 'outlook from:person-9', 'ロールアウト 証明書', 'expense after:2020-01-01'],
];
const rounds = 15;
const isLong = process.argv.includes('--million');
const only = process.argv.find((word) => word.startsWith('--only='))?.slice('--only='.length);

async function measure(engine, settings, size) {
  const child = startChild('search-process.mjs', { args: [JSON.stringify(settings)] });
  try {
    await child.ask('fill', size);
    const perSecond = await child.ask('rebuild', size);
    const { url, token } = await child.ask('start');
    const socket = await openRawSocket(url, token);
    const times = new Map(sought.map((text) => [text, []]));
    let found = 0;
    for (let round = 0; round <= rounds; round += 1)
      for (const text of sought) {
        const startedAt = performance.now();
        const { messages } = await socket.ask('message.search', { text });
        found += messages.length;
        // The first warms up.
        if (round > 0) times.get(text).push(performance.now() - startedAt);
      }
    socket.close();
    if (found === 0) throw new Error('expected to find something, found nothing');
    if (process.argv.includes('--each'))
      for (const [text, ms] of times) console.log(`${engine} ${size} ${text}: ${median(ms).toFixed(2)} ms`);
    const all = [...times.values()].flat();
    const slowest = [...times].sort(([, a], [, b]) => median(b) - median(a))[0];
    report(`search: ${size} messages on ${engine}`, [
      {
        ...{ figure: 'until it is there, through the public API', value: median(all), unit: 'ms' },
        atMost: size > 100_000 ? 30 : 10,
        note: `p99 ${quantile(all, 0.99).toFixed(1)} ms; slowest ${slowest[0]}, ${median(slowest[1]).toFixed(1)} ms`,
      },
      { figure: 'indexed when it is made anew', value: perSecond, unit: 'messages/s', atLeast: 20_000 },
    ]);
  } finally {
    await child.stop();
  }
}

for (const size of isLong ? [100_000, 1_000_000] : [100_000]) {
  if (only !== 'postgres') {
    const dataDir = mkdtempSync(join(tmpdir(), 'support-chat-bench-'));
    await measure('SQLite', { dataDir }, size).finally(() => rmSync(dataDir, { recursive: true, force: true }));
  }
  if (only === 'sqlite') continue;
  const { startPostgres } = await tsImport('../test/services/postgres.ts', import.meta.url);
  const postgres = await startPostgres(['shared_buffers=256MB']);
  if (!postgres) {
    console.error('PostgreSQL is not installed; its figures are left out');
    continue;
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'support-chat-bench-'));
  await measure('PostgreSQL', { databaseUrl: postgres.url, dataDir }, size).finally(async () => {
    rmSync(dataDir, { recursive: true, force: true });
    await postgres.remove();
  });
}
