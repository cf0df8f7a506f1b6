import type { Refusal } from '@support-chat/protocol';
import { storageFull, unavailable } from '../unavailable.js';
import { primaryCodeOf } from './database.js';

const sqliteFull = 13;
const sqliteIoError = 10;
const sqliteCorrupt = 11;
const sqliteNotADatabase = 26;

/** Whether the file can no longer be trusted: after a failed fsync the page cache may claim what the disk does not hold. */
export function isFatal(error: unknown): boolean {
  const code = primaryCodeOf(error);
  return code === sqliteIoError || code === sqliteCorrupt || code === sqliteNotADatabase;
}

/** The refusal for an error of the storage itself, or null when the error is about one statement. */
export function storageRefusalOf(error: unknown): Refusal | null {
  if (primaryCodeOf(error) === sqliteFull) return storageFull(error);
  return isFatal(error) ? unavailable(error) : null;
}
