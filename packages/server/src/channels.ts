/**
 * Who hears what. Socket.IO's own rooms would hold two sets more for every connection, and find each by its id when something
 * is said.
 */
import type { SocketConnection } from './socket-connection.js';

export class Channels {
  readonly #channels = new Map<string, Set<SocketConnection>>();

  enter(channel: string, connection: SocketConnection): void {
    const inside = this.#channels.get(channel);
    if (inside) inside.add(connection);
    else this.#channels.set(channel, new Set([connection]));
  }

  leave(channel: string, connection: SocketConnection): void {
    const inside = this.#channels.get(channel);
    if (inside?.delete(connection) && inside.size === 0) this.#channels.delete(channel);
  }

  in(channel: string): Iterable<SocketConnection> {
    return this.#channels.get(channel) ?? nobody;
  }
}

const nobody: readonly SocketConnection[] = [];
