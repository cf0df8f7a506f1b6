/** One server with a life: idle → starting → open → draining → closed. */
import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http';
import {
  isCommandName,
  limits,
  Refusal,
  type Appended,
  type CommandName,
  type CommandTable,
  type InquiryTable,
  type Person,
} from '@support-chat/protocol';
import { parsePerson, parsePersonId, parseRequest } from '@support-chat/protocol/schemas';
import type { AttributesClaim } from './auth/attributes.js';
import { mintToken } from './auth/token.js';
import { systemClock, type Clock } from './clock.js';
import { compose, type Composition } from './composition.js';
import { pathOf, type HttpRoute } from './http-answer.js';
import { startListening } from './listener.js';
import { createLogger, type Logger } from './logger.js';
import { mountOn } from './mount.js';
import { completeSettings, SettingsError, settingsTable, type Settings } from './options.js';
import { socketPath } from './sockets.js';
import { openStore } from './store/open-store.js';
import type { Store } from './store/store.js';

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

export type RoomServer = {
  readonly state: RoomServerState;
  /** Where it listens; null unless `listen` has resolved. */
  readonly address: RoomServerAddress | null;
  /** Opens the store and listens. Throws StoreOpenError, or the system's error when the port cannot be had. */
  listen(): Promise<RoomServerAddress>;
  /** Opens the store and serves its paths on a server of yours; everything else still reaches your own listeners. */
  attach(server: HttpServer): Promise<void>;
  /** Submits a command as this person, checked like one from a socket. Throws Refusal. */
  submit<N extends CommandName>(by: Person, name: N, input: CommandTable[N]): Promise<Appended>;
  /**
   * Ends everything this person is signed in with: tokens issued before now let nobody in, and their connections are closed
   * on every node within 5 seconds. Resolves when durable. Throws Refusal.
   */
  signOut(personId: string): Promise<void>;
  /** Tells the server of people who may never have been here, so that they can be called. Resolves when durable. Throws Refusal. */
  keepPeople(people: InquiryTable['people.keep']['input']['people']): Promise<void>;
  /** Signs a token this server accepts. Throws SettingsError without `jwtSecret`. */
  mintToken(person: Person, options?: MintOptions): Promise<string>;
  /** Stops in order: readiness, new sockets, requests in hand, sockets, bus, store. Idempotent. */
  close(): Promise<void>;
};

export type MintOptions = {
  /** How long the token lasts. Default one hour. */
  readonly ttlMs?: number;
  /** How the name is read, in kana. */
  readonly reading?: string;
  /** What rooms can be bound to, as `{ office: 'osaka' }`. */
  readonly attributes?: AttributesClaim;
};

