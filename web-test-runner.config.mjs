/** Elements in a real Chromium. Tests are TypeScript; what they test is the built output. */
import { writeFileSync } from 'node:fs';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher } from '@web/test-runner-chrome';
import { defaultReporter, summaryReporter } from '@web/test-runner';
import { failuresInSessions } from './scripts/failures.mjs';
import { findBrowser } from './scripts/find-browser.mjs';

const quiet = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

/** Counts for `npm test`, which adds up all suites. */
const countReporter = {
  onTestRunFinished({ sessions }) {
    const report = process.env.BROWSER_REPORT;
    if (!report) return;
    const counts = { passed: 0, failed: 0, skipped: 0 };
    const add = (suite) => {
      for (const test of suite.tests) counts[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed'] += 1;
      suite.suites.forEach(add);
    };
    for (const session of sessions) {
      const failedBefore = counts.failed;
      if (session.testResults) add(session.testResults);
      // A file that does not load, or ends badly beside its tests, is a failure of its own.
      if (session.errors.length > 0 || (!session.passed && counts.failed === failedBefore)) counts.failed += 1;
    }
    writeFileSync(report, JSON.stringify({ ...counts, failures: failuresInSessions(sessions) }));
  },
};

export default {
  rootDir: '.',
  files: 'packages/*/test/*.browser.ts',
  nodeResolve: { browser: true, exportConditions: ['browser', 'production'] },
  concurrency: 1, // Only the page in front gets frames and the focus.
  plugins: [esbuildPlugin({ ts: true, target: 'es2022' })],
  browsers: [
    chromeLauncher({
      launchOptions: { executablePath: findBrowser() ?? undefined, args: ['--no-sandbox', '--disable-gpu', ...quiet] },
    }),
  ],
  reporters: [
    defaultReporter({ reportTestResults: true, reportTestProgress: false }),
    summaryReporter(),
    countReporter,
  ],
  testFramework: { config: { ui: 'bdd', timeout: 10_000 } },
};
