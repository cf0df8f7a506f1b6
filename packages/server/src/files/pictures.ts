/** Makes of a picture what others may see: decoded and written anew, so that nothing else is in it, and a small one. */
import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Refusal } from '@support-chat/protocol';
import type { Logger } from '../logger.js';
import { lowerPriority } from '../lower-priority.js';
import type { PictureType } from './sniff.js';

export type PictureJob = {
  readonly path: string;
  readonly type: PictureType;
  /** Every frame of it stays. */
  readonly moves: boolean;
  /** Where the picture is to be put, and the small one. */
  readonly picture: string;
  readonly thumbnail: string;
};

export type PictureSize = { readonly width: number; readonly height: number };

export type Pictures = {
  /** One after the other. Throws Refusal: `file_refused` for what cannot be decoded within the bounds, `unavailable` once it is stopped. */
  make(job: PictureJob): Promise<PictureSize>;
  stop(): void;
};

/** A process of its own for each picture: what it decodes may be made to break whatever decodes it. It ends itself much sooner. */
const timeoutMs = 30_000;
const child = fileURLToPath(new URL('./picture-child.js', import.meta.url));

/** Null where the library for pictures is not installed; the log says so once. */
export function openPictures(log: Logger): Pictures | null {
  try {
    // Only looked for: it is loaded where pictures are decoded.
    createRequire(import.meta.url).resolve('sharp');
  } catch {
    log.warn('sharp is not installed: pictures get no thumbnails and are served as they came; run npm install sharp');
    return null;
  }
  let last: Promise<unknown> = Promise.resolve();
  const running = new Set<() => void>();
  let isStopped = false;
  return {
    make: (job) => {
      const made = last.then(async () => {
        if (isStopped) throw stopped();
        return run(job, running).catch((error: unknown) => {
          // Nothing is known about a picture whose process was ended here.
          throw isStopped ? stopped() : error;
        });
      });
      last = made.catch(() => undefined);
      return made;
    },
    stop: () => {
      isStopped = true;
      for (const kill of running) kill();
    },
  };
}

function stopped(): Refusal {
  return new Refusal('unavailable', 'the server stops; try again');
}

function run(job: PictureJob, running: Set<() => void>): Promise<PictureSize> {
  return new Promise((resolve, reject) => {
    const process = fork(child, [], { stdio: 'ignore', env: {}, execArgv: [], serialization: 'json' });
    const kill = (): void => void process.kill('SIGKILL');
    running.add(kill);
    const timer = setTimeout(kill, timeoutMs);
    let size: PictureSize | null = null;
    // Others write meanwhile.
    lowerPriority(process);
    process.once('message', (answer) => {
      // What `picture-child.ts` sends.
      size = answer as PictureSize;
    });
    process.once('error', reject);
    process.once('exit', () => {
      clearTimeout(timer);
      running.delete(kill);
      if (size) resolve(size);
      else reject(new Refusal('file_refused', 'the picture could not be read; save it anew, or make it smaller'));
    });
    process.send(job, () => undefined);
  });
}
