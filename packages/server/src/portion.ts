import type { RoomEvent } from '@support-chat/protocol';

/**
 * Of text in one frame or answer. A client that is a little slow gets the next one before it counts as slow, and one behind
 * a narrow line has this one before it gives up waiting.
 */
const maxFrameChars = 131_072;

/** The first events, as many as one frame should hold, and at least one. Returns the same array when that is all of them. */
export function firstPortion<E extends RoomEvent>(events: readonly E[]): readonly E[] {
  let chars = 0;
  const end = events.findIndex((event) => {
    chars += event.type === 'message.posted' ? event.data.body.text.length : 0;
    return chars > maxFrameChars;
  });
  return end === -1 ? events : events.slice(0, Math.max(end, 1));
}
