/** A database that cannot be used, and what to do about it. */
export class StoreOpenError extends Error {
  override readonly name = 'StoreOpenError';
}
