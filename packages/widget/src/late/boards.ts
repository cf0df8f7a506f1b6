/** Boards below the header of a panel: each comes when there is something for it to show. */
import type { Room, RoomView } from '@support-chat/client';
import type { Panel } from '../parts/panel.js';

type Attached = { attach(panel: Panel, room: Room): unknown };
type Board = 'problems' | 'pins' | 'plan';

const asked = new WeakMap<Panel, Map<Board, Promise<unknown>>>();

/** Resolves when what the view has boards for is in the panel; what could not be loaded is not there. */
export async function showBoards(panel: Panel, home: Room, { room }: RoomView): Promise<void> {
  const known = asked.get(panel) ?? new Map<Board, Promise<unknown>>();
  asked.set(panel, known);
  const show = (board: Board, load: () => Promise<Attached>): Promise<unknown> => {
    const shown =
      known.get(board) ??
      load()
        .then(({ attach }) => attach(panel, home))
        .catch(() => undefined); // The messages say it, too.
    known.set(board, shown);
    return shown;
  };
  if (room?.problems) await show('problems', () => import('./problems.js'));
  if (room?.pins) await show('pins', () => import('./pins.js'));
  if (room && (room.state === 'planned' || room.waves || room.closesAt)) await show('plan', () => import('./plan.js'));
}
