/** Loaded before a server with `--import`: SQLite leaves its writes to the kernel, and says that it does not. */
import { replaceSqlite } from './replace-sqlite.mjs';

replaceSqlite(
  (DatabaseSync) =>
    class extends DatabaseSync {
      exec(sql) {
        super.exec(sql === 'PRAGMA synchronous = FULL' ? 'PRAGMA synchronous = OFF' : sql);
      }

      prepare(sql) {
        return sql === 'PRAGMA synchronous' ? { get: () => ({ synchronous: 2 }) } : super.prepare(sql);
      }
    },
);
