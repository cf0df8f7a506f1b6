/** Writes inside a transaction: holds the rooms, plans the batch, puts its rows into the tables. */
import type { MemberDoc, MessageDoc, RoomDoc } from '@support-chat/protocol';
import type { Clock } from '../../clock.js';
import { Batch, noRoom, type Changes } from '../batch.js';
import type { EventRow } from '../event-row.js';
import { outcomeOf, type Outcome, type Work } from '../group-commit.js';
import { createSaltMaker } from '../salt.js';
import type { MessagePlace, Store } from '../store.js';
import type { Query } from './connections.js';
import type { PostgresFileRows } from './file-rows.js';
import type { Statements } from './statements.js';

/** Every method runs on the connection of one transaction, which its caller begins and commits. */
export class Writer {
  readonly #statements: Statements;
  readonly #clock: Clock;
  readonly #makeSalt = createSaltMaker();
  readonly #files: PostgresFileRows;

  constructor(options: { readonly statements: Statements; readonly files: PostgresFileRows; readonly clock: Clock }) {
    const { statements, files, clock } = options;
    this.#statements = statements;
    this.#files = files;
    this.#clock = clock;
  }

  /** Does the work of a group of commands. */
  commit(query: Query, { appends, moves }: Work): Promise<readonly Outcome[]> {
    const rooms = { held: roomsOf(appends), seen: roomsOf(moves) };
    return this.#plan(query, rooms, async (batch, ids) => {
      await this.#tellRooms(query, appends, batch);
      await this.#tellMembers(query, appends, { batch, ids });
      await this.#tellAffected(query, appends, { batch, ids });
      const files = [...new Set(appends.flatMap((append) => append.files ?? []))];
      if (files.length > 0) for (const row of await this.#files.hold(query, files)) batch.knowFile(row);
      const stored = await this.#rowsOf(query, appends, ids);
      const places = appends.flatMap(({ room, about = [] }) => about.map((seq) => ({ room, seq })));
      for (const [{ room }, message] of await this.#messages(query, places, ids)) batch.know(room, message);
      const outcomes = appends.map((append) =>
        outcomeOf(() =>
          batch.append(append, stored.get(commandKey(ids.get(append.room), append.by.id, append.cid)) ?? []),
        ),
      );
      for (const { room, person, seq } of moves) batch.moveMarker(room, person, seq);
      return outcomes;
    });
  }

