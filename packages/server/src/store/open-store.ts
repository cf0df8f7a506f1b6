import { join } from 'node:path';
import type { Clock } from '../clock.js';
import type { Settings } from '../options.js';
import { isFillingEpoch } from './epoch.js';
import { openPostgresStore } from './postgres/postgres-store.js';
import { openSqliteStore } from './sqlite/sqlite-store.js';
import { StoreOpenError } from './store-open-error.js';
import type { Store } from './store.js';

/**
 * Opens the store the settings ask for: PostgreSQL where there is an address, otherwise the file in the data directory.
 * Throws StoreOpenError.
 */
export async function openStore(
  { databaseUrl, databaseConnections, dataDir }: Settings,
  options: {
    readonly clock: Clock;
    /** Told once when what is stored can no longer be trusted; restart the process. */
    readonly onFailure?: (error: unknown) => void;
    /** Told when what was acknowledged may be missing from the store; `epoch` is another one then. */
    readonly onEpoch?: () => void;
    /** Opens what is there as it is, to read it while a server writes it. */
    readonly isReader?: boolean;
    /** Takes a store whose filling did not end, to go on with it. */
    readonly isFilling?: boolean;
    /** Told of trouble that mends itself. */
    readonly onError?: (error: Error) => void;
  },
): Promise<Store> {
  const { clock, onFailure, onEpoch, onError, isReader = false, isFilling = false } = options;
  const path = join(dataDir, 'rooms.db');
  const store =
    databaseUrl === ''
      ? openSqliteStore({ path, clock, isReader, ...(onFailure && { onFailure }) })
      : await openPostgresStore({
          ...{ url: databaseUrl, clock, isReader, maxConnections: databaseConnections },
          ...(onEpoch && { onEpoch }),
          ...(onError && { onError }),
        });
  if (isFilling || !isFillingEpoch(store.epoch)) return store;
  await store.close();
  throw new StoreOpenError(
    'a restore or a migration into this store did not end; run it again, it goes on where it was',
  );
}
