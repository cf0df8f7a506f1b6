/** What a room is called at the desk. */
import type { RoomDoc } from '@support-chat/protocol';
import { safeName } from '@support-chat/widget/parts';

/** A lane goes by the person it is for. */
export function titleOf({ title, lane }: RoomDoc): string {
  return lane ? `${safeName(lane.person.name)} · ${title}` : title;
}
