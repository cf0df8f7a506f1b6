/**
 * Sockets out. For each room somebody here has joined it remembers what it last emitted; on a hint, or when a sweep of the
 * heads finds the hint was lost, it reads everything after that and emits it as one frame, encoded once: at once in a quiet
 * room, and at most 20 times a second in a busy one.
 */
import { limits, type RoomEvent, type StoredEvent } from '@support-chat/protocol';
import type { Clock } from './clock.js';
import { channels, type Broadcast, type Connection } from './connection.js';
import { eventsFor, hideStaffEvents } from './kinds/visibility.js';
import type { Logger } from './logger.js';
import { firstPortion } from './portion.js';
import type { Store } from './store/store.js';

/** What a message costs is a write to each member. Nobody reads more than 20 frames a second, and 50 ms still feel like now. */
export const frameGapMs = 50;

type Watched = {
  readonly room: string;
  /** Names of its channels, made once. */
  readonly staff: string;
  readonly others: string;
  readonly latecomers: string;
  /** Those in it, by the first event that they see. */
  readonly late: Map<Connection, number>;
  emitted: number;
  /** No frame before this time, in milliseconds since the epoch. */
  restsUntil: number;
  /** Connections that joined, and joins under way. */
  readers: number;
  /** It will be read, or is being read. */
  isBusy: boolean;
  /** There was a hint since it was last read. */
  isBehind: boolean;
  /** Who was taken out since it is followed, by the number of that event. */
  readonly removed: Map<string, number>;
  /** Number of the event that last closed the room since it is followed; 0 for none. */
  closedAt: number;
  /** As `closedAt`, of the event that deleted it. */
  deletedAt: number;
  /** As `closedAt`, of the event that last said for whom it is. */
  boundAt: number;
};

/** Who gets nothing of a room any more: somebody who was taken out, all of these, or all but whom it is for. */
export type Expelled =
  | { readonly person: string }
  | { readonly all: 'guests' | 'people' }
  | { readonly boundTo: readonly string[]; readonly members: ReadonlySet<string> };

export class Feed {
  readonly #store: Store;
  readonly #broadcast: Broadcast;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #expel: (room: string, whom: Expelled) => void;
  readonly #rooms = new Map<string, Watched>();
  /** Rooms to read once the turn has settled its promises. */
  #due: Watched[] = [];

  constructor(options: {
    readonly store: Store;
    readonly broadcast: Broadcast;
    readonly clock: Clock;
    readonly log: Logger;
    /** Ends what connections get of the room: guests when it was closed, everybody when it was deleted. */
    readonly expel: (room: string, whom: Expelled) => void;
  }) {
    this.#store = options.store;
    this.#broadcast = options.broadcast;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#expel = options.expel;
  }

  /** How many rooms are followed now. */
  get size(): number {
    return this.#rooms.size;
  }

