/** What the outbox decides, without clock, storage or connection. */
import type { Answer, PostedBody, RefusalShape, RequestInput } from '@support-chat/protocol';
import { isRetryable } from '@support-chat/protocol';
import { freezeDeep } from './freeze.js';

/** A message this person posted: kept until the log has it, and a day longer in case the log forgets. */
export type OutboxEntry = Pick<RequestInput<'message.post'>, 'files' | 'invites' | 'untilSolved' | 'isConfirmed'> & {
  readonly cid: string;
  readonly room: string;
  /** Who posted it; empty while nobody is known. It is sent under no other identity. */
  readonly person: string;
  readonly body: PostedBody;
  /** Number of the message it replies to. */
  readonly re?: number | undefined;
  readonly createdAt: number;
  /** Ascending in the order of posting. */
  readonly order: number;
  readonly state: 'queued' | 'failed' | 'acked';
  /** Set with `failed`. */
  readonly refusal: RefusalShape | null;
  /** Set with `acked`. */
  readonly acked: Acked | null;
};

/** Where an entry came into the log, when this device heard of it, and in which epoch of the log that was. */
export type Acked = { readonly seq: number; readonly at: number; readonly epoch: string };

/** How long an acknowledged entry is kept: a restored log may lack what it acknowledged last. */
export const keptAckedMs = 24 * 60 * 60 * 1_000;

/** The first entry of each room that must be offered: one that is queued, or was acknowledged by a log that is no more. */
export function dueEntries(entries: readonly OutboxEntry[], epoch: string): OutboxEntry[] {
  const due = new Map<string, OutboxEntry>();
  for (const entry of entries) if (!due.has(entry.room) && isDue(entry, epoch)) due.set(entry.room, entry);
  return [...due.values()];
}

function isDue(entry: OutboxEntry, epoch: string): boolean {
  return entry.state === 'queued' || (entry.state === 'acked' && entry.acked?.epoch !== epoch);
}

/** The entry after an answer; null when it must be offered again later. */
export function afterAnswer(
  entry: OutboxEntry,
  answer: Answer<'message.post'> | null,
  now: { at: number; epoch: string },
): OutboxEntry | null {
  if (answer?.ok) return ackedEntry(entry, answer.answer.seq, now);
  if (!answer || isRetryable(answer.refusal.code)) return null;
  return Object.freeze({ ...entry, state: 'failed', refusal: answer.refusal, acked: null });
}

/** The entry once it is known to be in the log. */
export function ackedEntry(entry: OutboxEntry, seq: number, now: { at: number; epoch: string }): OutboxEntry {
  return Object.freeze({ ...entry, state: 'acked', refusal: null, acked: Object.freeze({ seq, ...now }) });
}

/** The entry, to be offered again because the person asked for it. */
export function requeuedEntry(entry: OutboxEntry): OutboxEntry {
  return Object.freeze({ ...entry, state: 'queued', refusal: null, acked: null });
}

/** The entry as posted by `person`, for one that was made before anybody was known. */
export function claimedEntry(entry: OutboxEntry, person: string, order: number): OutboxEntry {
  return Object.freeze({ ...entry, person, order });
}

/** Whether it may be forgotten. */
export function isOutdated(entry: OutboxEntry, now: number): boolean {
  return entry.acked !== null && now - entry.acked.at > keptAckedMs;
}

/** Whether it is shown below the log: acknowledged entries are, until the log has come as far as their number. */
export function isShown(entry: OutboxEntry, log: { epoch: string | null; cursor: number }): boolean {
  if (!entry.acked) return true;
  return entry.acked.epoch === log.epoch && entry.acked.seq > log.cursor;
}

/** The entry that was stored, or null when it has another shape: an older version of this client may have made it. */
export function parseEntry(value: unknown): OutboxEntry | null {
  if (typeof value !== 'object' || value === null) return null;
  // Each field that is read without asking is checked below.
  const entry = value as OutboxEntry;
  const isEntry =
    typeof entry.cid === 'string' &&
    typeof entry.room === 'string' &&
    typeof entry.person === 'string' &&
    typeof entry.body?.kind === 'string' &&
    typeof entry.order === 'number' &&
    (entry.state === 'queued' || entry.state === 'failed' || entry.state === 'acked');
  return isEntry ? freezeDeep(entry) : null;
}
