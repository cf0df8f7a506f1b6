/** What happens to a room by itself: when, and its end. */
import type { RoomDoc } from '@support-chat/protocol';
import { erasedRow } from '../event-row.js';
import { requireErased, rowsPerErasure, type Store } from '../store-erase.js';
import type { Query } from './connections.js';
import type { Statements } from './statements.js';

type Asked = 'dueRooms' | 'putOffRoom' | 'erase';

export class RoomTimes implements Pick<Store, Asked> {
  readonly #statements: Statements;
  readonly #read: <T>(read: (query: Query) => Promise<T>) => Promise<T>;
  readonly #write: <T>(write: (query: Query) => Promise<T>) => Promise<T>;

  constructor(options: {
    readonly statements: Statements;
    readonly read: <T>(read: (query: Query) => Promise<T>) => Promise<T>;
    /** In one transaction. */
    readonly write: <T>(write: (query: Query) => Promise<T>) => Promise<T>;
  }) {
    this.#statements = options.statements;
    this.#read = options.read;
    this.#write = options.write;
  }

  dueRooms: Store['dueRooms'] = (now, limit) => this.#read((query) => this.#statements.dueRooms(query, now, limit));

  putOffRoom: Store['putOffRoom'] = async (room, { from, to }) => {
    const { neverAgain, putOffRoom } = this.#statements;
    await this.#write((query) => (to === null ? neverAgain(query, room, from) : putOffRoom(query, room, from, to)));
  };

  erase: Store['erase'] = async (name) => {
    const [row] = await this.#read((query) => this.#statements.room(query, name));
    // Written by Writer as a RoomDoc.
    requireErased(name, row ? (JSON.parse(row.doc) as RoomDoc) : null);
    if (!row) return;
    for (let after: number | null = 0; after !== null;) {
      const last: number = after;
      after = await this.#write((query) => this.#eraseSome(query, row, last));
    }
    await this.#write((query) => this.#statements.forgetDocuments(query, row.id, name));
  };

  /** Erases a portion of the events after this one, with what was made of them. Returns its last event; null when there is no more. */
  async #eraseSome(
    query: Query,
    { id, head }: { readonly id: number; readonly head: number },
    after: number,
  ): Promise<number | null> {
    // The last event says what stays.
    const rows = (await this.#statements.notErased(query, id, after, head, rowsPerErasure)).map((row) =>
      erasedRow(row),
    );
    const columns = [rows.map(({ seq }) => seq), rows.map(({ content }) => content)];
    if (rows.length > 0)
      await this.#statements.eraseEvents(
        query,
        id,
        ...columns,
        rows.map(({ commitment }) => commitment),
      );
    const last = rows.length === rowsPerErasure ? (rows.at(-1)?.seq ?? null) : null;
    if (last !== null) await this.#statements.forgetMessages(query, id, last);
    return last;
  }
}
