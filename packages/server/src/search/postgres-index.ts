/** The index in the database of the nodes: a table of its own, found by what is in its tokens. */
import type { Connections, Query, SqlValue } from '../store/postgres/connections.js';
import {
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
import { windowsBack, windowTokens, type TimeWindow } from './time-windows.js';

/** Words that begin the same are found by this much of them. Shorter beginnings are looked up among all words. */
const prefixChars = 4;
/** Marks the beginning of a word. */
const prefixSigil = '\ue001';
/** So many new messages change what is rare and what is common. */
const manyPut = 20_000;
/** No clock of a node is ahead of others by more. */
const aheadMs = 3_600_000;

type Found = {
  readonly room_id: number;
  readonly name: string;
  readonly seq: number;
  readonly at: number;
  readonly line: string;
  readonly asks: boolean;
  readonly answers: number | null;
};

/** Over the connections of the store in whose schema its tables are. */
export class PostgresIndex implements MessageIndex {
  readonly #connections: Connections;
  readonly #schema: string;
  readonly #read: <T>(read: (query: Query) => Promise<T>) => Promise<T>;
  readonly #now: () => number;
  #isCurrent: Promise<void> | null = null;
  /** Messages that were put since it was tidied up; null for none. */
  #loose: number | null = null;

  constructor(options: {
    readonly connections: Connections;
    readonly schema: string;
    readonly now: () => number;
    /** Runs with a connection; throws Refusal('unavailable') when the database cannot be reached. */
    readonly read: <T>(read: (query: Query) => Promise<T>) => Promise<T>;
  }) {
    this.#connections = options.connections;
    this.#schema = options.schema;
    this.#now = options.now;
    this.#read = options.read;
  }

  cursors: MessageIndex['cursors'] = async () => {
    await this.#requireCurrent();
    const rows = await this.#read((query) =>
      query<{ name: string; seq: number }>('search_cursors', `SELECT name, seq FROM ${this.#table('rooms')}`),
    );
    return new Map(rows.map(({ name, seq }) => [name, seq]));
  };

  take: MessageIndex['take'] = async (name, make, { waits = false } = {}) => {
    await this.#requireCurrent();
    const rooms = this.#table('rooms');
    return this.#connections.transact(async (query) => {
      // What is made anew after a crash of the database need not wait for its disk.
      await query('', 'SET LOCAL synchronous_commit = off');
      await query(
        'search_room',
        `INSERT INTO ${rooms} (name, open_to, seq, is_gone) VALUES ($1, 'members', 0, false) ON CONFLICT DO NOTHING`,
        [name],
      );
      const [room] = await query<{ id: number; seq: number; is_gone: boolean }>(
        waits ? 'search_wait' : 'search_take',
        `SELECT id, seq, is_gone FROM ${rooms} WHERE name = $1 FOR UPDATE ${waits ? '' : 'SKIP LOCKED'}`,
        [name],
      );
      if (!room) return null;
      const portion = await make({ seq: room.seq, isGone: room.is_gone });
      if (portion === null) return null;
      await this.#write(query, { id: room.id, name }, portion);
      this.#loose = (this.#loose ?? 0) + portion.put.length;
      return portion.cursor.seq;
    });
  };

  answersTo: MessageIndex['answersTo'] = async (room, questions) => {
    const rows = await this.#read((query) =>
      query<{ seq: number }>(
        'search_answers',
        `SELECT m.seq FROM ${this.#table('messages')} m JOIN ${this.#table('rooms')} r ON r.id = m.room_id
         WHERE r.name = $1 AND m.answers = ANY ($2::bigint[])`,
        [room, questions],
      ),
    );
    return rows.map(({ seq }) => seq);
  };

  lanesOf: MessageIndex['lanesOf'] = async (person) => {
    const rows = await this.#read((query) =>
      query<{ name: string }>('search_lanes', `SELECT name FROM ${this.#table('rooms')} WHERE person = $1`, [person]),
    );
    return rows.map(({ name }) => name);
  };

  authors: MessageIndex['authors'] = async ({ id, needle }) => {
    const rows = await this.#read((query) =>
      query<{ id: number }>(
        'search_authors',
        `SELECT id FROM ${this.#table('authors')} WHERE person = $1 OR strpos(line, $2) > 0 LIMIT ${maxAuthors}`,
        [id, needle],
      ),
    );
    return rows.map((row) => row.id);
  };

  find: MessageIndex['find'] = async (wanted, at, limit) => {
    await this.#requireCurrent();
    if (wanted.scope.rooms.length === 0) return [];
    return this.#read(async (query) => {
      const match = matchFor(wanted);
      if (match === null) return [];
      const top = topOf(wanted, at);
      const found: Found[] = [];
      const soon = this.#now() + aheadMs;
      const from = wanted.from ?? 0;
      const windows = [...windowsBack(Math.min(top.at, soon), from)];
      // By a clock that was ahead.
      if (top.at > soon)
        windows.push({ from: Math.max(from, soon + 1), before: Number.MAX_SAFE_INTEGER, tokens: null });
      for (const window of windows) {
        const left = limit - found.length;
        found.push(...(await this.#findIn(query, { wanted, match, top, window, limit: left })));
        if (found.length >= limit) break;
      }
      if (top.at > soon) found.sort((a, b) => b.at - a.at || b.room_id - a.room_id || b.seq - a.seq);
      return found.map(({ room_id: room, name, seq, at: saidAt, line, asks, answers }): Candidate => ({
        ...{ place: `${saidAt}-${room}-${seq}`, room: name, seq, line, asks, answers },
      }));
    });
  };

  settle: MessageIndex['settle'] = async () => {
    const loose = this.#loose;
    if (loose === null) return;
    this.#loose = null;
    // What waits to be sorted in is looked through by every search.
    await this.#connections.transact((query) =>
      query('', `SELECT gin_clean_pending_list('${this.#table('tokens')}'::regclass)`),
    );
    // It plans by what it counted last, and counts by itself only after a while.
    if (loose > manyPut) await this.#connections.query('', `ANALYZE ${this.#table('messages')}`);
    await this.#connections.transact((query) =>
      query(
        'search_left',
        `DELETE FROM ${this.#table('authors')} a WHERE a.is_left
         AND NOT EXISTS (SELECT 1 FROM ${this.#table('messages')} m
           WHERE m.tokens @@ ('${markTokens.author(0).slice(0, -1)}' || a.id)::tsquery)`,
      ),
    );
  };

  /** PostgreSQL vacuums by itself. */
  compact: MessageIndex['compact'] = () => Promise.resolve();

  empty: MessageIndex['empty'] = async () => {
    await this.#connections.transact((query) => this.#empty(query));
  };

  #table(name: 'rooms' | 'authors' | 'messages' | 'meta' | 'tokens'): string {
    return `${this.#schema}.search_${name}`;
  }

  #requireCurrent(): Promise<void> {
    this.#isCurrent ??= this.#makeCurrent().catch((error: unknown) => {
      this.#isCurrent = null;
      throw error;
    });
    return this.#isCurrent;
  }

  async #makeCurrent(): Promise<void> {
    const meta = this.#table('meta');
    const [found] = await this.#read((query) => query<{ version: string }>('', `SELECT version FROM ${meta}`));
    if (found?.version === indexVersion) return;
    await this.#connections.transact(async (query) => {
      await query('', `LOCK TABLE ${meta} IN EXCLUSIVE MODE`);
      // Another node may have been quicker.
      const [row] = await query<{ version: string }>('', `SELECT version FROM ${meta}`);
      if (row?.version !== indexVersion) await this.#empty(query);
    });
  }

  async #empty(query: Query): Promise<void> {
    const [meta, ...rest] = [
      this.#table('meta'),
      this.#table('messages'),
      this.#table('authors'),
      this.#table('rooms'),
    ];
    await query('', `TRUNCATE ${rest.join(', ')}`);
    await query('', `DELETE FROM ${meta}`);
    await query('', `INSERT INTO ${meta} (version) VALUES ('${indexVersion}')`);
  }

  async #write(query: Query, { id: room, name }: { id: number; name: string }, portion: Portion): Promise<void> {
    const { facts, isEmptied, put, remove, cursor } = portion;
    const messages = this.#table('messages');
    const seqs = [...remove, ...put.map(({ seq }) => seq)];
    await query(
      isEmptied ? 'search_forget_all' : 'search_forget',
      `WITH gone AS (DELETE FROM ${messages} WHERE room_id = $1 ${isEmptied ? '' : 'AND seq = ANY ($2::bigint[])'}
         RETURNING author_id)
       UPDATE ${this.#table('authors')} SET is_left = true WHERE id IN (SELECT author_id FROM gone)`,
      isEmptied ? [room] : [room, seqs],
    );
    await query(
      'search_move',
      `UPDATE ${this.#table('rooms')} SET open_to = $2, home = $3, person = $4, seq = $5, is_gone = $6 WHERE id = $1`,
      [room, facts.openTo, facts.of, facts.person, cursor.seq, cursor.isGone],
    );
    if (put.length > 0) await this.#put(query, { id: room, name, ...facts }, put);
  }

  async #put(
    query: Query,
    { id: room, name, openTo, of }: RoomFacts & { readonly id: number; readonly name: string },
    put: readonly IndexedMessage[],
  ): Promise<void> {
    const authors = await this.#authorsOf(query, put);
    const tokens = put.map((message) => {
      const { line, at, by, asks, answers } = message;
      const all = tokensOfLine(line);
      for (const token of [...all])
        if (isWord(token)) all.add(prefixSigil + Array.from(token).slice(0, prefixChars).join(''));
      all.add(markTokens.any).add(markTokens.room(name)).add(markTokens.openTo(openTo));
      all.add(markTokens.author(idOf(authors, by)));
      if (asks) all.add(markTokens.asks);
      if (answers !== null) all.add(markTokens.answers);
      for (const token of windowTokens(at)) all.add(token);
      return [...all].join(' ');
    });
    await query(
      'search_put',
      `INSERT INTO ${this.#table('messages')}
         (room_id, home, seq, at, author_id, is_note, asks, answers, line, tokens)
       SELECT $1, $2, seq, at, author, is_note, asks, answers, line, array_to_tsvector(string_to_array(tokens, ' '))
       FROM unnest($3::bigint[], $4::bigint[], $5::integer[], $6::boolean[], $7::boolean[], $8::bigint[], $9::text[],
         $10::text[]) AS w (seq, at, author, is_note, asks, answers, line, tokens)`,
      [
        ...[room, of, put.map(({ seq }) => seq), put.map(({ at }) => at), put.map(({ by }) => idOf(authors, by))],
        ...[put.map(({ isNote }) => isNote), put.map(({ asks }) => asks), put.map(({ answers }) => answers)],
        ...[put.map(({ line }) => line), tokens],
      ],
    );
  }

  async #authorsOf(query: Query, put: readonly IndexedMessage[]): Promise<ReadonlyMap<string, number>> {
    const people = new Map(put.map(({ by }) => [keyOf(by), by]));
    // In one order for everybody, so that two transactions never wait for each other.
    const sorted = [...people].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, by]) => by);
    type Row = { id: number; person: string; name: string };
    const authors = this.#table('authors');
    const known = await query<Row>(
      'search_known_authors',
      `SELECT a.id, a.person, a.name FROM unnest($1::text[], $2::text[]) AS w (person, name)
       JOIN ${authors} a ON a.person = w.person AND a.name = w.name AND NOT a.is_left`,
      [sorted.map(({ id }) => id), sorted.map(({ name }) => name)],
    );
    const ids = new Map(known.map(({ id, person, name }) => [keyOf({ id: person, name }), id]));
    const others = sorted.filter((by) => !ids.has(keyOf(by)));
    if (others.length === 0) return ids;
    const added = await query<Row>(
      'search_put_authors',
      `INSERT INTO ${authors} (person, name, line) SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
       ON CONFLICT (person, name) DO UPDATE SET is_left = false RETURNING id, person, name`,
      [others.map(({ id }) => id), others.map(({ name }) => name), others.map(({ name }) => lineOf(name))],
    );
    for (const { id, person, name } of added) ids.set(keyOf({ id: person, name }), id);
    return ids;
  }

  #findIn(
    query: Query,
    sought: {
      readonly wanted: Wanted;
      readonly match: string;
      readonly top: Top;
      readonly window: TimeWindow;
      readonly limit: number;
    },
  ): Promise<Found[]> {
    const { wanted, match, top, window, limit } = sought;
    const { rooms, hasLanes, isStaff } = wanted.scope;
    const partly = rooms.filter(({ from }) => from > 1);
    const values: SqlValue[] = [
      ...[window.tokens ? `${match} & (${window.tokens.map(quoted).join(' | ')})` : match, window.from, window.before],
      ...[top.at, top.room, top.seq, isStaff, rooms.map(({ name }) => name), hasLanes],
      ...[partly.map(({ name }) => name), partly.map(({ from }) => from), limit],
    ];
    // Without a name: a plan that fits these words, not any.
    return query<Found>(
      '',
      `SELECT m.room_id, r.name, m.seq, m.at, m.line, m.asks, m.answers
       FROM ${this.#table('messages')} m JOIN ${this.#table('rooms')} r ON r.id = m.room_id
       WHERE m.tokens @@ $1::tsquery AND m.at >= $2 AND m.at < $3 AND (m.at, m.room_id, m.seq) <= ($4, $5, $6)
         AND (NOT m.is_note OR $7) AND (r.name = ANY ($8) OR ($9 AND m.home = ANY ($8)))
         AND NOT EXISTS (SELECT 1 FROM unnest($10::text[], $11::bigint[]) AS p (room, first)
           WHERE p.room = r.name AND m.seq < p.first)
       ORDER BY m.at DESC, m.room_id DESC, m.seq DESC LIMIT $12`,
      values,
    );
  }
}

