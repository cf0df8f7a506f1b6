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
export function sortQueue(rows: readonly QueueRow[]): QueueRow[] {
  return [...rows].sort(
    (a, b) =>
      rankOf(a) - rankOf(b) ||
      b.affected - a.affected ||
      a.at - b.at ||
      (a.room < b.room ? -1 : Number(a.room > b.room)) ||
      a.seq - b.seq,
  );
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

function rankOf({ state, escalations }: QueueRow): number {
  if (state === 'open') return escalations > 0 ? 0 : 1;
  return state === 'claimed' ? 2 : 3;
}
