import { Refusal, type EventDraft, type RoomDoc } from '@support-chat/protocol';
import type { Held } from '../store/store.js';
import { closed } from '../commands/room-close.js';
import { roomDueAt } from './room-due.js';

/** What happens to a room whose time has come. Refuses `changed` when it has not. */
export function passTime({ room, now }: Held): readonly EventDraft[] {
  const dueAt = room && roomDueAt(room);
  if (room && dueAt !== null && dueAt <= now) {
    if (room.deleted) return [erased(room)];
    return room.state === 'planned' ? [{ type: 'room.opened', audience: 'everyone', data: {} }] : closed(room, '');
  }
  throw new Refusal('changed', 'the time of the room has not come');
}

function erased({ name, kind, isPrivate, createdAt, messages, deleted }: RoomDoc): EventDraft {
  const tombstone = { name, kind, ...(isPrivate && { isPrivate }), createdAt, messages, ...(deleted && { deleted }) };
  return { type: 'room.erased', audience: 'everyone', data: tombstone };
}

/** Whether a lane is not yet as the room that it is beside. */
export function isBehind(lane: RoomDoc, room: RoomDoc): boolean {
  if ((lane.deleted === undefined) !== (room.deleted === undefined)) return true;
  return isForOthers(lane, room);
}

/**
 * What a lane does after the room that it is beside, as that is now: it goes, and comes back, with it, and is for whom that is
 * for. Refuses `changed` when it has.
 */
export function followRoom({ room: lane, beside }: Held): readonly EventDraft[] {
  const room = lane?.lane ? beside(lane.lane.of) : null;
  if (!lane || !room || lane.erasedAt !== undefined || room.erasedAt !== undefined || !isBehind(lane, room))
    throw new Refusal('changed', 'the lane has followed its room already');
  const { title, purpose } = lane;
  const { deleted, boundTo } = room;
  const events: EventDraft[] = [];
  if (isForOthers(lane, room))
    events.push({
      type: 'room.described',
      audience: 'everyone',
      data: { title, purpose, ...(boundTo && { boundTo }) },
    });
  if (deleted && !lane.deleted)
    events.push({
      ...{ type: 'room.deleted', audience: 'everyone' },
      data: { reason: deleted.reason, until: deleted.until },
    });
  if (!deleted && lane.deleted) events.push({ type: 'room.recovered', audience: 'everyone', data: { reason: '' } });
  return events;
}

function isForOthers(lane: RoomDoc, { boundTo }: RoomDoc): boolean {
  return boundTo !== undefined && String(boundTo) !== String(lane.boundTo ?? []);
}