type Top = { readonly at: number; readonly room: number; readonly seq: number };

/** The last place that is wanted. */
function topOf({ before }: Wanted, at: string | null): Top {
  const max = { room: 2 ** 31 - 1, seq: Number.MAX_SAFE_INTEGER };
  const [saidAt = Number.MAX_SAFE_INTEGER, room = max.room, seq = max.seq] = (at ?? '').split('-').map(Number);
  const isPlace = at !== null && [saidAt, room, seq].every(Number.isSafeInteger) && room <= max.room;
  const place = isPlace ? { at: saidAt, room, seq } : { at: at === null ? Number.MAX_SAFE_INTEGER : -1, ...max };
  return before !== null && place.at >= before ? { at: before - 1, ...max } : place;
}

function matchFor(wanted: Wanted): string | null {
  const narrowed = narrowedTo(wanted);
  if (narrowed.some((tokens) => tokens.length === 0)) return null;
  const parts = [...wanted.tokens.map(wordMatch), ...narrowed.map((tokens) => `(${tokens.map(quoted).join(' | ')})`)];
  return parts.join(' & ');
}

function wordMatch({ text, isPrefix }: SearchToken): string {
  const chars = Array.from(text);
  if (!isPrefix) return quoted(text);
  if (isWord(text) && chars.length >= prefixChars) return quoted(prefixSigil + chars.slice(0, prefixChars).join(''));
  return `${quoted(text)}:*`;
}

/** Words with four characters or more have their beginning as a token of its own. */
function isWord(token: string): boolean {
  return Array.from(token).length >= prefixChars;
}

/** Tokens have neither quotes nor backslashes in them. */
function quoted(token: string): string {
  return `'${token}'`;
}

function keyOf({ id, name }: IndexedMessage['by']): string {
  return JSON.stringify([id, name]);
}

function idOf(authors: ReadonlyMap<string, number>, by: IndexedMessage['by']): number {
  const id = authors.get(keyOf(by));
  if (id === undefined) throw new TypeError('expected an author that was written');
  return id;
}
