/** What an agent does from the desk through dialogs and buttons of its own: private talks, merging, numbers. */
import type { Lobby, RoomView } from '@support-chat/client';
import {
  laneName,
  limits,
  Refusal,
  type MessageDoc,
  type Person,
  type QueueRow,
  type QuestionState,
} from '@support-chat/protocol';
import { colleaguesOf } from './colleagues.js';
import type { DeskSession } from './desk-session.js';
import type { AnswerAll } from './parts/answer-all.js';
import type { ExportDialog, ExportSource } from './parts/export-dialog.js';
import type { GuestDialog } from './parts/guest-dialog.js';
import type { MembersSource } from './parts/members.js';
import type { ShareDialog } from './parts/share-dialog.js';
import type { Handed, HandOver } from './parts/hand-over.js';
import type { RoomNumbersDialog } from './parts/numbers.js';
import type { PlanDialog } from './parts/plan-dialog.js';
import type { MoveQuestions } from './parts/move-questions.js';
import type { PromiseDialog } from './parts/promise-dialog.js';
import type { SearchDialog } from './parts/search-dialog.js';
import type { RoomEnd, RoomEndSource } from './parts/room-end.js';
import type { Versions } from './parts/versions.js';
import type { SameAs } from './parts/same-as.js';
import { questionActs } from './question-acts.js';
import { titleOf } from './room-words.js';
import type { DeskStrings } from './strings.js';

/** What is asked for again in another room, when its own ends. */
const isMoved: ReadonlySet<QuestionState> = new Set(['open', 'claimed']);

export type DeskActsSeams = {
  /** Where the dialogs are. */
  readonly root: () => ParentNode;
  readonly session: () => DeskSession | null;
  /** Base URL of the room server: links lead there. */
  readonly server: () => string;
  readonly view: () => RoomView | null;
  readonly strings: () => DeskStrings;
  refusalWords(error: unknown): string;
  /** Shows these words at the text box. */
  refuse(words: string): void;
  /** Asks for the room of an incident that the message tells of. */
  incident(asked: MessageDoc): void;
  /** Opens this room; null closes the one that is open. */
  choose(room: string | null): void;
};

