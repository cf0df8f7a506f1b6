/** A room server in memory that speaks the whole protocol, with levers for everything that goes wrong. */
import { isCommandName, isStaff, laneName, limits, parseLaneName, queueRowsOf, Refusal } from '@support-chat/protocol';
import type {
  Audience,
  Call,
  CommandName,
  EventDraft,
  FrameTable,
  Here,
  Person,
  Presence,
} from '@support-chat/protocol';
import type {
  InquiryName,
  InquiryTable,
  RefusalCode,
  RequestInput,
  RequestName,
  StoredEvent,
} from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { systemClock, type Clock } from '../clock.js';
import { personOf } from '../person-of.js';
import type { WireMaker } from '../wire.js';
import { keptInquiries } from './test-canned.js';
import { decide } from './test-commands.js';
import { TestNetwork, type TestSession } from './test-network.js';
import { findPeople } from './test-people.js';
import { foundIn } from './test-found.js';
import { searchIn } from './test-search.js';
import { rowFor, tellLooking, tellOf } from './test-news.js';
import { TestRoom } from './test-room.js';

export type TestServerOptions = {
  /** Default: one room, `rollout`. */
  readonly rooms?: readonly { readonly name: string; readonly title?: string; readonly purpose?: string }[];
  /** Their ids are tokens, and so is what `createTestToken` makes of them. Default: the cast of the protocol's samples. */
  readonly people?: readonly Person[];
  /** Time of events. Default: that of the clock. */
  readonly now?: () => number;
  /** Times requests out. Default: the machine's; give the one of the client under test. */
  readonly clock?: Clock;
};

export type TestMessage = { readonly by: string; readonly text: string; readonly audience?: Audience };

export type TestServer = {
  /** Hand it to `createClient({ url: 'test:', getToken: () => 'ana', wire })`. */
  readonly wire: WireMaker;
  readonly epoch: string;
  /** Requests that reached the server, in order. */
  readonly requests: readonly { readonly by: string; readonly name: RequestName; readonly input: unknown }[];
  /** Ids of the people who are connected, one for each connection. */
  readonly connected: readonly string[];
  /** The log of a room as staff see it. */
  log(room: string): readonly StoredEvent[];
  /** Appends messages that nobody is told of: what was there before. */
  seed(room: string, messages: readonly TestMessage[]): void;
  /** Appends a message, as if its author had posted it from elsewhere. */
  post(by: string, room: string, text: string, audience?: Audience): StoredEvent;
  /** Appends any event, as if this person had caused it. */
  append(by: string, room: string, draft: EventDraft): StoredEvent;
  /** Tells a room that somebody types, or stops. */
  typing(by: string, room: string, isTyping?: boolean, re?: number): void;
  /** Counts somebody as present without a connection, as one who can be reached or is away; `false` ends it. */
  present(person: string, isHere?: boolean | 'away'): void;
  /** Moves a marker, as another device of this person does. */
  markRead(person: string, room: string, seq: number): void;
  /** Ends every connection and refuses new ones until `restore`. */
  cut(): void;
  /** Loses everything without telling anybody, as half-open connections do, until `restore`. */
  silence(): void;
  restore(): void;
  /** While true, nothing arrives but answers. */
  dropFrames(isDropping: boolean): void;
  /** While true, each frame arrives twice. */
  repeatFrames(isRepeating: boolean): void;
  /** Holds every answer back until the returned function is called. */
  delayAnswers(): () => void;
  /** The next message is stored, but its answer is lost with the connection. */
  loseNextAnswer(): void;
  /** Refuses the next request of this name, `message.post` when not told, or the next attempt to `connect`. */
  refuseNext(code: RefusalCode, options?: { request?: RequestName | 'connect'; retryAfterMs?: number }): void;
  /** Ends every connection. With `newEpoch`, as after a restore from a backup that lacks the last `lose` events of each room. */
  restart(options?: { newEpoch?: boolean; lose?: number }): void;
  /** Announces the end and then ends every connection. */
  goAway(inMs: number): void;
  /** Ends the connections of a person for this reason; `token_expired` when not told. */
  signOut(person: string, code?: RefusalCode): void;
  /** Tells somebody that a message calls them. */
  call(person: string, call: Call, isQuiet?: boolean): void;
  /** Changes or adds a person from their next connection on. */
  setPerson(person: Person): void;
  /** Sends everybody the heads of their rooms, as a server does every 15 s. */
  beacon(): void;
};

