/** What needs an agent first. Pure. */
import type { LobbyRow } from '@support-chat/protocol';

/** Rooms in which somebody waits, the longest first; then unread ones; then the newest. Closed rooms last. */
export function sortRooms(rows: readonly LobbyRow[]): LobbyRow[] {
  return [...rows].sort(
    (a, b) =>
      rankOf(a) - rankOf(b) ||
      (a.room.waiting?.since ?? 0) - (b.room.waiting?.since ?? 0) ||
      newestAt(b) - newestAt(a) ||
      a.room.name.localeCompare(b.room.name),
  );
}

/** Without lanes in which there is nothing to do. `current` stays whatever it is. */
export function withoutQuietLanes(rows: readonly LobbyRow[], current: string | null): LobbyRow[] {
  return rows.filter(({ room, standing }) => {
    if (!room.lane || room.name === current || standing.unread > 0) return true;
    const { open = 0, claimed = 0, answered = 0 } = room.questions ?? {};
    return open + claimed + answered > 0;
  });
}

/** Without rooms that were put away, but `current`. */
export function withoutArchived(rows: readonly LobbyRow[], current: string | null): LobbyRow[] {
  return rows.filter(({ room }) => !room.archived || room.name === current);
}

/** The given order with new rooms at the end and gone ones left out: while a hand is over the list, nothing moves. */
export function keepOrder(rows: readonly LobbyRow[], names: readonly string[]): LobbyRow[] {
  const place = new Map(names.map((name, index) => [name, index]));
  const placeOf = (row: LobbyRow): number => place.get(row.room.name) ?? names.length;
  return sortRooms(rows).sort((a, b) => placeOf(a) - placeOf(b));
}

/** Rooms whose name, title, purpose or last message contains every word, in any case and width. */
export function filterRooms(rows: readonly LobbyRow[], query: string): LobbyRow[] {
  const words = foldCase(query).split(/\s+/u).filter(Boolean);
  return rows.filter(({ room }) => {
    const text = foldCase(
      [room.name, room.title, room.purpose, ...(room.topics ?? []), room.lane?.person.name, room.last?.excerpt].join(
        ' ',
      ),
    );
    return words.every((word) => text.includes(word));
  });
}

export function foldCase(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function rankOf({ room, standing }: LobbyRow): number {
  if (room.state === 'closed') return 3;
  if (room.waiting) return 0;
  return standing.unread > 0 ? 1 : 2;
}

function newestAt({ room }: LobbyRow): number {
  return room.last?.at ?? room.createdAt;
}
