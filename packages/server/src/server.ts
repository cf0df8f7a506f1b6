/** Composes the parts into one server with a life: idle → starting → open → draining → closed. */
import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import {
  isCommandName,
  limits,
  Refusal,
  type Appended,
  type CommandName,
  type CommandTable,
  type Person,
} from '@support-chat/protocol';
import { parsePerson, parseRequest } from '@support-chat/protocol/schemas';
import { createAnswers } from './answers.js';
import { createTokenVerifier, mintToken } from './auth/token.js';
import { startBeacon } from './beacon.js';
import type { Bus } from './bus/bus.js';
import { createLocalBus } from './bus/local.js';
import { systemClock, type Clock } from './clock.js';
import { ConnectionLimit } from './connection-limit.js';
import { channels } from './connection.js';
import { Feed } from './feed.js';
import { openGateway, type Gateway } from './gateway.js';
import { createHttpRoutes } from './http.js';
import { pathOf, sendNothingHere, type HttpRoute } from './http-answer.js';
import { Lobby } from './lobby.js';
import { createLogger, type Logger } from './logger.js';
import { completeSettings, SettingsError, settingsTable, type Settings } from './options.js';
import { addressOf, createOriginPolicy } from './origin.js';
import { Presence } from './presence.js';
import { createRoomLog, type RoomLog } from './room-log.js';
import { createSockets, socketPath, type Sockets } from './sockets.js';
import { openSqliteStore } from './store/sqlite/sqlite-store.js';
import type { Store } from './store/store.js';
import { TokenBuckets } from './token-bucket.js';

/** Settings, each with a default, and what only code can give. Unknown keys are an error. */
export type RoomServerOptions = Partial<Settings> & {
  /** Where log lines go. Default: standard error. */
  readonly writeLog?: (line: string) => void;
  readonly clock?: Clock;
  /** Pages of your own; asked for what is under none of the server's paths. */
  readonly routes?: HttpRoute;
  /** How often heads are told to connections. Default `limits.beaconMs`. */
  readonly beaconMs?: number;
  /** How late after a notice the sockets may come back, at most. Default 5000. */
  readonly returnWithinMs?: number;
  /** Opens another store than the SQLite file in `dataDir`. */
  readonly openStore?: (options: { readonly clock: Clock }) => Promise<Store>;
  /** Told once when the storage can no longer be trusted; close the server and start the process anew. */
  readonly onFailure?: (error: unknown) => void;
};

export type RoomServerState = 'idle' | 'starting' | 'open' | 'draining' | 'closed';

export type RoomServerAddress = { readonly host: string; readonly port: number; readonly url: string };

export interface RoomServer {
  readonly state: RoomServerState;
  /** Where it listens; null unless `listen` has resolved. */
  readonly address: RoomServerAddress | null;
  /** Opens the store and listens. Throws StoreOpenError, or the system's error when the port cannot be had. */
  listen(): Promise<RoomServerAddress>;
  /** Opens the store and serves its paths on a server of yours; everything else still reaches your own listeners. */
  attach(server: HttpServer): Promise<void>;
  /** Submits a command as this person, checked like one from a socket. Throws Refusal. */
  submit<N extends CommandName>(by: Person, name: N, input: CommandTable[N]): Promise<Appended>;
  /** Signs a token this server accepts. Throws SettingsError without `jwtSecret`. */
  mintToken(person: Person, options?: { readonly ttlMs?: number }): Promise<string>;
  /** Stops in order: readiness, new sockets, requests in hand, sockets, bus, store. Idempotent. */
  close(): Promise<void>;
}

/** Makes a server that has not started. Throws SettingsError. Never exits the process and never takes its signals. */
export function createRoomServer(options: RoomServerOptions = {}): RoomServer {
  return new ComposedServer(options);
}

type Running = {
  readonly store: Store;
  readonly bus: Bus;
  readonly roomLog: RoomLog;
  readonly gateway: Gateway;
  readonly sockets: Sockets;
  readonly routes: HttpRoute;
};

class ComposedServer implements RoomServer {
  readonly #settings: Settings;
  readonly #options: Pick<RoomServerOptions, 'routes' | 'openStore' | 'onFailure'>;
  readonly #beaconMs: number;
  readonly #returnWithinMs: number;
  readonly #clock: Clock;
  readonly #log: Logger;
  /** Whatever starts something pushes its stop; they run last first. */
  readonly #undo: (() => void | Promise<void>)[] = [];
  #state: RoomServerState = 'idle';
  #address: RoomServerAddress | null = null;
  #running: Running | null = null;
  #closing: Promise<void> | null = null;

