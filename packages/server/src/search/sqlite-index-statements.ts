/** The tables of the index beside the default engine, and what is asked of them. */
import type { OpenDatabase, Statement } from '../store/sqlite/database.js';
import type { OpenTo } from './message-index.js';

/** Words that begin the same are found by their first characters; what they go on with is in their line. */
export const prefixChars = 4;

export const tables = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE rooms (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    open_to TEXT NOT NULL,
    home_id INTEGER,
    person TEXT,
    seq INTEGER NOT NULL,
    is_gone INTEGER NOT NULL
  );
  CREATE INDEX rooms_person ON rooms (person) WHERE person IS NOT NULL;
  CREATE TABLE authors (id INTEGER PRIMARY KEY, person TEXT NOT NULL, name TEXT NOT NULL, line TEXT NOT NULL);
  CREATE UNIQUE INDEX authors_person ON authors (person, name);
  CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    room_id INTEGER NOT NULL,
    home_id INTEGER,
    seq INTEGER NOT NULL,
    author_id INTEGER NOT NULL,
    is_note INTEGER NOT NULL,
    asks INTEGER NOT NULL,
    answers INTEGER,
    line TEXT NOT NULL
  );
  CREATE UNIQUE INDEX messages_place ON messages (room_id, seq);
  CREATE INDEX messages_answers ON messages (room_id, answers) WHERE answers IS NOT NULL;
  CREATE VIRTUAL TABLE words USING fts5 (tokens, content = '', detail = none, prefix = '1 ${prefixChars}',
    tokenize = "ascii tokenchars '-~.'");
  INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
`;

export type RoomRow = {
  readonly id: number;
  readonly name: string;
  readonly open_to: OpenTo;
  readonly seq: number;
  readonly is_gone: number;
};
export type MessageRow = {
  readonly id: number;
  readonly room_id: number;
  readonly seq: number;
  readonly author_id: number;
  readonly asks: number;
  readonly answers: number | null;
  readonly line: string;
};

export type Statements = ReturnType<typeof prepareStatements>;

export function prepareStatements(database: OpenDatabase['database']) {
  // The row type is what the SELECT names; the driver cannot know it.
  const prepare = <Row>(sql: string) => database.prepare(sql) as Statement<Row>;
  return {
    note: prepare<{ value: string }>('SELECT value FROM meta WHERE key = ?'),
    putNote: prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)'),
    noteRemoval: prepare("INSERT OR IGNORE INTO meta (key, value) VALUES ('removed', '')"),
    dropNote: prepare('DELETE FROM meta WHERE key = ?'),
    rooms: prepare<RoomRow>('SELECT id, name, open_to, seq, is_gone FROM rooms'),
    room: prepare<RoomRow>('SELECT id, name, open_to, seq, is_gone FROM rooms WHERE id = ?'),
    /** A home that only a lane told of gets its facts from its own log, before anything is put into it. */
    putRoom: prepare<{ id: number }>(
      `INSERT INTO rooms (name, open_to, home_id, person, seq, is_gone) VALUES (?, ?, ?, ?, 0, 0)
       ON CONFLICT (name) DO UPDATE SET open_to = iif(seq = 0, excluded.open_to, open_to) RETURNING id`,
    ),
    moveCursor: prepare('UPDATE rooms SET seq = ?, is_gone = ? WHERE id = ?'),
    lanesOf: prepare<{ name: string }>('SELECT name FROM rooms WHERE person = ?'),
    putAuthor: prepare<{ id: number }>(
      `INSERT INTO authors (person, name, line) VALUES (?, ?, ?)
       ON CONFLICT (person, name) DO UPDATE SET line = excluded.line RETURNING id`,
    ),
    dropAuthor: prepare('DELETE FROM authors WHERE id = ?'),
    isAuthor: prepare<{ rowid: number }>('SELECT rowid FROM words WHERE words MATCH ? LIMIT 1'),
    authors: prepare<{ id: number }>('SELECT id FROM authors WHERE person = ? OR instr(line, ?) > 0 LIMIT ?'),
    message: prepare<MessageRow>(
      'SELECT id, room_id, seq, author_id, asks, answers, line FROM messages WHERE room_id = ? AND seq = ?',
    ),
    messagesOf: prepare<MessageRow>(
      'SELECT id, room_id, seq, author_id, asks, answers, line FROM messages WHERE room_id = ? LIMIT ?',
    ),
    answersTo: prepare<{ seq: number }>('SELECT seq FROM messages WHERE room_id = ? AND answers = ?'),
    lastBefore: prepare<{ id: number }>('SELECT id FROM messages WHERE id < ? ORDER BY id DESC LIMIT 1'),
    hasId: prepare<{ id: number }>('SELECT id FROM messages WHERE id = ?'),
    putMessage: prepare(
      `INSERT INTO messages (id, room_id, home_id, seq, author_id, is_note, asks, answers, line)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    dropMessage: prepare('DELETE FROM messages WHERE id = ?'),
    putWords: prepare('INSERT INTO words (rowid, tokens) VALUES (?, ?)'),
    dropWords: prepare(`INSERT INTO words (words, rowid, tokens) VALUES ('delete', ?, ?)`),
    find: prepare<MessageRow>(
      `SELECT m.id, m.room_id, m.seq, m.author_id, m.asks, m.answers, m.line
       FROM words w JOIN messages m ON m.id = w.rowid
       WHERE w.words MATCH ? AND w.rowid <= ? AND w.rowid >= ? AND m.is_note <= ?
         AND (m.room_id IN (SELECT value FROM json_each(?))
           OR (? AND m.home_id IN (SELECT value FROM json_each(?))))
         AND NOT EXISTS (SELECT 1 FROM json_each(?) p WHERE p.key = CAST(m.room_id AS TEXT) AND m.seq < p.value)
       ORDER BY w.rowid DESC LIMIT ?`,
    ),
  };
}
