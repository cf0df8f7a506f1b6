/** Who is on the other nodes, as each of them last told. A node that falls silent is forgotten. */
import type { Person } from '@support-chat/protocol';
import type { NodePresence } from './bus/bus.js';
import type { Clock } from './clock.js';

type RoomThere = { readonly people: readonly string[]; readonly staff: readonly Person[] };
type OtherNode = { desk: readonly Person[]; readonly rooms: Map<string, RoomThere>; forget: () => void };

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
      desk: desk ?? before?.desk ?? [],
      rooms: new Map(isWhole ? [] : before?.rooms),
      forget: this.#clock.after(forgottenAfterMs, () => this.#forget(node)),
    };
    for (const { room, people, staff } of rooms)
      if (people.length > 0) other.rooms.set(room, { people, staff });
      else other.rooms.delete(room);
    this.#nodes.set(node, other);
    const isSameDesk = idsOf(other.desk) === idsOf(before?.desk ?? []);
    if (!isSameDesk) this.#onChange('all');
    else this.#onChange(new Set([...rooms.map(({ room }) => room), ...(isWhole ? (before?.rooms.keys() ?? []) : [])]));
    return !before;
  }

  /** Staff of the other nodes who can help in a room. */
  *helpersIn(room: string): Generator<Person> {
    for (const { desk, rooms } of this.#nodes.values()) {
      yield* desk;
      yield* rooms.get(room)?.staff ?? [];
    }
  }

  /** Whether a member of the staff is at a desk or in a room of another node. */
  isHelping(id: string): boolean {
    const isThem = (person: Person): boolean => person.id === id;
    return [...this.#nodes.values()].some(
      ({ desk, rooms }) => desk.some(isThem) || [...rooms.values()].some(({ staff }) => staff.some(isThem)),
    );
  }

  /** Ids of everybody of the other nodes who is in a room. */
  *peopleIn(room: string): Generator<string> {
    for (const { rooms } of this.#nodes.values()) yield* rooms.get(room)?.people ?? [];
  }

  stop(): void {
    for (const { forget } of this.#nodes.values()) forget();
    this.#nodes.clear();
  }

  #forget(node: string): void {
    this.#nodes.delete(node);
    this.#onChange('all');
  }
}

function idsOf(people: readonly Person[]): string {
  return people.map(({ id }) => id).join('\n');
}
