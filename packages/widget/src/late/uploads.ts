/** The files that go with what somebody writes in a room, on their way to the server. */
import { fileLimits, Refusal, type AttachedFile, type RefusalCode } from '@support-chat/protocol';
import type { RoomFiles } from './room-files.js';

export type Item = {
  readonly key: number;
  readonly name: string;
  /** Null for one that came back from a message that was not sent. */
  readonly blob: Blob | null;
  readonly size: number;
  readonly state: 'waiting' | 'sending' | 'there' | 'failed';
  readonly sentBytes: number;
  readonly file: AttachedFile | null;
  readonly refusal: RefusalCode | null;
};

/** Uploads one after the other, a few at a time, and tells of each change. Ends when it is closed. */
export class Uploads {
  readonly #room: string;
  readonly #tell: () => void;
  readonly #files: () => RoomFiles | null;
  readonly #running = new Map<number, AbortController>();
  #items: readonly Item[] = [];
  #lastKey = 0;

  /** Into this room, whichever is looked at when their turn comes. */
  constructor(room: string, files: () => RoomFiles | null, tell: () => void) {
    this.#room = room;
    this.#files = files;
    this.#tell = tell;
  }

  get items(): readonly Item[] {
    return this.#items;
  }

  get isBusy(): boolean {
    return this.#items.some(({ state }) => state === 'waiting' || state === 'sending');
  }

  get hasFailed(): boolean {
    return this.#items.some(({ state }) => state === 'failed');
  }

  /** Ids of those that are there. */
  get ids(): string[] {
    return this.#items.flatMap(({ file }) => file?.id ?? []);
  }

  /** Gives how many found no place. */
  add(blobs: readonly (Blob & { readonly name?: string })[], nameless: string): number {
    const room = fileLimits.maxPerMessage - this.#items.length;
    const taken = blobs.slice(0, Math.max(0, room));
    for (const blob of taken) this.#put({ blob, name: blob.name || nameless, size: blob.size });
    this.#next();
    return blobs.length - taken.length;
  }

  /** Takes one that is on the server already. */
  addKnown(file: AttachedFile): void {
    this.#put({ blob: null, name: file.name, size: file.size, state: 'there', sentBytes: file.size, file });
    this.#tell();
  }

  /** Puts another picture into the place of this one, under a key of its own: it is drawn anew. */
  replace(key: number, blob: Blob): void {
    this.#stop(key);
    const next = (this.#lastKey += 1);
    const ending = blob.type.replace('image/', '');
    this.#items = this.#items.map((item) =>
      item.key === key
        ? {
            ...{ key: next, blob, name: `${item.name.replace(/\.[^.]*$/, '')}.${ending}`, size: blob.size },
            ...{ state: 'waiting', sentBytes: 0, file: null, refusal: null },
          }
        : item,
    );
    this.#next();
  }

  retry(key: number): void {
    this.#change(key, { state: 'waiting', sentBytes: 0, refusal: null });
    this.#next();
  }

  remove(key: number): void {
    this.#stop(key);
    this.#items = this.#items.filter((item) => item.key !== key);
    this.#next();
  }

  /** They went with a message. */
  clear(): void {
    for (const { key } of this.#items) this.#stop(key, false);
    this.#items = [];
    this.#tell();
  }

  #put(item: Pick<Item, 'blob' | 'name' | 'size'> & Partial<Item>): void {
    const key = (this.#lastKey += 1);
    this.#items = [...this.#items, { state: 'waiting', sentBytes: 0, file: null, refusal: null, ...item, key }];
  }

  #change(key: number, values: Partial<Item>): void {
    this.#items = this.#items.map((item) => (item.key === key ? { ...item, ...values } : item));
    this.#tell();
  }

  /** `isGone`: nobody wants what is there of it. */
  #stop(key: number, isGone = true): void {
    this.#running.get(key)?.abort();
    this.#running.delete(key);
    const id = this.#items.find((item) => item.key === key)?.file?.id;
    // What cannot be removed now goes by itself.
    if (isGone && id)
      void this.#files()
        ?.discard(id)
        .catch(() => undefined);
  }

  #next(): void {
    this.#tell();
    for (const item of this.#items) {
      if (this.#running.size >= fileLimits.maxUploads) return;
      if (item.state === 'waiting' && item.blob) void this.#send(item.key, item.name, item.blob);
    }
  }

  async #send(key: number, name: string, blob: Blob): Promise<void> {
    const abort = new AbortController();
    this.#running.set(key, abort);
    this.#change(key, { state: 'sending' });
    const { signal } = abort;
    const onProgress = (sentBytes: number): void => {
      if (!signal.aborted) this.#change(key, { sentBytes });
    };
    try {
      const files = this.#files();
      if (!files) throw new Error('nobody has the room that the file goes into');
      const file = await files.upload(this.#room, blob, { name, signal, onProgress });
      if (!signal.aborted) this.#change(key, { state: 'there', file });
    } catch (error) {
      const refusal = error instanceof Refusal ? error.code : 'internal';
      if (!signal.aborted) this.#change(key, { state: 'failed', refusal });
    }
    if (this.#running.get(key) === abort) this.#running.delete(key);
    this.#next();
  }
}
