/**
 * Runs every bench in order, one at a time; about fifteen minutes. Arguments go to each: `--json` prints a line a bench,
 * `--strict` ends with 1 when a figure misses what must hold.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from '../scripts/build.mjs';

const benches = [
  'size',
  'append',
  'page',
  'suggest',
  'text',
  'search',
  'list',
  'scroll',
  'queue',
  'idle',
  'storm',
  'outage',
  'fanout',
  'rooms',
  'sends',
  'picture',
];

build();
for (const name of benches) {
  const file = fileURLToPath(new URL(`${name}.mjs`, import.meta.url));
  const { status } = spawnSync(process.execPath, [file, ...process.argv.slice(2)], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
