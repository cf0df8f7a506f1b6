/** What is pinned, put into a panel and tied to its room. Loaded when there is something to show. */
import type { Room, RoomView } from '@support-chat/client';
import type { Panel } from '../parts/panel.js';
import { PinBoard } from './pin-board.js';
import { showMessageOf } from './show-message.js';

export { PinBoard };

/** Shows the room's pins in the panel from now on. */
export function attach(panel: Panel, room: Room): void {
  const board = document.createElement('support-chat-pins') as PinBoard;
  const show = ({ room: doc }: RoomView): void => {
    board.lang = panel.lang;
    if (doc?.pins && board.pins !== doc.pins) board.pins = doc.pins;
    // They are of the shared room, and lead there.
    board.hidden = panel.isLane || !doc?.pins?.length;
  };
  board.addEventListener('support-chat-pin-show', (event) => {
    event.stopPropagation();
    void showMessageOf(room, panel.conversation, (event as CustomEvent<{ seq: number }>).detail.seq);
  });
  new MutationObserver(() => show(room.view)).observe(panel, { attributeFilter: ['lang', 'islane'] });
  room.subscribe(show);
  board.part.add('pins');
  panel.append(board);
}
