/** Who is here: in each room, and at the desk. Kept in memory, told as a signal, at most once a second and room. */
import {
  isStaff,
  presenceOf,
  type Helper,
  type Here,
  type Person,
  type Presence as State,
} from '@support-chat/protocol';
import type { Bus, NodePresence, PersonThere } from './bus/bus.js';
import type { Clock } from './clock.js';
import { channels, type Broadcast, type Connection } from './connection.js';
import { Crowd } from './crowd.js';
import { Devices } from './devices.js';
import { OtherNodes, presenceBeatMs } from './other-nodes.js';
import { Pacer } from './pacer.js';

type RoomPresence = { readonly everybody: Crowd; readonly isPrivate: boolean; toldHelpers: string };

const gapMs = 1_000;
/** The key under which the desk is told to the other nodes; no room has an empty name. */
const deskKey = '';

/** Who has a phone that a message reaches: nobody, as long as none can be registered. */
const hasPhone: (person: string) => boolean = () => false;

export type PresenceOptions = {
  readonly broadcast: Broadcast;
  readonly bus: Bus;
  readonly clock: Clock;
  /** Whether the person wants not to be disturbed. */
  readonly isBusy: (person: string) => boolean;
  /** Nobody is told who is here; the server itself knows, for mentions. */
  readonly isHidden?: boolean;
};

export class Presence {
  readonly #broadcast: Broadcast;
  readonly #bus: Bus;
  readonly #clock: Clock;
  readonly #isBusy: (person: string) => boolean;
  readonly isHidden: boolean;
  readonly #devices: Devices;
  readonly #others: OtherNodes;
  readonly #tellRoom: Pacer;
  readonly #tellNodes: Pacer;
  readonly #rooms = new Map<string, RoomPresence>();
  readonly #desk = new Crowd();
  #stopBeat = (): void => {};

  constructor({ broadcast, bus, clock, isBusy, isHidden = false }: PresenceOptions) {
    this.#broadcast = broadcast;
    this.#bus = bus;
    this.#clock = clock;
    this.#isBusy = isBusy;
    this.isHidden = isHidden;
    this.#devices = new Devices(() => clock.now());
    this.#others = new OtherNodes({
      clock,
      onChange: (rooms) => {
        for (const room of rooms === 'all' ? this.#rooms.keys() : rooms) this.#tellRoom.touch(room);
      },
    });
    this.#tellRoom = new Pacer({ gapMs, clock, run: (room) => this.#tell(room) });
    this.#tellNodes = new Pacer({ gapMs, clock, run: (key) => this.#publish(key) });
    const beat = (): void => {
      // Nobody tells that nothing was touched.
      for (const person of this.#devices.look()) this.changed(person.id);
      this.#publishAll();
      this.#stopBeat = clock.after(presenceBeatMs, beat);
    };
    this.#stopBeat = clock.after(presenceBeatMs, beat);
  }

