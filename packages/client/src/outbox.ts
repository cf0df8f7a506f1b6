/** The outbox: everything this person posted from this browser that is not known to be in the log, in order, stored. */
import type { Clock } from './clock.js';
import type { GuardedStorage } from './guarded-storage.js';
import { ackedEntry, claimedEntry, isOutdated, parseEntry, requeuedEntry, type OutboxEntry } from './outbox-entry.js';
import { storageKeys } from './storage-keys.js';

export type OutboxSeams = {
  readonly storage: GuardedStorage;
  readonly clock: Clock;
  /** Entries changed in memory. */
  changed(): void;
  /** Entries changed in the storage: other tabs should look. */
  stored(): void;
};

/** The outbox of one tab. Its memory is what the tab shows; the storage follows, and is where tabs meet. */
export class Outbox {
  readonly #seams: OutboxSeams;
  /** Of every person seen in this tab, ascending by `order`. */
  #entries: readonly OutboxEntry[] = [];
  #person = '';
  /** Who owns what is added: the person once their entries are read, nobody before. */
  #owner = '';
  /** Made by this tab or found when it started. */
  readonly #own = new Set<string>();
  readonly #beingStored = new Set<string>();
  #changes = 0;
  #adopted: Promise<void> = Promise.resolve();
  /** Who waits until what was made while nobody was known is stored. */
  readonly #whenClaimed: (() => void)[] = [];

  constructor(seams: OutboxSeams) {
    this.#seams = seams;
  }

  /** Id of the person whose entries these are; empty while nobody is known. */
  get person(): string {
    return this.#person;
  }

  /** Entries of this person in order of posting, those that nobody owns yet included. */
  get entries(): readonly OutboxEntry[] {
    return this.#entries.filter(({ person }) => person === this.#person || person === '');
  }

  /** Entries that may be sent: stored ones of this person. */
  get sendable(): readonly OutboxEntry[] {
    return this.entries.filter((entry) => !this.#beingStored.has(entry.cid));
  }

  isOwn(entry: OutboxEntry): boolean {
    return this.#own.has(entry.cid);
  }

  find(cid: string): OutboxEntry | undefined {
    return this.#entries.find((entry) => entry.cid === cid && entry.person === this.#person);
  }

  /** Adds a message. Resolves when it is stored, which it is not while nobody is known. */
  async add(
    message: Pick<OutboxEntry, 'cid' | 'room' | 'body' | 're' | 'files' | 'invites' | 'untilSolved' | 'isConfirmed'>,
  ): Promise<void> {
    const createdAt = this.#seams.clock.now();
    const order = Math.max(createdAt, (this.#entries.at(-1)?.order ?? 0) + 1);
    const rest = { createdAt, order, person: this.#owner, state: 'queued', refusal: null, acked: null } as const;
    this.#own.add(message.cid);
    await this.replace(Object.freeze({ ...message, ...rest, body: Object.freeze(message.body) }));
    if (rest.person === '') await new Promise<void>((resolve) => this.#whenClaimed.push(resolve));
  }

  /** Puts the entry in the place of the one with its cid. Resolves when it is stored. */
  async replace(entry: OutboxEntry): Promise<void> {
    this.#beingStored.add(entry.cid); // First: nothing may be sent before it is stored.
    this.#change([...this.#entries.filter((other) => other.cid !== entry.cid), entry]);
    if (entry.person === '') return;
    await this.#seams.storage.put(storageKeys.entry(entry.person, entry.cid), entry);
    this.#beingStored.delete(entry.cid);
    this.#seams.stored();
    this.#seams.changed();
  }

  /** The message is in the log: it is kept hidden for a day, then forgotten. */
  acknowledge(entry: OutboxEntry, seq: number, epoch: string): void {
    if (entry.acked?.epoch === epoch) return; // Its event and its answer both say so; one of them came first.
    const at = this.#seams.clock.now();
    void this.replace(ackedEntry(entry, seq, { at, epoch }));
    this.#remove(this.#entries.filter((other) => isOutdated(other, at)));
  }

  /** Offers a failed message again. */
  retry(cid: string): void {
    const entry = this.find(cid);
    if (entry?.state === 'failed') void this.replace(requeuedEntry(entry));
  }

  /** Forgets a failed message and returns its text; empty when there is none. */
  discard(cid: string): string {
    const entry = this.find(cid);
    if (entry?.state !== 'failed') return '';
    this.#remove([entry]);
    return entry.body.text;
  }

  /** Its words were taken back: they are not kept on this device either. */
  drop(cid: string): void {
    const entry = this.find(cid);
    if (entry) this.#remove([entry]);
  }

  /** It is known who is here. Resolves when the entries are theirs, those made while nobody was known included. */
  belongTo(person: string): Promise<void> {
    if (person === this.#person) return this.#adopted;
    this.#person = person;
    this.#owner = '';
    return (this.#adopted = this.#adopt(person));
  }

  /** Another tab changed the storage: takes over what is there. */
  async reload(): Promise<void> {
    await this.#adopted;
    await this.#read();
  }

  /** Forgets everything of this person. Returns how many messages were not sent. */
  async forget(): Promise<number> {
    await this.#adopted;
    await this.#read();
    const entries = this.entries;
    const keys = entries.map((entry) => storageKeys.entry(entry.person, entry.cid));
    this.#change(this.#entries.filter((entry) => !entries.includes(entry)));
    await this.#seams.storage.delete(keys);
    this.#seams.stored();
    return entries.filter((entry) => entry.state !== 'acked').length;
  }

  /** Reads what this person left behind, for which this tab answers, and stores after it what was made meanwhile. */
  async #adopt(person: string): Promise<void> {
    await this.#read();
    if (person !== this.#person) return;
    this.#owner = person;
    for (const entry of this.entries) this.#own.add(entry.cid);
    this.#remove(this.entries.filter((entry) => isOutdated(entry, this.#seams.clock.now())));
    let order = this.#entries.findLast((entry) => entry.person === person)?.order ?? 0;
    const made = this.#entries.filter((entry) => entry.person === '');
    const claimed = made.map((entry) => claimedEntry(entry, person, (order = Math.max(entry.order, order + 1))));
    await Promise.all(claimed.map((entry) => this.replace(entry)));
    for (const resolve of this.#whenClaimed.splice(0)) resolve();
  }

  async #read(): Promise<void> {
    const person = this.#person;
    const changes = this.#changes;
    const pairs = person === '' ? null : await this.#seams.storage.list(storageKeys.entries(person));
    if (!pairs) return;
    if (changes !== this.#changes) return this.#read(); // What came is older than what this tab did meanwhile.
    const stored = pairs.map(([, value]) => parseEntry(value)).filter((entry) => entry !== null);
    const cids = new Set(stored.map((entry) => entry.cid));
    const rest = this.#entries.filter(
      (entry) => entry.person !== person || (this.#beingStored.has(entry.cid) && !cids.has(entry.cid)),
    );
    this.#change([...rest, ...stored]);
  }

  #remove(entries: readonly OutboxEntry[]): void {
    if (entries.length === 0) return;
    this.#change(this.#entries.filter((entry) => !entries.includes(entry)));
    const keys = entries.map((entry) => storageKeys.entry(entry.person, entry.cid));
    void this.#seams.storage.delete(keys).then(() => this.#seams.stored());
  }

  #change(entries: readonly OutboxEntry[]): void {
    this.#changes++;
    this.#entries = [...entries].sort((a, b) => a.order - b.order);
    this.#seams.changed();
  }
}
