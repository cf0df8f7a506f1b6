/** The board of problems, put into a panel and tied to its room. Loaded when there is one to show. */
import type { Room, RoomView } from '@support-chat/client';
import type { Panel } from '../parts/panel.js';
import { ProblemBoard } from './problem-board.js';
import { ProblemLine } from './problem-line.js';
import { loadProblemStrings } from './problem-strings.js';

export { ProblemBoard, ProblemLine };

/** Pixels that the conversation has at least before problems are told in brief, and that it has too many once they are not. */
const [leastPx, plentyPx] = [220, 420];

const elements = { 'support-chat-problems': ProblemBoard, 'support-chat-problem-line': ProblemLine };
for (const [name, element] of Object.entries(elements))
  if (!customElements.get(name)) customElements.define(name, element);

/** Shows the room's problems in the panel from now on. Resolves once the first ones can be drawn. */
export async function attach(panel: Panel, room: Room): Promise<void> {
  const board = document.createElement('support-chat-problems') as ProblemBoard;
  let person: string | null = null;
  /** Problems for which it is known whether they concern the person. */
  let known: ReadonlySet<number> = new Set();
  let isSteady = false;
  let asks = 0;
  const isShown = panel.view?.room != null;

  const fit = (height: number): void => {
    // A panel that is closed has no height.
    if (height > 0 && (board.isBrief ? height > plentyPx : height < leastPx)) board.isBrief = !board.isBrief;
  };
  // With the next frame: what changes sizes while they are looked at is an error of the page.
  const observer = new ResizeObserver(([entry]) => requestAnimationFrame(() => fit(entry?.contentRect.height ?? 0)));
  let watched: Element | null = null;
  /** Another room has a list of its own. */
  const watchList = async (): Promise<void> => {
    await panel.conversation.updateComplete;
    const list = panel.conversation.renderRoot.querySelector('support-chat-message-list');
    if (list === watched) return;
    observer.disconnect();
    watched = list;
    if (list) observer.observe(list);
  };

  /** Asks for which problems the person is counted. What is on its way is forgotten. */
  const ask = async (): Promise<void> => {
    const number = (asks += 1);
    const own = (await room.ask('problem.mine', {}))?.problems;
    if (asks !== number) return;
    if (own) board.mine = new Set(own);
    else known = new Set(); // Asked again with the next view: there is one when the connection is back.
  };
  const show = ({ me, room: doc, connection }: RoomView): void => {
    const problems = doc?.state === 'open' ? (doc.problems ?? []) : [];
    if (me && me.id !== person) [board.mine, known] = [null, new Set()];
    person = me?.id ?? person;
    board.isAlone = panel.isLane;
    if (board.problems !== problems) board.problems = problems;
    if (board.isConnected && board.hidden && problems.length > 0) board.arrives = true;
    board.hidden = problems.length === 0;
    void watchList();
    const isOnline = connection.state === 'online';
    const isNew = problems.some(({ seq }) => !known.has(seq));
    if (isOnline && isNew) {
      // What was announced a moment ago concerns nobody yet: thousands need not ask.
      const isAllNew = isSteady && known.size > 0;
      known = new Set(problems.map(({ seq }) => seq));
      if (!isAllNew) void ask();
    }
    isSteady = isOnline && doc !== null;
  };
  const speak = async (): Promise<void> => {
    const { lang } = panel;
    const strings = await loadProblemStrings(lang);
    if (lang === panel.lang) Object.assign(board, { lang, strings });
  };
  board.addEventListener('support-chat-problem', (event) => {
    event.stopPropagation();
    const { problem, isMine } = (event as CustomEvent<{ problem: number; isMine: boolean }>).detail;
    const say = (isSaid: boolean): void => {
      const others = [...(board.mine ?? [])].filter((seq) => seq !== problem);
      board.mine = new Set(isSaid ? [...others, problem] : others);
    };
    board.isRefused = false;
    say(isMine);
    room.act(isMine ? 'problem.join' : 'problem.leave', { problem }).catch((error: unknown) => {
      // Counted on another device, or over: what is true is asked for. Everything else is told.
      board.isRefused = (error as { code?: unknown }).code !== 'changed';
      say(!isMine);
      void ask();
    });
  });
  await speak();
  new MutationObserver(() => void speak()).observe(panel, { attributeFilter: ['lang'] });
  room.subscribe(show);
  board.part.add('problems');
  board.arrives = isShown;
  panel.append(board);
}
