/** Files beside the words of a message. */

/** How a file is shown. */
export const fileKinds = ['image', 'video', 'audio', 'pdf', 'other'] as const;

export type FileKind = (typeof fileKinds)[number];

/** `checking`: it waits for the scanner. `refused`: it is harmful; nobody can have it. */
export const fileStates = ['checking', 'ready', 'refused'] as const;

export type FileState = (typeof fileStates)[number];

/** A file as the message that shows it tells of it. */
export type AttachedFile = {
  /** 32 hexadecimal digits. */
  readonly id: string;
  /** As its owner named it, without what hides or turns text; at most `fileLimits.maxNameBytes` bytes. No path. */
  readonly name: string;
  /** Media type by what is in it, not by its name; `application/octet-stream` for what nobody knows. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  readonly kind: FileKind;
  /** Pixels; of pictures alone. */
  readonly width?: number;
  readonly height?: number;
  /** Only of a picture that moves. */
  readonly animated?: true;
  /** A small picture of it can be had. */
  readonly hasThumbnail: boolean;
  readonly state: FileState;
};

/** An upload that goes on: how much of it is there. `file`: all of it is, and it can be shown in a message. */
export type Upload = {
  readonly id: string;
  /** Bytes that are there. */
  readonly offset: number;
  /** Bytes that it has in the end. */
  readonly size: number;
  readonly file?: AttachedFile;
};

/** Everything that is uploaded has these bounds; how large a file may be is a setting of the server. */
export const fileLimits = {
  /** Files of one message. */
  maxPerMessage: 10,
  /** UTF-8 bytes of a name. */
  maxNameBytes: 255,
  /** Uploads of one person that have not ended. */
  maxUploads: 2,
  /** An upload that gets nothing for so long is cut off. */
  idleMs: 30_000,
  /** How long an upload is kept to go on with, after it was begun. */
  unfinishedMs: 3_600_000,
  /** How long a file is kept that no message shows. */
  orphanMs: 86_400_000,
  /** Sides of a thumbnail, in pixels. */
  thumbnailPixels: 640,
  /** Pixels of one picture. */
  maxPixels: 50_000_000,
  /** Pixels of all frames of a picture that moves; of more than these it keeps the first frame. */
  maxMovingPixels: 150_000_000,
  maxFrames: 300,
  /** How long the address of a file lasts that needs no token. */
  linkMs: 60_000,
} as const;