/** Makes a server that is up. It has no timers and needs no end. */
export function createTestServer(options: TestServerOptions = {}): TestServer {
  return new MemoryServer(options);
}

class MemoryServer implements TestServer {
  readonly #people: Map<string, Person>;
  readonly #rooms = new Map<string, TestRoom>();
  readonly #present = new Set<string>();
  readonly #presences = new Map<string, Presence>();
  readonly #busy = new Set<string>();
  readonly #calls: (readonly [person: string, call: Call])[] = [];
  readonly #network: TestNetwork;
  readonly #now: () => number;
  #epochs = 1;
  #cids = 0;

  constructor({
    rooms = [{ name: 'rollout' }],
    people = Object.values(cast),
    now,
    clock = systemClock,
  }: TestServerOptions) {
    this.#now = now ?? (() => clock.now());
    this.#people = new Map(people.map((person) => [person.id, person]));
    const gateway = {
      admit: (token: string) => this.#admit(token),
      hello: (me: Person) => ({ me, epoch: this.epoch, at: this.#now() }),
      answer: (session: TestSession, name: RequestName, input: unknown) => this.#answer(session, name, input),
      left: (session: TestSession) => session.rooms.forEach((room) => this.#tellHere(room)),
    };
    this.#network = new TestNetwork(gateway, clock);
    const founder = { id: 'founder', name: 'Founder', role: 'manager' } as const;
    for (const { name, title = 'New mail', purpose = 'Help with moving to the new mail' } of rooms) {
      const room = new TestRoom(name);
      this.#rooms.set(name, room);
      const data = { name, kind: 'rollout', title, purpose } as const;
      const origin = { by: founder, cid: this.#makeCid(), at: this.#now(), content: '' };
      room.append({ type: 'room.created', audience: 'everyone', data }, origin);
    }
  }

  get wire(): WireMaker {
    return this.#network.makeWire;
  }

  get epoch(): string {
    return `epoch-${this.#epochs}`;
  }

  get requests(): TestServer['requests'] {
    return this.#network.requests;
  }

  get connected(): readonly string[] {
    return [...this.#network.sessions].map((session) => session.person.id);
  }

  log(room: string): readonly StoredEvent[] {
    return this.#room(room).log;
  }

  seed(room: string, messages: readonly TestMessage[]): void {
    for (const message of messages) this.#appendQuietly(message.by, room, draftOf(message));
  }

  post(by: string, room: string, text: string, audience?: Audience): StoredEvent {
    return this.append(by, room, draftOf({ by, text, ...(audience && { audience }) }));
  }

  append(by: string, room: string, draft: EventDraft): StoredEvent {
    const event = this.#appendQuietly(by, room, draft);
    this.#publish(this.#room(room), event);
    return event;
  }

  typing(by: string, room: string, isTyping = true, re?: number): void {
    this.#signalTyping(this.#person(by), { room, isTyping, ...(re !== undefined && { re }) });
  }

  present(person: string, isHere: boolean | 'away' = true): void {
    if (isHere) this.#present.add(this.#person(person).id);
    else this.#present.delete(person);
    this.#presences.set(person, isHere === 'away' ? 'away' : 'available');
    for (const room of this.#rooms.keys()) this.#tellHere(room);
  }

  markRead(person: string, room: string, seq: number): void {
    this.#moveMarker(this.#person(person), this.#room(room), seq);
  }

  cut(): void {
    this.#network.isCut = true;
    this.#network.endAll();
  }

  silence(): void {
    this.#network.isSilent = true;
  }

  restore(): void {
    this.#network.isCut = false;
    this.#network.isSilent = false;
  }

  dropFrames(isDropping: boolean): void {
    this.#network.dropsFrames = isDropping;
  }

  repeatFrames(isRepeating: boolean): void {
    this.#network.repeatsFrames = isRepeating;
  }

  delayAnswers(): () => void {
    return this.#network.hold();
  }

  loseNextAnswer(): void {
    this.#network.loseNextAnswer();
  }

  refuseNext(code: RefusalCode, options: { request?: RequestName | 'connect'; retryAfterMs?: number } = {}): void {
    this.#network.refuseNext(code, options.request ?? 'message.post', options.retryAfterMs);
  }

  restart({ newEpoch = false, lose = 0 }: { newEpoch?: boolean; lose?: number } = {}): void {
    if (newEpoch) this.#epochs++;
    if (lose > 0) for (const room of this.#rooms.values()) room.lose(lose);
    this.#network.endAll();
  }

  goAway(inMs: number): void {
    for (const session of this.#network.sessions) session.send('going_away', { inMs });
    queueMicrotask(() => this.#network.endAll());
  }

  signOut(person: string, code: RefusalCode = 'token_expired'): void {
    const refusal = new Refusal(code, 'the test signed this person out');
    for (const session of [...this.#network.sessions]) {
      if (session.person.id !== person) continue;
      session.send('signed_out', { refusal: refusal.toJSON() });
      queueMicrotask(() => session.end(null));
    }
  }

  call(person: string, call: Call, isQuiet = false): void {
    this.#calls.push([person, call]);
    for (const session of this.#network.sessions)
      if (session.person.id === person) session.send('called', { call, isQuiet });
  }

  setPerson(person: Person): void {
    this.#people.set(person.id, person);
  }

  beacon(): void {
    for (const session of this.#network.sessions) session.send('heads', { heads: this.#headsOf(session) });
  }

  #answer(session: TestSession, name: RequestName, input: unknown): unknown {
    // The wire is typed: an input came with the name it belongs to.
    if (isCommandName(name)) return this.#submit(session.person, name, input as RequestInput<CommandName>);
    const answers = this.#answers as Record<InquiryName, (session: TestSession, input: unknown) => unknown>;
    return answers[name](session, input);
  }

  #submit(by: Person, name: CommandName, input: RequestInput<CommandName>): unknown {
    const isNew = name === 'room.create' && !this.#rooms.has(input.room);
    const deleted = name === 'room.recover' ? this.#rooms.get(input.room) : undefined;
    const room = isNew ? new TestRoom(input.room) : (deleted ?? this.#roomFor(by, input.room));
    const origin = { by, cid: input.cid, at: this.#now(), content: JSON.stringify([name, input]) };
    if (name === 'message.post' && !room.begun) this.#publish(room, room.append(laneBeginOf(room.name, by), origin));
    const before = room.answered(origin);
    if (before) return before;
    const event = room.append(decide(name, input, by, room), origin);
    this.#rooms.set(room.name, room);
    this.#publish(room, event);
    return { seq: event.seq, at: event.at, dup: false };
  }

  readonly #answers: {
    readonly [N in InquiryName]: (session: TestSession, input: InquiryTable[N]['input']) => unknown;
  } = {
    'room.join': (session, { room: name, after, epoch }) => {
      const { person } = session;
      const room = this.#roomFor(person, name);
      session.rooms.add(name);
      this.#tellHere(name);
      const here = this.#hereFor(person, name);
      const common = { epoch: this.epoch, standing: room.standingOf(person), here, ...this.#laneOf(person, room) };
      if (after === undefined || epoch !== this.epoch || after > room.head) {
        const window = room.pageFor(person, room.head + 1, limits.windowMessages);
        return { ...common, mode: 'window', room: room.begun, window };
      }
      const events = room.eventsFor(person, after, limits.maxEventsPerRead);
      return { ...common, mode: 'events', events, head: room.head };
    },
    'room.leave': (session, { room }) => {
      session.rooms.delete(room);
      this.#tellHere(room);
      return {};
    },
    'room.read': ({ person }, { room: name, after, limit = limits.maxEventsPerRead }) => {
      const room = this.#room(name);
      return { events: room.eventsFor(person, after, limit), head: room.head };
    },
    'room.page': ({ person }, { room, before, limit = limits.windowMessages }) =>
      this.#room(room).pageFor(person, before, limit),
    'message.versions': (_session, { room, message }) => ({ versions: this.#room(room).versionsOf(message) }),
    'room.members': (_session, { room }) => ({ members: this.#room(room).members }),
    // Nobody's token says anything here.
    'wave.mine': () => ({ wave: null }),
    'member.mine': ({ person }, { room }) => ({
      as: this.#roomFor(person, room).members.find((member) => member.person.id === person.id)?.as ?? null,
    }),
    'ratings.mine': ({ person }, { room }) => this.#roomFor(person, room).ratingsOf(person),
    'people.find': ({ person: by }, { room, text }) =>
      findPeople(this.#people.values(), { by, text, members: this.#room(room).members, here: this.#idsIn(room) }),
    'people.count': ({ person: { id } }, { room }) => ({
      people: this.#idsIn(room).size - Number(this.#idsIn(room).has(id)),
    }),
    'people.keep': (_session, { people }) => {
      for (const { id, name, role } of people) this.setPerson({ id, name, role });
      return { kept: people.length };
    },
    'calls.read': ({ person }) => ({
      calls: this.#calls
        .filter(([id, { room, seq }]) => id === person.id && seq > this.#room(room).standingOf(person).marker)
        .map(([, call]) => call),
    }),
    ...keptInquiries((person, room) => this.#roomFor(person, room).name),
    'rooms.find': (_session, { text }) => foundIn(this.#rooms.values(), text),
    'message.search': ({ person }, input) =>
      searchIn(person, input.room ? [this.#roomFor(person, input.room)] : this.#rooms.values(), input),
    'rooms.deleted': () => ({
      rooms: [...this.#rooms.values()].flatMap(({ begun }) => (begun?.deleted ? [begun] : [])),
    }),
    'problem.mine': ({ person }, { room }) => ({ problems: this.#room(room).openProblemsOf(person) }),
    'room.numbers': (_session, { room }) => ({ numbers: this.#room(room).numbers }),
    'room.heads': (session) => ({ heads: this.#headsOf(session) }),
    'marker.move': ({ person }, { room, seq }) => this.#moveMarker(person, this.#room(room), seq),
    'lobby.join': (session) => {
      const { person } = session;
      if (!isStaff(person.role)) throw new Refusal('forbidden', `the lobby is for staff, you are ${person.role}`);
      session.isInLobby = true;
      const seen = [...this.#rooms.values()].filter(({ begun }) => begun && !begun.deleted);
      const rows = seen.map((room) => rowFor(person, room));
      return { rows, isBusy: this.#busy.has(person.id) };
    },
    'queue.read': () => {
      const rows = [...this.#rooms.values()].flatMap((room) => queueRowsOf(room.name, room.questions));
      return {
        rows: rows.filter(({ state }) => state !== 'resolved' && state !== 'merged' && state !== 'moved'),
        isLast: true,
      };
    },
    'question.suggest': ({ person }, { room, text }) => ({
      rows: this.#roomFor(person, room).suggestionsFor(person, text),
    }),
    'question.look': ({ person: by }, place) => tellLooking({ by, ...place }, this.#network.sessions),
    'questions.mine': ({ person }, { room }) => ({ rows: this.#roomFor(person, room).questionsOf(person) }),
    'room.roster': ({ person }, { room }) => {
      const entries = (this.#hereFor(person, room).helpers ?? []).map((helper) => ({
        ...helper,
        ...{ as: null, isHere: true },
      }));
      return { people: entries.length, entries };
    },
    'presence.tell': ({ person }, { isIdle, isBusy }) => {
      if (isIdle !== undefined) this.#presences.set(person.id, isIdle ? 'away' : 'available');
      if (isBusy === true) this.#busy.add(person.id);
      if (isBusy === false) this.#busy.delete(person.id);
      for (const room of this.#rooms.keys()) this.#tellHere(room);
      for (const session of this.#network.sessions)
        if (isBusy !== undefined && session.isInLobby && session.person.id === person.id)
          session.send('lobby', { rows: [], isBusy });
      return {};
    },
    'typing.tell': ({ person }, writing) => {
      this.#signalTyping(person, writing);
      return {};
    },
  };

  #admit(token: string): Person {
    const person = this.#people.get(personOf(token) ?? token);
    if (!person) throw new Refusal('token_invalid', `nobody here has the id "${token}"; tokens are ids of people`);
    return person;
  }

  #room(name: string): TestRoom {
    const room = this.#rooms.get(name);
    if (!room || room.begun?.deleted) throw new Refusal('not_found', `there is no room "${name}"`);
    return room;
  }

  /** The room, or the person's own lane before its first message. */
  #roomFor({ id }: Person, name: string): TestRoom {
    const lane = parseLaneName(name);
    if (lane?.person !== id || this.#rooms.has(name)) return this.#room(name);
    this.#room(lane.of);
    const room = new TestRoom(name);
    this.#rooms.set(name, room);
    return room;
  }

  #laneOf(person: Person, { name, begun }: TestRoom) {
    if (person.role !== 'employee' || begun?.kind !== 'rollout') return {};
    return { lane: (this.#rooms.get(laneName(name, person.id)) ?? new TestRoom('')).standingOf(person) };
  }

  #person(id: string): Person {
    const person = this.#people.get(id);
    if (!person)
      throw new TypeError(`the test server knows no "${id}"; it knows ${[...this.#people.keys()].join(', ')}`);
    return person;
  }

  #makeCid(): string {
    return (++this.#cids).toString(16).padStart(32, '0');
  }

  #appendQuietly(by: string, room: string, draft: EventDraft): StoredEvent {
    const origin = { by: this.#person(by), cid: this.#makeCid(), at: this.#now(), content: '' };
    return this.#room(room).append(draft, origin);
  }

  #publish(room: TestRoom, event: StoredEvent): void {
    tellOf(room, event, this.#network.sessions);
  }

  #moveMarker(person: Person, room: TestRoom, seq: number): FrameTable['standing']['standing'] {
    room.moveMarker(person, seq);
    const standing = room.standingOf(person);
    for (const session of this.#network.sessions) {
      if (session.person.id !== person.id) continue;
      session.send('standing', { room: room.name, standing });
    }
    return standing;
  }

  #signalTyping(by: Person, writing: InquiryTable['typing.tell']['input']): void {
    for (const session of this.#network.sessions) {
      if (!session.rooms.has(writing.room) || session.person.id === by.id) continue;
      session.send('signal', { type: 'typing', by, ...writing });
    }
  }

  #tellHere(room: string): void {
    for (const session of this.#network.sessions) {
      if (!session.rooms.has(room)) continue;
      session.send('signal', { type: 'here', room, here: this.#hereFor(session.person, room) });
    }
  }

  #presenceOf(person: string): Presence {
    return this.#busy.has(person) ? 'busy' : (this.#presences.get(person) ?? 'available');
  }

  #hereFor(reader: Person, room: string): Here {
    const people = [...this.#idsIn(room)].map((id) => this.#person(id));
    const helpers = people
      .filter((person) => isStaff(person.role))
      .map((person) => ({ ...person, presence: this.#presenceOf(person.id) }));
    return { helpers, people: isStaff(reader.role) ? people.length : null };
  }

  #idsIn(room: string): Set<string> {
    const inRoom = [...this.#network.sessions].filter((session) => session.rooms.has(room));
    return new Set([...this.#present, ...inRoom.map((session) => session.person.id)]);
  }

  #headsOf(session: TestSession): Record<string, number> {
    return Object.fromEntries([...session.rooms].map((name) => [name, this.#room(name).head]));
  }
}

function laneBeginOf(name: string, person: Person): EventDraft {
  const of = parseLaneName(name)?.of ?? '';
  const data = { name, kind: 'lane', title: of, purpose: '', lane: { of, person } } as const;
  return { type: 'room.created', audience: 'everyone', data };
}

function draftOf({ text, audience = 'everyone' }: TestMessage): EventDraft {
  return { type: 'message.posted', audience, data: { body: { kind: 'text', text } } };
}
