import type { OutboxStorage } from './outbox-storage.js';

const table = 'pairs';

/**
 * Storage in IndexedDB, one database a server. Every method rejects when the browser refuses the database. `getFactory` is
 * asked late, because a browser that blocks storage may throw already when a page looks at `indexedDB`.
 */
export function indexedStorage(url: string, getFactory: () => IDBFactory): OutboxStorage {
  let opening: Promise<IDBDatabase> | null = null;
  // Another tab may delete the database or the browser may drop it; the next use opens it again.
  const open = (): Promise<IDBDatabase> =>
    (opening ??= openDatabase(getFactory, `support-chat:${url}`, () => (opening = null)));
  return {
    keptIn: 'storage',
    list: async (prefix) => {
      const pairs = (await open()).transaction(table).objectStore(table);
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
      const [keys, values] = await Promise.all([resultOf(pairs.getAllKeys(range)), resultOf(pairs.getAll(range))]);
      // Every key was put by this file, as a string.
      return keys.map((key, index) => [key as string, values[index]] as const);
    },
    put: async (key, value) => write(await open(), (pairs) => pairs.put(value, key)),
    delete: async (keys) =>
      write(await open(), (pairs) => {
        for (const key of keys) pairs.delete(key);
      }),
    close: () => {
      void opening?.then((database) => database.close()).catch(() => undefined); // It never opened: nothing to close.
      opening = null;
    },
  };
}

function openDatabase(getFactory: () => IDBFactory, name: string, gone: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = getFactory().open(name, 1);
    request.onupgradeneeded = () => void request.result.createObjectStore(table);
    request.onblocked = () => reject(new Error(`another tab keeps ${name} from being opened`));
    request.onerror = () => reject(request.error ?? new Error(`the browser did not open ${name}`));
    request.onsuccess = () => {
      const database = request.result;
      database.onversionchange = () => (database.close(), gone());
      database.onclose = gone;
      resolve(database);
    };
  });
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('a read of IndexedDB failed'));
  });
}

function write(database: IDBDatabase, change: (pairs: IDBObjectStore) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(table, 'readwrite');
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('a write to IndexedDB was aborted'));
    transaction.onerror = () => reject(transaction.error ?? new Error('a write to IndexedDB failed'));
    change(transaction.objectStore(table));
    // Without waiting for the turn to end: the page may be closing.
    transaction.commit();
  });
}
