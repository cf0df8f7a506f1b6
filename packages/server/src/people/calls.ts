/** Who is called by a message: whom `@all` and `@here` mean now, and telling them while they are connected. */
import {
  calledBy,
  excerptOf,
  wordsIn,
  type Call,
  type CommandName,
  type CommandTable,
  type MessageDoc,
  type Person,
  type RoomDoc,
  type StoredEvent,
} from '@support-chat/protocol';
import type { Bus, News } from '../bus/bus.js';
import type { Callees } from '../commands/command.js';
import type { Connection } from '../connection.js';
import { kinds } from '../kinds/kinds.js';
import { maySee, sightOf, type Sight } from '../kinds/visibility.js';
import type { Logger } from '../logger.js';
import type { Presence } from '../presence.js';
import type { Store } from '../store/store.js';

type CallPlace = { readonly room: string; readonly seq: number };

/** Of one person, whether they may see them or not. */
const maxCallsRead = 12_800;

/** Events of one command that can stand between the message and whom it calls, that included. */
const maxBehind = 4;

/** Whether the command calls everybody at once. */
export function callsGroup(input: CommandTable[CommandName]): boolean {
  return 'body' in input && (input.body.mentions?.some(({ group }) => group !== undefined) ?? false);
}

export class Calls {
  readonly #store: Store;
  readonly #bus: Bus;
  readonly #presence: Presence;
  readonly #log: Logger;

  constructor(options: {
    readonly store: Store;
    readonly bus: Bus;
    readonly presence: Presence;
    readonly log: Logger;
  }) {
    this.#store = options.store;
    this.#bus = options.bus;
    this.#presence = options.presence;
    this.#log = options.log;
  }

  /** Whom the groups of an edit mean now, and whom it called before: they stand right behind each event that said something. */
  async after(input: CommandTable['message.edit']): Promise<Callees> {
    const { room, message: seq } = input;
    const [message] = await this.#store.messages(room, [seq]);
    const told = new Set<string>();
    for (const said of message ? [seq, ...(message.edited?.revs ?? [])] : [])
      for (const event of await this.#store.read(room, { after: said, limit: maxBehind })) {
        const called = calledBy(event);
        for (const person of called?.call === said ? called.people : []) told.add(person);
      }
    return { ...(callsGroup(input) ? await this.in(room) : { all: [], here: [] }), told };
  }