  /** Begins to follow a room that was read up to `head`. Undo it with `unwatch`, once for each call. */
  watch(room: string, head: number): void {
    const watched = this.#rooms.get(room);
    if (watched) watched.readers += 1;
    else
      this.#rooms.set(room, {
        room,
        staff: channels.staffIn(room),
        others: channels.othersIn(room),
        latecomers: channels.latecomersIn(room),
        late: new Map(),
        emitted: head,
        restsUntil: 0,
        readers: 1,
        isBusy: false,
        isBehind: false,
        closedAt: 0,
        deletedAt: 0,
        boundAt: 0,
        removed: new Map(),
      });
  }

  unwatch(room: string): void {
    const watched = this.#rooms.get(room);
    if (!watched) return;
    watched.readers -= 1;
    if (watched.readers === 0) this.#rooms.delete(room);
  }

  /** The last event that was emitted to the room here; 0 when it is not followed. */
  emitted(room: string): number {
    return this.#rooms.get(room)?.emitted ?? 0;
  }

  /** The log may have lost its end, after a failover for example: what was emitted beyond the heads counts no more. */
  async rewind(): Promise<void> {
    const heads = await this.#store.heads(this.#rooms.keys());
    for (const [room, watched] of this.#rooms) watched.emitted = Math.min(watched.emitted, heads.get(room) ?? 0);
  }

  /**
   * From now on the connection receives the room's frames, and sees what is from event `from` on. The room must be watched
   * for it. Returns false, and does nothing, when the person was taken out, or the room
   * deleted, after event `since`; a guest also when it was closed.
   */
  enter(connection: Connection, room: string, { from, since }: { from: number; since: number }): boolean {
    const { person } = connection;
    const { removed, closedAt = 0, deletedAt = 0 } = this.#rooms.get(room) ?? {};
    if (Math.max(removed?.get(person.id) ?? 0, deletedAt) > since || (person.role === 'guest' && closedAt > since))
      return false;
    connection.rooms.set(room, from);
    connection.enter(channelFor(connection, room, from));
    if (isLate(connection, from)) this.#rooms.get(room)?.late.set(connection, from);
    return true;
  }

  /** Whether it was said anew after event `since` for whom the room is: who could see it then may see it no more. */
  isBoundAfter(room: string, since: number): boolean {
    return (this.#rooms.get(room)?.boundAt ?? 0) > since;
  }

  leave(connection: Connection, room: string): void {
    const from = connection.rooms.get(room);
    if (from === undefined) return;
    connection.rooms.delete(room);
    connection.leave(channelFor(connection, room, from));
    this.#rooms.get(room)?.late.delete(connection);
    this.unwatch(room);
  }

  /** Takes a hint. Hints of one turn, and of a room that rests, are read and emitted together. */
  hint(room: string): void {
    const watched = this.#rooms.get(room);
    if (!watched) return;
    watched.isBehind = true;
    if (watched.isBusy) return;
    watched.isBusy = true;
    // A clock set back must not make a room rest longer.
    const restMs = Math.min(watched.restsUntil - this.#clock.now(), frameGapMs);
    if (restMs > 0) this.#clock.after(restMs, () => void this.#pump(watched));
    else if (this.#due.push(watched) === 1) process.nextTick(this.#pumpDue);
  }

  readonly #pumpDue = (): void => {
    const due = this.#due;
    this.#due = [];
    for (const watched of due) void this.#pump(watched);
  };

  /** Compares what was emitted with the heads in the store, and catches up. Returns those heads. */
  async sweep(): Promise<ReadonlyMap<string, number>> {
    const heads = await this.#store.heads(this.#rooms.keys());
    this.compare(heads);
    return heads;
  }

  /** Catches up with rooms whose head is further than what was emitted. */
  compare(heads: ReadonlyMap<string, number>): void {
    for (const [room, head] of heads) if (head > this.emitted(room)) this.hint(room);
  }

  async #pump(watched: Watched): Promise<void> {
    const { room } = watched;
    watched.isBehind = false;
    try {
      // Everybody may have left meanwhile; whoever came since is followed by another record.
      if (this.#rooms.get(room) !== watched) return;
      const events = await this.#store.read(room, { after: watched.emitted, limit: limits.maxEventsPerRead });
      if (this.#rooms.get(room) !== watched) return;
      const portion = firstPortion(events);
      const last = portion.at(-1);
      if (!last) return;
      const members = portion.some((event) => boundBy(event)) ? await this.#membersOf(room) : noMembers;
      if (this.#rooms.get(room) !== watched) return;
      watched.emitted = last.seq;
      const isMore = portion.length < events.length || events.length === limits.maxEventsPerRead;
      // Only who has told everything rests.
      watched.restsUntil = isMore ? 0 : this.#clock.now() + frameGapMs;
      watched.isBehind ||= isMore;
      this.#tell(watched, portion, members);
    } catch (error) {
      // Whatever it cannot read now, the next hint or sweep reads.
      this.#log.error('a room could not be read', { room, error });
    } finally {
      watched.isBusy = false;
      if (watched.isBehind) this.hint(room);
    }
  }

  /** Emits up to each removal, then the rest to those who are left. */
  #tell(watched: Watched, events: readonly StoredEvent[], members: ReadonlySet<string>): void {
    let told = 0;
    for (const [index, event] of events.entries()) {
      const boundTo = boundBy(event);
      if (boundTo) {
        // For whom it is, is not the business of those for whom it is not.
        if (told < index) this.#emit(watched, events.slice(told, index));
        watched.boundAt = event.seq;
        this.#expel(watched.room, { boundTo, members });
        told = index;
        continue;
      }
      const whom = expelledBy(event);
      if (!whom) continue;
      this.#emit(watched, events.slice(told, index + 1));
      if ('person' in whom) watched.removed.set(whom.person, event.seq);
      else watched[whom.all === 'guests' ? 'closedAt' : 'deletedAt'] = event.seq;
      this.#expel(watched.room, whom);
      told = index + 1;
    }
    if (told === 0) this.#emit(watched, events);
    else if (told < events.length) this.#emit(watched, events.slice(told));
  }

  /** Ids of those who were let in by name. */
  async #membersOf(room: string): Promise<ReadonlySet<string>> {
    return new Set((await this.#store.members(room)).map(({ person }) => person.id));
  }

  #emit({ room, staff, others, latecomers, late }: Watched, events: readonly StoredEvent[]): void {
    const open = hideStaffEvents(events);
    const seenBy = (from: number): readonly RoomEvent[] => eventsFor({ isStaff: false, from }, events);
    // Who came late gets the same, unless words from before they came are in it.
    const isSame = late.size === 0 || [...late.values()].every((from) => seenBy(from) === open);
    const all = isSame && late.size > 0 ? [others, latecomers] : [others];
    if (open === events) this.#broadcast([staff, ...all], 'events', { room, events });
    else {
      this.#broadcast([staff], 'events', { room, events });
      this.#broadcast(all, 'events', { room, events: open });
    }
    if (isSame) return;
    for (const [connection, from] of late)
      if (!connection.isSlow) connection.send('events', { room, events: seenBy(from) });
  }
}

function channelFor(connection: Connection, room: string, from: number): string {
  if (isLate(connection, from)) return channels.latecomersIn(room);
  return connection.isStaff ? channels.staffIn(room) : channels.othersIn(room);
}

/** Whether they see nothing of what was before they came. */
function isLate({ isStaff }: Connection, from: number): boolean {
  return !isStaff && from > 1;
}

const noMembers: ReadonlySet<string> = new Set();

/** For whom the room is from this event on; null where it is for everybody, or as it was. */
function boundBy({ type, data }: StoredEvent): readonly string[] | null {
  return type === 'room.described' && data.boundTo?.length ? data.boundTo : null;
}

function expelledBy({ type, data }: StoredEvent): Exclude<Expelled, { boundTo: unknown }> | null {
  if (type === 'member.removed') return { person: data.person.id };
  if (type === 'room.closed') return { all: 'guests' };
  return type === 'room.deleted' ? { all: 'people' } : null;
}
