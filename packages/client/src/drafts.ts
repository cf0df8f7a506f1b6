/** What the person has typed and not posted, per room: written at once, then a few times a second, and when the page is left. */
import type { Clock } from './clock.js';
import type { GuardedStorage } from './guarded-storage.js';
import { storageKeys } from './storage-keys.js';

const restMs = 300;

export type DraftSeams = { readonly storage: GuardedStorage; readonly clock: Clock };

/** The drafts of one tab. */
export class Drafts {
  readonly #seams: DraftSeams;
  #person = '';
  /** What this tab kept, by room. */
  readonly #texts = new Map<string, string>();
  readonly #unwritten = new Set<string>();
  /** Ends the rest after a write; null when nothing was written lately. */
  #endRest: (() => void) | null = null;
  #endWait: () => void = () => undefined;
  /** Resolves when the person is known, or never will be. */
  readonly #known = new Promise<void>((resolve) => (this.#endWait = resolve));

  constructor(seams: DraftSeams) {
    this.#seams = seams;
  }

  /** The draft of a room; empty when there is none. One that is stored waits until the person is known. */
  async read(room: string): Promise<string> {
    if (!this.#texts.has(room)) await this.#known;
    const here = this.#texts.get(room);
    const person = this.#person;
    if (here !== undefined || person === '') return here ?? '';
    const key = storageKeys.draft(person, room);
    const pairs = await this.#seams.storage.list(key);
    if (person !== this.#person) return this.read(room);
    const stored = pairs?.find(([name]) => name === key)?.[1];
    return this.#texts.get(room) ?? (typeof stored === 'string' ? stored : '');
  }

  /** Keeps the text in place of the one before; an empty one forgets it. */
  keep(room: string, text: string): void {
    if (this.#texts.get(room) === text) return;
    this.#texts.set(room, text);
    this.#unwritten.add(room);
    if (!this.#endRest) this.#writeAndRest();
  }

  /** Writes what is not written. Nothing is, while nobody is known. */
  flush(): void {
    if (this.#person === '') return;
    for (const room of this.#unwritten) void this.#write(room, this.#texts.get(room) ?? '');
    this.#unwritten.clear();
  }

  /** These are the drafts of this person from now on, with what was kept while nobody was known. */
  belongTo(person: string): void {
    if (this.#person !== '' && this.#person !== person) {
      this.flush();
      this.#texts.clear();
    }
    this.#person = person;
    this.flush();
    this.#endWait();
  }

  /** Writes what is not written, and lets nobody wait any more. */
  close(): void {
    this.#endRest?.();
    this.flush();
    this.#endWait();
  }

  /** Forgets every draft of this person. */
  async forget(): Promise<void> {
    this.#texts.clear();
    this.#unwritten.clear();
    if (this.#person === '') return;
    const pairs = await this.#seams.storage.list(storageKeys.drafts(this.#person));
    await this.#seams.storage.delete((pairs ?? []).map(([key]) => key));
  }

  #writeAndRest(): void {
    this.flush();
    this.#endRest = this.#seams.clock.after(restMs, () => {
      this.#endRest = null;
      if (this.#unwritten.size > 0) this.#writeAndRest();
    });
  }

  #write(room: string, text: string): Promise<void> {
    const key = storageKeys.draft(this.#person, room);
    return text === '' ? this.#seams.storage.delete([key]) : this.#seams.storage.put(key, text);
  }
}
