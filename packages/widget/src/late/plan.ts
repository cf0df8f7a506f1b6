/** When a room opens and closes, put into a panel and tied to its room. Loaded when there is something to show. */
import type { Room, RoomView } from '@support-chat/client';
import type { Panel } from '../parts/panel.js';
import { hasPlan, PlanBoard } from './plan-board.js';

export { PlanBoard };

/** Shows the room's times in the panel from now on. */
export function attach(panel: Panel, room: Room): void {
  const board = document.createElement('support-chat-plan') as PlanBoard;
  const show = ({ room: doc }: RoomView): void => {
    board.lang = panel.lang;
    if (board.room !== doc) board.room = doc;
    board.hidden = panel.isLane || !doc || !hasPlan(doc, Date.now());
  };
  new MutationObserver(() => show(room.view)).observe(panel, { attributeFilter: ['lang', 'islane'] });
  room.subscribe(show);
  board.part.add('plan');
  panel.append(board);
}
