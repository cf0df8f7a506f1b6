/** Which part gets which: the one place that knows them all. */
import type { IncomingMessage } from 'node:http';
import { Refusal } from '@support-chat/protocol';
import { createAnswers } from './answers.js';
import { createApi } from './api/api.js';
import { hasOneOf } from './auth/attributes.js';
import { createTokenVerifier, type VerifyToken } from './auth/token.js';
import { startBeacon } from './beacon.js';
import { openBus } from './bus/open-bus.js';
import { BusyPeople } from './busy-people.js';
import type { Clock } from './clock.js';
import type { Connection } from './connection.js';
import { ConnectionLimit } from './connection-limit.js';
import { Feed, type Expelled } from './feed.js';
import { openFiles } from './files/files.js';
import { openGateway, type Gateway } from './gateway.js';
import { Guests } from './guests.js';
import { createHttpRoutes } from './http.js';
import type { HttpRoute } from './http-answer.js';
import { Lobby } from './lobby.js';
import { eraseWords, startErasing } from './life/erase-words.js';
import { leadLanes } from './life/lead-lanes.js';
import { isBinding } from './life/room-due.js';
import { startRoomTimers } from './life/room-timers.js';
import type { Logger } from './logger.js';
import { createMetrics, type HandshakeObjection } from './metrics.js';
import { createMetricsRoute } from './metrics-route.js';
import { createNewsTaker } from './news.js';
import type { Settings } from './options.js';
import { addressOf, createOriginPolicy } from './origin.js';
import { Numbers } from './numbers/numbers.js';
import { createShelfAnswers } from './shelf.js';
import { createCannedAnswers } from './canned.js';
import { Calls, callsGroup } from './people/calls.js';
import { Directory } from './people/directory.js';
import { createPeopleAnswers } from './people/people-answers.js';
import { packageVersion } from './package-version.js';
import { Presence } from './presence.js';
import { createProbe } from './probe.js';
import { carryQuestion, movedIn } from './questions/carry.js';
import { startTimers } from './questions/timers.js';
import { createLookAhead } from './look-ahead.js';
import { createRoomLog, type RoomLog } from './room-log.js';
import { Indexer } from './search/indexer.js';
import { Searcher } from './search/searcher.js';
import { Suggestions } from './search/suggestions.js';
import { SignOuts } from './sign-outs.js';
import { SlowConsumers } from './slow-consumers.js';
import { createSockets, type Sockets } from './sockets.js';
import type { Durability, Store } from './store/store.js';
import { startSweep } from './sweep.js';
import { TokenBuckets } from './token-bucket.js';
import { Typing } from './typing.js';

/** Without a word from the bus, what another node wrote is found within this time and the reading. */
const sweepMs = 4_000;

/** How often somebody may call everybody in a room: three times at once, then once in twenty seconds. */
const groupCallRate = { capacity: 3, perSecond: 0.05 } as const;

/** A database that is gone takes longer to say so than a probe or a scrape may last. */
const storePatienceMs = 2_000;

export type Composition = {
  readonly roomLog: RoomLog;
  readonly gateway: Gateway;
  readonly sockets: Sockets;
  readonly routes: HttpRoute;
  readonly signOuts: SignOuts;
  readonly busy: BusyPeople;
  readonly feed: Feed;
  readonly directory: Directory;
};

