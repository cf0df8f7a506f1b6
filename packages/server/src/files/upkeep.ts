/** Removes the bytes of files that nobody is to have any more: taken back, erased with their room, or never shown. */
import { fileLimits } from '@support-chat/protocol';
import type { Clock } from '../clock.js';
import type { Logger } from '../logger.js';
import { startLooking } from '../looker.js';
import { allInState } from '../store/file-rows.js';
import type { Store } from '../store/store.js';
import type { ByteStore } from './byte-store.js';
import type { Staging } from './staging.js';
import type { Uploads } from './uploads.js';

const maxPerLook = 100;
const firstMs = 1_000;
const sweepMs = 3_600_000;

export type FileUpkeep = {
  /** Removes the bytes of what was withdrawn. Whatever cannot be removed now is with a later look. */
  removeSoon(): void;
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
  let isStopped = false;
  let removing: Promise<void> | null = null;
  let isMore = false;

  const remove = async (id: string): Promise<void> => {
    await staging.remove(id);
    await bytes.remove(id);
    await store.files.forget(id);
  };

  /** What is interrupted is found again. One that cannot be removed does not hold up the others. */
  const removeAll = async (): Promise<void> => {
    for await (const { id } of allInState(store.files, 'gone')) {
      if (isStopped) return;
      await remove(id).catch((error: unknown) => log.warn('a file could not be removed yet', { file: id, error }));
    }
  };

  const removeWhileMore = async (): Promise<void> => {
    try {
      while (isMore && !isStopped) {
        isMore = false;
        await removeAll();
      }
    } finally {
      // In the same moment in which there is no more.
      removing = null;
    }
  };

  /** One at a time; resolves when everything is looked through that is gone now. */
  const removeGone = (): Promise<void> => {
    isMore = true;
    return (removing ??= removeWhileMore());
  };

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

  const endLooking = startLooking(lookOnce, { clock, log, what: 'files that nobody is to have', firstMs });
  return {
    removeSoon: () => {
      removeGone().catch((error: unknown) => log.warn('files could not be removed yet', { error }));
    },
    stop: () => {
      isStopped = true;
      endLooking();
    },
  };
}
