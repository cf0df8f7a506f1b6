/** Requests that append nothing. Each checks, now and against the store, that the person may see the room. */
import {
  laneName,
  limits,
  queueRowsOf,
  Refusal,
  type JoinAnswer,
  type InquiryName,
  type InquiryTable,
  type RoomDoc,
  type RoomEvent,
} from '@support-chat/protocol';
import type { Bus } from './bus/bus.js';
import type { BusyPeople } from './busy-people.js';
import type { CannedAnswers } from './canned.js';
import type { Connection } from './connection.js';
import type { Feed } from './feed.js';
import { requireOpen } from './commands/command.js';
import { mayHaveLane } from './commands/lanes.js';
import type { Visit } from './kinds/kind.js';
import { eventsFor, maySee, notVisible, roomFor, sightOf, type Sight } from './kinds/visibility.js';
import { deletedRooms } from './life/deleted-rooms.js';
import type { Lobby } from './lobby.js';
import { findRooms } from './found-rooms.js';
import { ownWave } from './own-wave.js';
import { firstPortion } from './portion.js';
import type { Numbers } from './numbers/numbers.js';
import type { PeopleAnswers } from './people/people-answers.js';
import type { Presence } from './presence.js';
import { rosterOf } from './roster.js';
import type { Reader, Store } from './store/store.js';
import type { ShelfAnswers } from './shelf.js';
import type { Searcher } from './search/searcher.js';
import type { Suggestions } from './search/suggestions.js';
import type { Typing } from './typing.js';
import { versionsOf } from './versions.js';
import { findVisit, isLaneToBegin, visibleAmong } from './visits.js';

/** Answers one parsed inquiry of one connection, or throws a Refusal. */
export type Answers = {
  readonly [N in InquiryName]: (
    connection: Connection,
    input: InquiryTable[N]['input'],
  ) => Promise<InquiryTable[N]['answer']>;
};

export type AnswersOptions = {
  readonly store: Store;
  readonly feed: Feed;
  readonly presence: Presence;
  readonly busy: BusyPeople;
  readonly lobby: Lobby;
  readonly typing: Typing;
  readonly suggestions: Suggestions;
  readonly searcher: Searcher;
  readonly numbers: Numbers;
  readonly people: PeopleAnswers;
  readonly canned: CannedAnswers;
  readonly shelf: ShelfAnswers;
  readonly bus: Bus;
};

/** What is emitted meanwhile is read with the next try; more tries mean that the log has lost its end. */
const maxReads = 20;

/** A join under way. */
type Join = {
  readonly connection: Connection;
  readonly room: string;
  /** The connection has left the room before it was in. */
  isLeft: boolean;
};

/** What somebody sees of a room at its head. */
type Seen = {
  /** Null where `room` is. */
  readonly visit: Visit | null;
  /** Null for the person's own lane before its first message. */
  readonly room: RoomDoc | null;
  readonly head: number;
  readonly sight: Sight;
};

