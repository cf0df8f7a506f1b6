import type { Refusal } from '@support-chat/protocol';
import { storageFull, unavailable } from '../unavailable.js';
import { primaryCodeOf } from './database.js';

const sqliteFull = 13;
const sqliteIoError = 10;
const sqliteCorrupt = 11;
const sqliteNotADatabase = 26;

/** CONSTRAINT, MISMATCH, MISUSE, RANGE: what one statement asked was wrong. All others are about the file or the machine. */
const aboutStatement: ReadonlySet<number> = new Set([19, 20, 21, 25]);
const sqliteError = 1;

/** Whether the file can no longer be trusted: after a failed fsync the page cache may claim what the disk does not hold. */
export function isFatal(error: unknown): boolean {
  const code = primaryCodeOf(error);
  return code === sqliteIoError || code === sqliteCorrupt || code === sqliteNotADatabase;
}

/** The refusal for an error of the storage itself, or null when the error is about one statement. */
export function storageRefusalOf(error: unknown): Refusal | null {
  const code = primaryCodeOf(error);
  if (code === sqliteFull) return storageFull(error);
  if (code === null || code === sqliteError || aboutStatement.has(code)) return null;
  // Locked by another program, read-only, out of memory, broken: it may pass, or the process ends; trying singly does not help.
  return unavailable(error);
}
