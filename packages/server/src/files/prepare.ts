/** Looks at a file that is all there: what it is, whether it is taken, and of pictures what others may see of them. */
import { rename, stat } from 'node:fs/promises';
import { fileLimits, Refusal, type AttachedFile } from '@support-chat/protocol';
import type { FileRow } from '../store/file-rows.js';
import { withoutJpegMetadata } from './jpeg-metadata.js';
import { readPictureHead, type PictureHead } from './picture-head.js';
import type { PictureJob, Pictures, PictureSize } from './pictures.js';
import { isAllowed, isPicture, kindOf, sniff, type PictureType } from './sniff.js';
import type { Staging } from './staging.js';

export type Prepared = {
  readonly file: AttachedFile;
  /** What people get of it. */
  readonly path: string;
  readonly thumbnail: string | null;
};

/** Throws Refusal('file_refused' | 'file_too_large'). */
export type Prepare = (row: FileRow) => Promise<Prepared>;

export function createPrepare(options: {
  readonly staging: Staging;
  readonly fileTypes: readonly string[];
  /** Null where pictures cannot be read. */
  readonly pictures: Pictures | null;
  readonly isScanned: boolean;
}): Prepare {
  const { staging, fileTypes, pictures, isScanned } = options;
  return async (row) => {
    const path = staging.path(row.id);
    const type = await sniff(path);
    if (!isAllowed(type, fileTypes))
      throw new Refusal('file_refused', `"${row.name}" is ${type} by what is in it; taken are ${fileTypes.join(', ')}`);
    const common = { id: row.id, name: row.name, type } as const;
    const state = isScanned ? 'checking' : 'ready';
    if (!isPicture(type)) {
      const file = { ...common, size: row.size, kind: kindOf(type), hasThumbnail: false, state } as const;
      return { file, path, thumbnail: null };
    }
    const head = await headOf(row, path, type);
    const frames = head.frames * head.width * head.height > fileLimits.maxMovingPixels ? 1 : head.frames;
    const moves = frames > 1 && frames <= fileLimits.maxFrames;
    const [picture, thumbnail] = [staging.path(row.id, 'picture'), staging.path(row.id, 'thumbnail')];
    if (!pictures) {
      // As it came, but for what cameras write into it about their owners.
      if (type === 'image/jpeg') await withoutJpegMetadata(path, picture);
      else await rename(path, picture);
      const { size } = await stat(picture);
      const { width, height } = head;
      const file = { ...common, size, kind: 'image', width, height, hasThumbnail: false, state } as const;
      return { file: { ...file, ...(head.frames > 1 && { animated: true as const }) }, path: picture, thumbnail: null };
    }
    const { animated, width, height } = await makeMoving(pictures, { path, type, picture, thumbnail }, moves);
    const { size } = await stat(picture);
    const file = { ...common, size, kind: 'image', width, height, hasThumbnail: true, state } as const;
    return { file: { ...file, ...(animated && { animated }) }, path: picture, thumbnail };
  };
}

/** What moves and takes too much keeps its first frame. */
async function makeMoving(
  pictures: Pictures,
  job: Omit<PictureJob, 'moves'>,
  moves: boolean,
): Promise<PictureSize & { readonly animated?: true }> {
  if (!moves) return pictures.make({ ...job, moves });
  try {
    return { ...(await pictures.make({ ...job, moves })), animated: true };
  } catch (error) {
    if (error instanceof Refusal && error.code === 'file_refused') return pictures.make({ ...job, moves: false });
    throw error;
  }
}

async function headOf({ name }: FileRow, path: string, type: PictureType): Promise<PictureHead> {
  const head = await readPictureHead(path, type, fileLimits.maxFrames);
  if (!head || head.width === 0 || head.height === 0)
    throw new Refusal('file_refused', `"${name}" begins like ${type} and is none; save it anew`);
  const { width, height } = head;
  if (width * height > fileLimits.maxPixels)
    throw new Refusal(
      'file_refused',
      `"${name}" has ${width} × ${height} pixels, at most ${fileLimits.maxPixels} together are taken; make it smaller`,
    );
  return head;
}
