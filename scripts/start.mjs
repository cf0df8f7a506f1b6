/** `npm start`: builds what is needed and runs the demo until it is told to stop. */
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { build, root } from './build.mjs';

try {
  build();
} catch (error) {
  console.error(`support-chat could not be built: ${error.message}`);
  process.exit(1);
}
const { runCli } = await import(pathToFileURL(join(root, 'packages/server/dist/cli.js')).href);
process.exitCode = await runCli(['demo', ...process.argv.slice(2)], { DATA_DIR: join(root, '.data'), ...process.env });
