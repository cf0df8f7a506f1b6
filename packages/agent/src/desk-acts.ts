/** What an agent does from the desk through dialogs and buttons of its own: private talks, merging, numbers. */
import type { RoomView } from '@support-chat/client';
import { laneName, Refusal, type MessageDoc, type Person } from '@support-chat/protocol';
import { colleaguesOf } from './colleagues.js';
import type { DeskSession } from './desk-session.js';
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
  readonly showNumbers: () => Promise<void>;
  /** Asks for a link for guests of the open room; `server` is where it will lead. */
  readonly makeLink: (server: string) => Promise<void>;
};

export function createDeskActs(seams: DeskActsSeams): DeskActs {
  const talkInPrivate = async (person: Person): Promise<void> => {
    const room = seams.view()?.name;
    if (!room) return;
    const lane = laneName(room, person.id);
    try {
      await seams.session()?.client.beginLane(lane, person);
    } catch (error) {
      // It has begun already: that is as good.
      const hasBegun = error instanceof Refusal && error.code === 'room_exists';
      if (!hasBegun) return seams.refuse(seams.refusalWords(error));
    }
    seams.choose(lane);
  };

  const merge = (asked: MessageDoc): void => {
    const room = seams.session()?.room;
    const dialog = seams.root().querySelector<SameAs>('support-desk-same-as');
    if (room) dialog?.ask(asked, room, (error) => seams.refusalWords(error));
  };

  const split = async (question: number, into: number): Promise<void> => {
    try {
      await seams.session()?.room?.act('question.split', { question, into });
    } catch (error) {
      seams.refuse(seams.refusalWords(error));
    }
  };

  const handOver = async (questions: readonly Handed[]): Promise<void> => {
    const session = seams.session();
    if (!session) return;
    try {
      await import('./parts/hand-over.js');
    } catch (error) {
      return seams.refuse(seams.refusalWords(error));
    }
    const dialog = seams.root().querySelector<HandOver>('support-desk-hand-over');
    const hand = ({ room, seq: question }: Handed, to: Person) =>
      session.lobby.send('question.hand', { room, question, to });
    const colleagues = colleaguesOf(session.lobby.view, seams.view());
    void dialog?.ask(questions, colleagues, hand, (error) => seams.refusalWords(error));
  };

  const revoke = async (link: number, guests: readonly string[]): Promise<void> => {
    try {
      await seams.session()?.room?.act('link.revoke', { link, guests });
    } catch (error) {
      seams.refuse(seams.refusalWords(error));
    }
  };

  return {
    moreActs: (message) =>
      questionActs(message, {
        revoke: (link, guests) => void revoke(link, guests),
        handOver: ({ seq }) => void handOver([{ room: seams.view()?.name ?? '', seq }]),
        mayHand: ({ id }) => id === seams.view()?.me?.id || seams.view()?.me?.role === 'manager',
        room: seams.view()?.room ?? null,
        strings: seams.strings(),
        talkInPrivate: ({ by }) => void talkInPrivate(by),
        merge,
        split: (question, into) => void split(question, into),
      }),
    makeLink: async (server) => {
      const room = seams.session()?.room;
      if (!room) return;
      try {
        await import('./parts/guest-dialog.js');
      } catch (error) {
        return seams.refuse(seams.refusalWords(error));
      }
      const dialog = seams.root().querySelector<GuestDialog>('support-desk-guest-dialog');
      void dialog?.ask(room, server, (error) => seams.refusalWords(error));
    },
    handOver,
    showNumbers: async () => {
      const [room, session] = [seams.view()?.room, seams.session()];
      if (!room || !session) return;
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      try {
        await import('./parts/numbers.js');
      } catch (error) {
        return seams.refuse(seams.refusalWords(error));
      }
      const dialog = seams.root().querySelector<RoomNumbersDialog>('support-desk-numbers');
      const read = () => session.lobby.numbers(room.name, timeZone);
      void dialog?.ask({ name: room.name, title: titleOf(room) }, read, (error) => seams.refusalWords(error));
    },
  };
}
