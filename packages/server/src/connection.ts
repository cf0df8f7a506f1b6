/** A client's connection as the rest of the server sees it, and the channels that reach several at once. */
import type { FrameName, FrameTable, Person } from '@support-chat/protocol';

export type Connection = {
  readonly id: string;
  readonly person: Person;
  readonly isStaff: boolean;
  /** The rooms it has joined, by name: the number of the first event it sees there. Only the feed changes them. */
  readonly rooms: Map<string, number>;
  /** False from the moment it is gone; then sending does nothing. */
  readonly isOpen: boolean;
  /** Far behind with taking what was sent; what it can learn later is not sent to it now. */
  readonly isSlow: boolean;
  /** Address of its client, for logs and limits. */
  readonly address: string;
  send<F extends FrameName>(name: F, frame: FrameTable[F]): void;
  /** Left again by whoever entered, at the latest when the connection is gone. */
  enter(channel: string): void;
  leave(channel: string): void;
};

/**
 * Sends one frame, encoded once, to all connections in the channels. The channels share nobody. Connections that are far
 * behind get no `events`: they find the gap, and read it from the log.
 */
export type Broadcast = <F extends FrameName>(
  channels: readonly string[],
  name: F,
  frame: FrameTable[F],
  options?: {
    /** Id of a person who gets nothing. */
    readonly exceptPerson?: string;
    /** Dropped for connections that cannot take it at once. */
    readonly isVolatile?: boolean;
  },
) => void;

/** Names of channels; the prefixes keep them apart from ids of connections. Each connection in a room is in one of its three. */
export const channels = Object.freeze({
  staffIn: (room: string) => `staff:${room}`,
  othersIn: (room: string) => `others:${room}`,
  /** Those who see nothing of what was before they came: guests. */
  latecomersIn: (room: string) => `latecomers:${room}`,
});
