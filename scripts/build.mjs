/** Installs what is missing, compiles and bundles. Does nothing that is done already. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs a command to its end, with its output on stderr. Throws when it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options });
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${result.status ?? result.signal}`);
}

/** Runs a program of an installed package. */
export function runBin(name, ...args) {
  run(process.execPath, [join(root, 'node_modules', '.bin', name), ...args]);
}

export function build() {
  install();
  runBin('tsc', '-b');
  const bundled = join(root, 'packages/server/public/desk/desk.js');
  const inputs = [
    'rollup.config.mjs',
    'scripts/bundle',
    'examples/intranet',
    'packages/agent/page',
    ...browserPackages.map((name) => `packages/${name}/dist`),
  ];
  if (newestOf(inputs) <= mtimeOf(bundled)) return;
  rmSync(join(root, 'packages/server/public'), { recursive: true, force: true });
  runBin('rollup', '-c', '--silent');
}

const browserPackages = ['protocol', 'client', 'widget', 'agent'];

function install() {
  if (mtimeOf(join(root, 'package-lock.json')) <= mtimeOf(join(root, 'node_modules/.package-lock.json'))) return;
  console.error('Installing packages…');
  run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error']);
}

function mtimeOf(file) {
  return existsSync(file) ? statSync(file).mtimeMs : 0;
}

function newestOf(paths) {
  return Math.max(
    ...paths.map((path) => {
      const full = join(root, path);
      if (!statSync(full).isDirectory()) return mtimeOf(full);
      const files = readdirSync(full, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      return Math.max(
        0,
        ...files.map((entry) =>
          entry.name === '.tsbuildinfo' ? 0 : mtimeOf(join(entry.parentPath ?? entry.path, entry.name)),
        ),
      );
    }),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) build();
