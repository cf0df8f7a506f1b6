/** The board of problems, put into a panel and tied to its room. Loaded when there is one to show. */
import type { Room, RoomView } from '@support-chat/client';
import type { Panel } from '../parts/panel.js';
import { ProblemBoard } from './problem-board.js';
import { ProblemLine } from './problem-line.js';
import { loadProblemStrings } from './problem-strings.js';

export { ProblemBoard, ProblemLine };

const elements = { 'support-chat-problems': ProblemBoard, 'support-chat-problem-line': ProblemLine };
for (const [name, element] of Object.entries(elements))
  if (!customElements.get(name)) customElements.define(name, element);

/** Shows the room's problems in the panel from now on. Resolves once the first ones can be drawn. */
export async function showProblems(panel: Panel, room: Room): Promise<void> {
  const board = document.createElement('support-chat-problems') as ProblemBoard;
  let person: string | null = null;
  let asked = '';
  const isShown = panel.view?.room != null;

  /** Asks anew for another person and for other problems; what is on its way is forgotten then. */
  const ask = async (key: string): Promise<void> => {
    asked = key;
    const own = await room.ownProblems();
    if (asked !== key) return;
    if (own) board.mine = new Set(own);
    else asked = ''; // Asked again with the next view: there is one when the connection is back.
  };
  const show = ({ me, room: doc, connection }: RoomView): void => {
    const problems = doc?.state === 'open' ? (doc.problems ?? []) : [];
    if (me && me.id !== person) board.mine = null;
    person = me?.id ?? person;
    if (board.problems !== problems) board.problems = problems;
    if (board.isConnected && board.hidden && problems.length > 0) board.arrives = true;
    board.hidden = problems.length === 0;
    const key = `${person} ${problems.map(({ seq }) => seq).join(' ')}`;
    if (problems.length > 0 && connection.state === 'online' && key !== asked) void ask(key);
  };
  const speak = async (): Promise<void> => {
    const { lang } = panel;
    const strings = await loadProblemStrings(lang);
    if (lang === panel.lang) Object.assign(board, { lang, strings });
  };
  board.addEventListener('support-chat-problem', (event) => {
    event.stopPropagation();
    const { problem, isMine } = (event as CustomEvent<{ problem: number; isMine: boolean }>).detail;
    const before = board.mine ?? new Set<number>();
    board.isRefused = false;
    board.mine = new Set(isMine ? [...before, problem] : [...before].filter((seq) => seq !== problem));
    room.act(isMine ? 'problem.join' : 'problem.leave', { problem }).catch((error: unknown) => {
      // Counted on another device, or over: what is true is asked for. Everything else is told.
      board.isRefused = (error as { code?: unknown }).code !== 'changed';
      void ask(asked);
    });
  });
  await speak();
  new MutationObserver(() => void speak()).observe(panel, { attributeFilter: ['lang'] });
  room.subscribe(show);
  board.arrives = isShown;
  panel.append(board);
}
