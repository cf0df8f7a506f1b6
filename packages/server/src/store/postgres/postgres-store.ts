/** The engine for several nodes: PostgreSQL holds the truth, the row of a room gives its numbers. */
import { limits, type MemberDoc, type MessageDoc, type RoomDoc, type Standing } from '@support-chat/protocol';
import type { Clock } from '../../clock.js';
import { cannedReplyOf, cannedRowOf, cannedValuesOf } from '../canned-row.js';
import { newEpoch } from '../epoch.js';
import { eventOf } from '../event-row.js';
import { GroupCommit, type Outcome, type Work } from '../group-commit.js';
import { PostgresIndex } from '../../search/postgres-index.js';
import { StoreOpenError } from '../store-open-error.js';
import { directoryRowOf, fourPatterns } from '../person-row.js';
import type { Reader, Store } from '../store.js';
import { unavailable } from '../unavailable.js';
import { Connections, type Query } from './connections.js';
import { knownEpoch, readEpoch, writeEpoch, writtenEpoch } from './epoch.js';
import { PostgresFileRows } from './file-rows.js';
import { migrate, requireCurrent } from './migrations.js';
import { Retractions } from './retractions.js';
import { RoomTimes } from './room-times.js';
import { prepareStatements, type RoomRow, type Statements } from './statements.js';
import { isCollision, isHeldUp, refusalOfFault } from './storage-error.js';
import { Writer } from './writer.js';

export type PostgresStoreOptions = {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  readonly clock: Clock;
  /** Opens the database as it is, to read it while servers write it; changes and locks nothing. */
  readonly isReader?: boolean;
  /** Where the tables are; made when it is missing. Default `support_chat`. */
  readonly schema?: string;
  /** Connections of this node at a time. Default 10. */
  readonly maxConnections?: number;
  /** How long a statement may take before its connection is given up. Default 10 seconds. */
  readonly patienceMs?: number;
  /** How long a marker waits for an append to share its commit with. Default 250. */
  readonly markerDelayMs?: number;
  /** Told when the database may lack what was acknowledged; `epoch` is another one then. */
  readonly onEpoch?: () => void;
  /** Told of connections that break while nobody uses them. */
  readonly onError?: (error: Error) => void;
};

/** Transactions of one node at a time; the rest of the connections is for reading. */
const maxCommitsAtOnce = 4;
const maxCollisions = 5;

/** For the row of a room: alone, and in company, where the other rooms wait as well. */
const lockMs = { alone: 3_000, inCompany: 1_000 } as const;

/** Opens the store. Throws StoreOpenError when the database cannot be reached, or would not keep what it acknowledges. */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const store = new PostgresStore(options);
  try {
    await store.open();
    return store;
  } catch (error) {
    await store.close();
    if (error instanceof StoreOpenError) throw error;
    throw new StoreOpenError(`cannot use ${withoutPassword(options.url)}: ${messageOf(error)}`, { cause: error });
  }
}

class PostgresStore implements Store {
  readonly #schema: string;
  readonly #isReader: boolean;
  readonly #connections: Connections;
  readonly #statements: Statements;
  readonly #commits: GroupCommit;
  readonly #writer: Writer;
  readonly #times: RoomTimes;
  readonly #retractions: Retractions;
  readonly search: PostgresIndex;
  readonly files: PostgresFileRows;
  readonly #onEpoch: () => void;
  #epoch: string | null = null;
  readonly #moving = new Set<Promise<Standing>>();
  #closing: Promise<void> | null = null;
  #isClosed = false;