/** Starts the parts over an open store. Each start pushes its stop on `undo`; they are to run last first. */
export function compose(options: {
  readonly settings: Settings;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly beaconMs: number;
  /** Whether new work is welcome. */
  readonly isOpen: () => boolean;
  readonly undo: (() => void | Promise<void>)[];
}): Composition {
  const { settings, store, clock, log, beaconMs, isOpen, undo } = options;
  const now = () => clock.now();

  // What was read meanwhile on other nodes was told to nobody here.
  const onReturn = (): void =>
    void gateway
      .tellAllStandings()
      .catch((error: unknown) => log.warn('who read how far could not be told', { error }));
  const bus = openBus(settings, { log, onReturn });
  undo.push(() => bus.close());

  const signOuts = new SignOuts({ store, bus, now });
  const verify = createTokenVerifier(settings, now);
  const verifyToken: VerifyToken = async (token) => {
    const identity = await verify(token);
    const objection = signOuts.objectionTo(identity);
    if (objection) throw objection;
    return identity;
  };
  const buckets = new TokenBuckets({ capacity: settings.rateBurst, perSecond: settings.ratePerSecond, now });
  const origins = createOriginPolicy(settings.origins);
  const addressOfRequest = (request: IncomingMessage) => addressOf(request, settings.trustedProxyHops);
  const limit = new ConnectionLimit({
    maxPerAddress: settings.maxConnectionsPerIp,
    maxTotal: settings.maxConnections,
  });
  const slow = new SlowConsumers({
    clock,
    log,
    onDrained: (id) =>
      void gateway.catchUp(id).catch((error: unknown) => log.warn('a client could not catch up', { error })),
  });
  undo.push(() => slow.stop());
  const sockets = createSockets({
    origins,
    log,
    admit: (request) => {
      const address = addressOfRequest(request);
      const refuse = (reason: HandshakeObjection, objection: string | null): string | null => {
        if (objection === null) return null;
        metrics.refusedHandshake(reason);
        log.warn('a handshake was refused', { address, origin: request.headers.origin, objection });
        return objection;
      };
      return (
        refuse('not_open', isOpen() ? null : 'the server is not open') ??
        refuse('origin', origins.objectionTo(request.headers)) ??
        refuse('limit', limit.objectionTo(address))
      );
    },
  });
  sockets.io.engine.on(
    'connection',
    (engineSocket: { request: IncomingMessage; once(name: 'close', run: () => void): void }) =>
      engineSocket.once('close', limit.count(addressOfRequest(engineSocket.request))),
  );
  sockets.io.engine.on('connection_error', ({ code, message }: { code: number; message: string }) =>
    log.debug('a handshake failed', { code, reason: message }),
  );
  undo.push(() => sockets.io.close());

  const { broadcast } = sockets;
  const expel = (room: string, whom: Expelled): void => {
    const those = 'person' in whom ? gateway.devicesOf(whom.person) : gateway.connections();
    for (const connection of [...those]) {
      if ('all' in whom && whom.all === 'guests' && !isGuest(connection)) continue;
      if (!connection.rooms.has(room)) continue;
      if ('boundTo' in whom) {
        const { person, isStaff } = connection;
        if (isStaff || whom.members.has(person.id) || hasOneOf(person, whom.boundTo)) continue;
        presence.leaveRoom(connection, room);
        feed.leave(connection, room);
        // They come back by themselves, and learn then that there is no such room.
        gateway.drop(connection.id);
        continue;
      }
      // Guests have no other room.
      if (isGuest(connection)) {
        const why = 'the visit is over: the guest was taken out, or the room was closed';
        gateway.end(connection.id, new Refusal('token_expired', why));
        continue;
      }
      presence.leaveRoom(connection, room);
      feed.leave(connection, room);
    }
  };
  const feed = new Feed({ store, broadcast, clock, log, expel });
  const busy: BusyPeople = new BusyPeople({
    store,
    bus,
    onChange: (person) => {
      presence.changed(person);
      const isBusy = busy.has(person);
      for (const connection of gateway.devicesOf(person))
        if (lobby.has(connection)) connection.send('lobby', { rows: [], isBusy });
    },
  });
  const presence = new Presence({
    ...{ broadcast, bus, clock, isBusy: (person) => busy.has(person) },
    isHidden: settings.hide.includes('presence'),
  });
  const lobby = new Lobby({ store, clock, log });
  const typing = new Typing({ bus, clock, isHidden: settings.hide.includes('typing') });
  undo.push(
    () => presence.stop(),
    () => lobby.stop(),
    () => typing.stop(),
  );
  const askStore = createProbe(() => durabilityOf(store, log), { clock, patienceMs: storePatienceMs });
  const connectionCount = () => sockets.io.engine.clientsCount;
  const busKind = settings.redisUrl === '' ? 'local' : 'redis';
  const metrics = createMetrics({ store, askStore, bus, busKind, feed, slow, connectionCount });
  const calls = new Calls({ store, bus, presence, log });
  /** What fails here is done by the timers. */
  const followBeside = (name: string): void =>
    void store
      .room(name)
      .then(async (found) => {
        if (found && !found.room.lane) await leadLanes({ store, bus }, found);
      })
      .catch((error: unknown) => log.warn('lanes have not followed their room yet', { room: name, error }));
  const files = openFiles({ settings, store, bus, clock, log });
  undo.push(() => files.stop());
  const groupCalls = new TokenBuckets({ ...groupCallRate, now });
  const roomLog = createRoomLog({
    ...{ store, bus, lookAhead: createLookAhead(store, calls) },
    admits: [(by, _name, input) => callsGroup(input) && groupCalls.take(by.id, 1)],
    onAppended: (room, events) => {
      calls.tell(room, events);
      // What fails here is done by the timers.
      const retracted = events.flatMap(({ type, data }) =>
        type === 'message.retracted' ? { room, seq: data.message } : [],
      );
      if (retracted.length > 0)
        eraseWords({ store, bus, files: files.upkeep }, retracted).catch((error: unknown) =>
          log.warn('words that were taken back are still in the log', { room, error }),
        );
      if (events.some(isBinding)) followBeside(room);
      for (const moved of movedIn(room, events))
        carryQuestion({ store, bus }, moved).catch((error: unknown) =>
          log.warn('a question that was moved is not there yet', { room, error }),
        );
    },
  });
  const directory = new Directory({ store, clock, log });
  undo.push(() => directory.stop());
  const numbers = new Numbers({ store, clock });
  const indexer = new Indexer({ store, clock, log });
  undo.push(() => indexer.stop());
  const searcher = new Searcher({ store, clock, indexer });
  const people = createPeopleAnswers({ store, presence, directory, calls });
  const canned = createCannedAnswers(store);
  const shelf = createShelfAnswers(store);
  const answers = createAnswers({
    store,
    feed,
    presence,
    busy,
    lobby,
    typing,
    suggestions: new Suggestions(store),
    searcher,
    numbers,
    people,
    canned,
    shelf,
    bus,
  });
  const gateway = openGateway({
    sockets,
    verifyToken,
    signOuts,
    buckets,
    roomLog,
    answers,
    feed,
    presence,
    lobby,
    store,
    log,
    clock,
    addressOf: addressOfRequest,
    bus,
    slow,
    meter: metrics,
    directory,
  });
  undo.push(() => gateway.stop());
  undo.push(bus.subscribe(metrics.takeNews));
  undo.push(
    bus.subscribe(createNewsTaker({ feed, lobby, presence, busy, calls, gateway, signOuts, store, broadcast, log })),
  );
  undo.push(bus.subscribe(indexer.takeNews));
  undo.push(startBeacon({ feed, connections: () => gateway.connections(), clock, log, everyMs: beaconMs }));
  const sweepSignOuts = async (): Promise<void> => {
    for (const person of await signOuts.read()) gateway.dismiss(person);
    await busy.read();
  };
  if (settings.databaseUrl !== '')
    undo.push(startSweep({ store, feed, lobby, sweepSignOuts, clock, log, everyMs: sweepMs }));
  indexer.start();
  undo.push(startTimers({ store, bus, presence, clock, log }));
  undo.push(startRoomTimers({ store, bus, files: files.upkeep, clock, log }));
  undo.push(startErasing({ store, bus, files: files.upkeep, clock, log }));
  const routes = createHttpRoutes({
    askStore,
    origins,
    hostOrigins: settings.origins,
    publicDir: settings.publicDir,
    isReady: isOpen,
    connectionCount,
    serveApi: createApi({
      store,
      bus,
      numbers,
      searcher,
      people,
      canned,
      shelf,
      files,
      guests: new Guests({ store, bus, clock, settings }),
      addressOf: addressOfRequest,
      roomLog,
      signOuts,
      verifyToken,
      buckets,
      origins,
      log,
      isReady: isOpen,
      version: packageVersion(),
    }),
    serveMetrics: createMetricsRoute({ metrics, token: settings.metricsToken, log }),
  });
  return { roomLog, gateway, sockets, routes, signOuts, busy, feed, directory };
}

function isGuest({ person }: Connection): boolean {
  return person.role === 'guest';
}

async function durabilityOf(store: Store, log: Logger): Promise<Durability> {
  try {
    return await store.durability();
  } catch (error) {
    log.error('the store takes no appends', { error });
    throw error;
  }
}
