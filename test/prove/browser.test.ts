/** Whether the deaths of the run `browser` hurt: pages that only say that they keep the outbox must lose messages. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { objectionToBrowser, playBrowser } from './runs/browser.js';

test('a browser that forgets its outbox loses what it promised', { skip: objectionToBrowser() ?? false }, async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const options = { isForgetful: true, quietWithinMs: 3_000 };
  const { violations } = await playBrowser({ rounds: 4, seed, say: () => {} }, options);
  assert.ok(
    violations.some(({ invariant }) => invariant === 'I2 no vanishing'),
    `seed ${seed} lost nothing`,
  );
});
