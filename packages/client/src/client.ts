import type {
  Answer,
  Appended,
  FrameName,
  FrameTable,
  Person,
  RequestInput,
  RoomKind,
  Standing,
} from '@support-chat/protocol';
import { Commands } from './commands.js';
import { Connection, type Ask } from './connection.js';
import { Drafts } from './drafts.js';
import { guardStorage, type GuardedStorage } from './guarded-storage.js';
import { JoinedLobby, type Lobby } from './lobby.js';
import { settingsFrom, type ClientOptions, type Settings } from './options.js';
import { OutboxLeader } from './outbox-leader.js';
import { OutboxSender } from './outbox-sender.js';
import { Outbox } from './outbox.js';
import type { OutboxEntry } from './outbox-entry.js';
import { personOf } from './person-of.js';
import { JoinedRoom, type Room } from './room.js';
import { Subscribers } from './subscribers.js';
import type { TabChannel } from './tab-channel.js';
import { createUndoList, type UndoList } from './undo-list.js';
import type { ConnectionView } from './view.js';

export type { ClientOptions } from './options.js';

/** One person at one room server. */
export type Client = {
  /** The room of this name, the same object for the same name. It is joined as soon as the connection is up. */
  join(name: string): Room;
  /** Staff: all rooms served. */
  lobby(): Lobby;
  /** Staff: makes a room. Throws Refusal. */
  createRoom(room: {
    readonly name: string;
    readonly title: string;
    readonly purpose: string;
    readonly kind?: Exclude<RoomKind, 'lane'>;
    /** The name of a private room ends with a hyphen and 32 random hexadecimal digits. */
    readonly isPrivate?: true;
    /** Planned: it opens then, or by hand for null. Absent: it is open at once. */
    readonly opensAt?: number | null;
    /** It closes by itself then. */
    readonly closesAt?: number | null;
    readonly topics?: readonly string[];
    /** Only people with one of these attributes, as `office=osaka`, staff and whoever is let in by name know of it. */
    readonly boundTo?: readonly string[];
    /** What support does in it, for staff alone. */
    readonly checklist?: readonly string[];
  }): Promise<Appended>;
  /** Staff: begins the lane of a person beside a room. `name` is its address. Throws Refusal; `room_exists` when it has begun. */
  beginLane(name: string, person: Person): Promise<Appended>;
  /** Messages with these words in every room the person may see, or in `room`, best first. Null when it could not be asked. */
  search(input: RequestInput<'message.search'>): Promise<Answer<'message.search'> | null>;
  /** Hears of each message that calls this person while the connection is up, in whatever room. Returns the end of it. */
  onCalled(hear: (called: FrameTable['called']) => void): () => void;
  /** Where and as whom it connects, for what asks the server beside the connection. */
  readonly access: Pick<ClientOptions, 'url' | 'getToken'>;
  readonly connection: ConnectionView;
  /** Calls `tell` at once and after each change. Returns the end of it. */
  subscribeConnection(tell: (view: ConnectionView) => void): () => void;
  /** Tries at once when waiting, or again with whatever token there is when the last one was refused. */
  reconnect(): void;
  /** Forgets the unsent messages and drafts of this person on this device, and closes. */
  logout(): Promise<{ unsent: number }>;
  /** Ends the connection and everything that runs. Unsent messages are kept. Calling it again does nothing. */
  close(): Promise<void>;
};

/** Makes a client and begins to connect. It runs until `close` or `logout`. Throws a TypeError for unknown options. */
export function createClient(options: ClientOptions): Client {
  return new RunningClient(settingsFrom(options));
}

type Counted<T> = { readonly it: T; handles: number };

class RunningClient implements Client {
  readonly access: Client['access'];
  readonly #settings: Settings;
  readonly #undo: UndoList;
  readonly #storage: GuardedStorage;
  readonly #connection: Connection;
  readonly #connectionSubscribers: Subscribers<ConnectionView>;
  readonly #outbox: Outbox;
  readonly #sender: OutboxSender;
  readonly #leader: OutboxLeader | null;
  readonly #drafts: Drafts;
  readonly #commands: Commands;
  readonly #rooms = new Map<string, Counted<JoinedRoom>>();
  readonly #hearCalls = new Set<(called: FrameTable['called']) => void>();
  #lobby: Counted<JoinedLobby> | null = null;
  #me: Person | null = null;
  /** Set while the connection is up. */
  #hello: FrameTable['hello'] | null = null;
  #channel: TabChannel | null = null;
  #channelName = '';
  #stopWarning: (() => void) | null = null;
  #closing: Promise<void> | null = null;

