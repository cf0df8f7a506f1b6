/** Sockets in: identity → limit → schema → submit or answer → acknowledge. One funnel for everything a client sends. */
import type { IncomingMessage } from 'node:http';
import {
  isCommandName,
  isRequestName,
  Refusal,
  requests,
  type Answer,
  type CommandName,
  type CommandTable,
  type RefusalShape,
  type RequestName,
} from '@support-chat/protocol';
import { parseRequest } from '@support-chat/protocol/schemas';
import { readerOf, type Answers } from './answers.js';
import type { Bus } from './bus/bus.js';
import type { VerifyToken } from './auth/token.js';
import type { Clock } from './clock.js';
import type { Connection } from './connection.js';
import { inTime } from './deadline.js';
import { writeTogether } from './direct-frames.js';
import type { Feed } from './feed.js';
import type { Lobby } from './lobby.js';
import type { Logger } from './logger.js';
import type { Meter } from './metrics.js';
import type { Directory } from './people/directory.js';
import type { Presence } from './presence.js';
import type { RoomLog } from './room-log.js';
import type { SignOuts } from './sign-outs.js';
import type { SlowConsumers } from './slow-consumers.js';
import { forgetHandshake, SocketConnection, type GatewaySocket } from './socket-connection.js';
import type { Sockets } from './sockets.js';
import type { Store } from './store/store.js';
import type { TokenBuckets } from './token-bucket.js';
import { Acknowledgement } from './wire-parser.js';

export type GatewayOptions = {
  readonly sockets: Sockets;
  readonly verifyToken: VerifyToken;
  readonly signOuts: SignOuts;
  readonly buckets: TokenBuckets;
  readonly roomLog: RoomLog;
  readonly answers: Answers;
  readonly feed: Feed;
  readonly presence: Presence;
  readonly lobby: Lobby;
  readonly bus: Bus;
  readonly slow: SlowConsumers;
  readonly store: Store;
  readonly log: Logger;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly directory: Directory;
  readonly addressOf: (request: IncomingMessage) => string;
};

export type Gateway = {
  /** Everybody connected now. */
  connections(): Iterable<Connection>;
  /** Tells one connection how far its rooms and those of its lobby are, and its person in them. */
  catchUp(id: string): Promise<void>;
  /** Tells everybody where they are in their rooms, after news of it may have been lost. */
  tellAllStandings(): Promise<void>;
  /** Ends the connections of somebody who was signed out, those whose token was issued before that. */
  dismiss(person: string): void;
  /** Ends one connection for this reason. */
  end(id: string, refusal: Refusal): void;
  /** Closes one connection as a network would: its client comes back and asks anew for what it shows. */
  drop(id: string): void;
  /** The connections of one person. */
  devicesOf(person: string): readonly Connection[];
  /** From now on refuses new connections and new requests; resolves when the requests in hand are answered. */
  drain(): Promise<void>;
  /** Looks for expired tokens no more. */
  stop(): void;
  /** Closes every socket after what was sent to it; resolves when they are gone. Clients count it as a lost network. */
  disconnectAll(): Promise<void>;
};

/** Tokens that a request of unknown name costs. */
const unknownCost = 4;

/**
 * How long an inquiry may take. Clients ask for the heads to know whether anybody is there, and close a connection that does
 * not answer: a silent database must not look like a silent server.
 */
const inquiryMs = { 'room.heads': 4_000, others: 8_000 } as const;

/** How late, at most, a connection ends after its token. */
const expiryLookMs = 1_000;

