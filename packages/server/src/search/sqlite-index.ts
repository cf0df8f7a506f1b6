/** The index beside the default engine: a file of its own, which is not synced at each commit and can be thrown away. */
import { rmSync } from 'node:fs';
import {
  openDerivedDatabase,
  pragma,
  type OpenDatabase,
  type SqlValue,
  type Statement,
} from '../store/sqlite/database.js';
import { unavailable } from '../store/unavailable.js';
import { Compactor } from './compactor.js';
import {
  compactEveryMs,
  indexVersion,
  markTokens,
  maxAuthors,
  narrowedTo,
  type Candidate,
  type IndexedMessage,
  type MessageIndex,
  type Portion,
  type RoomFacts,
  type Wanted,
} from './message-index.js';
import { lineOf, tokensOfLine, type SearchToken } from './searchable.js';
import {
  prefixChars,
  prepareStatements,
  tables,
  type MessageRow,
  type RoomRow,
  type Statements,
} from './sqlite-index-statements.js';

/** Ids grow with the time of a message: newest first is the order of the table. So many fit into a millisecond. */
const idsPerMs = 1_024;
/** Ids stay below 2 ** 53. */
const maxAtMs = 8_000_000_000_000;
/** Messages that are taken out at once: nobody else has their turn meanwhile. */
const maxEmptied = 200;

/** Opens nothing until it is asked something. `epoch`: that of the log it is made of, now. */
export class SqliteIndex implements MessageIndex {
  readonly #path: string;
  readonly #epoch: () => string;
  #open: Opened | null = null;
  #isClosed = false;
  /** Rooms that are being taken. */
  readonly #taken = new Map<string, Promise<unknown>>();
  readonly #compactor: Compactor;

  constructor(options: { readonly path: string; readonly epoch: () => string }) {
    this.#path = options.path;
    this.#epoch = options.epoch;
    this.#compactor = new Compactor(options.path);
  }

