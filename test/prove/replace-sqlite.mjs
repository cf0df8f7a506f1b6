/** Puts another driver of SQLite under a server that is not loaded yet, whichever of the two it would take. */
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../packages/server/dist/index.js', import.meta.url));

/** `extend` is given the driver's class and returns the one to use. */
export function replaceSqlite(extend) {
  const builtin = process.getBuiltinModule?.('node:sqlite');
  const { DatabaseSync } = builtin ?? require('@photostructure/sqlite');
  const replacement = extend(DatabaseSync);
  if (!builtin) {
    require.cache[require.resolve('@photostructure/sqlite')].exports = { DatabaseSync: replacement };
    return;
  }
  const original = process.getBuiltinModule;
  process.getBuiltinModule = (id) =>
    id === 'node:sqlite' ? { ...builtin, DatabaseSync: replacement } : original.call(process, id);
}
