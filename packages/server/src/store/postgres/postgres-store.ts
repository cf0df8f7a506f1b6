/** The engine for several nodes: PostgreSQL holds the truth, the row of a room gives its numbers. */
import { limits, type MessageDoc, type RoomDoc, type Standing } from '@support-chat/protocol';
import type { Clock } from '../../clock.js';
import { Batch, noRoom, type Changes } from '../batch.js';
import { newEpoch } from '../epoch.js';
import { eventOf, type EventRow } from '../event-row.js';
import { GroupCommit, outcomeOf, type Outcome, type Work } from '../group-commit.js';
import { createSaltMaker } from '../salt.js';
import { StoreOpenError } from '../store-open-error.js';
import type { Reader, Store } from '../store.js';
import { unavailable } from '../unavailable.js';
import { Connections, type Query } from './connections.js';
import { knownEpoch, readEpoch, writeEpoch } from './epoch.js';
import { migrate } from './migrations.js';
import { prepareStatements, type RoomRow, type Statements } from './statements.js';
import { isCollision, refusalOfFault } from './storage-error.js';

export type PostgresStoreOptions = {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  readonly clock: Clock;
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
  readonly #clock: Clock;
  readonly #connections: Connections;
  readonly #statements: Statements;
  readonly #commits: GroupCommit;
  readonly #makeSalt = createSaltMaker();
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
    this.#clock = clock;
    this.#statements = prepareStatements(schema);
    this.#onEpoch = options.onEpoch ?? (() => {});
    this.#connections = new Connections({
      url,
      max: Math.max(maxConnections, 2),
      patienceMs: options.patienceMs ?? 10_000,
      check: (query) => this.#checkPlace(query),
      onError: options.onError ?? (() => {}),
    });
    this.#commits = new GroupCommit(
      { commit: (work) => this.#commit(work), refusalOf: refusalOfFault, isFatal: () => false },
      { clock, markerDelayMs, maxAtOnce: Math.min(maxCommitsAtOnce, Math.ceil(maxConnections / 2)) },
    );
  }

  get epoch(): string {
    if (this.#epoch === null) throw new TypeError('the store is not open');
    return this.#epoch;
  }

  /** Call once, before anything else. */
  async open(): Promise<void> {
    await this.#connections.transact(async (query) => {
      await requireDurable(query);
      await migrate(query, this.#schema);
      this.#epoch = await readEpoch(query, this.#schema);
    });
  }

  append: Store['append'] = (append) => this.#commits.append(append);

  read: Store['read'] = async (room, { after, limit }) =>
    (await this.#read((query) => this.#statements.eventsAfter(query, room, after, limit))).map(eventOf);

  page: Store['page'] = async (room, { before, limit, isStaff }) => {
    const rows = await this.#read((query) => this.#statements.page(query, room, before, isStaff, limit + 1));
    const head = rows[0]?.head ?? 0;
    // Written by #write as a MessageDoc.
    const found = rows.flatMap(({ doc }) => (doc === null ? [] : [JSON.parse(doc) as MessageDoc]));
    const messages = found.slice(-limit);
    return { from: found.length > limit ? (messages[0]?.seq ?? before) : 1, messages, head };
  };

  room: Store['room'] = async (name) => {
    const [row] = await this.#read((query) => this.#statements.room(query, name));
    return row ? headOf(row) : null;
  };

  rooms: Store['rooms'] = async () => (await this.#read((query) => this.#statements.allRooms(query))).map(headOf);

  heads: Store['heads'] = async (names) => {
    const asked = names && [...names];
    const rows = await this.#read((query) =>
      asked ? this.#statements.heads(query, asked) : this.#statements.allHeads(query),
    );
    const heads = new Map(asked?.map((name) => [name, 0]));
    for (const { name, head } of rows) heads.set(name, head);
    return heads;
  };

  standing: Store['standing'] = async (room, { person, isStaff }) => {
    const [row] = await this.#read((query) =>
      this.#statements.standing(query, room, person, isStaff, limits.maxUnreadCounted),
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

  adopt: Store['adopt'] = (room, { rows, markers = [] }) =>
    this.#connections.transact((query) =>
      this.#plan(query, { held: new Set([room]), seen: new Set() }, (batch) => {
        batch.adopt(room, rows);
        for (const { person, seq } of markers) batch.moveMarker(room, person, seq);
      }),
    );

  signOut: Store['signOut'] = async (person, at) => {
    if (!this.#commits.isOpen) throw unavailable();
    try {
      await this.#connections.transact((query) => this.#statements.signOut(query, person, at));
    } catch (error) {
      throw refusalOfFault(error) ?? error;
    }
  };

  signOuts: Store['signOuts'] = async (since) => {
    const rows = await this.#read((query) => this.#statements.signOuts(query, since));
    return new Map(rows.map(({ person, at }) => [person, at]));
  };

  beginEpoch: Store['beginEpoch'] = async (epoch = newEpoch()) => {
    this.#epoch = await this.#connections.transact((query) => writeEpoch(query, this.#schema, epoch));
  };

  durability: Store['durability'] = async () => {
    await this.#read(requireDurable);
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
    try {
      return await this.#connections.use(read);
    } catch (error) {
      throw refusalOfFault(error) ?? error;
    }
  }

  async #commit(work: Work): Promise<readonly Outcome[]> {
    for (let collisions = 0; ; collisions += 1) {
      try {
        return await this.#connections.transact((query) => this.#commitOn(query, work));
      } catch (error) {
        if (collisions >= maxCollisions || !isCollision(error)) throw error;
      }
    }
  }

  #commitOn(query: Query, { appends, moves }: Work): Promise<readonly Outcome[]> {
    const rooms = { held: roomsOf(appends), seen: roomsOf(moves) };
    return this.#plan(query, rooms, async (batch, ids) => {
      const stored = await this.#rowsOf(query, appends, ids);
      const outcomes = appends.map((append) =>
        outcomeOf(() =>
          batch.append(append, stored.get(commandKey(ids.get(append.room), append.by.id, append.cid)) ?? []),
        ),
      );
      for (const { room, person, seq } of moves) batch.moveMarker(room, person, seq);
      return outcomes;
    });
  }

  /** Plans and writes inside a transaction. Rooms that only get markers need not be held: heads only grow. */
  async #plan<T>(
    query: Query,
    rooms: { readonly held: ReadonlySet<string>; readonly seen: ReadonlySet<string> },
    plan: (batch: Batch, ids: ReadonlyMap<string, number>) => T | Promise<T>,
  ): Promise<T> {
    const batch = new Batch({ now: () => this.#clock.now(), makeSalt: this.#makeSalt });
    const others = [...rooms.seen].filter((room) => !rooms.held.has(room));
    const held = rooms.held.size > 0 ? await this.#statements.holdRooms(query, [...rooms.held]) : [];
    const seen = others.length > 0 ? await this.#statements.roomsByName(query, others) : [];
    for (const room of [...rooms.held, ...others]) batch.open(room, noRoom);
    // Written by #write as a RoomDoc.
    for (const { name, id, head, chain, doc } of [...held, ...seen])
      batch.open(name, { id, head, chain, doc: JSON.parse(doc) as RoomDoc });
    const ids = new Map([...held, ...seen].map(({ name, id }) => [name, id]));
    const result = await plan(batch, ids);
    const documents = await this.#messages(query, batch, ids);
    await this.#write(
      query,
      batch.finish(({ room, seq }) => documents.get(messageKey(ids.get(room), seq))),
      ids,
    );
    return result;
  }

  async #rowsOf(
    query: Query,
    appends: Work['appends'],
    ids: ReadonlyMap<string, number>,
  ): Promise<Map<string, EventRow[]>> {
    const known = appends.filter(({ room }) => ids.has(room));
    const found = new Map<string, EventRow[]>();
    if (known.length === 0) return found;
    const rows = await this.#statements.eventsOfCommands(
      query,
      known.map(({ room }) => ids.get(room) ?? null),
      known.map(({ by }) => by.id),
      known.map(({ cid }) => cid),
    );
    for (const { room_id, ...row } of rows) {
      const key = commandKey(room_id, row.person, row.cid);
      const before = found.get(key);
      if (!before) found.set(key, [row]);
      // The same command twice in one transaction finds its rows twice.
      else if (before.every(({ part }) => part !== row.part)) before.push(row);
    }
    return found;
  }

  async #messages(query: Query, batch: Batch, ids: ReadonlyMap<string, number>): Promise<Map<string, MessageDoc>> {
    const places = batch.earlierTargets();
    if (places.length === 0) return new Map();
    const rows = await this.#statements.messages(
      query,
      places.map(({ room }) => ids.get(room) ?? null),
      places.map(({ seq }) => seq),
    );
    // Written by #write as a MessageDoc.
    return new Map(rows.map(({ room_id, seq, doc }) => [messageKey(room_id, seq), JSON.parse(doc) as MessageDoc]));
  }

  async #write(query: Query, changes: Changes, known: ReadonlyMap<string, number>): Promise<void> {
    const rooms = [...changes.rooms].map(([name, room]) => ({ name, ...room, json: JSON.stringify(room.doc) }));
    const changed = rooms.filter(({ id }) => id !== null);
    const made = rooms.filter(({ id }) => id === null);
    const ids = new Map(known);
    if (made.length > 0) {
      const values = [
        made.map((r) => r.name),
        made.map((r) => r.head),
        made.map((r) => r.chain),
        made.map((r) => r.json),
      ];
      for (const { id, name } of await this.#statements.insertRooms(query, ...values)) ids.set(name, id);
    }
    if (changed.length > 0) {
      const values = [
        changed.map((r) => r.id),
        changed.map((r) => r.head),
        changed.map((r) => r.chain),
        changed.map((r) => r.json),
      ];
      await this.#statements.updateRooms(query, ...values);
    }
    const { events, messages } = changes;
    // In one order for everybody, so that two transactions never wait for each other.
    const markers = changes.markers.toSorted((a, b) => compare(a.room, b.room) || compare(a.person, b.person));
    if (events.length + markers.length === 0) return;
    const idOf = ({ room }: { readonly room: string }) => ids.get(room) ?? null;
    await this.#statements.write(
      query,
      ...[events.map(idOf), events.map((e) => e.seq), events.map((e) => e.at), events.map((e) => e.person)],
      ...[events.map((e) => e.cid), events.map((e) => e.part), events.map((e) => e.hash), events.map((e) => e.content)],
      ...[events.map((e) => e.salt), events.map((e) => e.commitment), events.map((e) => e.chain)],
      ...[messages.map(idOf), messages.map((m) => m.message.seq), messages.map((m) => m.message.by.id)],
      messages.map((m) => m.message.audience === 'staff'),
      messages.map((m) => JSON.stringify(m.message)),
      ...[markers.map(idOf), markers.map((k) => k.person), markers.map((k) => k.seq)],
    );
  }

  /** On each new connection: whether it still leads to the database that was opened, or to one that took its place. */
  async #checkPlace(query: Query): Promise<void> {
    if (this.#epoch === null) return;
    if ((await knownEpoch(query, this.#schema)) === this.#epoch) return;
    await query('', 'BEGIN');
    const epoch = await readEpoch(query, this.#schema);
    await query('', 'COMMIT');
    if (epoch === this.#epoch) return;
    this.#epoch = epoch;
    this.#onEpoch();
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

function roomsOf(works: readonly { readonly room: string }[]): Set<string> {
  return new Set(works.map(({ room }) => room));
}

function commandKey(room: number | undefined, person: string, cid: string): string {
  return `${room} ${cid.length} ${cid}${person}`;
}

function messageKey(room: number | undefined, seq: number): string {
  return `${room} ${seq}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//…@');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
