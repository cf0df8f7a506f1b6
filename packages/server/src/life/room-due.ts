/** When something happens to a room by itself. */
import type { EventType, RoomDoc, StoredEvent } from '@support-chat/protocol';

/** Milliseconds since the epoch; null when nothing will. */
export function roomDueAt({ erasedAt, deleted, state, opensAt, closesAt }: RoomDoc): number | null {
  if (erasedAt !== undefined) return null;
  if (deleted) return deleted.until;
  if (state === 'planned') return opensAt ?? null;
  return state === 'open' ? (closesAt ?? null) : null;
}

const ends: ReadonlySet<EventType> = new Set(['room.deleted', 'room.recovered', 'room.erased']);

/** Whether it says anew for whom the room is. */
export function isBinding({ type, data }: StoredEvent): boolean {
  return type === 'room.described' && data.boundTo !== undefined;
}

/** After these something is to be done at once: lanes follow their room, what was said is forgotten. */
function isFollowed(event: StoredEvent): boolean {
  return ends.has(event.type) || isBinding(event);
}

/** When something happens to a room that got these events; undefined when that is when it was. */
export function roomDueAfter(
  before: RoomDoc | null,
  after: RoomDoc,
  added: readonly StoredEvent[],
): number | null | undefined {
  const last = added.findLast(isFollowed);
  if (last) return last.at;
  const dueAt = roomDueAt(after);
  return dueAt === (before && roomDueAt(before)) ? undefined : dueAt;
}
