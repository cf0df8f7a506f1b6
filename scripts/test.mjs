/**
 * `npm test`: everything, browser included. Closes with `N passed, N failed` (`, N skipped`).
 * Names of suites as arguments run only those: `npm test -- node browser e2e`.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, root } from './build.mjs';
import { failuresInPlaywright, failuresInTap } from './failures.mjs';
import { findBrowser, missingBrowsers } from './find-browser.mjs';
import { missingServices } from './find-services.mjs';

const results = join(root, '.cache/test-results');

const suites = {
  node: { needsBrowser: false, run: runNode },
  browser: { needsBrowser: true, run: runBrowser },
  e2e: { needsBrowser: true, run: runEndToEnd },
};

async function main(wanted) {
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  build();
  const chromium = findBrowser();
  for (const name of [...missingServices(), ...missingBrowsers()])
    console.error(`\n!!! SKIPPED: tests that need ${name}; it was not found and could not be installed.\n`);
  const total = { passed: 0, failed: 0, skipped: 0 };
  const failures = [];
  for (const [name, suite] of Object.entries(suites)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    if (suite.needsBrowser && !chromium) {
      console.error(
        `\n!!! SKIPPED: suite "${name}" needs Chromium, and none was found or could be installed. Set CHROMIUM_PATH.\n`,
      );
      total[process.env.CI ? 'failed' : 'skipped'] += 1;
      continue;
    }
    console.log(`\n=== ${name}`);
    const counts = await suite.run({ ...process.env, ...(chromium ? { CHROMIUM_PATH: chromium } : {}) });
    console.log(`=== ${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    for (const key of Object.keys(total)) total[key] += counts[key];
    failures.push(...(counts.failures ?? []).map((failure) => `${name}: ${failure}`));
  }
  // Said last: the first suite's are far above by now.
  for (const failure of failures) console.log(`\n✖ ${failure}`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

/** Pure decisions, stores, real sockets: node's own runner. */
async function runNode(env) {
  const files = [
    ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}/test`),
    'test',
    'test/ime',
    'test/prove',
  ].flatMap(testsIn);
  const report = join(results, 'node.tap');
  const args = ['--import', 'tsx', '--test', '--test-reporter=spec', '--test-reporter-destination=stdout'];
  args.push('--test-reporter=tap', `--test-reporter-destination=${report}`, '--test-timeout=240000', ...files);
  const code = await runToEnd(process.execPath, args, env);
  const text = read(report);
  const count = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  const failed = count('fail') + count('cancelled');
  return {
    passed: count('pass'),
    failed: failed || (code === 0 ? 0 : 1),
    skipped: count('skipped') + count('todo'),
    failures: failuresInTap(text),
  };
}

/** Elements in a real browser. */
async function runBrowser(env) {
  const report = join(results, 'browser.json');
  const code = await runToEnd(process.execPath, [bin('wtr')], { ...env, BROWSER_REPORT: report });
  return withExitCode(JSON.parse(read(report) || '{"passed":0,"failed":1,"skipped":0}'), code);
}

/** The whole system: real server, real pages, real browser. */
async function runEndToEnd(env) {
  const report = join(results, 'e2e.json');
  const code = await runToEnd(process.execPath, [bin('playwright'), 'test'], {
    ...env,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  const found = JSON.parse(read(report) || '{}');
  const { stats } = found;
  if (!stats) return { passed: 0, failed: 1, skipped: 0 };
  const counts = { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
  return withExitCode({ ...counts, failures: failuresInPlaywright(found) }, code);
}

/** A runner that ended badly has failed, whatever it counted. */
function withExitCode(counts, code) {
  return code === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

function bin(name) {
  return join(root, 'node_modules/.bin', name);
}

function testsIn(folder) {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.test.ts'));
  return names.sort().map((name) => join(folder, name));
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // The runner died before it wrote; the caller counts that as a failure.
  }
}

function runToEnd(command, args, env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: 'inherit' });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

process.exitCode = await main(process.argv.slice(2));
