/** A room server without its sockets: every other part is the product's own, under a clock and a network of the model. */
import {
  isCommandName,
  isStaff,
  Refusal,
  type Answer,
  type CommandTable,
  type FrameName,
  type FrameTable,
  type Person,
  type RequestName,
} from '@support-chat/protocol';
import { parseRequest } from '@support-chat/protocol/schemas';
import { createAnswers, type Answers } from '../../../packages/server/dist/answers.js';
import { startBeacon } from '../../../packages/server/dist/beacon.js';
import type { Bus } from '../../../packages/server/dist/bus/bus.js';
import type { Clock } from '../../../packages/server/dist/clock.js';
import type { Broadcast, Connection } from '../../../packages/server/dist/connection.js';
import { Feed, type Expelled } from '../../../packages/server/dist/feed.js';
import { Lobby } from '../../../packages/server/dist/lobby.js';
import type { Logger } from '../../../packages/server/dist/logger.js';
import { createNewsTaker } from '../../../packages/server/dist/news.js';
import { Numbers } from '../../../packages/server/dist/numbers/numbers.js';
import { Calls } from '../../../packages/server/dist/people/calls.js';
import { Directory } from '../../../packages/server/dist/people/directory.js';
import { createCannedAnswers } from '../../../packages/server/dist/canned.js';
import { createShelfAnswers } from '../../../packages/server/dist/shelf.js';
import { createPeopleAnswers } from '../../../packages/server/dist/people/people-answers.js';
import { Presence } from '../../../packages/server/dist/presence.js';
import { BusyPeople } from '../../../packages/server/dist/busy-people.js';
import { createRoomLog, type RoomLog } from '../../../packages/server/dist/room-log.js';
import { SignOuts } from '../../../packages/server/dist/sign-outs.js';
import { Indexer } from '../../../packages/server/dist/search/indexer.js';
import { Searcher } from '../../../packages/server/dist/search/searcher.js';
import { Suggestions } from '../../../packages/server/dist/search/suggestions.js';
import type { Store } from '../../../packages/server/dist/store/store.js';
import { startSweep } from '../../../packages/server/dist/sweep.js';
import { Typing } from '../../../packages/server/dist/typing.js';

/** The server's end of a connection. */
export type Session = {
  readonly connection: Connection;
  /** Withholds events, as from a client that does not read; false tells it the heads. */
  setSlow(isSlow: boolean): void;
  ask(name: RequestName, input: unknown): Promise<Answer>;
  /** The server has noticed that the client is gone. */
  end(): void;
};

type Open = { readonly connection: Connection; isSlow: boolean; readonly channels: Set<string> };

export class ModelNode {
  readonly store: Store;
  readonly #bus: Bus;
  readonly #sessions = new Map<string, Open>();
  readonly #feed: Feed;
  readonly #presence: Presence;
  readonly #lobby: Lobby;
  readonly #roomLog: RoomLog;
  readonly #answers: Answers;
  readonly #undo: (() => void)[] = [];
  #made = 0;
  #isOver = false;

