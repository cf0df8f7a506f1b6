/** Opens the database file: which driver, whose file, how durable. */
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { StoreOpenError } from '../store-open-error.js';

export type SqlValue = string | number | null;

/** The part of a prepared statement that is used here; `node:sqlite` and `@photostructure/sqlite` both have it. */
export type Statement<Row = unknown> = {
  run(...values: SqlValue[]): { readonly lastInsertRowid: number | bigint };
  get(...values: SqlValue[]): Row | undefined;
  all(...values: SqlValue[]): Row[];
};

export type Database = {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
};

export type OpenDatabase = {
  readonly database: Database;
  /** Gives everything back; the file can be opened again at once. */
  readonly close: () => void;
};

/**
 * Opens `path` as its only writer, in WAL mode with an fsync at every commit; others may read meanwhile. The file is made
 * readable by its owner only; SQLite gives its WAL the same mode. Throws StoreOpenError when the file cannot be written or
 * another process writes it.
 */
export function openDatabase(path: string): OpenDatabase {
  createFile(path);
  createFile(lockOf(path));
  const lock = new (driver())(lockOf(path), { timeout: 0 });
  try {
    // Held until close, and given back by the system when the process dies: a second writer would number events twice.
    lock.exec('BEGIN EXCLUSIVE');
    const database = new (driver())(path, { timeout: 1_000 });
    try {
      database.exec('PRAGMA journal_mode = WAL');
      // Never left to the driver's default: with NORMAL a power cut loses what was acknowledged.
      database.exec('PRAGMA synchronous = FULL');
      database.exec('PRAGMA foreign_keys = ON');
      // What is erased is overwritten, also where it lay before.
      database.exec('PRAGMA secure_delete = ON');
      // Of 2 MiB, as SQLite keeps by itself, busy rooms read their pages from the file again and again.
      database.exec('PRAGMA cache_size = -32768');
      // A page that changes again and again is copied from the log of writes into the file once in 16 MiB of them.
      database.exec('PRAGMA wal_autocheckpoint = 4096');
      database.exec('BEGIN IMMEDIATE; COMMIT');
      requireDurable(database);
      return { database, close: () => closeAll(database, lock) };
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    lock.close();
    throw openErrorOf(path, error);
  }
}

/**
 * Opens `path` as a file that can be made anew from others: it is sound after a power cut, but may lack the last commits. Only
 * for the process that writes what it is made from.
 */
export function openDerivedDatabase(path: string): OpenDatabase {
  createFile(path);
  const database = new (driver())(path, { timeout: 1_000 });
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000');
    // What is taken out is overwritten.
    database.exec('PRAGMA secure_delete = ON');
    return {
      database,
      close: () => {
        database.exec('PRAGMA wal_checkpoint (TRUNCATE)');
        database.close();
      },
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Opens `path` to read it as it is at this moment, also while a server writes it. Throws StoreOpenError when it is not there or no database. */
export function openDatabaseToRead(path: string): OpenDatabase {
  try {
    closeSync(openSync(path, 'r'));
    const database = new (driver())(path, { timeout: 5_000 });
    // One transaction from here to the close: whatever is written meanwhile is not seen.
    database.exec('PRAGMA query_only = ON; BEGIN; SELECT count(*) FROM sqlite_schema');
    return { database, close: () => database.close() };
  } catch (error) {
    throw openErrorOf(path, error);
  }
}

/** Leaves everything in the one file if the disk takes it, then lets the next writer in. */
function closeAll(database: Database, lock: Database): void {
  try {
    // By hand: `@photostructure/sqlite` keeps a connection until its statements are collected as garbage.
    database.exec('PRAGMA wal_checkpoint (TRUNCATE)');
  } catch {
    // A full or broken disk: what was committed is in the log beside the file, where the next start finds it.
  }
  database.close();
  lock.exec('ROLLBACK');
  lock.close();
}

function lockOf(path: string): string {
  return `${path}.lock`;
}

/** Throws unless every commit is made durable before it returns. */
export function requireDurable(database: Database): void {
  const synchronous = pragma(database, 'synchronous');
  const journal = pragma(database, 'journal_mode');
  if (synchronous === 2 && journal === 'wal') return;
  throw new StoreOpenError(
    `expected a database with synchronous 2 (FULL) in WAL mode, found synchronous ${synchronous} in mode ${journal}`,
  );
}

/** The value of a pragma that gives one. */
export function pragma(database: Database, name: string): SqlValue {
  const row = database.prepare(`PRAGMA ${name}`).get() as Record<string, SqlValue> | undefined;
  return row ? (Object.values(row)[0] ?? null) : null;
}

type Driver = new (path: string, options: { readonly timeout: number }) => Database;

/** The runtime's own SQLite where it has one, otherwise the package with the same interface. */
function driver(): Driver {
  // Structural: Node 20's types do not know node:sqlite, and the two classes are the same where it matters here.
  const builtin = process.getBuiltinModule('node:sqlite') as { DatabaseSync: Driver } | undefined;
  if (builtin) return builtin.DatabaseSync;
  const load = createRequire(import.meta.url);
  return (load('@photostructure/sqlite') as { DatabaseSync: Driver }).DatabaseSync;
}

function createFile(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // Closed again before SQLite opens it: closing it later would drop SQLite's own locks.
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
  } catch (error) {
    throw new StoreOpenError(`cannot write to ${path}: ${messageOf(error)}`, { cause: error });
  }
}

function openErrorOf(path: string, error: unknown): Error {
  if (error instanceof StoreOpenError) return error;
  if (primaryCodeOf(error) === 5)
    return new StoreOpenError(`${path} is in use by another process; stop that server first`, { cause: error });
  return new StoreOpenError(`cannot open ${path}: ${messageOf(error)}`, { cause: error });
}

/** What SQLite says for the codes that matter here: `all` of `@photostructure/sqlite` tells the words alone. */
const codesByWords: Readonly<Record<string, number>> = {
  'database is locked': 5,
  'disk I/O error': 10,
  'database disk image is malformed': 11,
  'database or disk is full': 13,
  'file is not a database': 26,
};

/** SQLite's primary result code of an error it raised, or null. */
export function primaryCodeOf(error: unknown): number | null {
  if (!(error instanceof Error)) return null;
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff;
  return 'code' in error && error.code === 'ERR_SQLITE_ERROR' ? (codesByWords[error.message] ?? null) : null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