  constructor(options: RoomServerOptions) {
    const { writeLog, clock, routes, beaconMs, returnWithinMs, openStore, onFailure, ...settings } = options;
    this.#settings = completeSettings(settings);
    if (this.#settings.jwtSecret === '' && this.#settings.jwksUrl === '')
      throw new SettingsError(
        `set ${settingsTable.jwtSecret.env} or --${settingsTable.jwksUrl.flag}: without a key nobody can be known`,
      );
    this.#options = { ...(routes && { routes }), ...(openStore && { openStore }), ...(onFailure && { onFailure }) };
    this.#beaconMs = beaconMs ?? limits.beaconMs;
    this.#returnWithinMs = returnWithinMs ?? 5_000;
    this.#clock = clock ?? systemClock;
    this.#log = createLogger({
      level: this.#settings.logLevel,
      write: writeLog ?? ((line) => void process.stderr.write(line)),
      now: () => this.#clock.now(),
    });
  }

  get state(): RoomServerState {
    return this.#state;
  }

  get address(): RoomServerAddress | null {
    return this.#address;
  }

  async listen(): Promise<RoomServerAddress> {
    const { host, port } = this.#settings;
    const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000 });
    await this.#start(async () => {
      this.#serve(server);
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          resolve();
        });
      });
      this.#undo.push(() => new Promise((resolve) => void server.close(() => resolve()).closeAllConnections()));
      server.on('error', (error) => this.#log.error('the HTTP server failed', { error }));
      server.on('clientError', (_error, socket) => socket.destroy());
    });
    const taken = (server.address() as AddressInfo).port; // It listens on a port, not on a pipe.
    const address = { host, port: taken, url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}/` };
    this.#address = Object.freeze(address);
    this.#log.info('listening', { host, port: taken });
    return this.#address;
  }

  attach(server: HttpServer): Promise<void> {
    return this.#start(async () => this.#serve(server));
  }

  async submit<N extends CommandName>(by: Person, name: N, input: CommandTable[N]): Promise<Appended> {
    if (!isCommandName(name)) throw new Refusal('bad_request', 'expected the name of a command');
    const running = this.#running;
    if (!running || this.#state !== 'open') throw new Refusal('unavailable', `the server is ${this.#state}, not open`);
    return running.roomLog.submit(parsePerson(by), name, parseRequest(name, input) as CommandTable[N]);
  }

  async mintToken(person: Person, { ttlMs }: { readonly ttlMs?: number } = {}): Promise<string> {
    const { jwtSecret, jwtAudience, jwtIssuer } = this.#settings;
    if (jwtSecret === '') throw new SettingsError(`minting tokens needs ${settingsTable.jwtSecret.env}`);
    const now = this.#clock.now();
    return mintToken(person, { jwtSecret, jwtAudience, jwtIssuer, now, ...(ttlMs === undefined ? {} : { ttlMs }) });
  }

  close(): Promise<void> {
    this.#closing ??= this.#drainAndClose();
    return this.#closing;
  }

  async #start(serve: () => Promise<void>): Promise<void> {
    if (this.#state !== 'idle') throw new Error(`expected a server that has not started, this one is ${this.#state}`);
    this.#state = 'starting';
    try {
      this.#running = await this.#compose();
      await serve();
      this.#state = 'open';
    } catch (error) {
      await this.#undoAll();
      this.#state = 'closed';
      throw error;
    }
  }

  async #compose(): Promise<Running> {
    const settings = this.#settings;
    const clock = this.#clock;
    const log = this.#log;
    const now = () => clock.now();

    const store = await this.#openStore();
    this.#undo.push(() => store.close());
    const bus = createLocalBus();
    this.#undo.push(() => bus.close());

    const verifyToken = createTokenVerifier(settings, now);
    const buckets = new TokenBuckets({ capacity: settings.rateBurst, perSecond: settings.ratePerSecond, now });
    const origins = createOriginPolicy(settings.origins);
    const addressOfRequest = (request: IncomingMessage) => addressOf(request, settings.trustedProxyHops);
    const limit = new ConnectionLimit({
      maxPerAddress: settings.maxConnectionsPerIp,
      maxTotal: settings.maxConnections,
    });
    const sockets = createSockets({
      origins,
      log,
      admit: (request) => {
        const address = addressOfRequest(request);
        const objection =
          (this.#state === 'open' ? null : 'the server is not open') ??
          origins.objectionTo(request.headers) ??
          limit.objectionTo(address);
        if (objection) log.warn('a handshake was refused', { address, origin: request.headers.origin, objection });
        return objection;
      },
    });
    sockets.io.engine.on(
      'connection',
      (engineSocket: { request: IncomingMessage; once(name: 'close', run: () => void): void }) =>
        engineSocket.once('close', limit.count(addressOfRequest(engineSocket.request))),
    );
    this.#undo.push(() => sockets.io.close());

    const { broadcast } = sockets;
    const feed = new Feed({ store, broadcast, log });
    const presence = new Presence({ broadcast, clock });
    const lobby = new Lobby({ store, clock, log });
    this.#undo.push(
      () => presence.stop(),
      () => lobby.stop(),
    );
    this.#undo.push(
      bus.subscribe({
        onHint: ({ room }) => {
          feed.hint(room);
          lobby.touch(room);
        },
        onSignal: ({ signal, exceptPerson }) =>
          broadcast([channels.staffIn(signal.room), channels.othersIn(signal.room)], 'signal', signal, {
            isVolatile: true,
            ...(exceptPerson === undefined ? {} : { except: channels.person(exceptPerson) }),
          }),
      }),
    );
    const roomLog = createRoomLog({ store, bus });
    const answers = createAnswers({ store, bus, feed, presence, lobby, broadcast });
    const gateway = openGateway({
      sockets,
      verifyToken,
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
    });
    this.#undo.push(
      startBeacon({ feed, connections: () => gateway.connections(), clock, log, everyMs: this.#beaconMs }),
    );
    const routes = createHttpRoutes({
      store,
      verifyToken,
      buckets,
      origins,
      log,
      publicDir: settings.publicDir,
      isReady: () => this.#state === 'open',
      connectionCount: () => sockets.io.engine.clientsCount,
    });
    return { store, bus, roomLog, gateway, sockets, routes };
  }

  async #openStore(): Promise<Store> {
    const clock = this.#clock;
    if (this.#options.openStore) return this.#options.openStore({ clock });
    return openSqliteStore({
      path: join(this.#settings.dataDir, 'rooms.db'),
      clock,
      onFailure: (error) => {
        this.#log.error('the storage failed; restart the server', { error });
        this.#options.onFailure?.(error);
      },
    });
  }

  /** Puts itself before the listeners the server has; they still get everything that is not under its paths. */
  #serve(server: HttpServer): void {
    const previous = {
      request: server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[],
      upgrade: server.listeners('upgrade') as ((request: IncomingMessage, socket: Duplex, head: Buffer) => void)[],
    };
    const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
      if (this.#route(request, response)) return;
      if (previous.request.length === 0) sendNothingHere(response);
      for (const listener of previous.request) listener.call(server, request, response);
    };
    const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
      if (pathOf(request).startsWith(socketPath)) return this.#running?.sockets.takeUpgrade(request, socket, head);
      if (previous.upgrade.length === 0) socket.destroy();
      for (const listener of previous.upgrade) listener.call(server, request, socket, head);
    };
    server.removeAllListeners('request').removeAllListeners('upgrade');
    server.on('request', onRequest).on('upgrade', onUpgrade);
    this.#undo.push(() => {
      server.off('request', onRequest).off('upgrade', onUpgrade);
      for (const listener of previous.request) server.on('request', listener);
      for (const listener of previous.upgrade) server.on('upgrade', listener);
    });
  }

  #route(request: IncomingMessage, response: ServerResponse): boolean {
    const running = this.#running;
    if (!running) return false;
    if (pathOf(request).startsWith(socketPath)) {
      running.sockets.takeRequest(request, response);
      return true;
    }
    return running.routes(request, response) || (this.#options.routes?.(request, response) ?? false);
  }

  async #drainAndClose(): Promise<void> {
    const running = this.#running;
    if (this.#state === 'open' && running) {
      this.#state = 'draining';
      this.#log.info('stopping', {});
      for (const connection of running.gateway.connections())
        connection.send('going_away', { inMs: Math.floor(Math.random() * this.#returnWithinMs) });
      const isIdle = await this.#within(this.#settings.drainMs, running.gateway.drain());
      if (!isIdle) this.#log.warn('requests were cut off', { drainMs: this.#settings.drainMs });
      await this.#within(1_000, running.gateway.disconnectAll());
    }
    await this.#undoAll();
    this.#state = 'closed';
    this.#running = null;
    this.#address = null;
  }

  /** Whether the work was done in time. */
  async #within(limitMs: number, work: Promise<void>): Promise<boolean> {
    let cancel = () => {};
    const late = new Promise<false>((resolve) => (cancel = this.#clock.after(limitMs, () => resolve(false))));
    const isDone = await Promise.race([work.then(() => true), late]);
    cancel();
    return isDone;
  }

  async #undoAll(): Promise<void> {
    for (const undo of this.#undo.splice(0).reverse()) await undo();
  }
}
