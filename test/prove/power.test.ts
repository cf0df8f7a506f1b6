/** Whether a power cut of the run `power` cuts at all: a server that does not sync must lose what it acknowledged. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { objectionToPowerCuts } from './power-disk.js';
import { playPowerCuts } from './runs/power.js';

const noSync = new URL('no-sync.mjs', import.meta.url).href;
const why = objectionToPowerCuts();

test(
  'a server whose SQLite does not sync loses acknowledged messages in a power cut',
  { skip: why ?? false },
  async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    // Its clients wait in vain for what was lost; that is shown after a moment, too.
    const { violations, acknowledged } = await playPowerCuts(
      { rounds: 3, seed, say: () => {} },
      { preload: noSync, quietWithinMs: 3_000 },
    );
    assert.ok(acknowledged > 20, `only ${acknowledged} messages were acknowledged: nothing was proven`);
    assert.ok(
      violations.some(({ invariant }) => invariant === 'I1 no loss'),
      `seed ${seed} lost nothing`,
    );
  },
);
