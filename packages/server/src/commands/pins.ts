/** What everybody should know: those who run the room pin messages of it. */
import { excerptOf, limits, Refusal, type Person } from '@support-chat/protocol';
import type { Visit } from '../kinds/kind.js';
import type { Held } from '../store/store.js';
import { requireManaged, requireVisit, requireWritable, type Command } from './command.js';
import { requireMessage } from './said.js';

/** Pins a message for everyone. Refuses `forbidden` for a note, and when the room has as many pins as it can. */
export const pinMessage: Command<'message.pin'> = (held, by, { pin }) => {
  const visit = requireRun(held, by);
  const message = requireMessage(held, visit, pin);
  if (message.retracted) throw new Refusal('changed', `message ${pin} was taken back`);
  if (message.audience === 'staff')
    throw new Refusal('forbidden', `message ${pin} is for staff only; what is pinned is for everybody`);
  const { name, pins = [] } = visit.room;
  if (pins.some(({ seq }) => seq === pin)) throw new Refusal('changed', `message ${pin} is pinned already`);
  if (pins.length >= limits.maxPins)
    throw new Refusal('forbidden', `room "${name}" has ${pins.length} pins; take one away before pinning another`);
  return [{ type: 'message.pinned', audience: 'everyone', data: { pin, excerpt: excerptOf(message.body) } }];
};

/** Takes a pin away. Refuses `changed` when it is not there, or no longer. */
export const unpinMessage: Command<'message.unpin'> = (held, by, { pin }) => {
  const { room } = requireRun(held, by);
  if (!room.pins?.some(({ seq }) => seq === pin)) throw new Refusal('changed', `message ${pin} is not pinned`);
  return [{ type: 'message.unpinned', audience: 'everyone', data: { pin } }];
};

/** The person in the room, which they run and which is open. */
function requireRun(held: Held, by: Person): Visit {
  requireManaged(held, by);
  const visit = requireVisit(held, by);
  requireWritable(visit, held, 'everyone');
  return visit;
}