  constructor(options: {
    readonly store: Store;
    readonly bus: Bus;
    readonly clock: Clock;
    readonly log: Logger;
    /** Whether other nodes write the same store. */
    readonly hasOthers: boolean;
  }) {
    const { bus, clock, log, hasOthers } = options;
    const store = mortal(options.store, () => this.#isOver);
    this.store = store;
    this.#bus = bus;
    const broadcast = this.#broadcast;
    this.#feed = new Feed({ store, broadcast, clock, log, expel: (room, whom) => this.#expel(room, whom) });
    const busy = new BusyPeople({ store, bus, onChange: (person) => this.#presence.changed(person) });
    this.#presence = new Presence({ broadcast, bus, clock, isBusy: (person) => busy.has(person) });
    this.#lobby = new Lobby({ store, clock, log });
    const typing = new Typing({ bus, clock });
    const calls = new Calls({ store, bus, presence: this.#presence, log });
    this.#roomLog = createRoomLog({ store, bus });
    const directory = new Directory({ store, clock, log });
    const [feed, presence, lobby] = [this.#feed, this.#presence, this.#lobby];
    this.#answers = createAnswers({
      store,
      feed,
      presence,
      busy,
      lobby,
      typing,
      suggestions: new Suggestions(store),
      // Nothing is searched here.
      searcher: new Searcher({ store, clock, indexer: new Indexer({ store, clock, log }) }),
      numbers: new Numbers({ store, clock }),
      people: createPeopleAnswers({ store, presence, directory, calls }),
      canned: createCannedAnswers(store),
      shelf: createShelfAnswers(store),
      bus,
    });
    const signOuts = new SignOuts({ store, bus, now: () => clock.now() });
    const gateway = {
      devicesOf: (person: string) => this.#connections().filter((connection) => connection.person.id === person),
      dismiss: () => undefined,
    };
    this.#undo.push(
      bus.subscribe(createNewsTaker({ feed, lobby, presence, busy, calls, gateway, signOuts, store, broadcast, log })),
      startBeacon({ feed, connections: () => this.#connections(), clock, log, everyMs: 15_000 }),
      () => presence.stop(),
      () => lobby.stop(),
      () => typing.stop(),
    );
    const sweepSignOuts = () => Promise.resolve();
    if (hasOthers) this.#undo.push(startSweep({ store, feed, lobby, sweepSignOuts, clock, log, everyMs: 4_000 }));
  }

  get isRunning(): boolean {
    return !this.#isOver;
  }

  /** Somebody connects; `send` is the way to them. */
  connect(person: Person, send: <F extends FrameName>(name: F, frame: FrameTable[F]) => void): Session {
    const id = `connection-${(this.#made += 1)}`;
    const joined = new Set<string>();
    const isOpen = () => !this.#isOver && this.#sessions.has(id);
    const connection: Connection = {
      ...{ id, person, isStaff: isStaff(person.role), rooms: new Map(), address: 'model' },
      get isOpen() {
        return isOpen();
      },
      get isSlow() {
        return open.isSlow;
      },
      send: (name, frame) => isOpen() && send(name, structuredClone(frame)),
      enter: (name) => joined.add(name),
      leave: (name) => void joined.delete(name),
    };
    const open: Open = { connection, isSlow: false, channels: joined };
    this.#sessions.set(id, open);
    return {
      connection,
      setSlow: (isSlow) => {
        const wasSlow = open.isSlow;
        open.isSlow = isSlow;
        if (wasSlow && !isSlow && isOpen()) void this.#tellHeads(connection);
      },
      ask: (name, input) => this.#ask(connection, name, input),
      end: () => this.#end(open),
    };
  }

  /** Without warning: nothing it was about to do happens any more. */
  kill(): void {
    this.#isOver = true;
    for (const undo of this.#undo.splice(0)) undo();
    void this.#bus.close();
    this.#sessions.clear();
  }

  readonly #broadcast: Broadcast = (names, name, frame, { exceptPerson, isVolatile = false } = {}) => {
    for (const { connection, isSlow, channels: joined } of [...this.#sessions.values()]) {
      if (!names.some((channel) => joined.has(channel))) continue;
      if (connection.person.id === exceptPerson) continue;
      if ((isVolatile || name === 'events') && isSlow) continue;
      connection.send(name, frame);
    }
  };

  /** As the gateway does it, without buckets and meters. */
  async #ask(connection: Connection, name: RequestName, input: unknown): Promise<Answer> {
    try {
      if (!isCommandName(name)) {
        // The table ties each name to its input; indexing it with a union loses the tie.
        const answer = this.#answers[name] as (connection: Connection, input: unknown) => Promise<never>;
        return { ok: true, answer: await answer(connection, parseRequest(name, input)) };
      }
      const parsed: CommandTable[typeof name] = parseRequest(name, input);
      const appended = await this.#roomLog.submit(connection.person, name, parsed);
      const news = { person: connection.person.id, room: parsed.room, exceptConnection: connection.id };
      if (name === 'message.post' && !appended.dup) this.#bus.publish({ type: 'marker', ...news });
      return { ok: true, answer: appended };
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, refusal: error.toJSON() };
      throw error;
    }
  }

  async #tellHeads(connection: Connection): Promise<void> {
    connection.send('heads', { heads: Object.fromEntries(await this.store.heads(connection.rooms.keys())) });
  }

  #expel(room: string, whom: Expelled): void {
    // Nobody comes by a link here, and no room is bound.
    const isMeant = ({ person: { id } }: Connection): boolean =>
      'person' in whom ? id === whom.person : 'all' in whom && whom.all === 'people';
    for (const connection of this.#connections())
      if (isMeant(connection) && connection.rooms.has(room)) this.#leave(connection, room);
  }

  #leave(connection: Connection, room: string): void {
    this.#presence.leaveRoom(connection, room);
    this.#feed.leave(connection, room);
  }

  #end({ connection }: Open): void {
    if (!this.#sessions.delete(connection.id)) return;
    for (const room of [...connection.rooms.keys()]) this.#leave(connection, room);
    if (this.#lobby.leave(connection)) this.#presence.leaveDesk(connection);
  }

  #connections(): Connection[] {
    return [...this.#sessions.values()].map(({ connection }) => connection);
  }
}

/** The store as a process has it that may be killed: what it asked for may happen, but it never hears of it. */
function mortal(store: Store, isOver: () => boolean): Store {
  const never = new Promise<never>(() => undefined);
  return new Proxy(store, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        if (isOver()) return never;
        const result: unknown = Reflect.apply(value, target, args);
        return result instanceof Promise ? result.then(...unless(isOver, never)) : result;
      };
    },
  });
}

function unless(isOver: () => boolean, never: Promise<never>) {
  return [
    (result: unknown) => (isOver() ? never : result),
    (error: unknown) => (isOver() ? never : Promise.reject(error as Error)),
  ] as const;
}
