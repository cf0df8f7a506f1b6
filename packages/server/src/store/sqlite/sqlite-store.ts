/** The default engine: one SQLite file, one process, many appends a commit. */
import { dirname, join } from 'node:path';
import { limits, type MessageDoc, type MessagePage, type RoomDoc, type Standing } from '@support-chat/protocol';
import type { Clock } from '../../clock.js';
import { Batch, noRoom, type OpenRoom } from '../batch.js';
import { newEpoch } from '../epoch.js';
import { eventOf, type EventRow } from '../event-row.js';
import { GroupCommit, outcomeOf, type Outcome, type Work } from '../group-commit.js';
import { SqliteIndex } from '../../search/sqlite-index.js';
import { createSaltMaker } from '../salt.js';
import type { Append, Reader, Store } from '../store.js';
import { unavailable } from '../unavailable.js';
import { openDatabase, openDatabaseToRead, requireDurable, type Database, type OpenDatabase } from './database.js';
import { SqliteFileRows } from './file-rows.js';
import { migrate, requireCurrent } from './migrations.js';
import { RoomCache, type CachedRoom } from './room-cache.js';
import { Retractions } from './retractions.js';
import { RoomTimes } from './room-times.js';
import { SideTables } from './side-tables.js';
import { prepareStatements, type Statements } from './statements.js';
import { idIn, writeChanges } from './write-changes.js';
import { isFatal, storageRefusalOf } from './storage-error.js';

export type SqliteStoreOptions = {
  /** The database file; its directory is made when it is missing. */
  readonly path: string;
  readonly clock: Clock;
  /** Opens the file as it is, to read it while a server writes it; heads are those of this moment. */
  readonly isReader?: boolean;
  /** From the start of one commit to that of the next, unless many wait. Default 5. */
  readonly restMs?: number;
  /** How long a marker waits for an append to share its commit with. Default 250. */
  readonly markerDelayMs?: number;
  /** Pages the file may have, so that a full disk can be tried out. Default: no limit. */
  readonly maxPages?: number;
  /** Told once when the file can no longer be trusted. From then on every append is refused; restart the process. */
  readonly onFailure?: (error: unknown) => void;
};

const maxNewestPages = 256;

/** Opens the store. Throws StoreOpenError when the file cannot be used. Reads every room document: about 1 KB a room. */
export function openSqliteStore(options: SqliteStoreOptions): Store {
  const opened = options.isReader ? openDatabaseToRead(options.path) : openDatabase(options.path);
  try {
    if (options.isReader) requireCurrent(opened.database);
    else migrate(opened.database);
    if (options.maxPages) opened.database.exec(`PRAGMA max_page_count = ${Math.trunc(options.maxPages)}`);
    return new SqliteStore(opened, options);
  } catch (error) {
    opened.close();
    throw error;
  }
}

class SqliteStore implements Store {
  #epoch: string;
  readonly #database: Database;
  readonly #closeDatabase: () => void;
  readonly #statements: Statements;
  readonly #clock: Clock;
  readonly #commits: GroupCommit;
  readonly #makeSalt = createSaltMaker();
  readonly #cache = new RoomCache();
  /** Pages up to the head; one is good as long as the room has that head. */
  readonly #newestPages = new Map<string, MessagePage>();
  readonly #tables: SideTables;
  readonly #times: RoomTimes;
  readonly #retractions: Retractions;
  readonly search: SqliteIndex;
  readonly files: SqliteFileRows;
  #isClosed = false;

