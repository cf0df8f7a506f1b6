/** Installs the distribution's own packages, as root or in CI; a person's machine is left as it is. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Whether the packages could be installed. Services they bring are not started. */
export function installFromDistribution(...packages) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  console.error(`Installing ${packages.join(', ')} from the distribution…`);
  // Runlevel 1 is the one in which invoke-rc.d starts no service.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = (...args) => spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 2, 2] }).status === 0;
  return apt('update') && apt('install', '-y', '--no-install-recommends', ...packages);
}
