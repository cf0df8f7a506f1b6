/** All rooms for those who serve them, and news of the ones that changed: at most four times a second and room. */
import { queueRowsOf, type LobbyRow, type RoomDoc, type Standing } from '@support-chat/protocol';
import type { Looking } from './bus/bus.js';
import type { Clock } from './clock.js';
import type { Connection } from './connection.js';
import { maySee, roomInList } from './kinds/visibility.js';
import type { Logger } from './logger.js';
import { Pacer } from './pacer.js';
import type { Store } from './store/store.js';

/** A store that does not answer is asked again after this time. */
const retryMs = 4_000;

export class Lobby {
  readonly #store: Store;
  readonly #log: Logger;
  readonly #pacer: Pacer;
  readonly #connections = new Set<Connection>();
  /** Those whose rows are being read, and how many times. */
  readonly #reading = new Map<Connection, number>();
  /** Private rooms that a connection was told of. The others stay visible to whoever is in the lobby. */
  readonly #private = new WeakMap<Connection, Set<string>>();
  /** By room, the last event up to which everybody here knows its questions. */
  readonly #told = new Map<string, number>();
  #heads: ReadonlyMap<string, number> | null = null;

  constructor(options: { readonly store: Store; readonly clock: Clock; readonly log: Logger }) {
    this.#store = options.store;
    this.#log = options.log;
    this.#pacer = new Pacer({
      gapMs: 250,
      clock: options.clock,
      run: (room) =>
        void this.#tell(room).catch((error: unknown) => {
          this.#log.error('a lobby row could not be read', { room, error });
          // Nothing else may happen in this room for a long time.
          options.clock.after(retryMs, () => this.touch(room));
        }),
    });
  }

  /** Subscribes the connection, then reads. Returns whether it was not in the lobby before. */
  enter(connection: Connection): boolean {
    if (this.#connections.has(connection)) return false;
    this.#connections.add(connection);
    return true;
  }

  /** Returns whether it was in the lobby. */
  leave(connection: Connection): boolean {
    const wasIn = this.#connections.delete(connection);
    // Whoever comes next reads all questions.
    if (this.#connections.size === 0) this.#told.clear();
    return wasIn;
  }

  has(connection: Connection): boolean {
    return this.#connections.has(connection);
  }

  /** Every room the person may see, with their own standing. The connection hears of what changes meanwhile afterwards. */
  async rows(connection: Connection): Promise<readonly LobbyRow[]> {
    this.#reading.set(connection, (this.#reading.get(connection) ?? 0) + 1);
    try {
      return await this.#rows(connection);
    } finally {
      const left = (this.#reading.get(connection) ?? 1) - 1;
      if (left > 0) this.#reading.set(connection, left);
      else this.#reading.delete(connection);
    }
  }

  async #rows(connection: Connection): Promise<readonly LobbyRow[]> {
    const { person, isStaff } = connection;
    const [rooms, standings] = [await this.#store.rooms(), await this.#store.standings({ person: person.id, isStaff })];
    const memberships = await this.#store.memberships(person.id);
    for (const { room, head } of rooms) if (!this.#told.has(room.name)) this.#told.set(room.name, head);
    const rows = rooms.flatMap(({ room }) => {
      // A room that was made in between is told by its first hint.
      const standing = standings.get(room.name);
      // There may be a lane for every employee: one in which all is solved and read comes with its next event.
      if (room.lane && standing?.unread === 0 && !hasUnsolved(room)) return [];
      return standing && maySee({ person, room, member: memberships.get(room.name) ?? null })
        ? [{ room: roomInList(room), standing }]
        : [];
    });
    const names = rows.flatMap(({ room }) => (room.isPrivate ? room.name : []));
    this.#private.set(connection, new Set(names));
    return rows;
  }

  /** Takes a hint. */
  touch(room: string): void {
    if (this.#connections.size > 0) this.#pacer.touch(room);
  }

  /** Tells colleagues which question somebody has open; of a private room those alone who were told of it. */
  tellLooking(looking: Looking, isPrivate: boolean): void {
    for (const connection of this.#connections)
      if (
        connection.person.id !== looking.by.id &&
        !connection.isSlow &&
        (!isPrivate || this.#private.get(connection)?.has(looking.room))
      )
        connection.send('lobby', { rows: [], looking });
  }

  /** Takes the heads of all rooms; touches those that have moved since the last time, and those that are new. */
  compare(heads: ReadonlyMap<string, number>): void {
    for (const [room, head] of heads) if (this.#heads && this.#heads.get(room) !== head) this.touch(room);
    this.#heads = heads;
  }

  stop(): void {
    this.#pacer.stop();
    this.#connections.clear();
  }

  /** Who was told of a private room and may not see it any more hears that; nobody else learns its name. */
  #tellGone(name: string, seers: readonly Connection[]): void {
    for (const connection of this.#connections) {
      const told = this.#private.get(connection) ?? new Set();
      this.#private.set(connection, told);
      if (seers.includes(connection)) told.add(name);
      else if (told.delete(name)) connection.send('lobby', { rows: [], gone: [name] });
    }
  }

  async #tell(name: string): Promise<void> {
    const head = await this.#store.room(name);
    if (!head) return;
    const { room } = head;
    const standings = new Map<string, Promise<Standing>>();
    const members = room.members ? await this.#store.members(name) : [];
    const seers = [...this.#connections].filter(({ person }) =>
      maySee({ person, room, member: members.find((member) => member.person.id === person.id) ?? null }),
    );
    for (const { person, isStaff } of seers)
      if (!standings.has(person.id))
        standings.set(person.id, this.#store.standing(name, { person: person.id, isStaff }));
    await Promise.all(standings.values());
    const questions = queueRowsOf(name, await this.#store.questionsAfter(name, this.#told.get(name) ?? 0));
    this.#told.set(name, head.head);
    if (room.deleted && !room.isPrivate)
      for (const connection of this.#connections) connection.send('lobby', { rows: [], gone: [name] });
    if (room.isPrivate) this.#tellGone(name, seers);
    for (const connection of seers) {
      const standing = await standings.get(connection.person.id);
      // An answer with older rows must not follow the news; whoever is slow gets all rows when that is over.
      if (this.#reading.has(connection)) this.touch(name);
      else if (standing && !connection.isSlow)
        connection.send('lobby', {
          rows: [{ room: roomInList(room), standing }],
          ...(questions.length > 0 ? { questions } : {}),
        });
    }
  }
}

function hasUnsolved({ questions }: RoomDoc): boolean {
  return questions !== undefined && questions.open + questions.claimed + questions.answered > 0;
}
