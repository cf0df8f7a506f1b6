import type { Clock } from './clock.js';
import type { OutboxStorage, StoredPair } from './outbox-storage.js';

/** How long a storage may take before it counts as broken; opening it in a cold browser takes longer. */
const patienceMs = 1_000;
const firstPatienceMs = 8_000;

/** A storage that never fails: broken once, it keeps nothing more and says so. Callers have what they need in memory. */
export type GuardedStorage = {
  /** `memory` from the start or since the storage broke. */
  readonly keptIn: 'storage' | 'memory';
  /** Null when the storage is broken, which says nothing about what is in it. */
  list(prefix: string): Promise<readonly StoredPair[] | null>;
  /** Resolves when the value is kept, or cannot be. */
  put(key: string, value: unknown): Promise<void>;
  delete(keys: readonly string[]): Promise<void>;
  /** Lets go of the storage. Resolves when what was being written is. */
  close(): Promise<void>;
};

/** Guards `storage`: what rejects or takes too long breaks it for good, and `broke` is called once. */
export function guardStorage(storage: OutboxStorage, clock: Clock, broke: () => void): GuardedStorage {
  let isOpen = false;
  let isBroken = false;
  let isClosed = false;
  const inHand = new Set<Promise<unknown>>();
  const breakNow = (): void => {
    if (isBroken || isClosed) return;
    isBroken = true;
    broke();
  };
  const guard = <T>(use: () => Promise<T>): Promise<T | null> => {
    if (isBroken || isClosed) return Promise.resolve(null);
    const guarded = new Promise<T | null>((resolve) => {
      const end = (value: T | null): void => {
        cancel();
        if (value === null) breakNow();
        else isOpen = true;
        resolve(value);
      };
      const cancel = clock.after(isOpen ? patienceMs : firstPatienceMs, () => end(null));
      // The failure becomes a state that the person sees: `outboxKeptIn: 'memory'`.
      use().then(end, () => end(null));
    });
    inHand.add(guarded);
    return guarded.finally(() => inHand.delete(guarded));
  };
  return {
    get keptIn() {
      return isBroken ? 'memory' : storage.keptIn;
    },
    list: (prefix) => guard(() => storage.list(prefix)),
    put: async (key, value) => {
      await guard(async () => (await storage.put(key, value), true));
    },
    delete: async (keys) => {
      if (keys.length > 0) await guard(async () => (await storage.delete(keys), true));
    },
    close: async () => {
      isClosed = true;
      await Promise.all(inHand);
      storage.close();
    },
  };
}