/** Makes a server that has not started. Throws SettingsError. Never exits the process and never takes its signals. */
export function createRoomServer(options: RoomServerOptions = {}): RoomServer {
  return new ComposedServer(options);
}

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
  #parts: Composition | null = null;
  #starting: Promise<void> | null = null;
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
    const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000 });
    await this.#start(() => this.#listen(server));
    if (!this.#address) throw new Refusal('unavailable', 'the server was closed while it started');
    return this.#address;
  }

  attach(server: HttpServer): Promise<void> {
    return this.#start(() => Promise.resolve(this.#mount(server)));
  }

  async submit<N extends CommandName>(by: Person, name: N, input: CommandTable[N]): Promise<Appended> {
    if (!isCommandName(name)) throw new Refusal('bad_request', 'expected the name of a command');
    if (!this.#parts || this.#state !== 'open')
      throw new Refusal('unavailable', `the server is ${this.#state}, not open`);
    return this.#parts.roomLog.submit(parsePerson(by), name, parseRequest(name, input));
  }

  async signOut(personId: string): Promise<void> {
    const id = parsePersonId(personId);
    if (!this.#parts || this.#state !== 'open')
      throw new Refusal('unavailable', `the server is ${this.#state}, not open`);
    await this.#parts.signOuts.signOut(id);
  }

  async keepPeople(people: InquiryTable['people.keep']['input']['people']): Promise<void> {
    const parsed = parseRequest('people.keep', { people });
    if (!this.#parts || this.#state !== 'open')
      throw new Refusal('unavailable', `the server is ${this.#state}, not open`);
    await this.#parts.directory.keep(parsed.people);
  }

  async mintToken(person: Person, options: MintOptions = {}): Promise<string> {
    const { jwtSecret, jwtAudience, jwtIssuer } = this.#settings;
    if (jwtSecret === '') throw new SettingsError(`minting tokens needs ${settingsTable.jwtSecret.env}`);
    const now = this.#clock.now();
    return mintToken(person, { jwtSecret, jwtAudience, jwtIssuer, now, ...options });
  }

  close(): Promise<void> {
    this.#closing ??= this.#drainAndClose();
    return this.#closing;
  }

  #start(serve: () => Promise<void>): Promise<void> {
    if (this.#state !== 'idle')
      return Promise.reject(new Error(`expected a server that has not started, this one is ${this.#state}`));
    this.#state = 'starting';
    this.#starting = this.#compose(serve);
    return this.#starting;
  }

  async #compose(serve: () => Promise<void>): Promise<void> {
    try {
      const store = await this.#openStore();
      this.#undo.push(() => store.close());
      this.#parts = compose({
        settings: this.#settings,
        store,
        clock: this.#clock,
        log: this.#log,
        beaconMs: this.#beaconMs,
        isOpen: () => this.#state === 'open',
        undo: this.#undo,
      });
      await this.#parts.signOuts.read();
      await this.#parts.busy.read();
      await serve();
      this.#state = 'open';
    } catch (error) {
      await this.#undoAll();
      throw error;
    }
  }

  #openStore(): Promise<Store> {
    const clock = this.#clock;
    if (this.#options.openStore) return this.#options.openStore({ clock });
    return openStore(this.#settings, {
      clock,
      onFailure: (error) => {
        this.#log.error('the storage failed; restart the server', { error });
        this.#options.onFailure?.(error);
      },
      onEpoch: () => {
        this.#log.error('the database is not the one it was; clients read everything anew');
        void this.#parts?.gateway.disconnectAll();
        this.#parts?.feed.rewind().catch((error: unknown) => this.#log.warn('the heads could not be read', { error }));
      },
      onError: (error) => this.#log.warn('a connection to the database broke', { error }),
    });
  }

  async #listen(server: HttpServer): Promise<void> {
    const { host, port: wanted } = this.#settings;
    this.#mount(server);
    const listener = await startListening(server, host, wanted);
    // Run last: by then every socket was told, and the store is closed.
    this.#undo.unshift(() => listener.close());
    this.#undo.push(() => listener.stopAccepting());
    server.on('error', (error) => this.#log.error('the HTTP server failed', { error }));
    server.on('clientError', (_error, socket) => socket.destroy());
    const { port } = listener;
    const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}/`;
    this.#address = Object.freeze({ host, port, url });
    this.#log.info('listening', { host, port });
  }

  #mount(server: HttpServer): void {
    const isSocket = (request: IncomingMessage) => pathOf(request).startsWith(socketPath);
    const undo = mountOn(
      server,
      (request, response) => this.#route(request, response, isSocket(request)),
      (request, socket, head) => {
        if (!this.#parts || !isSocket(request)) return false;
        this.#parts.sockets.takeUpgrade(request, socket, head);
        return true;
      },
    );
    this.#undo.push(undo);
  }

  #route(request: IncomingMessage, response: ServerResponse, isSocket: boolean): boolean {
    if (!this.#parts) return false;
    if (isSocket) {
      this.#parts.sockets.takeRequest(request, response);
      return true;
    }
    return this.#parts.routes(request, response) || (this.#options.routes?.(request, response) ?? false);
  }

  async #drainAndClose(): Promise<void> {
    // A start that failed has told whoever started it, and has undone itself.
    if (this.#state === 'starting') await this.#starting?.catch(() => undefined);
    const parts = this.#parts;
    if (this.#state === 'open' && parts) {
      this.#state = 'draining';
      this.#log.info('stopping');
      for (const connection of parts.gateway.connections())
        connection.send('going_away', { inMs: Math.floor(Math.random() * this.#returnWithinMs) });
      const isIdle = await this.#isDoneWithin(this.#settings.drainMs, parts.gateway.drain());
      if (!isIdle) this.#log.warn('requests were cut off', { drainMs: this.#settings.drainMs });
      await this.#isDoneWithin(1_000, parts.gateway.disconnectAll());
    }
    await this.#undoAll();
  }

  async #isDoneWithin(limitMs: number, work: Promise<void>): Promise<boolean> {
    let cancel = () => {};
    const late = new Promise<false>((resolve) => (cancel = this.#clock.after(limitMs, () => resolve(false))));
    const isDone = await Promise.race([work.then(() => true), late]);
    cancel();
    return isDone;
  }

  async #undoAll(): Promise<void> {
    for (const undo of this.#undo.splice(0).reverse()) {
      try {
        await undo();
      } catch (error) {
        // The rest must be undone all the same, or the port stays taken.
        this.#log.error('something could not be stopped', { error });
      }
    }
    this.#state = 'closed';
    this.#parts = null;
    this.#address = null;
  }
}
