/** What hosts render: frozen snapshots. A new one is made for each change; an unchanged part keeps its identity. */
import type {
  Call,
  Helper,
  LobbyRow,
  Look,
  MessageDoc,
  Person,
  PostedBody,
  QueueRow,
  RefusalShape,
  RoomDoc,
  Standing,
} from '@support-chat/protocol';

/** `waiting`: not connected, trying again at `retryAt`. `refused`: the token was refused; only a new one helps. */
export type ConnectionState = 'idle' | 'connecting' | 'online' | 'waiting' | 'refused' | 'closed';

export type ConnectionView = {
  readonly state: ConnectionState;
  /** Set while `waiting`: when the next attempt begins, milliseconds since the epoch. */
  readonly retryAt: number | null;
  /** Why the last attempt was refused, if the server said so. */
  readonly refusal: RefusalShape | null;
};

/** One message of this person that is not in the log yet. */
export type OutgoingMessage = {
  readonly cid: string;
  readonly body: PostedBody;
  /** Number of the message it replies to. */
  readonly re: number | null;
  /** Ids of the files that it shows. */
  readonly files?: readonly string[] | undefined;
  /** When the person pressed send, by this device's clock. */
  readonly createdAt: number;
  /** `sending` also while it waits for the connection; `failed` is final until the person acts. */
  readonly state: 'sending' | 'failed';
  /** Why it failed. */
  readonly refusal: RefusalShape | null;
};

export type RoomView = {
  readonly name: string;
  /** `refused`: joining was refused for good, `refusal` says why. */
  readonly state: 'loading' | 'ready' | 'refused';
  readonly refusal: RefusalShape | null;
  readonly connection: ConnectionView;
  readonly me: Person | null;
  readonly room: RoomDoc | null;
  /** Ascending; a window that ends at the newest message. */
  readonly messages: readonly MessageDoc[];
  /** In the order in which they were sent. Render them after `messages`. */
  readonly outgoing: readonly OutgoingMessage[];
  readonly hasOlder: boolean;
  readonly isLoadingOlder: boolean;
  /** Last event this person has seen on any device. */
  readonly marker: number;
  /** Messages of others past the marker, as the server counts them. */
  readonly unread: number;
  /** Where this person stands in their lane beside this room, all 0 before its first message; null when they have none here. */
  readonly lane: Standing | null;
  /** Staff who are here, and whether they can help now; null while it is unknown, and where the server does not tell. */
  readonly helpers: readonly Helper[] | null;
  /** People in the room now; null for those who may not know. */
  readonly people: number | null;
  /** Others who are writing now. */
  readonly typing: readonly Typist[];
  /** `memory`: the browser refuses storage, unsent messages do not survive a reload. */
  readonly outboxKeptIn: 'storage' | 'memory';
};

/** Somebody who is writing; `re` is the number of the message they reply to, if they said so. */
export type Typist = Person & { readonly re?: number | undefined };

export type LobbyView = {
  readonly state: 'loading' | 'ready' | 'refused';
  readonly refusal: RefusalShape | null;
  readonly connection: ConnectionView;
  readonly me: Person | null;
  /** In no particular order; sort for your purpose. */
  readonly rows: readonly LobbyRow[];
  /** Whether this person wants not to be disturbed, on any device. */
  readonly isBusy: boolean;
  /** Questions that are not solved, in no particular order; null until all were read. */
  readonly questions: readonly QueueRow[] | null;
  /** Which questions colleagues have open now, one for each of them. */
  readonly looks: readonly Look[];
  /** Messages that call this person and that they have not seen, newest first. */
  readonly calls: readonly Call[];
};
