/** Everything about files, put together over a store. */
import { join } from 'node:path';
import type { Clock } from '../clock.js';
import type { Logger } from '../logger.js';
import type { Settings } from '../options.js';
import type { Store } from '../store/store.js';
import type { Bus } from '../bus/bus.js';
import type { ByteStore } from './byte-store.js';
import { startChecking } from './checking.js';
import { createDiskBytes } from './disk-bytes.js';
import { openPictures } from './pictures.js';
import { createS3Bytes, type Bucket } from './s3-bytes.js';
import { createScan } from './scanner.js';
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
  readonly bus: Pick<Bus, 'publish'>;
  readonly clock: Clock;
  readonly log: Logger;
}): Files {
  const { settings, store, bus, clock, log } = options;
  const dir = join(settings.dataDir, 'files');
  const staging = new Staging(join(dir, 'uploads'));
  const bytes = settings.s3Url === '' ? createDiskBytes(dir) : createS3Bytes(bucketIn(settings));
  const pictures = openPictures(log);
  const scan = settings.clamd === '' ? null : createScan(settings.clamd);
  const checking = scan && startChecking({ store, bus, bytes, scan, clock, log });
  const uploads = new Uploads({
    ...{ store, bytes, staging, clock, maxFileBytes: settings.maxFileBytes },
    prepare: createPrepare({ staging, fileTypes: settings.fileTypes, pictures, isScanned: scan !== null }),
    quota: { person: settings.maxPersonFileBytes, room: settings.maxRoomFileBytes },
    onChecking: (id) => checking?.check(id),
  });
  const upkeep = startFileUpkeep({ store, bytes, staging, uploads, clock, log });
  return {
    ...{ uploads, bytes, upkeep, tickets: new Tickets({ store, now: () => clock.now() }) },
    stop: () => {
      upkeep.stop();
      checking?.stop();
      uploads.stop();
      pictures?.stop();
    },
  };
}

function bucketIn({ s3Url, s3Region, s3AccessKeyId, s3SecretAccessKey }: Settings): Bucket {
  return { url: s3Url, region: s3Region, accessKeyId: s3AccessKeyId, secretAccessKey: s3SecretAccessKey };
}