  constructor(settings: Settings) {
    this.#settings = this.access = settings;
    const { url, getToken, wire: makeWire, clock, random, makeCid, report, locks, page } = settings;
    this.#undo = createUndoList(report);
    this.#storage = guardStorage(settings.storage, clock, () => {
      this.#leader?.resign(); // It no longer sees what the other tabs want sent.
      this.#refresh();
    });

    const request: Ask = (name, input) => this.#connection.request(name, input);
    this.#connectionSubscribers = new Subscribers(() => this.#connection.view, report);
    this.#commands = new Commands({ ask: request, clock, random, makeCid });
    this.#drafts = new Drafts({ storage: this.#storage, clock });
    this.#outbox = new Outbox({
      storage: this.#storage,
      clock,
      changed: () => this.#outboxChanged(),
      stored: () => this.#channel?.tell(),
    });
    const lead = { prepare: () => this.#outbox.reload(), gained: () => this.#sender.pump() };
    this.#leader = locks && new OutboxLeader(locks, lead);
    this.#sender = new OutboxSender({
      outbox: this.#outbox,
      clock,
      random,
      request: (input) => request('message.post', input),
      mayOffer: (entry) => this.#mayOffer(entry),
      reached: (room, seq) => this.#rooms.get(room)?.it.expect(seq),
    });
    this.#connection = new Connection(
      { url, getToken, makeWire, clock, random },
      {
        token: (token) => void this.#belongTo(personOf(token)),
        online: (hello) => void this.#online(hello),
        lost: () => this.#lost(),
        frame: (name, payload) => this.#receive(name, payload),
        changed: () => this.#refresh(),
      },
    );
    this.#undo.add(() => this.#drafts.close());
    if (page) {
      this.#undo.add(page.onWake(() => this.#wake()));
      this.#undo.add(page.onHide(() => this.#drafts.flush()));
    }
    this.#connection.start();
  }

  get connection(): ConnectionView {
    return this.#connection.view;
  }

  subscribeConnection(tell: (view: ConnectionView) => void): () => void {
    return this.#connectionSubscribers.add(tell);
  }

  onCalled(hear: (called: FrameTable['called']) => void): () => void {
    this.#hearCalls.add(hear);
    return () => void this.#hearCalls.delete(hear);
  }

  search(input: RequestInput<'message.search'>): Promise<Answer<'message.search'> | null> {
    return this.#connection.request('message.search', input);
  }

  join(name: string): Room {
    const counted = this.#rooms.get(name);
    if (counted) {
      counted.handles++;
      return counted.it;
    }
    const { clock, random, makeCid, report } = this.#settings;
    const room = new JoinedRoom({
      name,
      clock,
      random,
      makeCid,
      report,
      ask: (request, input) => this.#connection.request(request, input),
      outbox: this.#outbox,
      drafts: this.#drafts,
      commands: this.#commands,
      shared: () => ({ ...this.#shared(), outboxKeptIn: this.#storage.keptIn }),
      logged: (entry, seq) => this.#logged(entry, seq),
      moved: (standing) => this.#stand(name, standing),
      left: () => this.#leaveRoom(name, room),
    });
    this.#rooms.set(name, { it: room, handles: 1 });
    if (this.#hello) room.connect();
    return room;
  }

  lobby(): Lobby {
    if (this.#lobby) {
      this.#lobby.handles++;
      return this.#lobby.it;
    }
    const { clock, random, report } = this.#settings;
    const lobby = new JoinedLobby({
      commands: this.#commands,
      clock,
      random,
      report,
      ask: (request, input) => this.#connection.request(request, input),
      shared: () => this.#shared(),
      left: () => this.#leaveLobby(lobby),
    });
    this.#lobby = { it: lobby, handles: 1 };
    if (this.#hello) lobby.connect();
    return lobby;
  }

  createRoom({ name, kind = 'rollout', ...rest }: Parameters<Client['createRoom']>[0]): Promise<Appended> {
    return this.#commands.send('room.create', { room: name, kind, ...rest });
  }

  beginLane(name: string, person: Person): Promise<Appended> {
    return this.#commands.send('lane.begin', { room: name, person });
  }

  reconnect(): void {
    this.#connection.reconnect();
  }

  async logout(): Promise<{ unsent: number }> {
    if (this.#closing) return { unsent: 0 };
    this.#sender.stop();
    this.#connection.close();
    const unsent = await this.#outbox.forget();
    await this.#drafts.forget();
    await this.close();
    return { unsent };
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#end());
  }

  async #end(): Promise<void> {
    this.#connection.close();
    this.#lost();
    for (const { it: room } of this.#rooms.values()) room.stop();
    this.#commands.close();
    this.#stopWarning?.();
    this.#channel?.close();
    this.#channel = null;
    this.#undo.run();
    await this.#storage.close();
  }

  #shared(): { connection: ConnectionView; me: Person | null } {
    return { connection: this.#connection.view, me: this.#me };
  }

  async #online(hello: FrameTable['hello']): Promise<void> {
    const isOther = this.#me !== null && (this.#me.id !== hello.me.id || this.#me.role !== hello.me.role);
    this.#hello = hello;
    this.#me = hello.me;
    const adopted = this.#belongTo(hello.me.id);
    for (const { it: room } of this.#rooms.values()) {
      if (isOther) room.forget();
      room.connect();
    }
    if (isOther) this.#lobby?.it.forget();
    this.#lobby?.it.connect();
    this.#commands.connect();
    await adopted;
    if (this.#hello !== hello || this.#closing) return;
    if (this.#storage.keptIn === 'storage') this.#leader?.stand(this.#channelName);
    this.#sender.start(hello.epoch);
  }

  #wake(): void {
    this.#connection.wake();
    // A room that was refused may have been made, or opened to this person, since.
    for (const { it: room } of this.#rooms.values()) if (this.#hello && room.view.refusal) room.connect();
  }

  #lost(): void {
    this.#hello = null;
    this.#sender.stop();
    this.#leader?.resign();
    for (const { it: room } of this.#rooms.values()) room.disconnect();
    this.#lobby?.it.disconnect();
  }

  #receive<N extends FrameName>(name: N, payload: FrameTable[N]): void {
    // Each receiver takes the payload of its own name; the compiler does not narrow the one by the other.
    const receivers: { readonly [F in FrameName]?: (frame: FrameTable[F]) => void } = {
      events: ({ room, events }) => this.#rooms.get(room)?.it.receive(events),
      heads: ({ heads }) => {
        for (const [room, head] of Object.entries(heads)) this.#rooms.get(room)?.it.hint(head, true);
      },
      signal: (signal) => this.#rooms.get(signal.room)?.it.signal(signal),
      standing: ({ room, standing }) => this.#stand(room, standing),
      lobby: (frame) => this.#lobby?.it.receive(frame),
      called: (frame) => {
        this.#lobby?.it.called(frame.call);
        for (const hear of this.#hearCalls) hear(frame);
      },
    };
    receivers[name]?.(payload);
  }

  #stand(room: string, standing: Standing): void {
    this.#rooms.get(room)?.it.stand(standing);
    const [of = '', isLane] = room.split('~');
    if (isLane) this.#rooms.get(of)?.it.standInLane(standing);
    this.#lobby?.it.stand(room, standing);
  }

  /** It is known who is here: the outbox, the drafts and the channel to the other tabs are theirs. */
  async #belongTo(person: string | null): Promise<void> {
    if (person === null) return;
    const adopted = this.#outbox.belongTo(person);
    this.#drafts.belongTo(person);
    const name = `support-chat:${this.#settings.url}:${person}`;
    if (name === this.#channelName) return adopted;
    this.#channelName = name;
    this.#channel?.close();
    this.#channel = this.#settings.tabs?.(name, () => void this.#outbox.reload()) ?? null;
    this.#refresh();
    return adopted;
  }

  #mayOffer(entry: OutboxEntry): boolean {
    const isShared = this.#leader !== null && this.#storage.keptIn === 'storage';
    return isShared ? this.#leader.isLeader : this.#outbox.isOwn(entry);
  }

  #logged(entry: OutboxEntry, seq: number): void {
    if (this.#hello && this.#mayOffer(entry)) this.#outbox.acknowledge(entry, seq, this.#hello.epoch);
  }

  #outboxChanged(): void {
    this.#refresh();
    this.#sender?.pump();
    const { page } = this.#settings;
    const isAtRisk = this.#storage.keptIn === 'memory' && this.#outbox.entries.some(({ state }) => state !== 'acked');
    if (isAtRisk) this.#stopWarning ??= page?.warnBeforeLeaving() ?? null;
    if (isAtRisk) return;
    this.#stopWarning?.();
    this.#stopWarning = null;
  }

  #refresh(): void {
    this.#connectionSubscribers.changed();
    for (const { it: room } of this.#rooms.values()) room.refresh();
    this.#lobby?.it.refresh();
  }

  #leaveRoom(name: string, room: JoinedRoom): void {
    const counted = this.#rooms.get(name);
    if (counted?.it !== room || --counted.handles > 0) return;
    this.#rooms.delete(name);
    room.stop();
    if (this.#hello) void this.#connection.request('room.leave', { room: name });
  }

  #leaveLobby(lobby: JoinedLobby): void {
    if (this.#lobby?.it !== lobby || --this.#lobby.handles > 0) return;
    this.#lobby = null;
    lobby.disconnect();
  }
}
