/** What stands around the conversation: the search, and boards that are loaded when a room first has something for them. */
import type { Client, Room } from '@support-chat/client';
import type { RoomDoc } from '@support-chat/protocol';
import type { Panel } from '../parts/panel.js';

const nothing = (): undefined => undefined;

/**
 * Puts the search there, and gives what shows the boards that a room wants. That resolves when they are there; the messages
 * say it, too, where one cannot be had.
 */
export function dress(panel: Panel, client: Client, home: Room): (room: RoomDoc) => Promise<unknown> {
  void import('./search.js').then(({ addSearch }) => addSearch(panel, client, home)).catch(nothing);
  let problems: Promise<void> | undefined;
  let pins: Promise<void> | undefined;
  let plan: Promise<void> | undefined;
  return (room) =>
    Promise.all([
      room.problems &&
        (problems ??= import('./problems.js').then(({ showProblems }) => showProblems(panel, home)).catch(nothing)),
      room.pins && (pins ??= import('./pins.js').then(({ showPins }) => showPins(panel, home)).catch(nothing)),
      (room.state === 'planned' || room.waves || room.closesAt) &&
        (plan ??= import('./plan.js').then(({ showPlan }) => showPlan(panel, home)).catch(nothing)),
    ]);
}
