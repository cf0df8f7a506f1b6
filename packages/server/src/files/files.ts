/** Everything about files, put together over a store. */
import { join } from 'node:path';
import type { Clock } from '../clock.js';
import type { Logger } from '../logger.js';
import type { Settings } from '../options.js';
import type { Store } from '../store/store.js';
import type { ByteStore } from './byte-store.js';
import { createDiskBytes } from './disk-bytes.js';
import { openPictures } from './pictures.js';
import { createPrepare } from './prepare.js';
import { Staging } from './staging.js';
import { Tickets } from './tickets.js';
import { Uploads } from './uploads.js';
import { startFileUpkeep, type FileUpkeep } from './upkeep.js';

export type Files = {
  readonly uploads: Uploads;
  readonly bytes: ByteStore;
  readonly tickets: Tickets;
  readonly upkeep: FileUpkeep;
  stop(): void;
};

export function openFiles(options: {
  readonly settings: Settings;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
}): Files {
  const { settings, store, clock, log } = options;
  const dir = join(settings.dataDir, 'files');
  const staging = new Staging(join(dir, 'uploads'));
  const bytes = createDiskBytes(dir);
  const pictures = openPictures(log);
  const uploads = new Uploads({
    ...{ store, bytes, staging, clock, maxFileBytes: settings.maxFileBytes },
    prepare: createPrepare({ staging, fileTypes: settings.fileTypes, pictures, isScanned: false }),
    quota: { person: settings.maxPersonFileBytes, room: settings.maxRoomFileBytes },
    onChecking: () => undefined,
  });
  const upkeep = startFileUpkeep({ store, bytes, staging, uploads, clock, log });
  return {
    ...{ uploads, bytes, upkeep, tickets: new Tickets({ store, now: () => clock.now() }) },
    stop: () => {
      upkeep.stop();
      uploads.stop();
      pictures?.stop();
    },
  };
}
