import { memoryStorage, type OutboxStorage } from '../outbox-storage.js';

/** Storage that outlives a client, as a browser's does, and can be made to fail. */
export type TestStorage = OutboxStorage & {
  /** From now on everything rejects, or never answers. */
  fail(how?: 'rejects' | 'hangs'): void;
};

/** Makes empty storage. Give it to a second client for a reload or another tab. */
export function createTestStorage(): TestStorage {
  const memory = memoryStorage({ keptIn: 'storage' });
  let failure: 'rejects' | 'hangs' | null = null;
  const unlessFailing = <T>(use: () => Promise<T>): Promise<T> => {
    if (failure === 'rejects') return Promise.reject(new Error('the test made the storage fail'));
    return failure === 'hangs' ? new Promise(() => undefined) : use();
  };
  return {
    keptIn: memory.keptIn,
    list: (prefix) => unlessFailing(() => memory.list(prefix)),
    put: (key, value) => unlessFailing(() => memory.put(key, value)),
    delete: (keys) => unlessFailing(() => memory.delete(keys)),
    close: () => undefined,
    fail: (how = 'rejects') => void (failure = how),
  };
}