  /** Whom the groups mean in a room. */
  async in(name: string): Promise<Callees> {
    const room = (await this.#store.room(name))?.room;
    const present = [...this.#presence.peopleIn(name).values()];
    const here = present.filter(({ id }) => this.#presence.of(id) === 'available');
    if (!room?.members || kinds[room.kind].all(room) === 'present') return { all: present, here };
    const all = new Map((await this.#store.members(name)).map(({ person }) => [person.id, person]));
    for (const person of present) all.set(person.id, person);
    return { all: [...all.values()], here };
  }

  /** Tells whom these events call, on every node. */
  tell(room: string, events: readonly StoredEvent[]): void {
    tellUncalled({ store: this.#store, bus: this.#bus }, room, events).catch((error: unknown) =>
      this.#log.warn('who is called no more could not be told', { room, error }),
    );
    for (const event of events) {
      const called = calledBy(event);
      const said = events.find(({ seq }) => seq === called?.call);
      if (!called || (said?.type !== 'message.posted' && said?.type !== 'message.edited')) continue;
      const { at, by, data, audience } = said;
      const call = { room, seq: wordsIn(said) ?? said.seq, at, by, excerpt: excerptOf(data.body) };
      this.#bus.publish({ type: 'called', people: called.people, call, isForStaff: audience === 'staff' });
    }
  }

  /** Messages that call the person and that they have not seen, newest first. */
  async unseenBy(person: Person, limit: number): Promise<Call[]> {
    // Somebody may have named them often where they may not be; that must not hide what they may see.
    for (let asked = limit; ; asked *= 4) {
      const rows = await this.#store.callsOf(person.id, asked);
      const calls = await this.#visibleAmong(rows, person, limit);
      if (calls.length === limit || rows.length < asked || asked >= maxCallsRead) return calls;
    }
  }

  async #visibleAmong(rows: readonly CallPlace[], person: Person, limit: number): Promise<Call[]> {
    const memberships = await this.#store.memberships(person.id);
    const rooms = [...new Set(rows.map((row) => row.room))];
    const calls = await Promise.all(
      rooms.map(async (name) => {
        const room = (await this.#store.room(name))?.room;
        const member = memberships.get(name) ?? null;
        return room && maySee({ person, room, member }) ? this.#callsIn(room, sightOf({ person, member }), rows) : [];
      }),
    );
    const found = new Map(calls.flat().map(({ event, call }) => [`${call.room} ${event}`, call]));
    return rows.flatMap(({ room, seq }) => found.get(`${room} ${seq}`) ?? []).slice(0, limit);
  }

  /** Those of the calls that are of this room, and that are seen with this sight. */
  async #callsIn({ name, title }: RoomDoc, sight: Sight, rows: readonly CallPlace[]) {
    const events = rows.flatMap((row) => (row.room === name && row.seq >= sight.from ? row.seq : []));
    const posted = new Map((await this.#store.messages(name, events)).map((message) => [message.seq, message]));
    const said = await Promise.all(
      events.map(async (event) => ({ event, message: posted.get(event) ?? (await this.#editedBy(name, event)) })),
    );
    return said.flatMap(({ event, message }) => {
      if (!message || message.retracted || message.seq < sight.from) return [];
      if (message.audience === 'staff' && !sight.isStaff) return [];
      const { seq, at, by, body } = message;
      const call: Call = { room: name, title, seq, at, by, excerpt: excerptOf(body) };
      return [{ event, call }];
    });
  }

  /** The message that the event edited; none for another event. */
  async #editedBy(room: string, seq: number): Promise<MessageDoc | undefined> {
    const [event] = await this.#store.read(room, { after: seq - 1, limit: 1 });
    if (event?.type !== 'message.edited') return undefined;
    return (await this.#store.messages(room, [event.data.message]))[0];
  }

  /** Tells the people who are connected here and may know of the call. What is asked of the store does not grow with them. */
  async tellConnected(
    { call, people, isForStaff }: Pick<Extract<News, { type: 'called' }>, 'call' | 'people' | 'isForStaff'>,
    devicesOf: (person: string) => readonly Connection[],
  ): Promise<void> {
    const connected = people.flatMap(devicesOf).filter(({ isStaff: mayRead }) => mayRead || !isForStaff);
    if (connected.length === 0) return;
    try {
      const room = (await this.#store.room(call.room))?.room;
      if (!room) return;
      const members = room.members ? await this.#store.members(call.room) : [];
      const memberOf = new Map(members.map((member) => [member.person.id, member]));
      for (const device of connected) {
        const { person } = device;
        const visit = { person, room, member: memberOf.get(person.id) ?? null };
        if (!maySee(visit) || call.seq < sightOf(visit).from) continue;
        const isQuiet = this.#presence.of(person.id) === 'busy';
        device.send('called', { call: { ...call, title: room.title }, isQuiet });
      }
    } catch (error) {
      // They find it when they ask.
      this.#log.warn('a call could not be told', { room: call.room, error });
    }
  }
}

/** Tells, on every node, those whom a message called that these events take back. */
export async function tellUncalled(
  { store, bus }: { readonly store: Pick<Store, 'readCalls'>; readonly bus: Pick<Bus, 'publish'> },
  room: string,
  events: readonly StoredEvent[],
): Promise<void> {
  for (const { type, data } of events) {
    if (type !== 'message.retracted') continue;
    const { message: seq, edits } = data;
    const called = new Set([seq, ...edits]);
    const rows = (await store.readCalls(room)).filter((row) => called.has(row.seq));
    const people = [...new Set(rows.map(({ person }) => person))];
    if (people.length > 0) bus.publish({ type: 'uncalled', people, room, seq });
  }
}