  constructor(options: PostgresStoreOptions) {
    const { url, clock, schema = 'support_chat', markerDelayMs, maxConnections = 10 } = options;
    if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema))
      throw new StoreOpenError(`expected a schema of small letters, digits and _, got "${schema}"`);
    this.#schema = schema;
    this.#isReader = options.isReader ?? false;
    this.#statements = prepareStatements(schema);
    this.#onEpoch = options.onEpoch ?? (() => {});
    this.#connections = new Connections({
      url,
      max: Math.max(maxConnections, 2),
      patienceMs: options.patienceMs ?? 10_000,
      isReader: this.#isReader,
      check: (query) => this.#checkPlace(query),
      onError: options.onError ?? (() => {}),
    });
    const inTables = {
      statements: this.#statements,
      read: <T>(read: (query: Query) => Promise<T>): Promise<T> => this.#read(read),
      write: <T>(write: (query: Query) => Promise<T>): Promise<T> => {
        if (!this.#commits.isOpen) throw unavailable();
        return refusing(this.#connections.transact(write));
      },
    };
    this.files = new PostgresFileRows({ ...inTables, schema });
    this.#writer = new Writer({ statements: this.#statements, files: this.files, clock });
    this.#times = new RoomTimes(inTables);
    this.#retractions = new Retractions(inTables);
    this.search = new PostgresIndex({
      ...{ connections: this.#connections, schema, now: () => clock.now() },
      read: (read) => this.#read(read),
    });
    this.#commits = new GroupCommit(
      { commit: (work) => this.#commit(work), refusalOf: refusalOfFault, isFatal: () => false, isHeldUp },
      { clock, markerDelayMs, maxAtOnce: Math.min(maxCommitsAtOnce, Math.ceil(maxConnections / 2)) },
    );
  }

  get epoch(): string {
    if (this.#epoch === null) throw new TypeError('the store is not open');
    return this.#epoch;
  }

  /** Call once, before anything else. */
  async open(): Promise<void> {
    if (this.#isReader)
      return this.#connections.use(async (query) => {
        await requireCurrent(query, this.#schema);
        this.#epoch = await writtenEpoch(query, this.#schema);
      });
    await this.#connections.transact(async (query) => {
      await requireDurable(query);
      await migrate(query, this.#schema);
      this.#epoch = await readEpoch(query, this.#schema);
    });
  }

  append: Store['append'] = (append) => this.#commits.append(append);

  read: Store['read'] = async (room, { after, limit }) =>
    (await this.#read((query) => this.#statements.eventsAfter(query, room, after, limit))).map(eventOf);

  page: Store['page'] = async (room, { before, limit, isStaff, from = 1 }) => {
    const rows = await this.#read((query) => this.#statements.page(query, room, before, isStaff, limit + 1, from));
    const head = rows[0]?.head ?? 0;
    // Written by #write as a MessageDoc.
    const found = rows.flatMap(({ doc }) => (doc === null ? [] : [JSON.parse(doc) as MessageDoc]));
    const messages = found.slice(-limit);
    return { from: found.length > limit ? (messages[0]?.seq ?? before) : 1, messages, head };
  };

  messages: Store['messages'] = async (room, seqs) => {
    const rows = await this.#read((query) => this.#statements.messagesAt(query, room, [...seqs]));
    // Written by Writer as a MessageDoc.
    return rows.map(({ doc }) => JSON.parse(doc) as MessageDoc);
  };

  messagesAt: Store['messagesAt'] = async (places) => {
    const rows = await this.#read((query) =>
      this.#statements.messagesAtPlaces(
        query,
        places.map(({ room }) => room),
        places.map(({ seq }) => seq),
      ),
    );
    // Written by Writer as a MessageDoc.
    return rows.map(({ room, doc }) => ({ room, message: JSON.parse(doc) as MessageDoc }));
  };

  room: Store['room'] = async (name) => {
    const [row] = await this.#read((query) => this.#statements.room(query, name));
    return row ? headOf(row) : null;
  };

  rooms: Store['rooms'] = async (which) => {
    const { allRooms, roomsWithoutLanes } = this.#statements;
    return (await this.#read((query) => (which === 'without lanes' ? roomsWithoutLanes : allRooms)(query))).map(headOf);
  };

  lanes: Store['lanes'] = async (of) => (await this.#read((query) => this.#statements.lanes(query, of))).map(headOf);

  dueRooms: Store['dueRooms'] = (now, limit) => this.#times.dueRooms(now, limit);
  putOffRoom: Store['putOffRoom'] = (room, dueAt) => this.#times.putOffRoom(room, dueAt);
  erase: Store['erase'] = (room) => this.#times.erase(room);
  retractions: Store['retractions'] = (limit, after) => this.#retractions.retractions(limit, after);
  eraseWords: Store['eraseWords'] = (messages) => this.#retractions.eraseWords(messages);

  heads: Store['heads'] = async (names) => {
    const asked = names && [...names];
    const rows = await this.#read((query) =>
      asked ? this.#statements.heads(query, asked) : this.#statements.allHeads(query),
    );
    const heads = new Map(asked?.map((name) => [name, 0]));
    for (const { name, head } of rows) heads.set(name, head);
    return heads;
  };

  standing: Store['standing'] = async (room, { person, isStaff, from = 1 }) => {
    const [row] = await this.#read((query) =>
      this.#statements.standing(query, room, person, isStaff, limits.maxUnreadCounted, from),
    );
    const { head = 0, marker = 0, unread = 0 } = row ?? {};
    return { marker, unread, head };
  };

  standings: Store['standings'] = async ({ person, isStaff }) => {
    const rows = await this.#read((query) =>
      this.#statements.standings(query, person, isStaff, limits.maxUnreadCounted),
    );
    return new Map(rows.map(({ name, ...standing }) => [name, standing]));
  };

  moveMarker(room: string, reader: Reader, seq: number): Promise<Standing> {
    const moving = this.#commits
      .moveMarker({ room, person: reader.person, seq })
      .then(() => this.standing(room, reader))
      .finally(() => this.#moving.delete(moving));
    this.#moving.add(moving);
    return moving;
  }

  readRows: Store['readRows'] = (name, { after, limit }) =>
    this.#read(async (query) => {
      const rows = await this.#statements.eventsAfter(query, name, after, limit);
      const [room] = await this.#statements.room(query, name);
      return room ? { rows, chain: room.chain } : null;
    });

  readMarkers: Store['readMarkers'] = (room) => this.#read((query) => this.#statements.markers(query, room));

  adopt: Store['adopt'] = (room, copied) =>
    this.#connections.transact((query) => this.#writer.adopt(query, room, copied));

  signOut: Store['signOut'] = async (person, at) => {
    if (!this.#commits.isOpen) throw unavailable();
    await refusing(this.#connections.transact((query) => this.#statements.signOut(query, person, at)));
  };

  signOuts: Store['signOuts'] = async (since) => {
    const rows = await this.#read((query) => this.#statements.signOuts(query, since));
    return new Map(rows.map(({ person, at }) => [person, at]));
  };

  setBusy: Store['setBusy'] = async (person, isBusy) => {
    if (!this.#commits.isOpen) throw unavailable();
    const write = this.#statements[isBusy ? 'addBusy' : 'removeBusy'];
    await refusing(this.#connections.transact((query) => write(query, person)));
  };

  busyPeople: Store['busyPeople'] = async () => {
    const rows = await this.#read((query) => this.#statements.busyPeople(query));
    return new Set(rows.map(({ person }) => person));
  };

  callsOf: Store['callsOf'] = (person, limit) => this.#read((query) => this.#statements.callsOf(query, person, limit));

  readCalls: Store['readCalls'] = (room) => this.#read((query) => this.#statements.calls(query, room));

  keepPeople: Store['keepPeople'] = async (people) => {
    if (!this.#commits.isOpen) throw unavailable();
    // In one order for everybody, so that two nodes never wait for each other; the last of several counts.
    const rows = [...new Map(people.map((row) => [row.person.id, row])).values()].sort((a, b) =>
      a.person.id < b.person.id ? -1 : 1,
    );
    const persons = rows.map(({ person }) => person);
    await refusing(
      this.#connections.transact((query) =>
        this.#statements.putPeople(
          query,
          ...[persons.map(({ id }) => id), persons.map(({ name }) => name), persons.map(({ role }) => role)],
          ...[rows.map(({ reading }) => reading), rows.map(({ keys }) => keys)],
        ),
      ),
    );
  };

  findPeople: Store['findPeople'] = async (patterns, limit) =>
    (await this.#read((query) => this.#statements.findPeople(query, ...fourPatterns(patterns), limit))).map(
      directoryRowOf,
    );

  knownPeople: Store['knownPeople'] = async (ids) =>
    (await this.#read((query) => this.#statements.people(query, [...ids]))).map(directoryRowOf);

  readPeople: Store['readPeople'] = async (after, limit) =>
    (await this.#read((query) => this.#statements.peopleAfter(query, after, limit))).map(directoryRowOf);

  cannedFor: Store['cannedFor'] = async ({ person, room }, after, limit) =>
    (await this.#read((query) => this.#statements.cannedFor(query, after, room, person, limit))).map(cannedReplyOf);

  cannedIn: Store['cannedIn'] = async ({ scope, of }, limit) =>
    (await this.#read((query) => this.#statements.cannedIn(query, scope, of, limit))).map(cannedRowOf);

  canned: Store['canned'] = async (id) => {
    const [row] = await this.#read((query) => this.#statements.canned(query, id));
    return row ? cannedRowOf(row) : null;
  };

  countCanned: Store['countCanned'] = async ({ scope, of }) =>
    (await this.#read((query) => this.#statements.countCanned(query, scope, of)))[0]?.count ?? 0;

  putCanned: Store['putCanned'] = async (row, rev) => {
    if (!this.#commits.isOpen) throw unavailable();
    const values = cannedValuesOf(row);
    const { addCanned, changeCanned } = this.#statements;
    const put = (query: Query) => (rev === 0 ? addCanned(query, ...values) : changeCanned(query, ...values, rev));
    return (await refusing(this.#connections.transact(put))).length > 0;
  };

  dropCanned: Store['dropCanned'] = async (id, rev) => {
    if (!this.#commits.isOpen) throw unavailable();
    const rows = await refusing(this.#connections.transact((query) => this.#statements.dropCanned(query, id, rev)));
    return rows.length > 0;
  };

  readCanned: Store['readCanned'] = async (after, limit) =>
    (await this.#read((query) => this.#statements.cannedAfter(query, after, limit))).map(cannedRowOf);

  member: Store['member'] = async (room, person) => {
    const [row] = await this.#read((query) => this.#statements.member(query, room, person));
    return row ? memberOfRow(row) : null;
  };

  members: Store['members'] = async (room) =>
    (await this.#read((query) => this.#statements.members(query, room))).map(memberOfRow);

  problemsOf: Store['problemsOf'] = async (room, person) =>
    (await this.#read((query) => this.#statements.problemsOf(query, room, person))).map(({ problem }) => problem);

  readAffected: Store['readAffected'] = (room) => this.#read((query) => this.#statements.affected(query, room));

  memberships: Store['memberships'] = async (person) => {
    const rows = await this.#read((query) => this.#statements.memberships(query, person));
    return new Map(rows.map((row) => [row.room, memberOfRow(row)]));
  };

  dueQuestions: Store['dueQuestions'] = (now, limit) =>
    this.#read((query) => this.#statements.dueQuestions(query, now, limit));

  putOff: Store['putOff'] = async ({ room, seq }, { from, to }) => {
    await refusing(this.#connections.transact((query) => this.#statements.putOff(query, room, seq, from, to)));
  };

  queue: Store['queue'] = async (after, limit) => {
    const rows = await this.#read((query) => this.#statements.queue(query, after?.room ?? '', after?.seq ?? 0, limit));
    // Written by Writer as a MessageDoc.
    return rows.map(({ room, doc }) => ({ room, message: JSON.parse(doc) as MessageDoc }));
  };

  movedTo: Store['movedTo'] = ({ room, seq }) =>
    this.#read((query) => this.#statements.movedTo(query, room, String(seq)));

  questionsAfter: Store['questionsAfter'] = async (room, seq) => {
    const rows = await this.#read((query) => this.#statements.questionsAfter(query, room, seq));
    // Written by Writer as a MessageDoc.
    return rows.map(({ doc }) => JSON.parse(doc) as MessageDoc);
  };

  readQuestions: Store['readQuestions'] = (room) => this.#read((query) => this.#statements.questions(query, room));

  beginEpoch: Store['beginEpoch'] = async (epoch = newEpoch()) => {
    this.#epoch = await this.#connections.transact((query) => writeEpoch(query, this.#schema, epoch));
  };

  durability: Store['durability'] = async () => {
    await this.#read(requireDurable);
    await refusing(this.#connections.requireFree());
    return { engine: 'postgres', durability: 'full' };
  };

  counts: Store['counts'] = () => ({ ...this.#commits.counts(), pool: this.#connections.counts() });

  close: Store['close'] = () => {
    this.#closing ??= this.#finish();
    return this.#closing;
  };

  async #finish(): Promise<void> {
    await this.#commits.close();
    await Promise.allSettled(this.#moving);
    this.#isClosed = true;
    await this.#connections.close();
  }

  async #read<T>(read: (query: Query) => Promise<T>): Promise<T> {
    if (this.#isClosed) throw unavailable();
    return refusing(this.#connections.use(read));
  }

  async #commit(work: Work): Promise<readonly Outcome[]> {
    const moves = work.appends.length > 0 ? work.moves : await this.#news(work.moves);
    if (work.appends.length + moves.length === 0) return [];
    const rooms = new Set([...work.appends, ...moves].map(({ room }) => room));
    const options = { lockMs: rooms.size > 1 ? lockMs.inCompany : lockMs.alone };
    for (let collisions = 0; ; collisions += 1) {
      try {
        return await this.#connections.transact((query) => this.#writer.commit(query, { ...work, moves }), options);
      } catch (error) {
        if (collisions >= maxCollisions || !isCollision(error)) throw error;
      }
    }
  }

  /** The moves that move a marker: without any, there is nothing to commit. */
  async #news(moves: Work['moves']): Promise<Work['moves']> {
    const rows = await this.#connections.use((query) =>
      this.#statements.markerNews(
        query,
        moves.map(({ room }) => room),
        moves.map(({ person }) => person),
        moves.map(({ seq }) => seq),
      ),
    );
    const places = new Set(rows.map(({ place }) => place));
    return moves.filter((_, index) => places.has(index + 1));
  }

  /** On each new connection: whether it still leads to the database that was opened, or to one that took its place. */
  async #checkPlace(query: Query): Promise<void> {
    if (this.#epoch === null) return;
    if (this.#isReader) return this.#requireSameEpoch(query);
    if ((await knownEpoch(query, this.#schema)) === this.#epoch) return;
    await query('', 'BEGIN');
    const epoch = await readEpoch(query, this.#schema);
    await query('', 'COMMIT');
    if (epoch === this.#epoch) return;
    this.#epoch = epoch;
    this.#onEpoch();
  }

  /** Whoever reads a log from end to end must not get the rest of another. */
  async #requireSameEpoch(query: Query): Promise<void> {
    if ((await writtenEpoch(query, this.#schema)) === this.#epoch) return;
    throw new StoreOpenError('another epoch began in the database while it was read; run the command again');
  }
}

/** What it gives; a fault of the database becomes its refusal. */
async function refusing<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw refusalOfFault(error) ?? error;
  }
}

/** Throws StoreOpenError unless every commit is on the disk before it returns. */
async function requireDurable(query: Query): Promise<void> {
  const [row] = await query<{ fsync: string; pages: string; standby: boolean }>(
    'durability',
    `SELECT current_setting('fsync') AS fsync, current_setting('full_page_writes') AS pages, pg_is_in_recovery() AS standby`,
  );
  if (row?.standby)
    throw new StoreOpenError('this PostgreSQL is a standby and takes no writes; give the address of the primary');
  if (row?.fsync === 'on' && row.pages === 'on') return;
  throw new StoreOpenError(
    `expected PostgreSQL with fsync and full_page_writes on, found fsync ${row?.fsync} and full_page_writes ${row?.pages}; a power cut would lose what was acknowledged`,
  );
}

function headOf({ doc, head }: RoomRow): { room: RoomDoc; head: number } {
  return { room: JSON.parse(doc) as RoomDoc, head }; // Written by #write as a RoomDoc.
}

function memberOfRow({ doc }: { readonly doc: string }): MemberDoc {
  return JSON.parse(doc) as MemberDoc; // Written by Writer as a MemberDoc.
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//…@');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
