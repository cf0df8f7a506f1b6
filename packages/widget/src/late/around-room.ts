/** What stands around the conversation: the search, and boards that are loaded when a room first has something for them. */
import type { Client, Room } from '@support-chat/client';
import type { RoomDoc } from '@support-chat/protocol';
import type { Panel } from '../parts/panel.js';

type Attached = { readonly attach: (panel: Panel, room: Room) => unknown };

type Around = {
  /** Shows the boards that a room wants. It resolves when they are there; the messages say it, too, where one cannot be had. */
  readonly showBoards: (room: RoomDoc) => Promise<unknown>;
  /** Brings a message of the shared room into view; the room is there without it. */
  readonly showMessage: (seq: number) => void;
};

const nothing = (): undefined => undefined;

/** Puts the search there, follows links into the person's lane, and gives what shows the rest when it is wanted. */
export function dress(panel: Panel, client: Client, home: Room): Around {
  void import('./search.js').then(({ addSearch }) => addSearch(panel, client, home)).catch(nothing);
  void import('./lane-link.js').then(({ followLaneLinks }) => followLaneLinks(panel, home)).catch(nothing);
  const known = new Map<string, Promise<unknown>>();
  const show = (board: string, load: () => Promise<Attached>): Promise<unknown> => {
    const shown =
      known.get(board) ??
      load()
        .then((it) => it.attach(panel, home))
        .catch(nothing);
    known.set(board, shown);
    return shown;
  };
  // One after the other: they stand in this order.
  const showBoards = async (room: RoomDoc): Promise<void> => {
    if (room.problems) await show('problems', () => import('./problems.js'));
    if (room.pins) await show('pins', () => import('./pins.js'));
    if (room.state === 'planned' || room.waves || room.closesAt) await show('plan', () => import('./plan.js'));
    if (room.members) await show('stay', () => import('./stay.js'));
  };
  const showMessage = (seq: number): void =>
    void import('./show-message.js')
      .then(({ showMessageOf }) => showMessageOf(home, panel.conversation, seq))
      .catch(nothing);
  return { showBoards, showMessage };
}
