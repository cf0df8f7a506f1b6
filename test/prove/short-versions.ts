/** The short version of every run of `npm run prove`, each time with another seed; a violation says which. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { absent } from '../services/process.js';
import { allRuns } from './all-runs.js';

/** A test file has two minutes, so the runs are dealt out to several. */
const parts = 3;

/** Makes a test of every run of this part, counted from 1. */
export function testShortVersions(part: number): void {
  for (const [index, { name, about, rounds, objection, play }] of allRuns.entries()) {
    if (index % parts !== part - 1) continue;
    const why = objection?.() ?? null;
    if (why !== null) absent(why);
    test(`${name}: ${about}`, { skip: why ?? false }, async () => {
      const seed = Math.floor(Math.random() * 2 ** 31);
      const { violations, acknowledged } = await play({ rounds: rounds.short, seed, say: () => {} });
      assert.deepEqual(violations, [], `npm run prove -- ${name} --seed ${seed}`);
      assert.ok(acknowledged > 20, `only ${acknowledged} messages were acknowledged: nothing was proven`);
    });
  }
}