  cursors: MessageIndex['cursors'] = () =>
    promise(() => new Map([...this.#opened().rooms.values()].map(({ name, seq }) => [name, seq])));

  take: MessageIndex['take'] = async (room, make, { waits = false } = {}) => {
    for (let other; (other = this.#compactor.pause ?? this.#taken.get(room));) {
      if (!waits) return null;
      await other;
    }
    const taking = this.#take(room, make);
    this.#taken.set(
      room,
      taking.then(
        () => undefined,
        () => undefined,
      ),
    );
    try {
      return await taking;
    } finally {
      this.#taken.delete(room);
    }
  };

  answersTo: MessageIndex['answersTo'] = (name, questions) =>
    promise(() => {
      const { rooms, statements } = this.#opened();
      const room = rooms.get(name);
      if (!room) return [];
      return questions.flatMap((question) => statements.answersTo.all(room.id, question).map(({ seq }) => seq));
    });

  lanesOf: MessageIndex['lanesOf'] = (person) =>
    promise(() =>
      this.#opened()
        .statements.lanesOf.all(person)
        .map(({ name }) => name),
    );

  authors: MessageIndex['authors'] = ({ id, needle }) =>
    promise(() =>
      this.#opened()
        .statements.authors.all(id, needle, maxAuthors)
        .map((row) => row.id),
    );

  find: MessageIndex['find'] = (wanted, at, limit) =>
    promise(() => {
      const opened = this.#opened();
      const { rooms, names, statements } = opened;
      const from = new Map(wanted.scope.rooms.map((room) => [room.name, room.from]));
      const shown = [...from.keys()].flatMap((name) => rooms.get(name) ?? []);
      const match = matchFor(wanted);
      if (match === null) return [];
      const partly = shown.flatMap(({ id, name }) => ((from.get(name) ?? 1) > 1 ? [[String(id), from.get(name)]] : []));
      const ids = JSON.stringify(shown.map(({ id }) => id));
      const found = statements.find.all(
        ...[match, topOf(wanted, at), idOf(wanted.from ?? 0), Number(wanted.scope.isStaff)],
        ...[ids, Number(wanted.scope.hasLanes), ids, JSON.stringify(Object.fromEntries(partly)), limit],
      );
      return found.map(({ id, room_id: room, seq, line, asks, answers }): Candidate => ({
        ...{ place: String(id), room: names.get(room) ?? '', seq, line, asks: asks === 1, answers },
      }));
    });

  settle: MessageIndex['settle'] = () => promise(() => (this.#compactor.pause ? undefined : this.#opened().tidy()));

  compact: MessageIndex['compact'] = async (now) => {
    const opened = this.#opened();
    if (!opened.isToBeCompacted(now)) return;
    const done = (): void => {
      // Emptied meanwhile: it is another file.
      if (this.#open === opened) opened.compacted(now);
    };
    try {
      await this.#compactor.run({ isQuiet: Promise.all(this.#taken.values()), done });
    } catch (error) {
      // Ended with the server: it is due after the next start.
      if (this.#isClosed) return;
      this.#open?.emptyLogOfWrites();
      throw error;
    }
  };

  empty: MessageIndex['empty'] = () =>
    promise(() => {
      this.#forgetFile();
      this.#opened();
    });

  close(): void {
    this.#isClosed = true;
    this.#compactor.stop();
    this.#open?.close();
    this.#open = null;
  }

  async #take(name: string, make: Parameters<MessageIndex['take']>[1]): Promise<number | null> {
    const room = this.#opened().rooms.get(name);
    const before = this.#open;
    const portion = await make({ seq: room?.seq ?? 0, isGone: room?.is_gone === 1 });
    // Emptied meanwhile: the cursor is that of another file.
    if (portion === null || this.#opened() !== before) return null;
    return this.#opened().write(name, portion);
  }

  #opened(): Opened {
    if (this.#isClosed) throw unavailable();
    if (this.#open?.epoch === this.#epoch()) return this.#open;
    if (this.#open) this.#forgetFile();
    try {
      return (this.#open = Opened.over(this.#path, this.#epoch()));
    } catch {
      // Torn, or of another version: it is made anew from the logs.
      this.#forgetFile();
      return (this.#open = Opened.over(this.#path, this.#epoch()));
    }
  }

  #forgetFile(): void {
    this.#open?.close();
    this.#open = null;
    for (const end of ['', '-wal', '-shm']) rmSync(`${this.#path}${end}`, { force: true });
  }
}

/** The file while it is open. */
class Opened {
  readonly epoch: string;
  readonly database: OpenDatabase['database'];
  readonly close: () => void;
  readonly statements: Statements;
  readonly rooms = new Map<string, RoomRow>();
  /** By id. */
  readonly names = new Map<number, string>();
  readonly #authors = new Map<string, number>();
  /** Those of whom something was taken out since it was tidied up. */
  readonly #left = new Set<number>();

  static over(path: string, epoch: string): Opened {
    const opened = openDerivedDatabase(path);
    try {
      return new Opened(opened, epoch);
    } catch (error) {
      opened.close();
      throw error;
    }
  }

  private constructor({ database, close }: OpenDatabase, epoch: string) {
    this.database = database;
    this.close = close;
    this.epoch = epoch;
    const made = `${indexVersion} ${epoch}`;
    if (pragma(database, 'user_version') === 0) {
      database.exec(`BEGIN IMMEDIATE; ${tables} PRAGMA user_version = 1; COMMIT`);
      database.prepare(`INSERT INTO meta (key, value) VALUES ('made_of', ?)`).run(made);
    }
    const meta = database.prepare(`SELECT value FROM meta WHERE key = 'made_of'`) as Statement<{ value: string }>;
    if (meta.get()?.value !== made) throw new TypeError('the index is of another version, or of another log');
    this.statements = prepareStatements(database);
    for (const row of this.statements.rooms.all()) this.#know({ ...row });
  }

  /** Everything of the portion, and the cursor, or nothing; of a large room that is emptied, only a part at first. */
  write(name: string, portion: Portion): number {
    const { facts, isEmptied, put, remove, cursor } = portion;
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const { id, home } = this.#roomFor(name, facts);
      if (isEmptied) {
        const rows = this.statements.messagesOf.all(id, maxEmptied);
        for (const row of rows) this.#remove(row);
        if (rows.length === maxEmptied) {
          this.database.exec('COMMIT');
          return this.rooms.get(name)?.seq ?? 0;
        }
      }
      // Nothing past the cursor is in it yet.
      const known = isEmptied ? 0 : (this.rooms.get(name)?.seq ?? 0);
      for (const seq of [...remove, ...put.map((message) => message.seq)]) {
        const row = seq <= known ? this.statements.message.get(id, seq) : undefined;
        if (row) this.#remove(row);
      }
      // In order of their ids, which the index of words is quickest with.
      for (const message of [...put].sort((a, b) => a.at - b.at || a.seq - b.seq)) this.#put(id, home, message);
      this.statements.moveCursor.run(cursor.seq, Number(cursor.isGone), id);
      this.database.exec('COMMIT');
      this.#know(only(this.statements.room.all(id)));
      return cursor.seq;
    } catch (error) {
      this.database.exec('ROLLBACK');
      // What was made in the transaction is not there.
      this.#authors.clear();
      throw error;
    }
  }

  /** The first time is when it is asked first. */
  isToBeCompacted(now: number): boolean {
    const at = this.statements.note.get('compacted')?.value;
    if (at === undefined) this.statements.putNote.run('compacted', String(now));
    return at !== undefined && now - Number(at) >= compactEveryMs && this.statements.note.get('removed') !== undefined;
  }

  compacted(now: number): void {
    this.database.exec('BEGIN IMMEDIATE');
    this.statements.putNote.run('compacted', String(now));
    this.statements.dropNote.run('removed');
    this.database.exec('COMMIT');
  }

  /** Nothing refers to what was taken out. */
  tidy(): void {
    if (this.#left.size === 0) return;
    for (const author of this.#left)
      if (!this.statements.isAuthor.get(`"${markTokens.author(author)}"`)) this.statements.dropAuthor.run(author);
    this.#left.clear();
    this.#authors.clear();
    this.emptyLogOfWrites();
  }

  /** What was overwritten lies in it until then. */
  emptyLogOfWrites(): void {
    this.database.exec('PRAGMA wal_checkpoint (TRUNCATE)');
  }

  #know(row: RoomRow): void {
    this.rooms.set(row.name, row);
    this.names.set(row.id, row.name);
  }

  #roomFor(name: string, { openTo, of, person }: RoomFacts): { id: number; home: number | null } {
    const home = of === null ? null : (this.rooms.get(of)?.id ?? this.#homeFor(of));
    const { id } = only(this.statements.putRoom.all(name, openTo, home, person));
    return { id, home };
  }

  /** A room of which only a lane was seen so far. */
  #homeFor(name: string): number {
    return only(this.statements.putRoom.all(name, 'members', null, null)).id;
  }

  #authorFor({ id: person, name }: IndexedMessage['by']): number {
    const key = `${person}\n${name}`;
    const known = this.#authors.get(key);
    if (known !== undefined) return known;
    const { id } = only(this.statements.putAuthor.all(person, name, lineOf(name)));
    this.#authors.set(key, id);
    return id;
  }

  #put(room: number, home: number | null, message: IndexedMessage): void {
    const { seq, at, by, isNote, asks, answers, line } = message;
    const author = this.#authorFor(by);
    const id = this.#freeId(at);
    this.statements.putMessage.run(...[id, room, home, seq, author, Number(isNote), Number(asks), answers, line]);
    this.statements.putWords.run(
      id,
      this.#wordsOf({ room_id: room, author_id: author, asks: Number(asks), answers, line }),
    );
  }

  #freeId(at: number): number {
    const first = idOf(at);
    const last = this.statements.lastBefore.get(first + idsPerMs)?.id ?? 0;
    let id = Math.max(first, last + 1);
    // More than fit into their millisecond go into the next.
    while (id >= first + idsPerMs && this.statements.hasId.get(id)) id += 1;
    return id;
  }

  /** What stands in the index of words has to be said again to be taken out of it. */
  #remove(row: MessageRow): void {
    this.statements.dropWords.run(row.id, this.#wordsOf(row));
    this.statements.dropMessage.run(row.id);
    this.#left.add(row.author_id);
    // SQLite overwrites it, but not where it lay before a page was divided.
    this.statements.noteRemoval.run();
  }

  /** Also of a room that is being written for the first time. */
  #roomOf(id: number): Pick<RoomRow, 'name' | 'open_to'> {
    const known = this.rooms.get(this.names.get(id) ?? '');
    // One of which only a lane was seen is open to nobody yet.
    if (known && known.seq > 0) return known;
    return only(this.statements.room.all(id));
  }

  #wordsOf({ room_id: room, author_id: author, asks, answers, line }: Omit<MessageRow, 'id' | 'seq'>): string {
    const { name, open_to: openTo } = this.#roomOf(room);
    const marks = [markTokens.any, markTokens.room(name), markTokens.openTo(openTo), markTokens.author(author)];
    if (asks) marks.push(markTokens.asks);
    if (answers !== null) marks.push(markTokens.answers);
    return [...tokensOfLine(line), ...marks].join(' ');
  }
}

function matchFor(wanted: Wanted): string | null {
  const narrowed = narrowedTo(wanted);
  if (narrowed.some((tokens) => tokens.length === 0)) return null;
  const parts = [
    ...wanted.tokens.map(wordMatch),
    ...narrowed.map((tokens) => `(${tokens.map((token) => `"${token}"`).join(' OR ')})`),
  ];
  return parts.join(' AND ');
}

/** Tokens have neither quotes nor spaces in them. */
function wordMatch({ text, isPrefix }: SearchToken): string {
  return isPrefix ? `"${Array.from(text).slice(0, prefixChars).join('')}" *` : `"${text}"`;
}

function idOf(at: number): number {
  return Math.max(0, Math.min(at, maxAtMs)) * idsPerMs;
}

/** The last id that is wanted. */
function topOf({ before }: Wanted, at: string | null): SqlValue {
  const place = at === null ? Number.MAX_SAFE_INTEGER : Number(at);
  const top = Number.isSafeInteger(place) ? place : 0;
  return before === null ? top : Math.min(top, idOf(before) - 1);
}

function only<T>([row]: readonly T[]): T {
  if (row === undefined) throw new TypeError('expected the row that was written');
  return row;
}

/** What a synchronous engine gives, in the shape of the seam: a throw becomes a rejection. */
function promise<T>(read: () => T): Promise<T> {
  return new Promise((resolve) => resolve(read()));
}
