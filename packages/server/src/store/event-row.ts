/** How an event lies in a table, the same in every engine, and the chain that ties each row to all before it. */
import { hash } from 'node:crypto';
import { wordsIn, withoutWords, type StoredEvent } from '@support-chat/protocol';

/** A row of the log. Its place in the chain is the room it is in and its `seq`. */
export type EventRow = {
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly person: string;
  readonly cid: string;
  /** 0, 1, 2 … among the events of one command. */
  readonly part: number;
  /** Digest of what the command asked. */
  readonly hash: string;
  /** JSON of the event's own part: type, audience, data, by. */
  readonly content: string;
  /** 128 random bits, without which nobody can guess erased content from its commitment. Null once erased. */
  readonly salt: string | null;
  /** Kept in place of the salt when content is erased; null before, when it is computed. */
  readonly commitment: string | null;
  /** Digest of this row and of the chain before it. */
  readonly chain: string;
};

/** The chain before the first event of a room. */
export const emptyChain = '';

/** The event a row holds. */
export function eventOf(row: EventRow): StoredEvent {
  // Written by Batch as the rest of a StoredEvent.
  const content = JSON.parse(row.content) as Omit<StoredEvent, 'seq' | 'at' | 'cid'>;
  return Object.freeze({ ...content, seq: row.seq, at: row.at, cid: row.cid }) as StoredEvent;
}

/** What stands where the content of an event was that means nothing any more. */
const erasedContent = '{}';

/** Whether the row tells nothing of its event but that it was there. */
export function isErased({ content }: EventRow): boolean {
  return content === erasedContent;
}

/** The row without its content, or with what stays of it. Its place in the chain stays. */
export function erasedRow(row: EventRow, content = erasedContent): EventRow {
  if (row.salt === null) return { ...row, content };
  return { ...row, content, salt: null, commitment: commitmentOf(row.salt, row.content) };
}

/** The row without the words of the message; null when it has none, or none any more. */
export function wordlessRow(row: EventRow, message: number): EventRow | null {
  if (row.salt === null) return null;
  const event = eventOf(row);
  if (wordsIn(event) !== message) return null;
  const { type, audience, data, by } = withoutWords(event);
  return erasedRow(row, JSON.stringify({ type, audience, data, by }));
}

/**
 * Digest of what a command asks, as a row keeps it. It is salted, so that it does not tell a guess of erased content either;
 * rows from before that have it as it was, and are known by it.
 */
export function digestIn(salt: string, digest: string): string {
  return commitmentOf(salt, digest).slice(0, 22);
}

/** Whether the row was written by a command of this digest. Of one that was erased nobody can tell any more: it counts as that. */
export function isOfCommand({ salt, hash: kept }: EventRow, digest: string): boolean {
  return salt === null || kept === digest || kept === digestIn(salt, digest);
}

/** What the chain knows of content that may be erased later: SHA-256 of salt and content, base64url. */
export function commitmentOf(salt: string, content: string): string {
  return hash('sha256', `${salt} ${content}`, 'base64url');
}

/**
 * The chain after a row: SHA-256 over the chain before it, where the row stands, who wrote it, and the commitment to its
 * content; base64url. Throws TypeError for a row with neither salt nor commitment.
 */
export function chainAfter(before: string, room: string, row: Omit<EventRow, 'chain'>): string {
  const commitment = row.commitment ?? (row.salt === null ? null : commitmentOf(row.salt, row.content));
  if (commitment === null) throw new TypeError(`event ${row.seq} of room ${room} has neither salt nor commitment`);
  const { seq, at, person, cid, part } = row;
  return hash('sha256', JSON.stringify([before, room, seq, at, person, cid, part, row.hash, commitment]), 'base64url');
}