export function createAnswers({
  store,
  feed,
  presence,
  busy,
  lobby,
  typing,
  suggestions,
  searcher,
  numbers,
  people,
  canned,
  shelf,
  bus,
}: AnswersOptions): Answers {
  const joins = new Set<Join>();

  /** Throws Refusal('not_found'). */
  const see = async ({ person }: Connection, name: string): Promise<Seen> => {
    if (await isLaneToBegin(store, name, person))
      return { visit: null, room: null, head: 0, sight: { isStaff: false, from: 1 } };
    const { visit, head } = await findVisit(store, name, person);
    const sight = sightOf(visit);
    return { visit, room: roomFor(sight, visit.room), head, sight };
  };

  const eventsAfter = async (sight: Sight, room: string, after: number, limit: number) =>
    eventsFor(sight, await store.read(room, { after, limit }));

  /**
   * Reads until nothing newer than the answer has been emitted: an answer goes out before the events that follow it. All of
   * it is of this epoch, or the client is to come again.
   */
  const readCurrent = async <A extends { readonly head: number }>(
    { connection, room, epoch = store.epoch }: { connection: Connection; room: string; epoch?: string },
    read: () => Promise<A>,
  ): Promise<A> => {
    for (let reads = 0; reads < maxReads; reads += 1) {
      const answer = await read();
      if (store.epoch !== epoch || !connection.isOpen) break;
      if (answer.head >= feed.emitted(room)) return answer;
    }
    throw changing();
  };

  const readWindow = async (connection: Connection, name: string) => {
    const range = { before: Number.MAX_SAFE_INTEGER, limit: limits.windowMessages };
    for (;;) {
      const { room, head, sight } = await see(connection, name);
      const window = await store.page(name, { ...range, ...sight });
      // The two documents must be of one moment: the reader folds the same events into both.
      if (window.head === head) return { mode: 'window', room, window, head } as const;
    }
  };

  const readEvents = async (sight: Sight, room: string, after: number) => {
    const events = await eventsAfter(sight, room, after, limits.maxEventsPerRead);
    // The reader reads on from the portion's end to the head.
    return { mode: 'events', events: firstPortion(events), head: events.at(-1)?.seq ?? after } as const;
  };

  /** Where the person stands in their lane beside a room; null when they have none there. */
  const laneStanding = async ({ person, isStaff }: Connection, room: RoomDoc | null) =>
    // Whoever was let in by name into a room for others asks in the room.
    room && mayHaveLane(person, room) && maySee({ person, room, member: null })
      ? store.standing(laneName(room.name, person.id), { person: person.id, isStaff })
      : null;

  const joinWatched = async (
    connection: Connection,
    { room, after, epoch: knownEpoch }: InquiryTable['room.join']['input'],
    join: Join,
  ): Promise<JoinAnswer> => {
    // Everything below is of this epoch.
    const { epoch } = store;
    const { room: doc, head, sight } = await see(connection, room);
    // A cursor past the head, or of another log, belongs to a history that was lost: start anew.
    const isKnown = after !== undefined && knownEpoch === epoch && after <= head;
    // Asked at each reading: what is emitted meanwhile may take the cursor out of reach of one answer.
    const isNear = () => Math.max(head, feed.emitted(room)) - (after ?? 0) <= limits.maxEventsPerRead;
    const standing = await store.standing(room, readerOf(connection, sight.from));
    const lane = await laneStanding(connection, doc);
    const found = await readCurrent<Awaited<ReturnType<typeof readWindow | typeof readEvents>>>(
      { connection, room, epoch },
      () => (isKnown && isNear() ? readEvents(sight, room, after) : readWindow(connection, room)),
    );
    if (store.epoch !== epoch) throw changing();
    if (!connection.isOpen) throw new Refusal('unavailable', 'the connection closed while it joined');
    const answer = (): JoinAnswer => {
      const common = { epoch, standing, here: presence.here(room, connection, doc?.isPrivate), ...(lane && { lane }) };
      if (found.mode === 'window') return { ...common, mode: 'window', room: found.room, window: found.window };
      return { ...common, mode: 'events', events: found.events, head: found.head };
    };
    if (join.isLeft) {
      feed.unwatch(room);
      return answer();
    }
    // Again: other joins of this connection may have been answered meanwhile.
    requireSpace(connection, room);
    if (connection.rooms.has(room)) feed.unwatch(room);
    else {
      // What is told next must not reach back before what they may see.
      if (feed.emitted(room) < sight.from - 1) {
        feed.hint(room);
        throw changing();
      }
      // It is for others now, or for these still: that is looked at again.
      if (feed.isBoundAfter(room, head)) throw changing();
      // Taken out meanwhile: whoever takes them out looks only for those who are in.
      if (!feed.enter(connection, room, { from: sight.from, since: head })) throw notVisible();
      presence.enterRoom(connection, room, doc?.isPrivate === true);
    }
    return answer();
  };

  return Object.freeze({
    ...people,
    ...canned,
    ...shelf,

    'room.join': async (connection, input) => {
      const { room } = input;
      requireSpace(connection, room);
      const join: Join = { connection, room, isLeft: false };
      joins.add(join);
      try {
        const { head } = await see(connection, room);
        // Subscribe, then read: what is committed from here on is emitted to those who are in by then.
        feed.watch(room, head);
        return await joinWatched(connection, input, join).catch((error: unknown) => {
          feed.unwatch(room);
          throw error;
        });
      } finally {
        joins.delete(join);
      }
    },

    'room.leave': (connection, { room }) => {
      for (const join of joins) if (join.connection === connection && join.room === room) join.isLeft = true;
      if (connection.rooms.has(room)) presence.leaveRoom(connection, room);
      feed.leave(connection, room);
      return Promise.resolve({});
    },

    'room.read': async (connection, { room, after, limit = limits.maxEventsPerRead }) => {
      const { head, sight } = await see(connection, room);
      const events: readonly RoomEvent[] = await eventsAfter(sight, room, after, limit);
      return { events: firstPortion(events), head: Math.max(head, events.at(-1)?.seq ?? 0) };
    },

    'room.page': async (connection, { room, before, limit = limits.windowMessages }) => {
      const { sight } = await see(connection, room);
      return readCurrent({ connection, room }, () => store.page(room, { before, limit, ...sight }));
    },

    'room.members': async (connection, { room }) => {
      await see(connection, room);
      return { members: await store.members(room) };
    },

    'message.versions': ({ person }, input) => versionsOf(store, person, input),
    'member.mine': async (connection, { room }) => {
      const { visit } = await see(connection, room);
      return { as: visit?.member?.as ?? null };
    },

    'wave.mine': async (connection, { room }) => {
      const { visit } = await see(connection, room);
      return visit ? ownWave(visit.room, visit.person) : { wave: null };
    },

    'rooms.find': ({ person }, { text }) => findRooms(store, person, text),
    'message.search': ({ person }, input) => searcher.search(person, input),
    'rooms.deleted': ({ person }) => deletedRooms(store, person),

    'problem.mine': async (connection, { room }) => {
      const { room: doc } = await see(connection, room);
      const open = new Set(doc?.problems?.map(({ seq }) => seq));
      if (open.size === 0) return { problems: [] };
      return { problems: (await store.problemsOf(room, connection.person.id)).filter((seq) => open.has(seq)) };
    },

    'room.numbers': async ({ person }, { room, timeZone = 'UTC' }) => {
      const { visit, head } = await findVisit(store, room, person);
      return { numbers: await numbers.of(visit, head, timeZone) };
    },

    'ratings.mine': async ({ person }, { room }) => {
      if (await isLaneToBegin(store, room, person)) return { ratings: [], offer: null };
      const { visit, head } = await findVisit(store, room, person);
      return numbers.ratingsOf(visit, head);
    },

    'room.roster': async (connection, { room }) => {
      const { room: doc } = await see(connection, room);
      return rosterOf({
        reader: connection.person,
        room: doc,
        members: doc?.members ? await store.members(room) : [],
        here: presence.isHidden ? new Map() : presence.peopleIn(room),
        helpers: presence.here(room, connection, doc?.isPrivate).helpers ?? [],
        presenceOf: (person) => (presence.isHidden ? null : presence.of(person)),
      });
    },

    'presence.tell': async (connection, { isIdle, isBusy }) => {
      if (isIdle !== undefined) presence.tell(connection, isIdle);
      if (isBusy !== undefined) await busy.set(connection.person.id, isBusy);
      return {};
    },

    'room.heads': async (connection) => ({ heads: Object.fromEntries(await store.heads(connection.rooms.keys())) }),

    'marker.move': async (connection, { room, seq }) => {
      const { sight } = await see(connection, room);
      const standing = await store.moveMarker(room, readerOf(connection, sight.from), seq);
      bus.publish({ type: 'marker', person: connection.person.id, room, exceptConnection: connection.id });
      return standing;
    },

    'lobby.join': async (connection) => {
      if (!connection.isStaff)
        throw new Refusal('forbidden', `the lobby is for agents and managers, you are ${connection.person.role}`);
      if (lobby.enter(connection)) presence.enterDesk(connection);
      return { rows: await lobby.rows(connection), isBusy: busy.has(connection.person.id) };
    },

    'queue.read': async (connection, { after }) => {
      if (!connection.isStaff)
        throw new Refusal('forbidden', `the queue is for agents and managers, you are ${connection.person.role}`);
      const found = await store.queue(after ?? null, limits.maxQuestionsPerRead);
      const visible = await visibleAmong(store, new Set(found.map(({ room }) => room)), connection.person);
      return {
        rows: found.flatMap(({ room, message }) => (visible.has(room) ? queueRowsOf(room, [message]) : [])),
        isLast: found.length < limits.maxQuestionsPerRead,
      };
    },

    'question.suggest': async (connection, { room, text }) => {
      const { head, sight } = await see(connection, room);
      const looker = { person: connection.person.id, from: sight.from };
      return { rows: await suggestions.suggest(room, head, text, looker) };
    },

    'questions.mine': async (connection, { room }) => {
      const { head, sight } = await see(connection, room);
      return { rows: await suggestions.concerning(room, head, { person: connection.person.id, from: sight.from }) };
    },

    'question.look': async (connection, { room, question }) => {
      const { id, name, role } = connection.person;
      if (!connection.isStaff)
        throw new Refusal('forbidden', `looks at questions are told by agents and managers, you are ${role}`);
      const { room: doc } = await see(connection, room);
      const looking = { by: { id, name, role }, room, question };
      if (!presence.isHidden) bus.publish({ type: 'looking', looking, isPrivate: doc?.isPrivate === true });
      return {};
    },

    'typing.tell': async (connection, { room, ...writing }) => {
      const { visit } = await see(connection, room);
      if (!connection.rooms.has(room)) throw new Refusal('forbidden', `join room "${room}" before telling it anything`);
      const home = visit?.room.lane ? await store.room(visit.room.lane.of) : null;
      if (visit) requireOpen(visit, home?.room ?? null);
      typing.tell(connection.person, room, writing);
      return {};
    },
  } satisfies Answers);
}

function changing(): Refusal {
  return new Refusal('unavailable', 'the room is changing; ask again', { retryAfterMs: 500 });
}

function requireSpace({ rooms }: Connection, room: string): void {
  if (rooms.has(room) || rooms.size < limits.maxRoomsPerConnection) return;
  throw new Refusal('too_many_rooms', `at most ${limits.maxRoomsPerConnection} rooms a connection; leave one first`);
}

/** The person behind a connection, as the store counts for them in a room of which they see what is from this event on. */
export function readerOf({ person, isStaff }: Connection, from: number): Reader {
  return { person: person.id, isStaff, from };
}