  constructor({ database, close }: OpenDatabase, options: SqliteStoreOptions) {
    this.#database = database;
    this.#closeDatabase = close;
    this.#statements = prepareStatements(database);
    this.#clock = options.clock;
    const { clock, restMs, markerDelayMs, onFailure } = options;
    this.#commits = new GroupCommit(
      { commit: (work) => promise(() => this.#commit(work)), refusalOf: storageRefusalOf, isFatal },
      { clock, restMs, markerDelayMs, onFailure },
    );
    const seams = {
      ...{ database: this.#database, statements: this.#statements },
      roomOf: (room: string) => this.#openRoom(room),
      idOf: (room: string) => this.#openRoom(room)?.id,
      forgetRecent: (room: string) => this.#cache.forgetRecent(room),
      requireWritable: () => this.#requireWritable(),
      run: <T>(work: () => T) => this.#try(work),
      inTransaction: <T>(work: () => T) => this.#inTransaction(work),
    };
    this.files = new SqliteFileRows(seams);
    this.#tables = new SideTables(seams);
    this.#times = new RoomTimes(seams);
    this.#retractions = new Retractions({ ...seams, emptyLogOfWrites: () => this.#times.emptyLogOfWrites() });
    this.search = new SqliteIndex({ path: join(dirname(options.path), 'search.db'), epoch: () => this.#epoch });
    const epoch = this.#statements.epoch.get();
    if (!epoch) throw new TypeError('the database has no log_epoch');
    this.#epoch = epoch.value;
    for (const { id, name, head, chain, doc } of this.#statements.allRooms.all())
      // Written by #write as a RoomDoc.
      this.#cache.put(name, { id, head, chain, doc: Object.freeze(JSON.parse(doc) as RoomDoc) });
  }

  get epoch(): string {
    return this.#epoch;
  }

  append: Store['append'] = (append) => this.#commits.append(append);

  read: Store['read'] = (room, { after, limit }) =>
    this.#try(() => {
      const id = this.#openRoom(room)?.id;
      if (id === undefined) return [];
      const recent = this.#cache.tail(room, after, limit);
      if (recent) return recent;
      const events = this.#statements.eventsAfter.all(id, after, limit).map(eventOf);
      this.#cache.keep(room, events);
      return events;
    });

  page: Store['page'] = (name, range) =>
    this.#try(() => {
      const room = this.#openRoom(name);
      if (!room) return { from: 1, messages: [], head: 0 };
      if (range.before <= room.head || (range.from ?? 1) > 1) return this.#readPage(room, range);
      // Everybody who opens the room asks for the newest page; when thousands come back at once, it is read once.
      const key = `${range.isStaff ? 'staff' : 'others'} ${range.limit} ${name}`;
      const newest = this.#newestPages.get(key);
      if (newest?.head === room.head) return newest;
      const page = this.#readPage(room, range);
      if (this.#newestPages.size >= maxNewestPages) this.#newestPages.clear();
      this.#newestPages.set(key, page);
      return page;
    });

  messages: Store['messages'] = (name, seqs) =>
    this.#try(() => (this.#openRoom(name) ? seqs.flatMap((seq) => this.#message(name, seq) ?? []) : []));

  room: Store['room'] = (name) =>
    this.#try(() => {
      const room = this.#openRoom(name);
      return room ? { room: room.doc, head: room.head } : null;
    });

