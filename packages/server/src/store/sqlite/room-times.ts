/** What happens to a room by itself: when, and its end. */
import { erasedRow } from '../event-row.js';
import { requireErased, rowsPerErasure, type Store } from '../store-erase.js';
import type { Database } from './database.js';
import type { CachedRoom } from './room-cache.js';
import type { Statements } from './statements.js';

type Asked = 'dueRooms' | 'putOffRoom' | 'erase';

/** Tables with rows that are made of a room's events. */
const madeOfEvents = ['messages', 'markers', 'questions', 'members', 'affected', 'calls'] as const;

export class RoomTimes implements Pick<Store, Asked> {
  readonly #database: Database;
  readonly #statements: Statements;
  readonly #roomOf: (name: string) => CachedRoom | undefined;
  readonly #requireWritable: () => void;
  readonly #run: <T>(work: () => T) => Promise<T>;
  readonly #inTransaction: <T>(work: () => T) => T;

  constructor(options: {
    readonly database: Database;
    readonly statements: Statements;
    /** Throws Refusal('unavailable') when the store is closed. */
    readonly roomOf: (name: string) => CachedRoom | undefined;
    /** Throws Refusal('unavailable') unless the store takes writes. */
    readonly requireWritable: () => void;
    readonly run: <T>(work: () => T) => Promise<T>;
    /** All of the work or none. */
    readonly inTransaction: <T>(work: () => T) => T;
  }) {
    this.#database = options.database;
    this.#statements = options.statements;
    this.#roomOf = options.roomOf;
    this.#requireWritable = options.requireWritable;
    this.#run = options.run;
    this.#inTransaction = options.inTransaction;
  }

  dueRooms: Store['dueRooms'] = (now, limit) =>
    this.#run(() => {
      this.#roomOf('');
      return this.#statements.dueRooms.all(now, limit).map((row) => ({ ...row }));
    });

  putOffRoom: Store['putOffRoom'] = (name, { from, to }) =>
    this.#run(() => {
      this.#requireWritable();
      const room = this.#roomOf(name);
      if (!room) return;
      if (to === null) this.#statements.neverAgain.run(room.id, from);
      else this.#statements.putOffRoom.run(to, room.id, from);
    });

  erase: Store['erase'] = async (name) => {
    const room = this.#roomOf(name);
    requireErased(name, room?.doc ?? null);
    if (!room) return;
    await this.#run(() => this.#forgetDocuments(name, room));
    // A portion at a time: nobody else can write while one is under way.
    for (let isMore = true; isMore;) isMore = await this.#run(() => this.#eraseSome(room));
    // What was deleted is in the log of writes until it is emptied into the file.
    await this.#run(() => this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
  };

  #forgetDocuments(name: string, { id }: CachedRoom): void {
    this.#requireWritable();
    this.#inTransaction(() => {
      for (const table of madeOfEvents) this.#database.prepare(`DELETE FROM ${table} WHERE room_id = ?`).run(id);
      this.#statements.forgetCanned.run(name);
    });
  }

  /** Returns whether there is more. */
  #eraseSome({ id, head }: CachedRoom): boolean {
    this.#requireWritable();
    // The last event says what stays.
    const rows = this.#statements.notErased.all(id, head, rowsPerErasure);
    this.#inTransaction(() => {
      for (const row of rows.map(erasedRow)) this.#statements.eraseEvent.run(row.content, row.commitment, id, row.seq);
    });
    return rows.length === rowsPerErasure;
  }
}
