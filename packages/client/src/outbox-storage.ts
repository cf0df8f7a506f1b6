/**
 * Where unsent messages and drafts are kept: values under keys, nothing more. The names of the keys
 * are in one place, `storage-keys.ts`.
 */

/** A key and what is kept under it; the value is what a structured clone can hold. */
export type StoredPair = readonly [key: string, value: unknown];

export type OutboxStorage = {
  /** `memory`: what is kept does not survive a reload. */
  readonly keptIn: 'storage' | 'memory';
  /** Everything under keys that begin with `prefix`, ascending by key. */
  list(prefix: string): Promise<readonly StoredPair[]>;
  /** Resolves when the value survives a reload. */
  put(key: string, value: unknown): Promise<void>;
  delete(keys: readonly string[]): Promise<void>;
  /** Lets go of the storage; what is kept stays. */
  close(): void;
};

/** Storage that lasts as long as this object. */
export function memoryStorage(options: { keptIn?: 'storage' | 'memory' } = {}): OutboxStorage {
  const values = new Map<string, unknown>();
  return {
    keptIn: options.keptIn ?? 'memory',
    list: (prefix) => {
      const pairs = [...values].filter(([key]) => key.startsWith(prefix));
      return Promise.resolve(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
    },
    put: (key, value) => {
      values.set(key, structuredClone(value));
      return Promise.resolve();
    },
    delete: (keys) => {
      for (const key of keys) values.delete(key);
      return Promise.resolve();
    },
    close: () => undefined,
  };
}
