import { StoreOpenError } from './store-open-error.js';

/** Throws StoreOpenError unless a database, opened to be read only, has the version this program reads. */
export function requireVersion(found: number, current: number): void {
  if (found === current) return;
  throw new StoreOpenError(
    found > current
      ? `the database has version ${found}, this program knows up to ${current}; use the newer one`
      : `the database has version ${found}, this program reads ${current}; start the server once to bring it up to date`,
  );
}