export type DeskActs = {
  /** What stands behind the acts that everybody has at a question. Another function when what it gives may be another. */
  moreActs(): (message: MessageDoc) => unknown;
  /** Takes a pin away. */
  unpin(seq: number): Promise<void>;
  /** Shows what a message of the open room said before. */
  readonly versions: (seq: number) => Promise<void>;
  /** Asks to whom these questions go. */
  readonly handOver: (questions: readonly Handed[]) => Promise<void>;
  /** Offers the open room as a file. */
  readonly exportRoom: (source: Pick<ExportSource, 'server' | 'getToken'>) => Promise<void>;
  readonly showNumbers: () => Promise<void>;
  readonly members: MembersSource;
  /** Gives the link of the open room, or of one of its messages. */
  readonly share: (seq: number | null) => Promise<void>;
  /** Wants not to be disturbed, or takes it back. */
  readonly switchBusy: () => Promise<void>;
  /** Asks for a link for guests of the open room. */
  readonly makeLink: () => Promise<void>;
  /** Asks for one answer to all of these questions. */
  readonly answerAll: (questions: readonly QueueRow[]) => Promise<void>;
  /** Asks to which room the questions of the open one go that are not solved. */
  readonly moveOpen: () => Promise<void>;
  /** Asks whether the open room is to be deleted. */
  readonly deleteRoom: () => Promise<void>;
  /** Opens the search of messages. */
  readonly search: () => Promise<void>;
  /** Shows the rooms that were deleted. */
  readonly showDeleted: () => Promise<void>;
  /** Asks when the open room opens and closes, and who gets it when. */
  readonly planRoom: () => Promise<void>;
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

  const move = async (questions: readonly Handed[]): Promise<void> => {
    const session = seams.session();
    const home = seams.view()?.name;
    if (!session || !home || questions.length === 0) return;
    const { placeIn, roomsToMoveTo } = await import('./parts/move-questions.js');
    const load = () => Promise.resolve();
    const act = ({ room, seq: question }: Handed, toRoom: string) =>
      session.lobby.send('question.move', { room, question, toRoom: placeIn(toRoom, room) });
    await opening<MoveQuestions>('support-desk-move-questions', load, (dialog) =>
      dialog.ask(questions, roomsToMoveTo(session.lobby.view.rows, home), act, words),
    );
  };

  const versions = async (seq: number): Promise<void> => {
    const room = seams.session()?.room;
    const load = () => import('./parts/versions.js');
    if (room) await opening<Versions>('support-desk-versions', load, (dialog) => dialog.show(room, seq));
  };
  const promise = async (asked: MessageDoc): Promise<void> => {
    const room = seams.session()?.room;
    const load = () => import('./parts/promise-dialog.js');
    if (room)
      await opening<PromiseDialog>('support-desk-promise-dialog', load, (dialog) => dialog.ask(room, asked, words));
  };

  const share = async (seq: number | null): Promise<void> => {
    const room = seams.session()?.room;
    const load = () => import('./parts/share-dialog.js');
    if (room) await opening<ShareDialog>('support-desk-share', load, (dialog) => dialog.ask(room, seq, words));
  };

  const makeLink = async (question: MessageDoc | null): Promise<void> => {
    const [room, server] = [seams.session()?.room, seams.server()];
    const load = () => import('./parts/guest-dialog.js');
    if (room)
      await opening<GuestDialog>('support-desk-guest-dialog', load, (dialog) =>
        dialog.ask(room, server, words, question),
      );
  };

  const unpin = (pin: number): Promise<void> =>
    trying(async () => seams.session()?.room?.act('message.unpin', { pin }));
  const pin = (seq: number): Promise<void> => {
    const count = seams.view()?.room?.pins?.length ?? 0;
    if (count < limits.maxPins) return trying(async () => seams.session()?.room?.act('message.pin', { pin: seq }));
    return Promise.resolve(seams.refuse(seams.strings().pinsFull(count)));
  };

  const moreActs = (message: MessageDoc): unknown =>
    questionActs(message, {
      room: seams.view()?.room ?? null,
      strings: seams.strings(),
      typing: seams.view()?.typing ?? [],
      looks: seams.session()?.lobby.view.looks ?? [],
      talkInPrivate: ({ by }) => void talkInPrivate(by),
      merge,
      incident: (asked) => seams.incident(asked),
      move: ({ seq }) => void move([{ room: seams.view()?.name ?? '', seq }]),
      share: ({ seq }) => void share(seq),
      split: (question, into) =>
        void trying(async () => seams.session()?.room?.act('question.split', { question, into })),
      handOver: ({ seq }) => void handOver([{ room: seams.view()?.name ?? '', seq }]),
      isMine: ({ id }) => id === seams.view()?.me?.id,
      promise: (asked) => void promise(asked),
      makeLink: (asked) => void makeLink(asked),
      mayHand: ({ id }) => id === seams.view()?.me?.id || seams.view()?.me?.role === 'manager',
      canPin: seams.view()?.room?.lane === undefined && seams.view()?.room?.kind !== 'team',
      pin: ({ seq }, isPinned) => void (isPinned ? unpin(seq) : pin(seq)),
      revoke: (link, guests) => void trying(async () => seams.session()?.room?.act('link.revoke', { link, guests })),
    });
  const lobby = (): Lobby => {
    const session = seams.session();
    if (!session) throw new Refusal('unavailable', 'the desk is being closed');
    return session.lobby;
  };
  const members: MembersSource = {
    list: async (room) => lobby().members(room),
    roster: async (room) => lobby().roster(room),
    find: async (room, text) => lobby().findPeople(room, text),
    add: async (room, person, as) => lobby().send('member.add', { room, person, as }),
    remove: async (room, person) => lobby().send('member.remove', { room, person }),
    checklist: {
      set: async (room, items) => lobby().send('checklist.set', { room, items }),
      tick: async (room, change) => lobby().send('checklist.tick', { room, ...change }),
    },
    words,
  };

  const ends: RoomEndSource = {
    delete: async (room, name, reason) => {
      await lobby().send('room.delete', { room, name, reason });
      if (seams.view()?.name === room) seams.choose(null);
    },
    recover: async (room) => lobby().send('room.recover', { room, reason: '' }),
    deleted: async () => lobby().deletedRooms(),
    words,
  };
  const openEnd = (open: (dialog: RoomEnd) => Promise<void>): Promise<void> =>
    opening<RoomEnd>('support-desk-room-end', () => import('./parts/room-end.js'), open);

  const current = { writers: '', moreActs };

  return {
    unpin,
    moreActs: () => {
      const writers = (seams.view()?.typing ?? []).flatMap(({ id, re }) => (re === undefined ? [] : `${re} ${id}`));
      const pins = (seams.view()?.room?.pins ?? []).map(({ rev }) => rev);
      const visitors = (seams.view()?.room?.visitors ?? []).map(({ person }) => person.id);
      const looks = (seams.session()?.lobby.view.looks ?? []).map(
        ({ by, room, question }) => `${by.id} ${room} ${question}`,
      );
      const key = [...writers, ...pins, ...visitors, ...looks].join('\n');
      if (key !== current.writers)
        Object.assign(current, { writers: key, moreActs: (message: MessageDoc) => moreActs(message) });
      return current.moreActs;
    },
    handOver,
    answerAll: async (questions) => {
      const session = seams.session();
      if (!session) return;
      const post = ({ room, seq: re }: QueueRow, text: string) =>
        session.lobby.send('message.post', { room, re, body: { kind: 'text', text } });
      const load = () => import('./parts/answer-all.js');
      await opening<AnswerAll>('support-desk-answer-all', load, (dialog) => dialog.ask(questions, post, words));
    },
    moveOpen: () => {
      const home = seams.view()?.name;
      const rows = seams.session()?.lobby.view.questions ?? [];
      return move(rows.filter(({ room, state }) => room === home && isMoved.has(state)));
    },
    deleteRoom: async () => {
      const room = seams.view()?.room;
      if (room) await openEnd((dialog) => dialog.ask(room, ends));
    },
    versions,
    planRoom: async () => {
      const room = seams.session()?.room;
      const load = () => import('./parts/plan-dialog.js');
      if (room) await opening<PlanDialog>('support-desk-plan-dialog', load, (dialog) => dialog.ask(room, words));
    },
    search: async () => {
      const session = seams.session();
      const load = () => import('./parts/search-dialog.js');
      if (session)
        await opening<SearchDialog>('support-desk-search', load, (dialog) =>
          dialog.open(
            session.client,
            session.lobby.view.rows.map(({ room }) => room),
          ),
        );
    },
    showDeleted: () => openEnd((dialog) => dialog.list(ends)),
    share,
    members,
    makeLink: () => makeLink(null),
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
