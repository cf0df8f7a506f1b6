/** When a room opens and closes, put into a panel and tied to its room. Loaded when there is something to show. */
import type { Room, RoomView } from '@support-chat/client';
import type { Panel } from '../parts/panel.js';
import { hasPlan, PlanBoard } from './plan-board.js';

export { PlanBoard };

/** Thousands who hear of a new plan do not ask at once. */
const spreadMs = 5_000;

/** Shows the room's times in the panel from now on. Resolves once it is known whether one of the waves is the person's. */
export async function attach(panel: Panel, room: Room): Promise<void> {
  const board = document.createElement('support-chat-plan') as PlanBoard;
  /** For whom, and of which plan, it was last asked; empty where there is nothing to ask. */
  let asked = keyOf(room.view);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const ask = async (): Promise<void> => {
    const key = asked;
    const answer = key === '' ? { wave: null } : await room.ask('wave.mine', {});
    if (key !== asked) return;
    if (answer) board.mine = answer.wave;
    else asked = '?'; // Asked again with the next view.
  };
  const show = (view: RoomView): void => {
    const { room: doc, connection } = view;
    board.lang = panel.lang;
    if (board.room !== doc) board.room = doc;
    board.hidden = panel.isLane || !doc || !hasPlan(doc, Date.now());
    const key = keyOf(view);
    if (key === asked || connection.state !== 'online') return;
    asked = key;
    board.mine = null;
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), key === '' ? 0 : Math.random() * spreadMs);
  };
  await ask();
  new MutationObserver(() => show(room.view)).observe(panel, { attributeFilter: ['lang', 'islane'] });
  room.subscribe(show);
  board.part.add('plan');
  panel.append(board);
}

function keyOf({ me, room }: RoomView): string {
  return room?.waves?.some(({ isForSome }) => isForSome) ? `${me?.id} ${JSON.stringify(room.waves)}` : '';
}
