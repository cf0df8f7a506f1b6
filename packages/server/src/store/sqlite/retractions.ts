/** Messages that were retracted: which of them are to be erased, and their erasure. */
import { othersHadTheirTurn } from '../../others-turn.js';
import { wordlessRow } from '../event-row.js';
import { eventsPerSearch, firstPlace, tracesOf, type Store } from '../store-erase.js';
import type { CachedRoom } from './room-cache.js';
import type { Statements } from './statements.js';

type Asked = 'retractions' | 'eraseWords';

type Seams = {
  readonly statements: Statements;
  /** Throws Refusal('unavailable') when the store is closed. */
  readonly roomOf: (name: string) => CachedRoom | undefined;
  /** Events of the room are read from the file from now on. */
  readonly forgetRecent: (name: string) => void;
  /** Throws Refusal('unavailable') unless the store takes writes. */
  readonly requireWritable: () => void;
  readonly run: <T>(work: () => T) => Promise<T>;
  /** All of the work or none. */
  readonly inTransaction: <T>(work: () => T) => T;
  /** Throws Refusal('unavailable') while somebody reads there. */
  readonly emptyLogOfWrites: () => void;
};

export class Retractions implements Pick<Store, Asked> {
  readonly #seams: Seams;

  constructor(seams: Seams) {
    this.#seams = seams;
  }

  retractions: Store['retractions'] = (limit, { room, seq } = firstPlace) =>
    this.#seams.run(() => {
      this.#seams.roomOf('');
      return this.#seams.statements.retractions.all(room, seq, limit).map((row) => ({ ...row }));
    });

  eraseWords: Store['eraseWords'] = async (messages) => {
    const { run, roomOf, statements, requireWritable, inTransaction, emptyLogOfWrites } = this.#seams;
    if (messages.length === 0) return;
    for (const { room: name, seq } of messages) {
      const head = (await run(() => roomOf(name)))?.head ?? 0;
      // A portion at a time: nobody else can write while one is under way.
      for (let from = seq; from <= head; from += eventsPerSearch) {
        await run(() => this.#eraseSome(name, seq, from));
        await othersHadTheirTurn();
      }
    }
    // What was there before is in it until it is emptied into the file.
    await run(emptyLogOfWrites);
    await run(() => {
      requireWritable();
      inTransaction(() => {
        for (const { room, seq } of messages) statements.endRetraction.run(roomOf(room)?.id ?? null, seq);
      });
    });
  };

  #eraseSome(name: string, message: number, from: number): void {
    const { roomOf, statements, requireWritable, inTransaction, forgetRecent } = this.#seams;
    requireWritable();
    const id = roomOf(name)?.id;
    if (id === undefined) return;
    const rows = statements.eventsWith.all(id, from, from + eventsPerSearch, message, ...tracesOf(message));
    const wordless = rows.flatMap((row) => wordlessRow(row, message) ?? []);
    if (wordless.length === 0) return;
    inTransaction(() => {
      for (const { content, commitment, seq } of wordless) statements.eraseEvent.run(content, commitment, id, seq);
    });
    forgetRecent(name);
  }
}