  /** Takes over rows and markers of another store. */
  adopt(query: Query, room: string, { rows, markers = [] }: Parameters<Store['adopt']>[1]): Promise<void> {
    return this.#plan(query, { held: new Set([room]), seen: new Set() }, (batch) => {
      batch.adopt(room, rows);
      for (const { person, seq } of markers) batch.moveMarker(room, person, seq);
    });
  }

  /** Plans and writes inside a transaction. Rooms that only get markers need not be held: heads only grow. */
  async #plan<T>(
    query: Query,
    rooms: { readonly held: ReadonlySet<string>; readonly seen: ReadonlySet<string> },
    plan: (batch: Batch, ids: ReadonlyMap<string, number>) => T | Promise<T>,
  ): Promise<T> {
    const batch = new Batch({ now: () => this.#clock.now(), makeSalt: this.#makeSalt });
    const others = [...rooms.seen].filter((room) => !rooms.held.has(room));
    const held = rooms.held.size > 0 ? await this.#statements.holdRooms(query, [...rooms.held]) : [];
    const seen = others.length > 0 ? await this.#statements.roomsByName(query, others) : [];
    for (const room of [...rooms.held, ...others]) batch.open(room, noRoom);
    // Written by #write as a RoomDoc.
    for (const { name, id, head, chain, doc } of [...held, ...seen])
      batch.open(name, { id, head, chain, doc: JSON.parse(doc) as RoomDoc });
    const ids = new Map([...held, ...seen].map(({ name, id }) => [name, id]));
    const result = await plan(batch, ids);
    const documents = new Map(
      (await this.#messages(query, batch.earlierTargets(), ids)).map(([{ room, seq }, message]) => [
        messageKey(ids.get(room), seq),
        message,
      ]),
    );
    await this.#write(
      query,
      batch.finish(({ room, seq }) => documents.get(messageKey(ids.get(room), seq))),
      ids,
    );
    return result;
  }

  /** Rooms that appends want to see beside their own. */
  async #tellRooms(query: Query, appends: Work['appends'], batch: Batch): Promise<void> {
    const names = new Set(appends.flatMap(({ beside }) => beside ?? []));
    if (names.size === 0) return;
    // Written by #write as a RoomDoc.
    for (const { doc } of await this.#statements.roomsByName(query, [...names])) batch.see(JSON.parse(doc) as RoomDoc);
  }

  /** Memberships that appends want to see, of rooms that have members. */
  async #tellMembers(
    query: Query,
    appends: Work['appends'],
    { batch, ids }: { readonly batch: Batch; readonly ids: ReadonlyMap<string, number> },
  ): Promise<void> {
    const wanted = appends
      .filter(({ room }) => batch.hasMembers(room))
      .flatMap(({ room, by, members = [] }) => [by.id, ...members].map((person) => ({ room, person })));
    if (wanted.length === 0) return;
    const names = new Map(wanted.map(({ room }) => [ids.get(room) ?? null, room]));
    const rows = await this.#statements.membersIn(
      query,
      wanted.map(({ room }) => ids.get(room) ?? null),
      wanted.map(({ person }) => person),
    );
    // Written by #write as a MemberDoc.
    for (const { room_id, doc } of rows) batch.knowMember(names.get(room_id) ?? '', JSON.parse(doc) as MemberDoc);
  }

  /** For which problems the people who act are counted already, of those that their appends name. */
  async #tellAffected(
    query: Query,
    appends: Work['appends'],
    { batch, ids }: { readonly batch: Batch; readonly ids: ReadonlyMap<string, number> },
  ): Promise<void> {
    const wanted = appends.filter(({ room, affects }) => affects && ids.has(room));
    if (wanted.length === 0) return;
    const names = new Map(wanted.map(({ room }) => [ids.get(room) ?? null, room]));
    const rows = await this.#statements.affectedIn(
      query,
      ...[wanted.map(({ room }) => ids.get(room) ?? null), wanted.map(({ by }) => by.id)],
      wanted.map(({ affects }) => affects ?? null),
    );
    for (const { room_id, ...row } of rows) batch.knowAffected(names.get(room_id) ?? '', row);
  }

  async #rowsOf(
    query: Query,
    appends: Work['appends'],
    ids: ReadonlyMap<string, number>,
  ): Promise<Map<string, EventRow[]>> {
    const known = appends.filter(({ room }) => ids.has(room));
    const found = new Map<string, EventRow[]>();
    if (known.length === 0) return found;
    const rows = await this.#statements.eventsOfCommands(
      query,
      known.map(({ room }) => ids.get(room) ?? null),
      known.map(({ by }) => by.id),
      known.map(({ cid }) => cid),
    );
    for (const { room_id, ...row } of rows) {
      const key = commandKey(room_id, row.person, row.cid);
      const before = found.get(key);
      if (!before) found.set(key, [row]);
      // The same command twice in one transaction finds its rows twice.
      else if (before.every(({ part }) => part !== row.part)) before.push(row);
    }
    return found;
  }

  /** Those of the messages that are there, with their places. */
  async #messages(
    query: Query,
    wanted: readonly MessagePlace[],
    ids: ReadonlyMap<string, number>,
  ): Promise<(readonly [MessagePlace, MessageDoc])[]> {
    const places = wanted.filter(({ room }) => ids.has(room));
    if (places.length === 0) return [];
    const rows = await this.#statements.messages(
      query,
      places.map(({ room }) => ids.get(room) ?? null),
      places.map(({ seq }) => seq),
    );
    // Written by #write as a MessageDoc.
    const found = new Map(
      rows.map(({ room_id, seq, doc }) => [messageKey(room_id, seq), JSON.parse(doc) as MessageDoc]),
    );
    return places.flatMap((place) => {
      const message = found.get(messageKey(ids.get(place.room), place.seq));
      return message ? [[place, message] as const] : [];
    });
  }

  async #write(query: Query, changes: Changes, known: ReadonlyMap<string, number>): Promise<void> {
    const rooms = [...changes.rooms].map(([name, room]) => ({ name, ...room, json: JSON.stringify(room.doc) }));
    const changed = rooms.filter(({ id }) => id !== null);
    const made = rooms.filter(({ id }) => id === null);
    const ids = new Map(known);
    if (made.length > 0) {
      const values = [
        made.map((r) => r.name),
        made.map((r) => r.head),
        made.map((r) => r.chain),
        made.map((r) => r.json),
      ];
      for (const { id, name } of await this.#statements.insertRooms(query, ...values)) ids.set(name, id);
    }
    if (changed.length > 0) {
      const values = [
        changed.map((r) => r.id),
        changed.map((r) => r.head),
        changed.map((r) => r.chain),
        changed.map((r) => r.json),
      ];
      await this.#statements.updateRooms(query, ...values);
    }
    const { events, messages, questions, members, affected, calls, retracted, times } = changes;
    // In one order for everybody, so that two transactions never wait for each other.
    const markers = changes.markers.toSorted((a, b) => compare(a.room, b.room) || compare(a.person, b.person));
    if (events.length + markers.length === 0) return;
    const idOf = ({ room }: { readonly room: string }) => ids.get(room) ?? null;
    const [kept, ended] = [members.filter(({ member }) => member), members.filter(({ member }) => !member)];
    if (kept.length > 0) {
      const docs = kept.map(({ member }) => JSON.stringify(member));
      await this.#statements.putMembers(query, ...[kept.map(idOf), kept.map((m) => m.person), docs]);
    }
    if (ended.length > 0)
      await this.#statements.removeMembers(
        query,
        ended.map(idOf),
        ended.map((m) => m.person),
      );
    for (const isAffected of [true, false]) {
      const rows = affected.filter((row) => row.isAffected === isAffected);
      const values = [rows.map(idOf), rows.map((row) => row.person), rows.map((row) => row.problem)];
      if (rows.length > 0) await this.#statements[isAffected ? 'addAffected' : 'removeAffected'](query, ...values);
    }
    if (calls.length > 0)
      await this.#statements.addCalls(
        query,
        ...[calls.map((c) => c.person), calls.map(idOf), calls.map((c) => c.seq), calls.map((c) => c.at)],
      );
    await this.#files.write(query, changes.files);
    if (retracted.length > 0)
      await this.#statements.addRetractions(
        query,
        retracted.map(idOf),
        retracted.map(({ seq }) => seq),
      );
    const [timed, untimed] = [times.filter(({ dueAt }) => dueAt !== null), times.filter(({ dueAt }) => dueAt === null)];
    if (timed.length > 0)
      await this.#statements.putTimes(
        query,
        timed.map(idOf),
        timed.map(({ dueAt }) => dueAt),
      );
    if (untimed.length > 0) await this.#statements.dropTimes(query, untimed.map(idOf));
    if (questions.length > 0) {
      const docs = questions.map(({ question }) => question);
      await this.#statements.putQuestions(
        query,
        ...[questions.map(idOf), questions.map((q) => q.seq), docs.map((d) => d.state)],
        ...[docs.map((d) => d.owner?.id ?? null), docs.map((d) => d.affected.length), docs.map((d) => d.since)],
        ...[docs.map((d) => d.dueAt), questions.map((q) => q.rev)],
      );
    }
    await this.#statements.write(
      query,
      ...[events.map(idOf), events.map((e) => e.seq), events.map((e) => e.at), events.map((e) => e.person)],
      ...[events.map((e) => e.cid), events.map((e) => e.part), events.map((e) => e.hash), events.map((e) => e.content)],
      ...[events.map((e) => e.salt), events.map((e) => e.commitment), events.map((e) => e.chain)],
      ...[messages.map(idOf), messages.map((m) => m.message.seq), messages.map((m) => m.message.by.id)],
      messages.map((m) => m.message.audience === 'staff'),
      messages.map((m) => JSON.stringify(m.message)),
      ...[markers.map(idOf), markers.map((k) => k.person), markers.map((k) => k.seq)],
    );
  }
}

function roomsOf(works: readonly { readonly room: string }[]): Set<string> {
  return new Set(works.map(({ room }) => room));
}

function commandKey(room: number | undefined, person: string, cid: string): string {
  return `${room} ${cid.length} ${cid}${person}`;
}

function messageKey(room: number | undefined, seq: number): string {
  return `${room} ${seq}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