  rooms: Store['rooms'] = (which) =>
    this.#try(() => {
      const isAsked = ({ doc }: CachedRoom): boolean => which !== 'without lanes' || doc.kind !== 'lane';
      const found = this.#cache.values().filter(isAsked);
      const rooms = found.map(({ doc, head }) => ({ room: doc, head }));
      return rooms.sort((a, b) => (a.room.name < b.room.name ? -1 : 1));
    });

  lanes: Store['lanes'] = (of) =>
    this.#try(() => {
      this.#openRoom(of);
      const lanes = this.#cache.values().filter(({ doc }) => doc.name.startsWith(`${of}~`));
      return lanes.map(({ doc, head }) => ({ room: doc, head })).sort((a, b) => (a.room.name < b.room.name ? -1 : 1));
    });

  dueRooms: Store['dueRooms'] = (now, limit) => this.#times.dueRooms(now, limit);
  putOffRoom: Store['putOffRoom'] = (room, dueAt) => this.#times.putOffRoom(room, dueAt);
  erase: Store['erase'] = (room) => this.#times.erase(room);
  retractions: Store['retractions'] = (limit, after) => this.#retractions.retractions(limit, after);
  eraseWords: Store['eraseWords'] = (messages) => this.#retractions.eraseWords(messages);

  heads: Store['heads'] = (names) =>
    this.#try(() => {
      const heads = new Map<string, number>();
      for (const name of names ?? this.#cache.names()) heads.set(name, this.#cache.get(name)?.head ?? 0);
      return heads;
    });

  standing: Store['standing'] = (room, reader) => this.#try(() => this.#standing(room, reader));

  standings: Store['standings'] = (reader) =>
    this.#try(() => new Map([...this.#cache.names()].map((name) => [name, this.#standing(name, reader)])));

  async moveMarker(name: string, reader: Reader, seq: number): Promise<Standing> {
    if (!this.#commits.isOpen) throw unavailable();
    const isNews = this.#run(() => {
      const room = this.#openRoom(name);
      return room && Math.min(seq, room.head) > this.#marker(room, reader.person);
    });
    if (isNews) await this.#commits.moveMarker({ room: name, person: reader.person, seq });
    return this.standing(name, reader);
  }

  readRows: Store['readRows'] = (name, { after, limit }) =>
    this.#try(() => {
      const room = this.#openRoom(name);
      if (!room) return null;
      const rows = this.#statements.eventsAfter.all(room.id, after, limit).map((row) => ({ ...row }));
      return { rows, chain: room.chain };
    });

  readMarkers: Store['readMarkers'] = (name) =>
    this.#try(() => {
      const room = this.#openRoom(name);
      return room ? this.#statements.markers.all(room.id).map((row) => ({ ...row })) : [];
    });

  adopt: Store['adopt'] = (name, { rows, markers = [] }) =>
    this.#try(() => {
      if (!this.#commits.isOpen) throw unavailable();
      this.#transact([name], (batch) => {
        batch.adopt(name, rows);
        for (const { person, seq } of markers) batch.moveMarker(name, person, seq);
      });
    });

  messagesAt: Store['messagesAt'] = (places) => this.#tables.messagesAt(places);
  signOut: Store['signOut'] = (person, at) => this.#tables.signOut(person, at);
  signOuts: Store['signOuts'] = (since) => this.#tables.signOuts(since);
  setBusy: Store['setBusy'] = (person, isBusy) => this.#tables.setBusy(person, isBusy);
  busyPeople: Store['busyPeople'] = () => this.#tables.busyPeople();
  member: Store['member'] = (room, person) => this.#tables.member(room, person);
  members: Store['members'] = (room) => this.#tables.members(room);
  memberships: Store['memberships'] = (person) => this.#tables.memberships(person);
  dueQuestions: Store['dueQuestions'] = (now, limit) => this.#tables.dueQuestions(now, limit);
  putOff: Store['putOff'] = (question, dueAt) => this.#tables.putOff(question, dueAt);
  queue: Store['queue'] = (after, limit) => this.#tables.queue(after, limit);
  movedTo: Store['movedTo'] = (message) => this.#tables.movedTo(message);
  questionsAfter: Store['questionsAfter'] = (room, seq) => this.#tables.questionsAfter(room, seq);
  readQuestions: Store['readQuestions'] = (room) => this.#tables.readQuestions(room);

  problemsOf: Store['problemsOf'] = (room, person) => this.#tables.problemsOf(room, person);
  readAffected: Store['readAffected'] = (room) => this.#tables.readAffected(room);
  callsOf: Store['callsOf'] = (person, limit) => this.#tables.callsOf(person, limit);
  readCalls: Store['readCalls'] = (room) => this.#tables.readCalls(room);
  keepPeople: Store['keepPeople'] = (people) => this.#tables.keepPeople(people);
  findPeople: Store['findPeople'] = (patterns, limit) => this.#tables.findPeople(patterns, limit);
  knownPeople: Store['knownPeople'] = (ids) => this.#tables.knownPeople(ids);
  readPeople: Store['readPeople'] = (after, limit) => this.#tables.readPeople(after, limit);

  cannedFor: Store['cannedFor'] = (user, after, limit) => this.#tables.cannedFor(user, after, limit);
  cannedIn: Store['cannedIn'] = (place, limit) => this.#tables.cannedIn(place, limit);
  canned: Store['canned'] = (id) => this.#tables.canned(id);
  countCanned: Store['countCanned'] = (place) => this.#tables.countCanned(place);
  putCanned: Store['putCanned'] = (row, rev) => this.#tables.putCanned(row, rev);
  dropCanned: Store['dropCanned'] = (id, rev) => this.#tables.dropCanned(id, rev);
  readCanned: Store['readCanned'] = (after, limit) => this.#tables.readCanned(after, limit);

  beginEpoch: Store['beginEpoch'] = (epoch = newEpoch()) =>
    this.#try(() => {
      this.#statements.setEpoch.run(epoch);
      this.#epoch = epoch;
    });

  durability: Store['durability'] = () =>
    this.#try(() => {
      if (!this.#commits.isOpen) throw unavailable();
      requireDurable(this.#database);
      return { engine: 'sqlite', durability: 'full' };
    });

  counts: Store['counts'] = () => this.#commits.counts();

  close: Store['close'] = async () => {
    if (this.#isClosed) return;
    await this.#commits.close();
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.search.close();
    this.#closeDatabase();
  };

  /** Runs something outside the commits in company; an error of the file counts as it does there. */
  #run<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      if (isFatal(error)) this.#commits.fail(error);
      throw storageRefusalOf(error) ?? error;
    }
  }

  #try<T>(run: () => T): Promise<T> {
    return promise(() => this.#run(run));
  }

  #commit(work: Work): Outcome[] {
    return this.#transact(roomsOf(work), (batch) => {
      const outcomes = work.appends.map((append) =>
        outcomeOf(() => {
          this.#tellWhatItNeeds(batch, append);
          return batch.append(append, this.#rowsOf(append));
        }),
      );
      for (const { room, person, seq } of work.moves) batch.moveMarker(room, person, seq);
      return outcomes;
    });
  }

  /** Plans and writes in one transaction, then makes known what it did. */
  #transact<T>(rooms: Iterable<string>, plan: (batch: Batch) => T): T {
    const batch = new Batch({ now: () => this.#clock.now(), makeSalt: this.#makeSalt });
    const { result, changes, ids } = this.#inTransaction(() => {
      for (const room of rooms) batch.open(room, this.#hold(room));
      const planned = plan(batch);
      const made = batch.finish(({ room, seq }) => this.#message(room, seq));
      return {
        result: planned,
        changes: made,
        ids: writeChanges(made, {
          statements: this.#statements,
          files: this.files,
          idOf: (room) => this.#cache.get(room)?.id,
        }),
      };
    });
    for (const [name, { doc, head, chain, added }] of changes.rooms)
      this.#cache.put(name, { id: idIn(ids, name), doc, head, chain }, added);
    return result;
  }

  #inTransaction<T>(work: () => T): T {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  #requireWritable(): void {
    if (!this.#commits.isOpen) throw unavailable();
  }

  #rollBack(): void {
    try {
      this.#database.exec('ROLLBACK');
    } catch {
      // SQLite has rolled back by itself, as it does when the disk is full; there is nothing left to undo.
    }
  }

  /** A room inside the transaction. The number comes from its row; memory only saves reading the document again. */
  #hold(name: string): OpenRoom {
    const cached = this.#cache.get(name);
    if (!cached) return noRoom;
    if (this.#statements.headOf.get(cached.id)?.head !== cached.head)
      throw new TypeError(`the head of room ${name} is not the one in memory`);
    return cached;
  }

  #rowsOf({ room, by, cid }: Append): EventRow[] {
    const id = this.#cache.get(room)?.id;
    return id === undefined ? [] : this.#statements.eventsOfCommand.all(id, by.id, cid);
  }

  #tellWhatItNeeds(batch: Batch, { room, by, about = [], members = [], files = [], beside, affects }: Append): void {
    for (const name of [beside ?? []].flat()) {
      const other = this.#cache.get(name);
      if (other) batch.see(other.doc);
    }
    for (const person of this.#cache.get(room)?.doc.members ? [by.id, ...members] : []) {
      const member = this.#tables.memberIn(room, person);
      if (member) batch.knowMember(room, member);
    }
    if (affects && this.#tables.isAffected(room, by.id, affects))
      batch.knowAffected(room, { problem: affects, person: by.id });
    for (const id of files) {
      const file = this.files.find(id);
      if (file) batch.knowFile(file);
    }
    for (const seq of about) {
      const message = this.#message(room, seq);
      if (message) batch.know(room, message);
    }
  }

  #message(room: string, seq: number): MessageDoc | undefined {
    const id = this.#cache.get(room)?.id;
    const row = id === undefined ? undefined : this.#statements.message.get(id, seq);
    // Written by #write as a MessageDoc.
    return row && (JSON.parse(row.doc) as MessageDoc);
  }

  #readPage(room: CachedRoom, { before, limit, isStaff, from = 1 }: Parameters<Store['page']>[1]): MessagePage {
    const rows = this.#statements.messagesBefore.all(room.id, before, from, isStaff ? 1 : 0, limit + 1);
    const hasOlder = rows.length > limit;
    // Written by Batch as a MessageDoc.
    const messages = rows.slice(0, limit).map((row) => JSON.parse(row.doc) as MessageDoc);
    messages.reverse();
    return Object.freeze({ from: hasOlder ? (messages[0]?.seq ?? before) : 1, messages, head: room.head });
  }

  #openRoom(name: string): CachedRoom | undefined {
    if (this.#isClosed) throw unavailable();
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
    const max = limits.maxUnreadCounted;
    const seen = Math.max(marker, (reader.from ?? 1) - 1);
    const unread =
      this.#cache.unread(name, seen, reader, max) ??
      this.#statements.unread.get(id, seen, reader.person, reader.isStaff ? 1 : 0, max)?.unread ??
      0;
    return { marker, unread, head };
  }
}

function roomsOf({ appends, moves }: Work): Set<string> {
  return new Set([...appends, ...moves].map(({ room }) => room));
}

/** What a synchronous engine gives, in the shape of the seam: a throw becomes a rejection. */
function promise<T>(read: () => T): Promise<T> {
  return new Promise((resolve) => resolve(read()));
}
