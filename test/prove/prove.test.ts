/** The short version of every run of `npm run prove`, each time with another seed; a violation says which. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { absent } from '../services/process.js';
import { allRuns } from './all-runs.js';

for (const { name, about, rounds, objection, play } of allRuns) {
  const why = objection?.() ?? null;
  if (why !== null) absent(why);
  test(`${name}: ${about}`, { skip: why ?? false }, async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const { violations, acknowledged } = await play({ rounds: rounds.short, seed, say: () => {} });
    assert.deepEqual(violations, [], `npm run prove -- ${name} --seed ${seed}`);
    assert.ok(acknowledged > 20, `only ${acknowledged} messages were acknowledged: nothing was proven`);
  });
}