/** Opens the gateway on the sockets. */
export function openGateway(options: GatewayOptions): Gateway {
  const {
    sockets,
    verifyToken,
    signOuts,
    buckets,
    roomLog,
    answers,
    feed,
    presence,
    lobby,
    bus,
    slow,
    store,
    log,
    clock,
    meter,
    directory,
    addressOf,
  } = options;
  const connected = new Map<string, SocketConnection>();
  /** The connections by person. */
  const devices = new Map<string, readonly SocketConnection[]>();
  const handshaking = new WeakSet<object>();
  let isDraining = false;
  let inHand = 0;
  let whenIdle: (() => void) | null = null;

  const answerTo = async (connection: Connection, name: string, input: unknown): Promise<Answer> => {
    try {
      buckets.take(connection.person.id, isRequestName(name) ? requests[name].cost : unknownCost);
      if (isDraining)
        throw new Refusal('unavailable', 'the server is stopping; connect again', { retryAfterMs: 1_000 });
      if (!isRequestName(name)) throw new Refusal('bad_request', 'expected the name of a request of the protocol');
      return { ok: true, answer: await done(connection, name, input) };
    } catch (error) {
      return { ok: false, refusal: refusalOf(error, connection, name, input) };
    }
  };

  // Synchronous up to the append, so that messages of one connection keep their order.
  const done = (connection: Connection, name: RequestName, input: unknown) =>
    isCommandName(name)
      ? command(connection, name, input)
      : inTime(
          // The table ties each name to its input; indexing it with a union loses the tie.
          (answers[name] as (connection: Connection, input: unknown) => Promise<never>)(
            connection,
            parseRequest(name, input),
          ),
          { clock, patienceMs: name === 'room.heads' ? inquiryMs[name] : inquiryMs.others },
        );

  const command = async (connection: Connection, name: CommandName, input: unknown) => {
    const parsed: CommandTable[CommandName] = parseRequest(name, input);
    const appended = await roomLog.submit(connection.person, name, parsed);
    // The author's marker moved with the message.
    if (name === 'message.post')
      bus.publish({ type: 'marker', person: connection.person.id, room: parsed.room, exceptConnection: connection.id });
    return appended;
  };

  const refusalOf = (error: unknown, connection: Connection, name: string, input: unknown): RefusalShape => {
    if (error instanceof Refusal) {
      if (error.cause !== undefined) log.warn('a request was refused', { name, code: error.code, error: error.cause });
      return error.toJSON();
    }
    log.error('a request met a bug', { name, cid: cidOf(input), person: connection.person.id, error });
    return new Refusal('internal', 'the server met a bug; it is in its log under the command id').toJSON();
  };

  const take = async (connection: SocketConnection, event: readonly unknown[]): Promise<void> => {
    const { socket } = connection;
    const last = event.at(-1);
    // Socket.IO puts the acknowledgement last, and only a function it made can be one: JSON has none.
    const acknowledge = typeof last === 'function' ? (last as (what: Acknowledgement) => void) : null;
    const [first, input] = acknowledge ? event.slice(0, -1) : event;
    const name = typeof first === 'string' ? first : '';
    const cameAt = performance.now();
    inHand += 1;
    try {
      const answer = await answerTo(connection, name, input);
      // Whoever writes has touched the device, also where its client tells nothing.
      if (isCommandName(name) || name === 'typing.tell') presence.tell(connection, false);
      // The author's own event follows in this turn.
      if (isCommandName(name)) writeTogether(socket.request.socket);
      if (connection.isOpen) acknowledge?.(new Acknowledgement(answer, socket));
      meter.answered(name, answer, performance.now() - cameAt);
    } finally {
      inHand -= 1;
      if (inHand === 0) whenIdle?.();
    }
  };

  const admit = (socket: GatewaySocket): void => {
    const connection = (socket.data.connection = new SocketConnection(socket, {
      slow,
      channels: sockets.channels,
      now: clock.now(),
    }));
    forgetHandshake(socket);
    const { person, address } = connection;
    connected.set(connection.id, connection);
    presence.connect(connection);
    const others = devices.get(person.id);
    devices.set(person.id, others ? [...others, connection] : [connection]);
    // Nothing is passed on: no name a client chooses ever reaches an EventEmitter, where "error" would throw.
    socket.use((event: unknown[]) => void serve(connection, event));
    socket.on('error', tellFailure);
    socket.on('disconnect', letGo);
    log.debug('connected', { person: person.id, role: person.role, address });
    // Signed out between the check of the token and now.
    const objection = signOuts.objectionTo(connection.identity);
    if (objection) return dismissWith(connection, objection);
    directory.note(connection.identity);
    connection.send('hello', { me: person, epoch: store.epoch, at: clock.now() });
  };

  const serve = async (connection: SocketConnection, event: readonly unknown[]): Promise<void> => {
    try {
      await take(connection, event);
      // Whoever asks and does not take the answers is slow, too.
      slow.isSlow(connection);
    } catch (error) {
      log.error('an answer could not be given', { error });
    }
  };

  // One function for all sockets, which it is called on.
  function tellFailure(this: GatewaySocket, error: Error): void {
    log.warn('a socket failed', { address: this.data.address, error });
  }

  function letGo(this: GatewaySocket, reason: string): void {
    const { connection } = this.data;
    if (!connection) return;
    const { person, address } = connection;
    connected.delete(connection.id);
    const others = devicesOf(person.id).filter((other) => other !== connection);
    if (others.length > 0) devices.set(person.id, others);
    else devices.delete(person.id);
    slow.forget(connection.id);
    for (const room of [...connection.rooms.keys()]) {
      presence.leaveRoom(connection, room);
      feed.leave(connection, room);
    }
    if (lobby.leave(connection)) presence.leaveDesk(connection);
    presence.disconnect(connection);
    log.debug('disconnected', { person: person.id, address, reason });
  }

  const dismissWith = (connection: SocketConnection, refusal: Refusal): void => {
    connection.send('signed_out', { refusal: refusal.toJSON() });
    connection.socket.disconnect(true);
  };

  /** One look at all of them costs less than a timer for each. */
  const dismissExpired = (): void => {
    cancelLook = clock.after(expiryLookMs, dismissExpired);
    const expired = new Refusal('token_expired', 'the token has expired; fetch a new one and connect again');
    const now = clock.now();
    for (const connection of connected.values()) if (connection.endsAt <= now) dismissWith(connection, expired);
  };
  let cancelLook = clock.after(expiryLookMs, dismissExpired);

  sockets.io.use((socket, next) => {
    socket.data.address = addressOf(socket.request);
    const refuse = (refusal: Refusal): void => {
      meter.refusedConnection(refusal.code);
      log.info('a connection was refused', { code: refusal.code, address: socket.data.address });
      next(Object.assign(new Error(refusal.message), { data: refusal.toJSON() }));
    };
    if (isDraining) return refuse(new Refusal('unavailable', 'the server is stopping', { retryAfterMs: 1_000 }));
    // One identity a connection: a client that sends a second CONNECT meanwhile is not one of ours.
    if (handshaking.has(socket.conn)) return refuse(new Refusal('bad_request', 'expected one CONNECT a connection'));
    handshaking.add(socket.conn);
    const token: unknown = socket.handshake.auth['token'];
    verifyToken(token).then(
      (identity) => {
        socket.data.identity = identity;
        // The answer to CONNECT and the hello.
        writeTogether(socket.request.socket);
        next();
      },
      (error: unknown) => {
        handshaking.delete(socket.conn);
        if (error instanceof Refusal) return refuse(error);
        log.error('a token could not be checked', { error });
        refuse(new Refusal('internal', 'the server met a bug while it checked the token'));
      },
    );
  });
  sockets.io.on('connection', (socket) => admit(socket));

  const tellStandings = async (connection: Connection): Promise<void> => {
    for (const [room, from] of connection.rooms)
      connection.send('standing', { room, standing: await store.standing(room, readerOf(connection, from)) });
  };

  const devicesOf = (person: string): readonly SocketConnection[] => devices.get(person) ?? [];

  return {
    connections: () => connected.values(),
    catchUp: async (id) => {
      const connection = connected.get(id);
      if (!connection) return;
      if (lobby.has(connection)) connection.send('lobby', { rows: await lobby.rows(connection) });
      if (connection.rooms.size === 0) return;
      connection.send('heads', { heads: Object.fromEntries(await store.heads(connection.rooms.keys())) });
      await tellStandings(connection);
    },
    tellAllStandings: async () => {
      // One after the other: news of what was read may be late, but must not crowd out anything else.
      for (const connection of connected.values()) if (!connection.isSlow) await tellStandings(connection);
    },
    dismiss: (person) => {
      for (const connection of devicesOf(person)) {
        const objection = signOuts.objectionTo(connection.identity);
        if (objection) dismissWith(connection, objection);
      }
    },
    end: (id, refusal) => {
      const connection = connected.get(id);
      if (connection) dismissWith(connection, refusal);
    },
    // The transport, not the session: after a DISCONNECT packet clients do not come back by themselves.
    drop: (id) => connected.get(id)?.socket.conn.close(),
    devicesOf,
    drain: () => {
      isDraining = true;
      if (inHand === 0) return Promise.resolve();
      return new Promise((resolve) => (whenIdle = resolve));
    },
    stop: () => cancelLook(),
    disconnectAll: async () => {
      const open = [...sockets.io.of('/').sockets.values()];
      await Promise.all(
        open.map((socket) => {
          const isGone = new Promise<void>((resolve) => void socket.once('disconnect', () => resolve()));
          // What was written past Engine.IO, which would wait only for what it knows of: the last acknowledgements.
          // The transport, not the session: after a DISCONNECT packet clients do not come back by themselves.
          socket.request.socket.write('', () => socket.conn.close());
          return isGone;
        }),
      );
    },
  };
}

function cidOf(input: unknown): unknown {
  return typeof input === 'object' && input !== null && 'cid' in input ? input.cid : undefined;
}
