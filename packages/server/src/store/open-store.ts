import { join } from 'node:path';
import type { Clock } from '../clock.js';
import type { Settings } from '../options.js';
import { openPostgresStore } from './postgres/postgres-store.js';
import { openSqliteStore } from './sqlite/sqlite-store.js';
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
    /** Told of trouble that mends itself. */
    readonly onError?: (error: Error) => void;
  },
): Promise<Store> {
  const { clock, onFailure, onEpoch, onError } = options;
  if (databaseUrl === '')
    return openSqliteStore({ path: join(dataDir, 'rooms.db'), clock, ...(onFailure && { onFailure }) });
  return openPostgresStore({
    ...{ url: databaseUrl, clock, maxConnections: databaseConnections },
    ...(onEpoch && { onEpoch }),
    ...(onError && { onError }),
  });
}
