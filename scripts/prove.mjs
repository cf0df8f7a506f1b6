/** `npm run prove`: builds, then makes things go wrong. Arguments as for test/prove/main.ts. */
import { spawnSync } from 'node:child_process';
import { build, root } from './build.mjs';
import { missingServices } from './find-services.mjs';

build();
for (const name of missingServices())
  console.error(`!!! ${name} was not found and could not be installed; runs that need it fail`);
const args = ['--import', 'tsx', 'test/prove/main.ts', ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
