/** Who is on the other nodes, as each of them last told. A node that falls silent is forgotten. */
import { isStaff, type Device } from '@support-chat/protocol';
import type { NodePresence, PersonThere } from './bus/bus.js';
import type { Clock } from './clock.js';

type People = ReadonlyMap<string, PersonThere>;
type OtherNode = { readonly desk: People; readonly rooms: Map<string, People>; forget: () => void };

/** How often a node tells all it has. */
export const presenceBeatMs = 10_000;
const forgottenAfterMs = 3 * presenceBeatMs;

export class OtherNodes {
  readonly #clock: Clock;
  readonly #onChange: (rooms: Iterable<string> | 'all') => void;
  readonly #nodes = new Map<string, OtherNode>();

  /** `onChange` is told of the rooms in which somebody came or went, or of all when somebody at a desk did. */
  constructor(options: { readonly clock: Clock; readonly onChange: (rooms: Iterable<string> | 'all') => void }) {
    this.#clock = options.clock;
    this.#onChange = options.onChange;
  }

  /** Returns whether the node was unknown. */
  take(node: string, { desk, rooms, isWhole }: NodePresence): boolean {
    const before = this.#nodes.get(node);
    before?.forget();
    const other: OtherNode = {
      desk: desk ? byId(desk) : (before?.desk ?? new Map()),
      rooms: new Map(isWhole ? [] : before?.rooms),
      forget: this.#clock.after(forgottenAfterMs, () => this.#forget(node)),
    };
    for (const { room, people } of rooms)
      if (people.length > 0) other.rooms.set(room, byId(people));
      else other.rooms.delete(room);
    this.#nodes.set(node, other);
    const isSameDesk = stateOf(other.desk) === stateOf(before?.desk ?? new Map());
    if (!isSameDesk) this.#onChange('all');
    else this.#onChange(new Set([...rooms.map(({ room }) => room), ...(isWhole ? (before?.rooms.keys() ?? []) : [])]));
    return !before;
  }

  /** Staff at the desks of the other nodes. */
  *atDesks(): Generator<PersonThere> {
    for (const { desk } of this.#nodes.values()) yield* desk.values();
  }

  /** Everybody of the other nodes who is in a room. */
  *peopleIn(room: string): Generator<PersonThere> {
    for (const { rooms } of this.#nodes.values()) yield* rooms.get(room)?.values() ?? [];
  }

  /** Whether a member of the staff is at a desk or in a room of another node. */
  isHelping(id: string): boolean {
    return this.#sightings(id).some(({ role }) => isStaff(role));
  }

  /** Rooms of the other nodes that somebody is in. */
  *roomsOf(id: string): Generator<string> {
    for (const { rooms } of this.#nodes.values()) for (const [room, people] of rooms) if (people.has(id)) yield room;
  }

  /** What is known of the devices somebody has on other nodes: each place there counts as one. */
  devicesOf(id: string): Device[] {
    return this.#sightings(id).map(({ isIdle }) => ({ activeUntil: isIdle ? 0 : Infinity }));
  }

  stop(): void {
    for (const { forget } of this.#nodes.values()) forget();
    this.#nodes.clear();
  }

  #sightings(id: string): PersonThere[] {
    return [...this.#nodes.values()].flatMap(({ desk, rooms }) =>
      [desk, ...rooms.values()].flatMap((people) => people.get(id) ?? []),
    );
  }

  #forget(node: string): void {
    this.#nodes.delete(node);
    this.#onChange('all');
  }
}

function byId(people: readonly PersonThere[]): People {
  return new Map(people.map((person) => [person.id, person]));
}

function stateOf(people: People): string {
  return JSON.stringify([...people.values()].map(({ id, isIdle = false }) => [id, isIdle]));
}
