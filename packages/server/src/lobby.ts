/** All rooms for those who serve them, and news of the ones that changed: at most four times a second and room. */
import type { LobbyRow, Standing } from '@support-chat/protocol';
import type { Clock } from './clock.js';
import type { Connection } from './connection.js';
import { kinds } from './kinds/kinds.js';
import type { Logger } from './logger.js';
import { Pacer } from './pacer.js';
import type { Store } from './store/store.js';

export class Lobby {
  readonly #store: Store;
  readonly #log: Logger;
  readonly #pacer: Pacer;
  readonly #connections = new Set<Connection>();
  #heads: ReadonlyMap<string, number> | null = null;

  constructor(options: { readonly store: Store; readonly clock: Clock; readonly log: Logger }) {
    this.#store = options.store;
    this.#log = options.log;
    this.#pacer = new Pacer({
      gapMs: 250,
      clock: options.clock,
      run: (room) =>
        void this.#tell(room).catch((error: unknown) =>
          this.#log.error('a lobby row could not be read', { room, error }),
        ),
    });
  }

  /** Subscribes the connection, then reads. Returns whether it was not in the lobby before. */
  enter(connection: Connection): boolean {
    if (this.#connections.has(connection)) return false;
    this.#connections.add(connection);
    return true;
  }

  /** Returns whether it was in the lobby. */
  leave(connection: Connection): boolean {
    return this.#connections.delete(connection);
  }

  /** Every room the person may see, with their own standing. */
  async rows({ person, isStaff }: Connection): Promise<readonly LobbyRow[]> {
    const rooms = await this.#store.rooms();
    const visible = rooms.filter(({ room }) => kinds[room.kind].maySee(person, room));
    const reader = { person: person.id, isStaff };
    return Promise.all(
      visible.map(async ({ room }) => ({ room, standing: await this.#store.standing(room.name, reader) })),
    );
  }

  /** Takes a hint. */
  touch(room: string): void {
    if (this.#connections.size > 0) this.#pacer.touch(room);
  }

  /** Takes the heads of all rooms; touches those that have moved since the last time, and those that are new. */
  compare(heads: ReadonlyMap<string, number>): void {
    for (const [room, head] of heads) if (this.#heads && this.#heads.get(room) !== head) this.touch(room);
    this.#heads = heads;
  }

  stop(): void {
    this.#pacer.stop();
    this.#connections.clear();
  }

  async #tell(name: string): Promise<void> {
    const head = await this.#store.room(name);
    if (!head) return;
    const { room } = head;
    const standings = new Map<string, Promise<Standing>>();
    for (const connection of this.#connections) {
      const { person, isStaff } = connection;
      if (!kinds[room.kind].maySee(person, room)) continue;
      const standing = standings.get(person.id) ?? this.#store.standing(name, { person: person.id, isStaff });
      standings.set(person.id, standing);
      connection.send('lobby', { rows: [{ room, standing: await standing }] });
    }
  }
}
