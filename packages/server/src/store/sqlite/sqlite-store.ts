/** The default engine: one SQLite file, one process, many appends a commit. */
import {
  limits,
  Refusal,
  type MessageDoc,
  type MessagePage,
  type RoomDoc,
  type Standing,
} from '@support-chat/protocol';
import type { Clock } from '../../clock.js';
import type { Append, Reader, Store, StoredAppend } from '../store.js';
import { Batch, eventOf } from './batch.js';
import { closeDatabase, openDatabase, requireDurable, type Database } from './database.js';
import { migrate } from './migrations.js';
import { RoomCache, type CachedRoom } from './room-cache.js';
import { prepareStatements, type Statements } from './statements.js';
import { isFatal, storageRefusalOf, unavailable } from './storage-error.js';

export type SqliteStoreOptions = {
  /** The database file; its directory is made when it is missing. */
  readonly path: string;
  readonly clock: Clock;
  /** How long a marker waits for an append to share its commit with. Default 250. */
  readonly markerDelayMs?: number;
  /** Pages the file may have, so that a full disk can be tried out. Default: no limit. */
  readonly maxPages?: number;
  /** Told once when the file can no longer be trusted. From then on every append is refused; restart the process. */
  readonly onFailure?: (error: unknown) => void;
};

type Waiting<Work, Result> = {
  readonly work: Work;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
};

type MarkerMove = { readonly room: string; readonly reader: Reader; readonly seq: number };

const maxNewestPages = 256;

/** Opens the store. Throws StoreOpenError when the file cannot be used. Reads every room document: about 1 KB a room. */
export function openSqliteStore(options: SqliteStoreOptions): Store {
  const database = openDatabase(options.path);
  try {
    migrate(database);
    if (options.maxPages) database.exec(`PRAGMA max_page_count = ${Math.trunc(options.maxPages)}`);
    return new SqliteStore(database, options);
  } catch (error) {
    closeDatabase(database);
    throw error;
  }
}

class SqliteStore implements Store {
  readonly epoch: string;
  readonly #database: Database;
  readonly #statements: Statements;
  readonly #clock: Clock;
  readonly #markerDelayMs: number;
  readonly #onFailure: (error: unknown) => void;
  readonly #cache = new RoomCache();
  /** Pages up to the head; one is good as long as the room has that head. */
  readonly #newestPages = new Map<string, MessagePage>();
  #appends: Waiting<Append, StoredAppend>[] = [];
  #moves: Waiting<MarkerMove, Standing>[] = [];
  #commitDue: NodeJS.Immediate | null = null;
  #cancelMarkerTimer: (() => void) | null = null;
  #state: 'open' | 'failed' | 'closed' = 'open';
  #appendCount = 0;
  #commitCount = 0;

