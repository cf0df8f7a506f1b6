/** Every statement the store runs, by the name under which a connection prepares it. */
import { cannedColumns, type CannedColumns } from '../canned-row.js';
import type { EventRow } from '../event-row.js';
import type { PersonRow } from '../person-row.js';
import type { AffectedRow, CallRow, MessagePlace, QuestionRow, RoomTime } from '../store.js';
import type { Query, SqlValue } from './connections.js';

export type RoomRow = {
  readonly id: number;
  readonly name: string;
  readonly head: number;
  readonly chain: string;
  readonly doc: string;
};

export type Statements = ReturnType<typeof prepareStatements>;

/** The statements over the tables of `schema`, each a function of the connection and the values. */
export function prepareStatements(schema: string) {
  const tables = [
    ...['rooms', 'events', 'messages', 'markers', 'sign_outs', 'questions', 'members', 'affected'],
    ...['busy_people', 'calls', 'people', 'canned_replies', 'room_times', 'retractions'],
  ];
  const names = tables.map((table) => `${schema}.${table}`);
  const [rooms, events, messages, markers, signOuts, questions, members, affected] = names;
  const [busyPeople, calls, people, canned, times, retractions] = names.slice(8);
  const eventColumns = 'e.seq, e.at, e.person, e.cid, e.part, e.hash, e.content, e.salt, e.commitment, e.chain';
  const questionColumns = 'r.name AS room, q.seq, q.state, q.owner, q.affected, q.since, q.due_at AS "dueAt"';
  // The row type is what the SELECT names; the driver cannot know it.
  const statement =
    <Row extends object>(name: string, sql: string) =>
    (query: Query, ...values: SqlValue[]) =>
      query<Row>(name, sql, values);

  return Object.freeze({
    allRooms: statement<RoomRow>('all_rooms', `SELECT id, name, head, chain, doc FROM ${rooms} ORDER BY name`),
    roomsWithoutLanes: statement<RoomRow>(
      'rooms_without_lanes',
      `SELECT id, name, head, chain, doc FROM ${rooms} WHERE strpos(name, '~') = 0 ORDER BY name`,
    ),
    room: statement<RoomRow>('room', `SELECT id, name, head, chain, doc FROM ${rooms} WHERE name = $1`),
    roomsByName: statement<RoomRow>(
      'rooms_by_name',
      `SELECT id, name, head, chain, doc FROM ${rooms} WHERE name = ANY ($1)`,
    ),
    /** In one order for everybody, so that two transactions never wait for each other. */
    holdRooms: statement<RoomRow>(
      'hold_rooms',
      `SELECT id, name, head, chain, doc FROM ${rooms} WHERE name = ANY ($1) ORDER BY id FOR NO KEY UPDATE`,
    ),
    heads: statement<{ name: string; head: number }>('heads', `SELECT name, head FROM ${rooms} WHERE name = ANY ($1)`),
    allHeads: statement<{ name: string; head: number }>('all_heads', `SELECT name, head FROM ${rooms}`),
    eventsOfCommands: statement<EventRow & { room_id: number }>(
      'events_of_commands',
      `SELECT e.room_id, ${eventColumns}
       FROM unnest($1::bigint[], $2::text[], $3::text[]) AS w (room_id, person, cid)
       JOIN ${events} e ON e.room_id = w.room_id AND e.person = w.person AND e.cid = w.cid ORDER BY e.part`,
    ),
    eventsAfter: statement<EventRow>(
      'events_after',
      `SELECT ${eventColumns} FROM ${rooms} r JOIN ${events} e ON e.room_id = r.id
       WHERE r.name = $1 AND e.seq > $2 ORDER BY e.seq LIMIT $3`,
    ),
    messages: statement<{ room_id: number; seq: number; doc: string }>(
      'messages',
      `SELECT m.room_id, m.seq, m.doc FROM unnest($1::bigint[], $2::bigint[]) AS w (room_id, seq)
       JOIN ${messages} m ON m.room_id = w.room_id AND m.seq = w.seq`,
    ),
    messagesAt: statement<{ doc: string }>(
      'messages_at',
      `SELECT m.doc FROM ${rooms} r JOIN ${messages} m ON m.room_id = r.id
       WHERE r.name = $1 AND m.seq = ANY ($2::bigint[]) ORDER BY m.seq`,
    ),
    messagesAtPlaces: statement<{ room: string; doc: string }>(
      'messages_at_places',
      `SELECT w.room, m.doc FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY AS w (room, seq, place)
       JOIN ${rooms} r ON r.name = w.room JOIN ${messages} m ON m.room_id = r.id AND m.seq = w.seq ORDER BY w.place`,
    ),
    /** One row with null for `doc` when the room has no such message; none when there is no such room. */
    page: statement<{ head: number; doc: string | null }>(
      'page',
      `SELECT r.head, m.doc FROM ${rooms} r LEFT JOIN LATERAL (
         SELECT seq, doc FROM ${messages} WHERE room_id = r.id AND seq < $2 AND seq >= $5 AND (NOT is_staff OR $3)
         ORDER BY seq DESC LIMIT $4) m ON true
       WHERE r.name = $1 ORDER BY m.seq`,
    ),
    standing: statement<{ head: number; marker: number; unread: number }>(
      'standing',
      `SELECT r.head, coalesce(k.seq, 0) AS marker, (SELECT count(*) FROM (
         SELECT 1 FROM ${messages} m
         WHERE m.room_id = r.id AND m.seq > greatest(k.seq, $5::bigint - 1) AND m.person <> $2 AND (NOT m.is_staff OR $3)
         LIMIT $4) u) AS unread
       FROM ${rooms} r LEFT JOIN ${markers} k ON k.room_id = r.id AND k.person = $2 WHERE r.name = $1`,
    ),
    standings: statement<{ name: string; head: number; marker: number; unread: number }>(
      'standings',
      `SELECT r.name, r.head, coalesce(k.seq, 0) AS marker, (SELECT count(*) FROM (
         SELECT 1 FROM ${messages} m
         WHERE m.room_id = r.id AND m.seq > coalesce(k.seq, 0) AND m.person <> $1 AND (NOT m.is_staff OR $2)
         LIMIT $3) u) AS unread
       FROM ${rooms} r LEFT JOIN ${markers} k ON k.room_id = r.id AND k.person = $1`,
    ),
    markers: statement<{ person: string; seq: number }>(
      'markers',
      `SELECT k.person, k.seq FROM ${rooms} r JOIN ${markers} k ON k.room_id = r.id WHERE r.name = $1 ORDER BY k.person`,
    ),
    /** Which of the moves, counted from 1, move a marker. */
    markerNews: statement<{ place: number }>(
      'marker_news',
      `SELECT w.place FROM unnest($1::text[], $2::text[], $3::bigint[]) WITH ORDINALITY AS w (room, person, seq, place)
       JOIN ${rooms} r ON r.name = w.room LEFT JOIN ${markers} k ON k.room_id = r.id AND k.person = w.person
       WHERE least(w.seq, r.head) > coalesce(k.seq, 0)`,
    ),
    member: statement<{ doc: string }>(
      'member',
      `SELECT m.doc FROM ${rooms} r JOIN ${members} m ON m.room_id = r.id WHERE r.name = $1 AND m.person = $2`,
    ),
    members: statement<{ doc: string }>(
      'members',
      `SELECT m.doc FROM ${rooms} r JOIN ${members} m ON m.room_id = r.id WHERE r.name = $1 ORDER BY m.person`,
    ),
    memberships: statement<{ room: string; doc: string }>(
      'memberships',
      `SELECT r.name AS room, m.doc FROM ${members} m JOIN ${rooms} r ON r.id = m.room_id WHERE m.person = $1`,
    ),
    membersIn: statement<{ room_id: number; doc: string }>(
      'members_in',
      `SELECT m.room_id, m.doc FROM unnest($1::bigint[], $2::text[]) AS w (room_id, person)
       JOIN ${members} m ON m.room_id = w.room_id AND m.person = w.person`,
    ),
    putMembers: statement(
      'put_members',
      `INSERT INTO ${members} (room_id, person, doc) SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[])
       ON CONFLICT (room_id, person) DO UPDATE SET doc = excluded.doc`,
    ),
    removeMembers: statement(
      'remove_members',
      `DELETE FROM ${members} m USING unnest($1::bigint[], $2::text[]) AS w (room_id, person)
       WHERE m.room_id = w.room_id AND m.person = w.person`,
    ),
    problemsOf: statement<{ problem: number }>(
      'problems_of',
      `SELECT a.problem FROM ${rooms} r JOIN ${affected} a ON a.room_id = r.id
       WHERE r.name = $1 AND a.person = $2 ORDER BY a.problem`,
    ),
    affected: statement<AffectedRow>(
      'affected',
      `SELECT a.problem, a.person FROM ${rooms} r JOIN ${affected} a ON a.room_id = r.id
       WHERE r.name = $1 ORDER BY a.problem, a.person`,
    ),
    affectedIn: statement<AffectedRow & { room_id: number }>(
      'affected_in',
      `SELECT a.room_id, a.person, a.problem
       FROM unnest($1::bigint[], $2::text[], $3::bigint[]) AS w (room_id, person, problem)
       JOIN ${affected} a ON a.room_id = w.room_id AND a.person = w.person AND a.problem = w.problem`,
    ),
    addAffected: statement(
      'add_affected',
      `INSERT INTO ${affected} (room_id, person, problem)
       SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[]) ON CONFLICT DO NOTHING`,
    ),
    removeAffected: statement(
      'remove_affected',
      `DELETE FROM ${affected} a USING unnest($1::bigint[], $2::text[], $3::bigint[]) AS w (room_id, person, problem)
       WHERE a.room_id = w.room_id AND a.person = w.person AND a.problem = w.problem`,
    ),
    signOut: statement(
      'sign_out',
      `INSERT INTO ${signOuts} AS s (person, at) VALUES ($1, $2)
       ON CONFLICT (person) DO UPDATE SET at = greatest(s.at, excluded.at)`,
    ),
    signOuts: statement<{ person: string; at: number }>(
      'sign_outs',
      `SELECT person, at FROM ${signOuts} WHERE at >= $1`,
    ),
    addBusy: statement('add_busy', `INSERT INTO ${busyPeople} (person) VALUES ($1) ON CONFLICT DO NOTHING`),
    removeBusy: statement('remove_busy', `DELETE FROM ${busyPeople} WHERE person = $1`),
    busyPeople: statement<{ person: string }>('busy_people', `SELECT person FROM ${busyPeople}`),
    addCalls: statement(
      'add_calls',
      `INSERT INTO ${calls} (person, room_id, seq, at)
       SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[]) ON CONFLICT DO NOTHING`,
    ),
    calls: statement<CallRow>(
      'calls',
      `SELECT c.seq, c.person, c.at FROM ${rooms} r JOIN ${calls} c ON c.room_id = r.id
       WHERE r.name = $1 ORDER BY c.seq, c.person`,
    ),
    callsOf: statement<{ room: string; seq: number }>(
      'calls_of',
      `SELECT r.name AS room, c.seq FROM ${calls} c JOIN ${rooms} r ON r.id = c.room_id
       LEFT JOIN ${markers} k ON k.room_id = c.room_id AND k.person = c.person
       WHERE c.person = $1 AND c.seq > coalesce(k.seq, 0) ORDER BY c.at DESC, r.name, c.seq DESC LIMIT $2`,
    ),
    putPeople: statement(
      'put_people',
      `INSERT INTO ${people} (id, name, role, reading, keys)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, reading = excluded.reading,
         keys = excluded.keys`,
    ),
    findPeople: statement<PersonRow>(
      'find_people',
      `SELECT id, name, role, reading, keys FROM ${people}
       WHERE keys LIKE $1 AND keys LIKE $2 AND keys LIKE $3 AND keys LIKE $4 ORDER BY id LIMIT $5`,
    ),
    people: statement<PersonRow>(
      'people',
      `SELECT id, name, role, reading, keys FROM ${people} WHERE id = ANY ($1) ORDER BY id`,
    ),
    peopleAfter: statement<PersonRow>(
      'people_after',
      `SELECT id, name, role, reading, keys FROM ${people} WHERE id > $1 ORDER BY id LIMIT $2`,
    ),
    cannedFor: statement<CannedColumns>(
      'canned_for',
      `SELECT ${cannedColumns} FROM ${canned}
       WHERE id > $1 AND (scope = 'all' OR (scope = 'room' AND place = $2) OR (scope = 'me' AND place = $3))
       ORDER BY id LIMIT $4`,
    ),
    cannedIn: statement<CannedColumns>(
      'canned_in',
      `SELECT ${cannedColumns} FROM ${canned} WHERE scope = $1 AND place = $2 ORDER BY id LIMIT $3`,
    ),
    canned: statement<CannedColumns>('canned', `SELECT ${cannedColumns} FROM ${canned} WHERE id = $1`),
    countCanned: statement<{ count: number }>(
      'count_canned',
      `SELECT count(*)::integer AS count FROM ${canned} WHERE scope = $1 AND place = $2`,
    ),
    addCanned: statement<{ id: string }>(
      'add_canned',
      `INSERT INTO ${canned} (${cannedColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id`,
    ),
    changeCanned: statement<{ id: string }>(
      'change_canned',
      `UPDATE ${canned} SET (${cannedColumns}) = ROW($1, $2, $3, $4, $5, $6, $7, $8) WHERE id = $1 AND rev = $9 RETURNING id`,
    ),
    dropCanned: statement<{ id: string }>(
      'drop_canned',
      `DELETE FROM ${canned} WHERE id = $1 AND rev = $2 RETURNING id`,
    ),
    cannedAfter: statement<CannedColumns>(
      'canned_after',
      `SELECT ${cannedColumns} FROM ${canned} WHERE id > $1 ORDER BY id LIMIT $2`,
    ),
    insertRooms: statement<{ id: number; name: string }>(
      'insert_rooms',
      `INSERT INTO ${rooms} (name, head, chain, doc)
       SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[]) RETURNING id, name`,
    ),
    updateRooms: statement(
      'update_rooms',
      `UPDATE ${rooms} r SET head = w.head, chain = w.chain, doc = w.doc
       FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[]) AS w (id, head, chain, doc) WHERE r.id = w.id`,
    ),
    putQuestions: statement(
      'put_questions',
      `INSERT INTO ${questions} (room_id, seq, state, owner, affected, since, due_at, rev)
       SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::integer[], $6::bigint[], $7::bigint[],
         $8::bigint[])
       ON CONFLICT (room_id, seq) DO UPDATE SET state = excluded.state, owner = excluded.owner,
         affected = excluded.affected, since = excluded.since, due_at = excluded.due_at, rev = excluded.rev`,
    ),
    putOff: statement(
      'put_off',
      `UPDATE ${questions} q SET due_at = $4 FROM ${rooms} r
       WHERE r.name = $1 AND q.room_id = r.id AND q.seq = $2 AND q.due_at = $3`,
    ),
    queue: statement<{ room: string; doc: string }>(
      'queue',
      `SELECT r.name AS room, m.doc FROM ${questions} q JOIN ${rooms} r ON r.id = q.room_id
       JOIN ${messages} m ON m.room_id = q.room_id AND m.seq = q.seq
       WHERE (r.name, q.seq) > ($1, $2) AND q.state <> 'resolved' AND q.state <> 'merged' AND q.state <> 'moved' ORDER BY r.name, q.seq LIMIT $3`,
    ),
    movedTo: statement<MessagePlace & { readonly isThere: boolean }>(
      'moved_to',
      `SELECT r.name AS room, q.seq, m.doc::json #>> '{question,moved,seq}' IS NOT NULL AS "isThere" FROM ${questions} q JOIN ${rooms} r ON r.id = q.room_id
       JOIN ${messages} m ON m.room_id = q.room_id AND m.seq = q.seq
       WHERE q.state = 'moved' AND m.doc::json #>> '{question,moved,room}' = $1
         AND coalesce(m.doc::json #>> '{question,moved,seq}', $2::text) = $2::text ORDER BY r.name, q.seq`,
    ),
    questionsAfter: statement<{ doc: string }>(
      'questions_after',
      `SELECT m.doc FROM ${rooms} r JOIN ${questions} q ON q.room_id = r.id
       JOIN ${messages} m ON m.room_id = q.room_id AND m.seq = q.seq WHERE r.name = $1 AND q.rev > $2 ORDER BY q.rev`,
    ),
    dueQuestions: statement<QuestionRow>(
      'due_questions',
      `SELECT ${questionColumns} FROM ${questions} q JOIN ${rooms} r ON r.id = q.room_id
       WHERE q.due_at <= $1 ORDER BY q.due_at LIMIT $2`,
    ),
    questions: statement<QuestionRow>(
      'questions',
      `SELECT ${questionColumns} FROM ${rooms} r JOIN ${questions} q ON q.room_id = r.id WHERE r.name = $1 ORDER BY q.seq`,
    ),
    lanes: statement<RoomRow>(
      'lanes',
      `SELECT id, name, head, chain, doc FROM ${rooms} WHERE name > $1 || '~' AND name < $1 || chr(127) ORDER BY name`,
    ),
    putTimes: statement(
      'put_times',
      `INSERT INTO ${times} (room_id, due_at) SELECT * FROM unnest($1::bigint[], $2::bigint[])
       ON CONFLICT (room_id) DO UPDATE SET due_at = excluded.due_at`,
    ),
    dropTimes: statement('drop_times', `DELETE FROM ${times} WHERE room_id = ANY ($1::bigint[])`),
    putOffRoom: statement(
      'put_off_room',
      `UPDATE ${times} t SET due_at = $3 FROM ${rooms} r WHERE r.name = $1 AND t.room_id = r.id AND t.due_at = $2`,
    ),
    neverAgain: statement(
      'never_again',
      `DELETE FROM ${times} t USING ${rooms} r WHERE r.name = $1 AND t.room_id = r.id AND t.due_at = $2`,
    ),
    dueRooms: statement<RoomTime>(
      'due_rooms',
      `SELECT r.name AS room, t.due_at AS "dueAt" FROM ${times} t JOIN ${rooms} r ON r.id = t.room_id
       WHERE t.due_at <= $1 ORDER BY t.due_at LIMIT $2`,
    ),
    notErased: statement<EventRow>(
      'not_erased',
      `SELECT ${eventColumns} FROM ${events} e WHERE e.room_id = $1 AND e.seq > $2 AND e.seq < $3 AND e.content <> '{}'
       ORDER BY e.seq LIMIT $4`,
    ),
    eraseEvents: statement(
      'erase_events',
      `UPDATE ${events} e SET content = w.content, salt = NULL, commitment = w.commitment
       FROM unnest($2::bigint[], $3::text[], $4::text[]) AS w (seq, content, commitment)
       WHERE e.room_id = $1 AND e.seq = w.seq`,
    ),
    /** Rows that are made of a room's messages, up to this one. */
    forgetMessages: statement(
      'forget_messages',
      `WITH m AS (DELETE FROM ${messages} WHERE room_id = $1 AND seq <= $2),
         q AS (DELETE FROM ${questions} WHERE room_id = $1 AND seq <= $2),
         r AS (DELETE FROM ${retractions} WHERE room_id = $1 AND seq <= $2)
       DELETE FROM ${calls} WHERE room_id = $1 AND seq <= $2`,
    ),
    /** Rows that are made of a room's events, and replies prepared for it. */
    forgetDocuments: statement(
      'forget_documents',
      `WITH ${[messages, markers, questions, members, affected, calls, retractions]
        .map((table, index) => `d${index} AS (DELETE FROM ${table} WHERE room_id = $1)`)
        .join(', ')}
       DELETE FROM ${canned} WHERE scope = 'room' AND place = $2`,
    ),
    addRetractions: statement(
      'add_retractions',
      `INSERT INTO ${retractions} (room_id, seq) SELECT * FROM unnest($1::bigint[], $2::bigint[]) ON CONFLICT DO NOTHING`,
    ),
    endRetraction: statement('end_retraction', `DELETE FROM ${retractions} WHERE room_id = $1 AND seq = $2`),
    retractions: statement<MessagePlace>(
      'retractions',
      `SELECT r.name AS room, t.seq FROM ${retractions} t JOIN ${rooms} r ON r.id = t.room_id
       WHERE (r.name, t.seq) > ($1, $2) ORDER BY r.name, t.seq LIMIT $3`,
    ),
    eventsWith: statement<EventRow>(
      'events_with',
      `SELECT ${eventColumns} FROM ${events} e WHERE e.room_id = $1 AND e.seq >= $2 AND e.seq < $3 AND e.salt IS NOT NULL
       AND (e.seq = $4 OR strpos(e.content, $5) > 0 OR strpos(e.content, $6) > 0) ORDER BY e.seq`,
    ),
    /** Events, messages and markers in one round trip. */
    write: statement(
      'write',
      `WITH e AS (
         INSERT INTO ${events} (room_id, seq, at, person, cid, part, hash, content, salt, commitment, chain)
         SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::integer[],
           $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
       ), m AS (
         INSERT INTO ${messages} (room_id, seq, person, is_staff, doc)
         SELECT * FROM unnest($12::bigint[], $13::bigint[], $14::text[], $15::boolean[], $16::text[])
         ON CONFLICT (room_id, seq) DO UPDATE SET person = excluded.person, is_staff = excluded.is_staff, doc = excluded.doc
       )
       INSERT INTO ${markers} AS k (room_id, person, seq)
       SELECT * FROM unnest($17::bigint[], $18::text[], $19::bigint[])
       ON CONFLICT (room_id, person) DO UPDATE SET seq = excluded.seq WHERE k.seq < excluded.seq`,
    ),
  });
}
