/** Every statement the store runs, prepared once. */
import { cannedColumns, type CannedColumns } from '../canned-row.js';
import type { EventRow } from '../event-row.js';
import type { PersonRow } from '../person-row.js';
import type { AffectedRow, CallRow, MessagePlace, QuestionRow, RoomTime } from '../store.js';
import type { Database, Statement } from './database.js';

export type RoomRow = {
  readonly id: number;
  readonly name: string;
  readonly head: number;
  readonly chain: string;
  readonly doc: string;
};

const questionColumns = 'r.name AS room, seq, state, owner, affected, since, due_at AS dueAt';
const eventColumns = 'seq, at, person, cid, part, hash, content, salt, commitment, chain';

/** Prepares the statements; call it after the migrations. */
export function prepareStatements(database: Database) {
  // The row type is what the SELECT names; the driver cannot know it.
  const prepare = <Row>(sql: string) => database.prepare(sql) as Statement<Row>;
  return Object.freeze({
    epoch: prepare<{ value: string }>(`SELECT value FROM meta WHERE key = 'log_epoch'`),
    allRooms: prepare<RoomRow>('SELECT id, name, head, chain, doc FROM rooms ORDER BY name'),
    insertRoom: prepare('INSERT INTO rooms (name, head, chain, doc) VALUES (?, ?, ?, ?)'),
    updateRoom: prepare('UPDATE rooms SET head = ?, chain = ?, doc = ? WHERE id = ?'),
    headOf: prepare<{ head: number }>('SELECT head FROM rooms WHERE id = ?'),
    insertEvent: prepare(`INSERT INTO events (room_id, ${eventColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    eventsOfCommand: prepare<EventRow>(
      `SELECT ${eventColumns} FROM events WHERE room_id = ? AND person = ? AND cid = ? ORDER BY part`,
    ),
    eventsAfter: prepare<EventRow>(
      `SELECT ${eventColumns} FROM events WHERE room_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
    ),
    putMessage: prepare(
      `INSERT INTO messages (room_id, seq, person, is_staff, doc) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (room_id, seq) DO UPDATE SET person = excluded.person, is_staff = excluded.is_staff, doc = excluded.doc`,
    ),
    message: prepare<{ doc: string }>('SELECT doc FROM messages WHERE room_id = ? AND seq = ?'),
    messagesBefore: prepare<{ doc: string }>(
      'SELECT doc FROM messages WHERE room_id = ? AND seq < ? AND seq >= ? AND is_staff <= ? ORDER BY seq DESC LIMIT ?',
    ),
    unread: prepare<{ unread: number }>(
      `SELECT count(*) AS unread FROM (
         SELECT 1 FROM messages WHERE room_id = ? AND seq > ? AND person <> ? AND is_staff <= ? LIMIT ?)`,
    ),
    marker: prepare<{ seq: number }>('SELECT seq FROM markers WHERE room_id = ? AND person = ?'),
    markers: prepare<{ person: string; seq: number }>(
      'SELECT person, seq FROM markers WHERE room_id = ? ORDER BY person',
    ),
    member: prepare<{ doc: string }>('SELECT doc FROM members WHERE room_id = ? AND person = ?'),
    members: prepare<{ doc: string }>('SELECT doc FROM members WHERE room_id = ? ORDER BY person'),
    memberships: prepare<{ room: string; doc: string }>(
      'SELECT r.name AS room, m.doc FROM members m JOIN rooms r ON r.id = m.room_id WHERE m.person = ?',
    ),
    putMember: prepare(
      `INSERT INTO members (room_id, person, doc) VALUES (?, ?, ?)
       ON CONFLICT (room_id, person) DO UPDATE SET doc = excluded.doc`,
    ),
    removeMember: prepare('DELETE FROM members WHERE room_id = ? AND person = ?'),
    isAffected: prepare<{ problem: number }>(
      'SELECT problem FROM affected WHERE room_id = ? AND person = ? AND problem = ?',
    ),
    problemsOf: prepare<{ problem: number }>(
      'SELECT problem FROM affected WHERE room_id = ? AND person = ? ORDER BY problem',
    ),
    affected: prepare<AffectedRow>('SELECT problem, person FROM affected WHERE room_id = ? ORDER BY problem, person'),
    addAffected: prepare('INSERT OR IGNORE INTO affected (room_id, person, problem) VALUES (?, ?, ?)'),
    removeAffected: prepare('DELETE FROM affected WHERE room_id = ? AND person = ? AND problem = ?'),
    signOut: prepare(
      `INSERT INTO sign_outs (person, at) VALUES (?, ?)
       ON CONFLICT (person) DO UPDATE SET at = max(at, excluded.at)`,
    ),
    signOuts: prepare<{ person: string; at: number }>('SELECT person, at FROM sign_outs WHERE at >= ?'),
    addBusy: prepare('INSERT INTO busy_people (person) VALUES (?) ON CONFLICT DO NOTHING'),
    removeBusy: prepare('DELETE FROM busy_people WHERE person = ?'),
    busyPeople: prepare<{ person: string }>('SELECT person FROM busy_people'),
    addCall: prepare('INSERT INTO calls (person, room_id, seq, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING'),
    calls: prepare<CallRow>('SELECT seq, person, at FROM calls WHERE room_id = ? ORDER BY seq, person'),
    callsOf: prepare<{ room: string; seq: number }>(
      `SELECT r.name AS room, c.seq FROM calls c JOIN rooms r ON r.id = c.room_id
       LEFT JOIN markers k ON k.room_id = c.room_id AND k.person = c.person
       WHERE c.person = ? AND c.seq > coalesce(k.seq, 0) ORDER BY c.at DESC, r.name, c.seq DESC LIMIT ?`,
    ),
    putPerson: prepare(
      `INSERT INTO people (id, name, role, reading, keys) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, reading = excluded.reading,
         keys = excluded.keys`,
    ),
    findPeople: prepare<PersonRow>(
      `SELECT id, name, role, reading, keys FROM people
       WHERE keys LIKE ? ESCAPE '\\' AND keys LIKE ? ESCAPE '\\' AND keys LIKE ? ESCAPE '\\' AND keys LIKE ? ESCAPE '\\'
       ORDER BY id LIMIT ?`,
    ),
    person: prepare<PersonRow>('SELECT id, name, role, reading, keys FROM people WHERE id = ?'),
    peopleAfter: prepare<PersonRow>(
      'SELECT id, name, role, reading, keys FROM people WHERE id > ? ORDER BY id LIMIT ?',
    ),
    cannedFor: prepare<CannedColumns>(
      `SELECT ${cannedColumns} FROM canned_replies
       WHERE id > ? AND (scope = 'all' OR (scope = 'room' AND place = ?) OR (scope = 'me' AND place = ?))
       ORDER BY id LIMIT ?`,
    ),
    cannedIn: prepare<CannedColumns>(
      `SELECT ${cannedColumns} FROM canned_replies WHERE scope = ? AND place = ? ORDER BY id LIMIT ?`,
    ),
    canned: prepare<CannedColumns>(`SELECT ${cannedColumns} FROM canned_replies WHERE id = ?`),
    countCanned: prepare<{ count: number }>(
      'SELECT count(*) AS count FROM canned_replies WHERE scope = ? AND place = ?',
    ),
    addCanned: prepare<{ id: string }>(
      `INSERT INTO canned_replies (${cannedColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id`,
    ),
    changeCanned: prepare<{ id: string }>(
      `UPDATE canned_replies SET (${cannedColumns}) = (?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ? AND rev = ? RETURNING id`,
    ),
    dropCanned: prepare<{ id: string }>('DELETE FROM canned_replies WHERE id = ? AND rev = ? RETURNING id'),
    cannedAfter: prepare<CannedColumns>(`SELECT ${cannedColumns} FROM canned_replies WHERE id > ? ORDER BY id LIMIT ?`),
    putQuestion: prepare(
      `INSERT INTO questions (room_id, seq, state, owner, affected, since, due_at, rev) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (room_id, seq) DO UPDATE SET affected = excluded.affected, state = excluded.state,
         owner = excluded.owner, since = excluded.since, due_at = excluded.due_at, rev = excluded.rev`,
    ),
    putOff: prepare('UPDATE questions SET due_at = ? WHERE room_id = ? AND seq = ? AND due_at = ?'),
    queue: prepare<{ room: string; doc: string }>(
      `SELECT r.name AS room, m.doc FROM questions q JOIN rooms r ON r.id = q.room_id
       JOIN messages m ON m.room_id = q.room_id AND m.seq = q.seq
       WHERE (r.name, q.seq) > (?, ?) AND q.state <> 'resolved' AND q.state <> 'merged' AND q.state <> 'moved' ORDER BY r.name, q.seq LIMIT ?`,
    ),
    // What is not solved has an index.
    movedTo: prepare<MessagePlace & { readonly there: number | null }>(
      `SELECT r.name AS room, q.seq, json_extract(m.doc, '$.question.moved.seq') AS there FROM questions q JOIN rooms r ON r.id = q.room_id
       JOIN messages m ON m.room_id = q.room_id AND m.seq = q.seq
       WHERE q.state <> 'resolved' AND q.state = 'moved' AND json_extract(m.doc, '$.question.moved.room') = ?1
         AND coalesce(there, ?2) = ?2 ORDER BY r.name, q.seq`,
    ),
    questionsAfter: prepare<{ doc: string }>(
      `SELECT m.doc FROM questions q JOIN messages m ON m.room_id = q.room_id AND m.seq = q.seq
       WHERE q.room_id = ? AND q.rev > ? ORDER BY q.rev`,
    ),
    dueQuestions: prepare<QuestionRow>(
      `SELECT ${questionColumns} FROM questions q JOIN rooms r ON r.id = q.room_id
       WHERE due_at <= ? ORDER BY due_at LIMIT ?`,
    ),
    questions: prepare<QuestionRow>(
      `SELECT ${questionColumns} FROM questions q JOIN rooms r ON r.id = q.room_id WHERE r.id = ? ORDER BY seq`,
    ),
    putTime: prepare(
      'INSERT INTO room_times (room_id, due_at) VALUES (?, ?) ON CONFLICT (room_id) DO UPDATE SET due_at = excluded.due_at',
    ),
    dropTime: prepare('DELETE FROM room_times WHERE room_id = ?'),
    putOffRoom: prepare('UPDATE room_times SET due_at = ? WHERE room_id = ? AND due_at = ?'),
    neverAgain: prepare('DELETE FROM room_times WHERE room_id = ? AND due_at = ?'),
    dueRooms: prepare<RoomTime>(
      `SELECT r.name AS room, t.due_at AS dueAt FROM room_times t JOIN rooms r ON r.id = t.room_id
       WHERE t.due_at <= ? ORDER BY t.due_at LIMIT ?`,
    ),
    notErased: prepare<EventRow>(
      `SELECT ${eventColumns} FROM events
       WHERE room_id = ? AND seq > ? AND seq < ? AND content <> '{}' ORDER BY seq LIMIT ?`,
    ),
    eraseEvent: prepare('UPDATE events SET content = ?, salt = NULL, commitment = ? WHERE room_id = ? AND seq = ?'),
    addRetraction: prepare('INSERT INTO retractions (room_id, seq) VALUES (?, ?) ON CONFLICT DO NOTHING'),
    endRetraction: prepare('DELETE FROM retractions WHERE room_id = ? AND seq = ?'),
    retractions: prepare<MessagePlace>(
      `SELECT r.name AS room, t.seq FROM retractions t JOIN rooms r ON r.id = t.room_id
       WHERE (r.name, t.seq) > (?, ?) ORDER BY r.name, t.seq LIMIT ?`,
    ),
    eventsWith: prepare<EventRow>(
      `SELECT ${eventColumns} FROM events WHERE room_id = ? AND seq >= ? AND seq < ? AND salt IS NOT NULL
       AND (seq = ? OR instr(content, ?) > 0 OR instr(content, ?) > 0) ORDER BY seq`,
    ),
    forgetCanned: prepare("DELETE FROM canned_replies WHERE scope = 'room' AND place = ?"),
    setEpoch: prepare(`UPDATE meta SET value = ? WHERE key = 'log_epoch'`),
    moveMarker: prepare(
      `INSERT INTO markers (room_id, person, seq) VALUES (?, ?, ?)
       ON CONFLICT (room_id, person) DO UPDATE SET seq = max(seq, excluded.seq)`,
    ),
  });
}

export type Statements = ReturnType<typeof prepareStatements>;
