/** Who is here: in each room, and at the desk. Kept in memory, told as a signal, at most once a second and room. */
import type { Here, Person } from '@support-chat/protocol';
import type { Clock } from './clock.js';
import { channels, type Broadcast, type Connection } from './connection.js';
import { Pacer } from './pacer.js';

/** People by id, with the connections each has. */
class Crowd {
  readonly #people = new Map<string, { readonly person: Person; connections: number }>();

  /** Returns whether the person was not there before. */
  add(person: Person): boolean {
    const entry = this.#people.get(person.id);
    if (entry) entry.connections += 1;
    else this.#people.set(person.id, { person, connections: 1 });
    return !entry;
  }

  /** Returns whether that was the person's last connection. */
  remove(person: Person): boolean {
    const entry = this.#people.get(person.id);
    if (!entry) return false;
    entry.connections -= 1;
    return entry.connections === 0 && this.#people.delete(person.id);
  }

  get size(): number {
    return this.#people.size;
  }

  *[Symbol.iterator](): Iterator<Person> {
    for (const { person } of this.#people.values()) yield person;
  }
}

type RoomPresence = { readonly everybody: Crowd; readonly staff: Crowd; toldHelpers: string };

export class Presence {
  readonly #broadcast: Broadcast;
  readonly #pacer: Pacer;
  readonly #rooms = new Map<string, RoomPresence>();
  readonly #desk = new Crowd();

  constructor(options: { readonly broadcast: Broadcast; readonly clock: Clock }) {
    this.#broadcast = options.broadcast;
    this.#pacer = new Pacer({ gapMs: 1_000, clock: options.clock, run: (room) => this.#tell(room) });
  }

  enterRoom({ person, isStaff }: Connection, room: string): void {
    const presence = this.#rooms.get(room) ?? { everybody: new Crowd(), staff: new Crowd(), toldHelpers: '' };
    this.#rooms.set(room, presence);
    if (isStaff) presence.staff.add(person);
    if (presence.everybody.add(person)) this.#pacer.touch(room);
  }

  leaveRoom({ person, isStaff }: Connection, room: string): void {
    const presence = this.#rooms.get(room);
    if (!presence) return;
    if (isStaff) presence.staff.remove(person);
    const isGone = presence.everybody.remove(person);
    if (presence.everybody.size === 0) this.#rooms.delete(room);
    if (isGone) this.#pacer.touch(room);
  }

  /** Somebody of the staff opened the lobby: they can help in every room. */
  enterDesk({ person }: Connection): void {
    if (this.#desk.add(person)) this.#touchAll();
  }

  leaveDesk({ person }: Connection): void {
    if (this.#desk.remove(person)) this.#touchAll();
  }

  here(room: string, isStaff: boolean): Here {
    const presence = this.#rooms.get(room);
    const helpers = new Map<string, Person>();
    for (const person of this.#desk) helpers.set(person.id, person);
    for (const person of presence?.staff ?? []) helpers.set(person.id, person);
    return { helpers: [...helpers.values()], people: isStaff ? (presence?.everybody.size ?? 0) : null };
  }

  stop(): void {
    this.#pacer.stop();
  }

  #touchAll(): void {
    for (const room of this.#rooms.keys()) this.#pacer.touch(room);
  }

  #tell(room: string): void {
    const presence = this.#rooms.get(room);
    if (!presence) return;
    const here = this.here(room, true);
    this.#broadcast([channels.staffIn(room)], 'signal', { type: 'here', room, here });
    const helpers = here.helpers.map((person) => person.id).join('\n');
    // A crowd that comes and goes is no news to people who may not know its size.
    if (helpers === presence.toldHelpers) return;
    presence.toldHelpers = helpers;
    this.#broadcast([channels.othersIn(room)], 'signal', { type: 'here', room, here: { ...here, people: null } });
  }
}
