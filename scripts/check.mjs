/** `npm run check`: types, lint, format, import boundaries, size gates, unused exports, generated pages. Runs all, then says which failed. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build, root } from './build.mjs';

const bin = (name) => join(root, 'node_modules/.bin', name);

const steps = {
  'types of tests': [bin('tsc'), '-p', 'tsconfig.tests.json'],
  lint: [bin('eslint'), '.', '--max-warnings', '0'],
  format: [bin('prettier'), '--check', '--log-level', 'warn', '.'],
  'import boundaries': ['--import', 'tsx', '--test', '--test-reporter', 'dot', 'test/import-boundaries.test.ts'],
  'size gates': ['scripts/check-size.mjs'],
  'unused exports': [bin('knip')],
  'generated pages': ['scripts/docs.mjs', '--check'],
};

build();
const failed = [];
for (const [name, args] of Object.entries(steps)) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name}`);
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) {
  console.error(`check failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
