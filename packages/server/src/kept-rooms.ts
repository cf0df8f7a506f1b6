/** What is made of a room's log and kept in memory, as far as the log when it is asked for. */
import type { Store } from './store/store.js';

type Kept<T> = {
  readonly epoch: string;
  readonly value: T;
  /** The event up to which the value knows the room. */
  head: number;
  /** The reading under way. */
  reading: Promise<void>;
};

const maxRooms = 200;

export class KeptRooms<T> {
  readonly #store: Store;
  readonly #options: KeptOptions<T>;
  /** The one used longest ago comes first. */
  readonly #rooms = new Map<string, Kept<T>>();

  constructor(store: Store, options: KeptOptions<T>) {
    this.#store = store;
    this.#options = options;
  }

  /** The value of a room that is at `head` or later. */
  async at(room: string, head: number): Promise<T> {
    const kept = this.#keptOf(room);
    if (kept.head < head) {
      // One after the other: what the first has read, the next need not.
      kept.reading = kept.reading.catch(() => undefined).then(() => this.#readOn(room, kept, head));
      await kept.reading;
    }
    return kept.value;
  }

  #keptOf(room: string): Kept<T> {
    const { epoch } = this.#store;
    const before = this.#rooms.get(room);
    const kept =
      before?.epoch === epoch ? before : { epoch, value: this.#options.make(), head: 0, reading: Promise.resolve() };
    this.#rooms.delete(room);
    this.#rooms.set(room, kept);
    this.#forgetSome();
    return kept;
  }

  async #readOn(room: string, kept: Kept<T>, head: number): Promise<void> {
    if (kept.head >= head) return;
    await this.#options.readOn(kept.value, { room, after: kept.head, head });
    kept.head = head;
  }

  #forgetSome(): void {
    let size = 0;
    for (const { value } of this.#rooms.values()) size += this.#options.sizeOf(value);
    for (const [room, { value }] of this.#rooms) {
      if ((size <= this.#options.maxSize && this.#rooms.size <= maxRooms) || this.#rooms.size === 1) return;
      size -= this.#options.sizeOf(value);
      this.#rooms.delete(room);
    }
  }
}

export type KeptOptions<T> = {
  make(): T;
  /** Takes what is in the log after `after`, up to `head` at least. Taking something twice must change nothing. */
  readOn(value: T, range: { readonly room: string; readonly after: number; readonly head: number }): Promise<void>;
  sizeOf(value: T): number;
  /** Of all values together; the one used longest ago goes first. */
  readonly maxSize: number;
};
