import type { Role } from '@support-chat/protocol';
import type { DirectoryRow } from './store.js';

/** Somebody of the directory as they lie in the table. */
export type PersonRow = {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly reading: string | null;
  readonly keys: string;
};

/** Somebody as a row has them. */
export function directoryRowOf({ id, name, role, reading, keys }: PersonRow): DirectoryRow {
  // Only parsed roles were written.
  return { person: { id, name, role: role as Role }, reading, keys };
}

/** Patterns for exactly four words: whatever is missing is like everything. */
export function fourPatterns(patterns: readonly string[]): [string, string, string, string] {
  if (patterns.length > 4) throw new TypeError(`expected at most 4 patterns, got ${patterns.length}`);
  const [first = '%', second = '%', third = '%', fourth = '%'] = patterns;
  return [first, second, third, fourth];
}
