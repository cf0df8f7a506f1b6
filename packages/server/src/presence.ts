/** Who is here: in each room, and at the desk. Kept in memory, told as a signal, at most once a second and room. */
import type { Here, Person } from '@support-chat/protocol';
import type { Bus, NodePresence } from './bus/bus.js';
import type { Clock } from './clock.js';
import { channels, type Broadcast, type Connection } from './connection.js';
import { Crowd } from './crowd.js';
import { OtherNodes, presenceBeatMs } from './other-nodes.js';
import { Pacer } from './pacer.js';

type RoomPresence = { readonly everybody: Crowd; readonly staff: Crowd; toldHelpers: string };

const gapMs = 1_000;
/** The key under which the desk is told to the other nodes; no room has an empty name. */
const deskKey = '';

export class Presence {
  readonly #broadcast: Broadcast;
  readonly #bus: Bus;
  readonly #others: OtherNodes;
  readonly #tellRoom: Pacer;
  readonly #tellNodes: Pacer;
  readonly #rooms = new Map<string, RoomPresence>();
  readonly #desk = new Crowd();
  #stopBeat = (): void => {};

  constructor({ broadcast, bus, clock }: { readonly broadcast: Broadcast; readonly bus: Bus; readonly clock: Clock }) {
    this.#broadcast = broadcast;
    this.#bus = bus;
    this.#others = new OtherNodes({
      clock,
      onChange: (rooms) => {
        for (const room of rooms === 'all' ? this.#rooms.keys() : rooms) this.#tellRoom.touch(room);
      },
    });
    this.#tellRoom = new Pacer({ gapMs, clock, run: (room) => this.#tell(room) });
    this.#tellNodes = new Pacer({ gapMs, clock, run: (key) => this.#publish(key) });
    const beat = (): void => {
      this.#publishAll();
      this.#stopBeat = clock.after(presenceBeatMs, beat);
    };
    this.#stopBeat = clock.after(presenceBeatMs, beat);
  }

  enterRoom({ person, isStaff }: Connection, room: string): void {
    const presence = this.#rooms.get(room) ?? { everybody: new Crowd(), staff: new Crowd(), toldHelpers: '' };
    this.#rooms.set(room, presence);
    if (isStaff) presence.staff.add(person);
    if (presence.everybody.add(person)) this.#touch(room);
  }

  leaveRoom({ person, isStaff }: Connection, room: string): void {
    const presence = this.#rooms.get(room);
    if (!presence) return;
    if (isStaff) presence.staff.remove(person);
    const isGone = presence.everybody.remove(person);
    if (presence.everybody.size === 0) this.#rooms.delete(room);
    if (isGone) this.#touch(room);
  }

  /** Somebody of the staff opened the lobby: they can help in every room. */
  enterDesk({ person }: Connection): void {
    if (this.#desk.add(person)) this.#touchDesk();
  }

  leaveDesk({ person }: Connection): void {
    if (this.#desk.remove(person)) this.#touchDesk();
  }

  /** Takes what another node told of itself. */
  take(node: string, presence: NodePresence): void {
    if (node === this.#bus.node) return;
    // A node that has just come knows nobody yet.
    if (this.#others.take(node, presence)) this.#publishAll();
  }

  here(room: string, isStaff: boolean): Here {
    const presence = this.#rooms.get(room);
    const helpers = new Map<string, Person>();
    for (const staff of [this.#desk, presence?.staff ?? [], this.#others.helpersIn(room)])
      for (const person of staff) helpers.set(person.id, person);
    return { helpers: [...helpers.values()], people: isStaff ? this.#countPeople(room) : null };
  }

  /** Whether a member of the staff is at a desk or in any room, on any node. */
  isHelping(id: string): boolean {
    if (this.#desk.has(id) || this.#others.isHelping(id)) return true;
    return [...this.#rooms.values()].some(({ staff }) => staff.has(id));
  }

  /** Tells the other nodes that nobody is here any more. */
  stop(): void {
    this.#stopBeat();
    this.#tellRoom.stop();
    this.#tellNodes.stop();
    this.#others.stop();
    this.#bus.publish({ type: 'presence', presence: { desk: [], rooms: [], isWhole: true } });
  }

  #countPeople(room: string): number {
    const people = new Set(this.#others.peopleIn(room));
    for (const { id } of this.#rooms.get(room)?.everybody ?? []) people.add(id);
    return people.size;
  }

  #touch(room: string): void {
    this.#tellRoom.touch(room);
    this.#tellNodes.touch(room);
  }

  #touchDesk(): void {
    for (const room of this.#rooms.keys()) this.#tellRoom.touch(room);
    this.#tellNodes.touch(deskKey);
  }

  #publish(key: string): void {
    const presence = key === deskKey ? { desk: [...this.#desk], rooms: [] } : { rooms: [this.#presenceIn(key)] };
    this.#bus.publish({ type: 'presence', presence: { ...presence, isWhole: false } });
  }

  /** Mends what was lost on the way, and says that this node is alive. */
  #publishAll(): void {
    if (this.#rooms.size === 0 && this.#desk.size === 0) return;
    const rooms = [...this.#rooms.keys()].map((room) => this.#presenceIn(room));
    this.#bus.publish({ type: 'presence', presence: { desk: [...this.#desk], rooms, isWhole: true } });
  }

  #presenceIn(room: string): NodePresence['rooms'][number] {
    const { everybody = [], staff = [] } = this.#rooms.get(room) ?? {};
    return { room, people: [...everybody].map(({ id }) => id), staff: [...staff] };
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
