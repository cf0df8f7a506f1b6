/** What happens to a room by itself: when, and its end. */
import { Refusal } from '@support-chat/protocol';
import { othersHadTheirTurn } from '../../others-turn.js';
import { erasedRow } from '../event-row.js';
import { requireErased, rowsPerErasure, type Store } from '../store-erase.js';
import type { Database } from './database.js';
import type { CachedRoom } from './room-cache.js';
import type { Statements } from './statements.js';

type Asked = 'dueRooms' | 'putOffRoom' | 'erase';

/** Tables with rows that are made of a room's messages, under their numbers. */
const madeOfMessages = ['messages', 'questions', 'calls', 'retractions'] as const;
/** Tables with rows that are made of a room's events. */
const madeOfEvents = [...madeOfMessages, 'markers', 'members', 'affected'] as const;

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
    // A portion at a time: nobody else can write while one is under way.
    for (let after: number | null = 0; after !== null;) {
      const last: number = after;
      after = await this.#run(() => this.#eraseSome(room, last));
      await othersHadTheirTurn();
    }
    await this.#run(() => this.#forgetDocuments(name, room));
    await this.#run(() => this.emptyLogOfWrites());
  };

  /** What was deleted is in it until it is emptied into the file. Throws Refusal('unavailable') while somebody reads there. */
  emptyLogOfWrites(): void {
    const row = this.#database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number } | undefined;
    if (row?.busy !== 0)
      throw new Refusal(
        'unavailable',
        'the log of writes cannot be emptied while a backup reads it; it is tried again',
      );
  }

  #forgetDocuments(name: string, { id }: CachedRoom): void {
    this.#requireWritable();
    this.#inTransaction(() => {
      for (const table of madeOfEvents) this.#database.prepare(`DELETE FROM ${table} WHERE room_id = ?`).run(id);
      this.#statements.forgetCanned.run(name);
    });
  }

  /** Erases a portion of the events after this one, with what was made of them. Returns its last event; null when there is no more. */
  #eraseSome({ id, head }: CachedRoom, after: number): number | null {
    this.#requireWritable();
    // The last event says what stays.
    const rows = this.#statements.notErased.all(id, after, head, rowsPerErasure);
    const last = rows.length === rowsPerErasure ? (rows.at(-1)?.seq ?? null) : null;
    this.#inTransaction(() => {
      for (const row of rows.map((row) => erasedRow(row)))
        this.#statements.eraseEvent.run(row.content, row.commitment, id, row.seq);
      for (const table of madeOfMessages)
        if (last !== null) this.#database.prepare(`DELETE FROM ${table} WHERE room_id = ? AND seq <= ?`).run(id, last);
    });
    return last;
  }
}
