/** Between nodes: news that may be lost. Never truth: losing any of it must lose nothing that is stored. */
import type { Call, FrameTable, Person, Signal } from '@support-chat/protocol';

/** Which question somebody of the staff has open. */
export type Looking = NonNullable<FrameTable['lobby']['looking']>;

/** Somebody on a node. `isIdle`: they touched none of their devices there of late. */
export type PersonThere = Person & { readonly isIdle?: true };

/** Who is on one node, or in some of its rooms. */
export type NodePresence = {
  /** Staff who have the lobby open there; absent when they are the same as before. */
  readonly desk?: readonly PersonThere[];
  /** Rooms with everybody in them; nobody is left in a room of an empty list. */
  readonly rooms: readonly { readonly room: string; readonly people: readonly PersonThere[] }[];
  /** Whether rooms that are not named are empty there. */
  readonly isWhole: boolean;
};

export type News =
  /** A room's log has grown to `head`. */
  | { readonly type: 'hint'; readonly room: string; readonly head: number }
  /** For everybody in the signal's room except, if named, the person it comes from. */
  | { readonly type: 'signal'; readonly signal: Signal; readonly exceptPerson?: string }
  /** For staff in the lobby who may see the room. */
  | { readonly type: 'looking'; readonly looking: Looking; readonly isPrivate: boolean }
  /** Somebody has read further in a room; their other connections want to know. */
  | { readonly type: 'marker'; readonly person: string; readonly room: string; readonly exceptConnection: string }
  /** Tokens of this person that were issued before `at`, in milliseconds since the epoch, are worth nothing any more. */
  | { readonly type: 'signed_out'; readonly person: string; readonly at: number }
  /** A message calls these people. `isForStaff`: only staff may read it. */
  | {
      readonly type: 'called';
      readonly people: readonly string[];
      readonly call: Omit<Call, 'title'>;
      readonly isForStaff: boolean;
    }
  /** A message that called these people was taken back. */
  | { readonly type: 'uncalled'; readonly people: readonly string[]; readonly room: string; readonly seq: number }
  | { readonly type: 'presence'; readonly presence: NodePresence }
  /** Somebody wants not to be disturbed, or no longer. */
  | { readonly type: 'busy'; readonly person: string; readonly isBusy: boolean };

/** Takes news from the node of this name. */
export type TakeNews = (news: News, node: string) => void;

export type Bus = {
  /** The name of this node among all. */
  readonly node: string;
  /** Whether this node and the others hear each other; a node that is alone always does. */
  readonly isConnected: boolean;
  /** Tells every node. This one hears it at once and in order, connected or not. */
  publish(news: News): void;
  /** Subscribes to the news of all nodes, this one included. Returns the undo. */
  subscribe(take: TakeNews): () => void;
  /** Idempotent; what is published afterwards is dropped. */
  close(): Promise<void>;
};
