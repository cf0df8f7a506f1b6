/** A Socket.IO socket as the rest of the server sees it: one object without closures, for thousands of them wait and say nothing. */
import { isStaff, type FrameName, type FrameTable, type Person } from '@support-chat/protocol';
import { tokenLeewayMs, type Identity } from './auth/token.js';
import type { Channels } from './channels.js';
import type { Connection } from './connection.js';
import { backlogOf, cut } from './direct-frames.js';
import type { Backlog, Consumer, SlowConsumers } from './slow-consumers.js';
import type { SocketServer } from './sockets.js';

export type GatewaySocket = Parameters<Parameters<SocketServer['use']>[0]>[0];

export class SocketConnection implements Connection, Consumer {
  readonly socket: GatewaySocket;
  /** What is below the socket. Frames to everybody go by it, for each object on the way is a look into slow memory. */
  readonly conn: GatewaySocket['conn'];
  readonly identity: Identity;
  readonly isStaff: boolean;
  readonly rooms = new Map<string, number>();
  readonly address: string;
  /** When its token is over, milliseconds since the epoch. */
  readonly endsAt: number;
  readonly #slow: SlowConsumers;
  readonly #channels: Channels;

  constructor(
    socket: GatewaySocket,
    options: { readonly slow: SlowConsumers; readonly channels: Channels; readonly now: number },
  ) {
    const { identity, address } = socket.data;
    this.socket = socket;
    this.conn = socket.conn;
    this.identity = identity;
    this.isStaff = isStaff(identity.person.role);
    this.address = address;
    // A token taken within the leeway lives to its end; any other ends when it says.
    this.endsAt = identity.expiresAt > options.now ? identity.expiresAt : identity.expiresAt + tokenLeewayMs;
    this.#slow = options.slow;
    this.#channels = options.channels;
  }

  get id(): string {
    return this.socket.id;
  }

  get person(): Person {
    return this.identity.person;
  }

  get isOpen(): boolean {
    return this.socket.connected;
  }

  get isSlow(): boolean {
    return this.#slow.isSlow(this);
  }

  send<F extends FrameName>(name: F, frame: FrameTable[F]): void {
    // FrameTable ties the name to its frame; Socket.IO's parameter list cannot follow a type parameter.
    (this.socket.emit as (name: string, frame: unknown) => boolean).call(this.socket, name, frame);
  }

  enter(channel: string): void {
    this.#channels.enter(channel, this);
  }

  leave(channel: string): void {
    this.#channels.leave(channel, this);
  }

  backlog(): Backlog {
    return backlogOf(this);
  }

  cut(): void {
    cut(this);
  }
}

/**
 * Lets go of what only the handshake needed. Engine.IO keeps the request as long as the socket; a browser's headers, cookies
 * and token would be several kB for each. https://socket.io/docs/v4/memory-usage/
 */
export function forgetHandshake({ request, handshake }: GatewaySocket): void {
  Object.assign(request, { headers: nothing, rawHeaders: nothingAtAll, url: '' });
  Object.assign(handshake, { auth: nothing, headers: nothing, query: nothing, url: '' });
}

const nothing = Object.freeze({});
const nothingAtAll: readonly string[] = Object.freeze([]);
