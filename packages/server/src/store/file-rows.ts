/** The seam to what a store knows of files: whose they are, how far they are, and which messages show them. Their bytes are elsewhere. */
import type { AttachedFile, FileState, StoredEvent } from '@support-chat/protocol';
import { filesOf } from '@support-chat/protocol';
import type { MessagePlace } from './store.js';

/** `uploading`: not all of it is there. `gone`: nobody can have it, and its bytes are being removed. */
export type FileRowState = FileState | 'uploading' | 'gone';

export type FileRow = {
  readonly id: string;
  /** The room that it was brought into; it may be a lane that has not begun. */
  readonly room: string;
  /** Id of who brought it. */
  readonly person: string;
  /** Bytes: as announced until all of it is there, then as kept. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly state: FileRowState;
  /** A message shows it, or has shown it. */
  readonly isAttached: boolean;
  readonly name: string;
  /** Of what was announced; 64 hexadecimal digits. */
  readonly sha256: string;
  /** How messages tell of it; null while it is not all there. */
  readonly file: AttachedFile | null;
};

/** Bytes that all files of somebody, and of a room, may have together. */
export type FileQuota = { readonly person: number; readonly room: number };

export type FileRows = {
  /**
   * Keeps a row that is new, if there is space for its size. The same id again changes nothing. Resolves, when durable, to the
   * row that is there, or to whose space is full.
   */
  begin(row: FileRow, quota: FileQuota): Promise<FileRow | 'person_full' | 'room_full'>;
  get(id: string): Promise<FileRow | null>;
  /** All of it is there, and its bytes are durable. False when it is not being uploaded any more. */
  finish(id: string, file: AttachedFile): Promise<boolean>;
  /** The scanner is done with it. False when a message shows it: then an event says so, and changes the row with it. */
  settle(id: string, state: FileState): Promise<boolean>;
  /** Nobody is to have it, if no message shows it. Returns whether that is so. */
  giveUp(id: string): Promise<boolean>;
  /** The messages that show it. */
  places(id: string): Promise<readonly MessagePlace[]>;
  /** These messages show no file any more; what no other message shows is gone. Resolves when durable. */
  withdraw(places: readonly MessagePlace[]): Promise<void>;
  /** As `withdraw`, for all messages of a room and for what was brought into it and is shown nowhere. */
  withdrawRoom(room: string): Promise<void>;
  /** What a person has begun to upload. */
  uploadsOf(person: string): Promise<readonly FileRow[]>;
  /** Rows in this state, by id, after this one. */
  inState(state: FileRowState, after: string, limit: number): Promise<readonly FileRow[]>;
  /** Rows that no message shows, made before these times, the oldest first: still uploading, and not. */
  unattached(
    before: { readonly unfinished: number; readonly finished: number },
    limit: number,
  ): Promise<readonly FileRow[]>;
  /** Forgets a row that is gone, with its bytes. */
  forget(id: string): Promise<void>;
  /** What seals addresses that need no token; the same on every node. 32 bytes. */
  key(): Promise<Buffer>;
  /** Rows after this id, by id. For moving a store. */
  read(after: string, limit: number): Promise<readonly FileRow[]>;
  /** Puts rows of another store; those that are there stay. */
  adopt(rows: readonly FileRow[]): Promise<void>;
};

const rowsPerPortion = 50;

/** All rows in this state, by id, read in portions. */
export async function* allInState(files: Pick<FileRows, 'inState'>, state: FileRowState): AsyncGenerator<FileRow> {
  for (let after = ''; ;) {
    const rows = await files.inState(state, after, rowsPerPortion);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < rowsPerPortion) return;
    after = last.id;
  }
}

/** What events change about files. */
export type FileChanges = {
  readonly shown: readonly { readonly file: string; readonly room: string; readonly seq: number }[];
  readonly checked: readonly { readonly file: string; readonly state: FileState }[];
};

export function fileChangesOf(room: string, events: readonly StoredEvent[]): FileChanges {
  return {
    shown: events.flatMap((event) =>
      event.type === 'message.posted'
        ? filesOf(event.data.body).map(({ id }) => ({ file: id, room, seq: event.seq }))
        : [],
    ),
    checked: events.flatMap(({ type, data }) =>
      type === 'file.checked' ? [{ file: data.file, state: data.state }] : [],
    ),
  };
}

/** A row as it lies in the table. */
export type FileColumns = {
  readonly id: string;
  readonly room: string;
  readonly person: string;
  readonly size: number;
  readonly created_at: number;
  readonly state: string;
  readonly is_attached: number | boolean;
  readonly doc: string;
};

export const fileColumns = 'id, room, person, size, created_at, state, is_attached, doc';

export function fileRowOf({ id, room, person, size, created_at, state, is_attached, doc }: FileColumns): FileRow {
  // Written by `fileValuesOf`.
  const { name, sha256, file } = JSON.parse(doc) as Pick<FileRow, 'name' | 'sha256' | 'file'>;
  const now = state as FileRowState;
  return {
    ...{ id, room, person, size, createdAt: created_at, state: now, isAttached: Boolean(is_attached), name, sha256 },
    // Its state is that of the row.
    file: file && (now === 'checking' || now === 'ready' || now === 'refused') ? { ...file, state: now } : file,
  };
}

export function fileDocOf({ name, sha256, file }: Pick<FileRow, 'name' | 'sha256' | 'file'>): string {
  return JSON.stringify({ name, sha256, file });
}
