import type { RoomEvent } from '@support-chat/protocol';

/**
 * Of text in one frame or answer. A client that is a little slow gets the next one before it counts as slow, and one behind
 * a narrow line has this one before it gives up waiting.
 */
const maxFrameChars = 131_072;

/** What can be long in an event: texts, and ids of people. */
function charsIn(event: RoomEvent): number {
  if (event.type === 'hidden') return 0;
  if (event.type === 'message.posted' || event.type === 'message.edited') return event.data.body.text.length;
  return 'people' in event.data ? event.data.people.join().length : 0;
}

/** The first events, as many as one frame should hold, and at least one. Returns the same array when that is all of them. */
export function firstPortion<E extends RoomEvent>(events: readonly E[]): readonly E[] {
  let chars = 0;
  const end = events.findIndex((event) => {
    chars += charsIn(event);
    return chars > maxFrameChars;
  });
  return end === -1 ? events : events.slice(0, Math.max(end, 1));
}
