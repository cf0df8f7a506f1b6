/** The whole system in a real browser: `test/*.e2e.ts`. */
import { defineConfig } from '@playwright/test';

const quiet = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

export default defineConfig({
  testDir: 'test',
  testMatch: '*.e2e.ts',
  outputDir: '.cache/e2e',
  fullyParallel: false,
  workers: 2,
  // Long: how quick it is, benches say; here the machine may be busy with other things.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env['CI']),
  retries: 0,
  reporter: [['list'], ['json']],
  use: {
    browserName: 'chromium',
    actionTimeout: 15_000,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    launchOptions: {
      ...(process.env['CHROMIUM_PATH'] ? { executablePath: process.env['CHROMIUM_PATH'] } : { channel: 'chromium' }),
      args: ['--no-sandbox', '--disable-gpu', ...quiet],
    },
  },
});
