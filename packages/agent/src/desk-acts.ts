/** What an agent does from the desk through dialogs and buttons of its own: private talks, merging, numbers. */
import type { RoomView } from '@support-chat/client';
import { laneName, Refusal, type MessageDoc, type Person } from '@support-chat/protocol';
import { colleaguesOf } from './colleagues.js';
import type { DeskSession } from './desk-session.js';
import type { ExportDialog, ExportSource } from './parts/export-dialog.js';
import type { GuestDialog } from './parts/guest-dialog.js';
import type { Handed, HandOver } from './parts/hand-over.js';
import type { RoomNumbersDialog } from './parts/numbers.js';
import type { SameAs } from './parts/same-as.js';
import { questionActs } from './question-acts.js';
import { titleOf } from './room-words.js';
import type { DeskStrings } from './strings.js';

export type DeskActsSeams = {
  /** Where the dialogs are. */
  readonly root: () => ParentNode;
  readonly session: () => DeskSession | null;
  readonly view: () => RoomView | null;
  readonly strings: () => DeskStrings;
  refusalWords(error: unknown): string;
  /** Shows these words at the text box. */
  refuse(words: string): void;
  /** Opens this room. */
  choose(room: string): void;
};

export type DeskActs = {
  /** What stands behind the acts that everybody has at a question. */
  readonly moreActs: (message: MessageDoc) => unknown;
  /** Asks to whom these questions go. */
  readonly handOver: (questions: readonly Handed[]) => Promise<void>;
  /** Offers the open room as a file. */
  readonly exportRoom: (source: Pick<ExportSource, 'server' | 'getToken'>) => Promise<void>;
  readonly showNumbers: () => Promise<void>;
  /** Wants not to be disturbed, or takes it back. */
  readonly switchBusy: () => Promise<void>;
  /** Asks for a link for guests of the open room; `server` is where it will lead. */
  readonly makeLink: (server: string) => Promise<void>;
};

export function createDeskActs(seams: DeskActsSeams): DeskActs {
  const words = (error: unknown): string => seams.refusalWords(error);

  /** Says in words why something was not done. */
  const trying = async (act: () => Promise<unknown>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      seams.refuse(words(error));
    }
  };

  /** Loads a dialog and opens it. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as `querySelector` has it
  const opening = <E extends Element>(tag: string, load: () => Promise<unknown>, open: (dialog: E) => Promise<void>) =>
    trying(async () => {
      await load();
      const dialog = seams.root().querySelector<E>(tag);
      if (dialog) await open(dialog);
    });

  const talkInPrivate = async (person: Person): Promise<void> => {
    const room = seams.view()?.name;
    if (!room) return;
    const lane = laneName(room, person.id);
    try {
      await seams.session()?.client.beginLane(lane, person);
    } catch (error) {
      // It has begun already: that is as good.
      const hasBegun = error instanceof Refusal && error.code === 'room_exists';
      if (!hasBegun) return seams.refuse(words(error));
    }
    seams.choose(lane);
  };

  const merge = (asked: MessageDoc): void => {
    const room = seams.session()?.room;
    const dialog = seams.root().querySelector<SameAs>('support-desk-same-as');
    if (room) dialog?.ask(asked, room, words);
  };

  const handOver = async (questions: readonly Handed[]): Promise<void> => {
    const session = seams.session();
    if (!session) return;
    const hand = ({ room, seq: question }: Handed, to: Person) =>
      session.lobby.send('question.hand', { room, question, to });
    const load = () => import('./parts/hand-over.js');
    await opening<HandOver>('support-desk-hand-over', load, (dialog) =>
      dialog.ask(questions, colleaguesOf(session.lobby.view, seams.view()), hand, words),
    );
  };

  return {
    moreActs: (message) =>
      questionActs(message, {
        room: seams.view()?.room ?? null,
        strings: seams.strings(),
        talkInPrivate: ({ by }) => void talkInPrivate(by),
        merge,
        split: (question, into) =>
          void trying(async () => seams.session()?.room?.act('question.split', { question, into })),
        handOver: ({ seq }) => void handOver([{ room: seams.view()?.name ?? '', seq }]),
        mayHand: ({ id }) => id === seams.view()?.me?.id || seams.view()?.me?.role === 'manager',
        revoke: (link, guests) => void trying(async () => seams.session()?.room?.act('link.revoke', { link, guests })),
      }),
    handOver,
    makeLink: async (server) => {
      const room = seams.session()?.room;
      const load = () => import('./parts/guest-dialog.js');
      if (room)
        await opening<GuestDialog>('support-desk-guest-dialog', load, (dialog) => dialog.ask(room, server, words));
    },
    exportRoom: async (source) => {
      const room = seams.view()?.room;
      if (!room) return;
      const load = () => import('./parts/export-dialog.js');
      await opening<ExportDialog>('support-desk-export', load, (dialog) =>
        dialog.ask({ ...source, room: room.name, title: titleOf(room) }, words),
      );
    },
    switchBusy: () =>
      trying(async () => {
        const lobby = seams.session()?.lobby;
        await lobby?.tellPresence({ isBusy: !lobby.view.isBusy });
      }),
    showNumbers: async () => {
      const [room, session] = [seams.view()?.room, seams.session()];
      if (!room || !session) return;
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      const load = () => import('./parts/numbers.js');
      await opening<RoomNumbersDialog>('support-desk-numbers', load, (dialog) =>
        dialog.ask({ name: room.name, title: titleOf(room) }, () => session.lobby.numbers(room.name, timeZone), words),
      );
    },
  };
}
