/** Sees to it that the services tests start for themselves are installed, where that is allowed. */
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installFromDistribution } from './distribution.mjs';

const postgresFolder = '/usr/lib/postgresql';
const services = [
  {
    name: 'PostgreSQL',
    package: 'postgresql',
    isThere: () => isProgram('initdb') || isFolderWith(postgresFolder, 'bin/initdb'),
  },
  { name: 'Redis', package: 'redis-server', isThere: () => isProgram('redis-server') || isProgram('valkey-server') },
];

/** The names of the services that are missing and could not be installed. */
export function missingServices() {
  const wanted = services.filter(({ isThere }) => !isThere());
  if (wanted.length > 0) installFromDistribution(...wanted.map((service) => service.package));
  return wanted.filter(({ isThere }) => !isThere()).map(({ name }) => name);
}

function isProgram(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}

function isFolderWith(parent, file) {
  return existsSync(parent) && readdirSync(parent).some((name) => existsSync(join(parent, name, file)));
}
