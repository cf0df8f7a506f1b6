/** Messages that were retracted: which of them are to be erased, and their erasure. */
import { wordlessRow } from '../event-row.js';
import { eventsPerSearch, firstPlace, tracesOf, type Store } from '../store-erase.js';
import type { Query } from './connections.js';
import type { Statements } from './statements.js';

type Asked = 'retractions' | 'eraseWords';

export class Retractions implements Pick<Store, Asked> {
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

  retractions: Store['retractions'] = (limit, { room, seq } = firstPlace) =>
    this.#read((query) => this.#statements.retractions(query, room, seq, limit));

  eraseWords: Store['eraseWords'] = async (messages) => {
    for (const { room: name, seq } of messages) {
      const [room] = await this.#read((query) => this.#statements.room(query, name));
      if (!room) continue;
      for (let from = seq; from <= room.head; from += eventsPerSearch)
        await this.#write((query) => this.#eraseSome(query, room.id, { message: seq, from }));
      await this.#write((query) => this.#statements.endRetraction(query, room.id, seq));
    }
  };

  async #eraseSome(
    query: Query,
    room: number,
    { message, from }: { readonly message: number; readonly from: number },
  ): Promise<void> {
    const { eventsWith, eraseEvents } = this.#statements;
    const rows = await eventsWith(query, room, from, from + eventsPerSearch, message, ...tracesOf(message));
    const wordless = rows.flatMap((row) => wordlessRow(row, message) ?? []);
    if (wordless.length === 0) return;
    const columns = [wordless.map(({ seq }) => seq), wordless.map(({ content }) => content)];
    await eraseEvents(
      query,
      room,
      ...columns,
      wordless.map(({ commitment }) => commitment),
    );
  }
}