  connect(connection: Connection): void {
    if (this.#devices.add(connection)) this.changed(connection.person.id);
  }

  /** After it has left its rooms. */
  disconnect(connection: Connection): void {
    if (this.#devices.remove(connection)) this.changed(connection.person.id);
  }

  /** The person touched this device, or has left it. */
  tell(connection: Connection, isIdle: boolean): void {
    if (this.#devices.tell(connection, isIdle)) this.changed(connection.person.id);
  }

  /** The presence of a person became another one. */
  changed(id: string): void {
    if (this.#desk.has(id)) this.#touchDesk();
    if ([...this.#others.atDesks()].some((person) => person.id === id))
      for (const room of this.#rooms.keys()) this.#tellRoom.touch(room);
    for (const [room, { everybody }] of this.#rooms) {
      const person = everybody.get(id);
      if (person) this.#tellRoom.touch(room);
      // Of a crowd that comes to rest the other nodes hear with the next beat.
      if (person && isStaff(person.role)) this.#tellNodes.touch(room);
    }
    for (const room of this.#others.roomsOf(id)) this.#tellRoom.touch(room);
  }

  /** Staff at a desk, who may not know of a private room, are no help in it. */
  enterRoom({ person }: Connection, room: string, isPrivate: boolean): void {
    const presence = this.#rooms.get(room) ?? { everybody: new Crowd(), isPrivate, toldHelpers: '[]' };
    this.#rooms.set(room, presence);
    if (presence.everybody.add(person)) this.#touch(room);
  }

  leaveRoom({ person }: Connection, room: string): void {
    const presence = this.#rooms.get(room);
    if (!presence) return;
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

  /** `isPrivate` of a room in which nobody of this node is yet. */
  here(room: string, reader: { readonly isStaff: boolean }, isPrivate = this.#rooms.get(room)?.isPrivate): Here {
    if (this.isHidden) return { helpers: null, people: null };
    const people = this.peopleIn(room);
    const helpers = this.#helpersAmong(people.values(), isPrivate === true);
    return { helpers, people: reader.isStaff ? people.size : null };
  }

  /** Everybody in a room, on any node. */
  peopleIn(room: string): ReadonlyMap<string, Person> {
    const people = new Map<string, Person>();
    for (const crowd of [this.#rooms.get(room)?.everybody ?? [], this.#others.peopleIn(room)])
      for (const { id, name, role } of crowd) people.set(id, { id, name, role });
    return people;
  }

  /** The presence of a person over all their devices, wherever they are connected. */
  of(id: string): State {
    const devices = [...this.#devices.of(id), ...this.#others.devicesOf(id)];
    return presenceOf({ devices, isBusy: this.#isBusy(id), hasPhone: hasPhone(id) }, this.#clock.now());
  }

  /** Whether a member of the staff is at a desk or in any room, on any node. */
  isHelping(id: string): boolean {
    if (this.#desk.has(id) || this.#others.isHelping(id)) return true;
    return [...this.#rooms.values()].some(({ everybody }) => isStaff(everybody.get(id)?.role ?? 'guest'));
  }

  /** Tells the other nodes that nobody is here any more. */
  stop(): void {
    this.#stopBeat();
    this.#tellRoom.stop();
    this.#tellNodes.stop();
    this.#others.stop();
    this.#bus.publish({ type: 'presence', presence: { desk: [], rooms: [], isWhole: true } });
  }

  #helpersAmong(inRoom: Iterable<Person>, isPrivate: boolean): Helper[] {
    const helpers = new Map<string, Helper>();
    for (const crowd of isPrivate ? [inRoom] : [this.#desk, this.#others.atDesks(), inRoom])
      for (const { id, name, role } of crowd)
        if (isStaff(role) && !helpers.has(id)) helpers.set(id, { id, name, role, presence: this.of(id) });
    return [...helpers.values()];
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
    const presence =
      key === deskKey ? { desk: this.#there(this.#desk), rooms: [] } : { rooms: [this.#presenceIn(key)] };
    this.#bus.publish({ type: 'presence', presence: { ...presence, isWhole: false } });
  }

  /** Mends what was lost on the way, and says that this node is alive. */
  #publishAll(): void {
    if (this.#rooms.size === 0 && this.#desk.size === 0) return;
    const rooms = [...this.#rooms.keys()].map((room) => this.#presenceIn(room));
    this.#bus.publish({ type: 'presence', presence: { desk: this.#there(this.#desk), rooms, isWhole: true } });
  }

  #presenceIn(room: string): NodePresence['rooms'][number] {
    return { room, people: this.#there(this.#rooms.get(room)?.everybody ?? []) };
  }

  #there(people: Iterable<Person>): PersonThere[] {
    return [...people].map((person) => (this.#devices.isIdle(person.id) ? { ...person, isIdle: true } : person));
  }

  #tell(room: string): void {
    const presence = this.#rooms.get(room);
    if (!presence || this.isHidden) return;
    const here = this.here(room, { isStaff: true });
    this.#broadcast([channels.staffIn(room)], 'signal', { type: 'here', room, here });
    const helpers = JSON.stringify(here.helpers);
    // A crowd that comes and goes is no news to people who may not know its size.
    if (helpers === presence.toldHelpers) return;
    presence.toldHelpers = helpers;
    const others = [channels.othersIn(room), channels.latecomersIn(room)];
    this.#broadcast(others, 'signal', { type: 'here', room, here: { ...here, people: null } });
  }
}
