/** Which events carry what people said, and what stays of them when that is taken back. */
import { erasedBody } from './bodies.js';
import type { StoredEvent } from './events.js';

/** Number of the message whose words the event carries; null when it carries none. A new event that does gets its line here. */
export function wordsIn(event: StoredEvent): number | null {
  if (event.type === 'message.posted') return event.seq;
  if (event.type === 'message.edited' || event.type === 'file.checked') return event.data.message;
  return event.type === 'message.pinned' ? event.data.pin : null;
}

/** The event without the words it carries. After `message.retracted` it means the same to whoever folds. */
export function withoutWords(event: StoredEvent): StoredEvent {
  switch (event.type) {
    case 'message.posted':
      return Object.freeze({ ...event, data: { ...event.data, body: erasedBody } });
    case 'message.edited':
      return Object.freeze({ ...event, data: { ...event.data, body: erasedBody } });
    case 'file.checked':
      return Object.freeze({ ...event, data: { ...event.data, body: erasedBody } });
    case 'message.pinned':
      return Object.freeze({ ...event, data: { ...event.data, excerpt: '' } });
    default:
      return event;
  }
}
