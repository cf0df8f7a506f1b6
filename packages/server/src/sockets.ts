/** The Socket.IO server, set so that nothing it does by itself gets in the way of the log. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { limits, Refusal, type FrameName, type FrameTable } from '@support-chat/protocol';
import { Server } from 'socket.io';
import { Adapter } from 'socket.io-adapter';
import type { Identity } from './auth/token.js';
import { Channels } from './channels.js';
import type { Broadcast } from './connection.js';
import { encodeFrame, queueFrame, writeFrame, writeTogether } from './direct-frames.js';
import { sendRefusal } from './http-answer.js';
import type { Logger } from './logger.js';
import type { OriginPolicy } from './origin.js';
import type { SocketConnection } from './socket-connection.js';
import { wireParser } from './wire-parser.js';

type ServerFrames = { [F in FrameName]: (frame: FrameTable[F]) => void };

/** Nothing a client sends is dispatched by name, so no client event has a type. */
type NoEvents = Record<string, never>;

/** What a socket carries from its handshake on. */
export type SocketData = { identity: Identity; address: string; connection?: SocketConnection };

export type SocketServer = Server<NoEvents, ServerFrames, NoEvents, SocketData>;

export type Sockets = {
  readonly io: SocketServer;
  /** Takes a request under `socketPath`. */
  readonly takeRequest: (request: IncomingMessage, response: ServerResponse) => void;
  /** Takes an upgrade under `socketPath`. */
  readonly takeUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly channels: Channels;
  readonly broadcast: Broadcast;
};

/** Rooms of Socket.IO, of which there are none: see Channels. */
class NoRooms extends Adapter {
  override addAll(): void {}
  override del(): void {}
  override delAll(): void {}
}

/** Path of everything Socket.IO. */
export const socketPath = '/socket.io/';

/** Makes the sockets. `admit` gives null for a handshake that may go on, otherwise why not. */
export function createSockets(options: {
  readonly origins: OriginPolicy;
  readonly admit: (request: IncomingMessage) => string | null;
  readonly log: Logger;
}): Sockets {
  // Never listens: it is where Socket.IO waits for the requests that are its own.
  const inner = createServer();
  const io: SocketServer = new Server(inner, {
    path: socketPath,
    serveClient: false,
    // connectionStateRecovery stays off: it re-admits people who were removed meanwhile.
    parser: wireParser,
    adapter: NoRooms,
    pingInterval: limits.pingIntervalMs,
    pingTimeout: limits.pingTimeoutMs,
    maxHttpBufferSize: limits.maxFrameBytes,
    perMessageDeflate: false,
    httpCompression: false,
    connectTimeout: 10_000,
    allowEIO3: false,
    // For the polling fallback; that a WebSocket is refused is the work of allowRequest.
    cors: ({ headers }, callback) => {
      const { origin, host } = headers;
      callback(null, { origin: origin !== undefined && options.origins.allows(origin, host) });
    },
    allowRequest: (request, callback) => {
      const objection = options.admit(request);
      // The answer to the upgrade, and the first packet.
      if (objection === null && request.headers.upgrade !== undefined) writeTogether(request.socket);
      callback(objection, objection === null);
    },
  });

  const channels = new Channels();
  const broadcast: Broadcast = (names, name, frame, { exceptPerson, isVolatile = false } = {}) => {
    let encoded: Buffer | null = null;
    const send = (connection: SocketConnection): void => {
      if (exceptPerson !== undefined && connection.person.id === exceptPerson) return;
      // Events are in the log; the rest is small.
      if ((isVolatile || name === 'events') && connection.isSlow) return;
      encoded ??= encodeFrame(name, frame);
      if (writeFrame(connection, [encoded])) return;
      // Of a text that waits for many, there is one copy.
      if (name === 'events' && queueFrame(connection, encoded)) return;
      const { socket } = connection;
      // FrameTable ties the name to its frame; Socket.IO's parameter list cannot follow a type parameter.
      const emitter = isVolatile ? socket.volatile : socket;
      (emitter.emit as (name: string, frame: unknown) => boolean).call(emitter, name, frame);
    };
    for (const channel of names) for (const connection of channels.in(channel)) send(connection);
  };
  return {
    io,
    channels,
    broadcast,
    takeRequest: (request, response) => {
      // allowRequest sees handshakes only; a POST from a foreign page to a known session is refused here.
      const objection = options.origins.objectionTo(request.headers);
      if (objection) {
        options.log.warn('a request was refused', { origin: request.headers.origin, objection });
        return sendRefusal(response, new Refusal('origin_refused', 'this origin is not on the list of origins'));
      }
      inner.emit('request', request, response);
    },
    takeUpgrade: (request, socket, head) => void inner.emit('upgrade', request, socket, head),
  };
}
