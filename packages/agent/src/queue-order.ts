/** Which question needs an agent first. Pure. */
import type { Person, QueueRow } from '@support-chat/protocol';
import { foldCase } from './room-order.js';

/** `waiting`: nobody has taken them. `mine`: this agent has. `all`: whatever is not solved. */
export const queueFilters = ['waiting', 'mine', 'all'] as const;

export type QueueFilter = (typeof queueFilters)[number];

export function isIn(filter: QueueFilter, { state, owner }: QueueRow, me: Person | null): boolean {
  if (filter === 'waiting') return state === 'open';
  if (state === 'resolved' || state === 'merged' || state === 'moved') return false;
  if (filter === 'mine') return owner !== null && owner.id === me?.id;
  return true;
}

/** The overdue ones first, then those that wait, then those somebody looks into; among equals what concerns more, then the oldest. */
export function sortQueue(rows: readonly QueueRow[], now: number): QueueRow[] {
  return [...rows].sort(
    (a, b) =>
      rankOf(a, now) - rankOf(b, now) ||
      b.affected - a.affected ||
      a.at - b.at ||
      (a.room < b.room ? -1 : Number(a.room > b.room)) ||
      a.seq - b.seq,
  );
}

/** Names a row among all. */
export function placeOf({ room, seq }: QueueRow): string {
  return `${room}/${seq}`;
}

/** The rows as they are now in the places they had, with new ones at the end. */
export function keepPlaces(rows: readonly QueueRow[], before: readonly QueueRow[]): QueueRow[] {
  const places = new Map(before.map((row, index) => [placeOf(row), index]));
  const place = (row: QueueRow): number => places.get(placeOf(row)) ?? before.length;
  return [...rows].sort((a, b) => place(a) - place(b));
}

/** Questions in whose text, asker or room every word is, in any case and width. `titles` are those of the rooms, by name. */
export function searchQueue(
  rows: readonly QueueRow[],
  query: string,
  titles: ReadonlyMap<string, string>,
): readonly QueueRow[] {
  const words = foldCase(query).split(/\s+/u).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter(({ excerpt, by, owner, room }) => {
    const text = foldCase(`${excerpt} ${by.name} ${owner?.name ?? ''} ${room} ${titles.get(room) ?? ''}`);
    return words.every((word) => text.includes(word));
  });
}

/** Whether it has waited longer than it should, or than was promised. */
export function isLate({ state, escalations, promised = Infinity }: QueueRow, now: number): boolean {
  return state === 'open' ? escalations > 0 : state === 'claimed' && promised <= now;
}

function rankOf(row: QueueRow, now: number): number {
  if (isLate(row, now)) return 0;
  const { state } = row;
  if (state === 'open') return 1;
  return state === 'claimed' ? 2 : 3;
}