  constructor(database: Database, options: SqliteStoreOptions) {
    this.#database = database;
    this.#statements = prepareStatements(database);
    this.#clock = options.clock;
    this.#markerDelayMs = options.markerDelayMs ?? 250;
    this.#onFailure = options.onFailure ?? (() => {});
    const epoch = this.#statements.epoch.get();
    if (!epoch) throw new TypeError('the database has no log_epoch');
    this.epoch = epoch.value;
    for (const { id, name, head, doc } of this.#statements.allRooms.all())
      this.#cache.put(name, { id, head, doc: Object.freeze(JSON.parse(doc) as RoomDoc) }); // Written by Batch as a RoomDoc.
  }

  append(append: Append): Promise<StoredAppend> {
    if (this.#state !== 'open') return Promise.reject(unavailable());
    return new Promise((resolve, reject) => {
      this.#appends.push({ work: append, resolve, reject });
      this.#scheduleCommit();
    });
  }

  read: Store['read'] = (room, { after, limit }) =>
    promise(() => {
      const id = this.#openRoom(room)?.id;
      if (id === undefined) return [];
      return this.#cache.tail(room, after, limit) ?? this.#statements.eventsAfter.all(id, after, limit).map(eventOf);
    });

  page: Store['page'] = (name, range) =>
    promise(() => {
      const room = this.#openRoom(name);
      if (!room) return { from: 1, messages: [], head: 0 };
      if (range.before <= room.head) return this.#readPage(room, range);
      // Everybody who opens the room asks for the newest page; when thousands come back at once, it is read once.
      const key = `${range.isStaff ? 'staff' : 'others'} ${range.limit} ${name}`;
      const newest = this.#newestPages.get(key);
      if (newest?.head === room.head) return newest;
      const page = this.#readPage(room, range);
      if (this.#newestPages.size >= maxNewestPages) this.#newestPages.clear();
      this.#newestPages.set(key, page);
      return page;
    });

  room: Store['room'] = (name) =>
    promise(() => {
      const room = this.#openRoom(name);
      return room ? { room: room.doc, head: room.head } : null;
    });

  rooms: Store['rooms'] = () =>
    promise(() => {
      const rooms = this.#cache.values().map(({ doc, head }) => ({ room: doc, head }));
      return rooms.sort((a, b) => (a.room.name < b.room.name ? -1 : 1));
    });

  heads: Store['heads'] = (names) =>
    promise(() => {
      const heads = new Map<string, number>();
      for (const name of names) heads.set(name, this.#cache.get(name)?.head ?? 0);
      return heads;
    });

  standing: Store['standing'] = (room, reader) => promise(() => this.#standing(room, reader));

  moveMarker(name: string, reader: Reader, seq: number): Promise<Standing> {
    if (this.#state !== 'open') return Promise.reject(unavailable());
    const room = this.#cache.get(name);
    const isNews = room && Math.min(seq, room.head) > this.#marker(room, reader.person);
    if (!isNews) return this.standing(name, reader);
    return new Promise((resolve, reject) => {
      this.#moves.push({ work: { room: name, reader, seq }, resolve, reject });
      this.#cancelMarkerTimer ??= this.#clock.after(this.#markerDelayMs, () => this.#scheduleCommit());
    });
  }

  durability: Store['durability'] = () => {
    if (this.#state !== 'open') throw unavailable();
    requireDurable(this.#database);
    return { engine: 'sqlite', durability: 'full' };
  };

  counts: Store['counts'] = () => ({ appends: this.#appendCount, commits: this.#commitCount });

  close: Store['close'] = () =>
    promise(() => {
      if (this.#state === 'closed') return;
      if (this.#commitDue) clearImmediate(this.#commitDue);
      this.#commit();
      const isFailed = this.#state === 'failed';
      this.#state = 'closed';
      // What the disk did not take before is left as it is: the next start recovers from the log.
      if (isFailed) this.#database.close();
      else closeDatabase(this.#database);
    });

  /** Every append that arrives before the event loop comes round again shares one transaction and one fsync. */
  #scheduleCommit(): void {
    this.#commitDue ??= setImmediate(() => this.#commit());
  }

  #commit(): void {
    this.#commitDue = null;
    this.#cancelMarkerTimer?.();
    this.#cancelMarkerTimer = null;
    const appends = this.#appends.splice(0);
    const moves = this.#moves.splice(0);
    if (appends.length + moves.length > 0) this.#commitTogether(appends, moves);
  }

  #commitTogether(appends: Waiting<Append, StoredAppend>[], moves: Waiting<MarkerMove, Standing>[]): void {
    if (this.#state !== 'open') return rejectAll([...appends, ...moves], unavailable());
    const answers: (() => void)[] = [];
    const batch = new Batch(this.#statements, this.#cache, () => this.#clock.now());
    let written = 0;
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      for (const append of appends) {
        const outcome = appendOrRefuse(batch, append.work);
        if (!(outcome instanceof Refusal) && !outcome.dup) written += 1;
        answers.push(() => answer(append, outcome));
      }
      for (const { work } of moves) batch.moveMarker(work.room, work.reader.person, work.seq);
      batch.finish();
      this.#database.exec('COMMIT');
    } catch (error) {
      return this.#undo(error, appends, moves);
    }
    batch.publish();
    this.#appendCount += written;
    this.#commitCount += 1;
    for (const give of answers) give();
    for (const { work, resolve } of moves) resolve(this.#standing(work.room, work.reader));
  }

  #undo(error: unknown, appends: Waiting<Append, StoredAppend>[], moves: Waiting<MarkerMove, Standing>[]): void {
    try {
      this.#database.exec('ROLLBACK');
    } catch {
      // SQLite has rolled back by itself, as it does when the disk is full; there is nothing left to undo.
    }
    const refusal = storageRefusalOf(error);
    if (isFatal(error)) {
      this.#state = 'failed';
      this.#onFailure(error);
    }
    if (refusal) return rejectAll([...appends, ...moves], refusal);
    // One of them is at fault: alone, it fails alone.
    if (appends.length + moves.length <= 1) return rejectAll([...appends, ...moves], error);
    for (const append of appends) this.#commitTogether([append], []);
    for (const move of moves) this.#commitTogether([], [move]);
  }

  #readPage(room: CachedRoom, { before, limit, isStaff }: Parameters<Store['page']>[1]): MessagePage {
    const rows = this.#statements.messagesBefore.all(room.id, before, isStaff ? 1 : 0, limit + 1);
    const hasOlder = rows.length > limit;
    // Written by Batch as a MessageDoc.
    const messages = rows.slice(0, limit).map((row) => JSON.parse(row.doc) as MessageDoc);
    messages.reverse();
    return Object.freeze({ from: hasOlder ? (messages[0]?.seq ?? before) : 1, messages, head: room.head });
  }

  #openRoom(name: string): CachedRoom | undefined {
    if (this.#state === 'closed') throw unavailable();
    return this.#cache.get(name);
  }

  #marker(room: CachedRoom, person: string): number {
    return this.#statements.marker.get(room.id, person)?.seq ?? 0;
  }

  #standing(name: string, reader: Reader): Standing {
    const room = this.#openRoom(name);
    if (!room) return { marker: 0, unread: 0, head: 0 };
    const { id, head } = room;
    const marker = this.#marker(room, reader.person);
    if (marker >= head) return { marker, unread: 0, head };
    const isStaff = reader.isStaff ? 1 : 0;
    const counted = this.#statements.unread.get(id, marker, reader.person, isStaff, limits.maxUnreadCounted);
    return { marker, unread: counted?.unread ?? 0, head };
  }
}

function appendOrRefuse(batch: Batch, append: Append): StoredAppend | Refusal {
  try {
    return batch.append(append);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function answer({ resolve, reject }: Waiting<Append, StoredAppend>, outcome: StoredAppend | Refusal): void {
  if (outcome instanceof Refusal) reject(outcome);
  else resolve(outcome);
}

/** What a synchronous engine gives, in the shape of the seam: a throw becomes a rejection. */
function promise<T>(read: () => T): Promise<T> {
  return new Promise((resolve) => resolve(read()));
}

function rejectAll(waiting: readonly Waiting<unknown, never>[], error: unknown): void {
  for (const { reject } of waiting) reject(error);
}
