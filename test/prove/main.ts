/** `npm run prove`: makes things go wrong and states whether the invariants held. Names of runs as arguments; `--full`, `--seed N`, `--rounds N`. */
import { parseArgs } from 'node:util';
import { allRuns } from './all-runs.js';

const { values, positionals } = parseArgs({
  options: { full: { type: 'boolean', default: false }, seed: { type: 'string' }, rounds: { type: 'string' } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => allRuns.every((run) => run.name !== name));
if (unknown.length > 0) {
  console.error(`unknown run ${unknown.join(', ')}; there are ${allRuns.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

let isSound = true;
for (const run of allRuns) {
  if (positionals.length > 0 && !positionals.includes(run.name)) continue;
  const objection = run.objection?.() ?? null;
  if (objection !== null) {
    console.log(`${run.name}: not run, ${objection}`);
    continue;
  }
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
  const rounds = Number(values.rounds ?? run.rounds[values.full ? 'full' : 'short']);
  console.log(`${run.name}: ${run.about}; ${rounds} rounds, seed ${seed}`);
  const { violations, ...counts } = await run.play({ rounds, seed, say: (line) => console.log(`  ${line}`) });
  console.log(
    `  ${Object.entries(counts)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ')}`,
  );
  for (const { invariant, what } of violations.slice(0, 20)) console.log(`  VIOLATED ${invariant}: ${what}`);
  console.log(
    violations.length === 0 ? '  all invariants held' : `  ${violations.length} violations; again with --seed ${seed}`,
  );
  isSound &&= violations.length === 0;
}
process.exit(isSound ? 0 : 1);
