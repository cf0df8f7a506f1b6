/** Removes the bytes of files that nobody is to have any more: taken back, erased with their room, or never shown. */
import { fileLimits } from '@support-chat/protocol';
import type { Clock } from '../clock.js';
import type { Logger } from '../logger.js';
import { startLooking } from '../looker.js';
import type { MessagePlace, Store } from '../store/store.js';
import type { ByteStore } from './byte-store.js';
import type { Staging } from './staging.js';
import type { Uploads } from './uploads.js';

const maxPerLook = 100;
const firstMs = 1_000;
const sweepMs = 3_600_000;

export type FileUpkeep = {
  /** These messages were taken back: what they alone showed is removed. Resolves when it is. */
  withdraw(places: readonly MessagePlace[]): Promise<void>;
  /** The room is erased: all that its messages alone showed is removed. */
  withdrawRoom(room: string): Promise<void>;
  stop(): void;
};

/** Starts looking. Every node may: what one has done the others find done. */
export function startFileUpkeep(options: {
  readonly store: Store;
  readonly bytes: ByteStore;
  readonly staging: Staging;
  readonly uploads: Uploads;
  readonly clock: Clock;
  readonly log: Logger;
}): FileUpkeep {
  const { store, bytes, staging, uploads, clock, log } = options;
  let sweptAt = 0;

  /** What is interrupted is found again. */
  const removeGone = async (): Promise<void> => {
    for (let after = ''; ;) {
      const rows = await store.files.inState('gone', after, maxPerLook);
      for (const { id } of rows) {
        await staging.remove(id);
        await bytes.remove(id);
        await store.files.forget(id);
      }
      const last = rows.at(-1);
      if (!last || rows.length < maxPerLook) return;
      after = last.id;
    }
  };

  /** Nobody has them from here on; bytes that cannot be removed now are with the next look, and hold up no erasing of words. */
  const removeOrLater = (): Promise<void> =>
    removeGone().catch((error: unknown) => log.warn('files could not be removed yet', { error }));

  const lookOnce = async (): Promise<void> => {
    const now = clock.now();
    const before = { unfinished: now - fileLimits.unfinishedMs, finished: now - fileLimits.orphanMs };
    for (const row of await store.files.unattached(before, maxPerLook))
      if (!uploads.isAlive(row.id)) await uploads.remove(row);
    await removeGone();
    if (now - sweptAt < sweepMs) return;
    sweptAt = now;
    await staging.sweep(Date.now());
  };

  const stop = startLooking(lookOnce, { clock, log, what: 'files that nobody is to have', firstMs });
  return {
    withdraw: async (places) => {
      await store.files.withdraw(places);
      await removeOrLater();
    },
    withdrawRoom: async (room) => {
      await store.files.withdrawRoom(room);
      await removeOrLater();
    },
    stop,
  };
}
