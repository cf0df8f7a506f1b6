/** What stands between the header and the messages of a room: each part is loaded when there is something for it to show. */
import type { Room } from '@support-chat/client';
import type { RoomDoc } from '@support-chat/protocol';
import type { Panel } from '../parts/panel.js';

type Board = {
  isWanted(room: RoomDoc): unknown;
  show(panel: Panel, room: Room): Promise<void>;
};

/** In this order they are put below the header. */
const boards: readonly Board[] = [
  {
    isWanted: ({ problems }) => problems,
    // The messages say it, too.
    show: async (panel, room) => (await import('./problems.js')).showProblems(panel, room),
  },
  {
    isWanted: ({ pins }) => pins,
    show: async (panel, room) => (await import('./pins.js')).showPins(panel, room),
  },
  {
    isWanted: ({ state, waves, closesAt }) => state === 'planned' || waves || closesAt,
    show: async (panel, room) => (await import('./plan.js')).showPlan(panel, room),
  },
  {
    isWanted: ({ members }) => members,
    show: async (panel, room) => (await import('./stay.js')).showStay(panel, room),
  },
];

/** Gives what shows all that a room has; it resolves once that is drawn, and at once for what is there already. */
export function openBoards(panel: Panel, home: Room): (room: RoomDoc) => Promise<unknown> {
  const shown = new Map<Board, Promise<void>>();
  return (room) =>
    Promise.all(
      boards.map((board) => {
        if (!shown.has(board) && board.isWanted(room))
          // What could not be loaded is not there; the room is.
          shown.set(
            board,
            board.show(panel, home).catch(() => undefined),
          );
        return shown.get(board) ?? Promise.resolve();
      }),
    );
}
