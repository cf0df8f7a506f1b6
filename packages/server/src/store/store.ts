/** The seam to a storage engine. Every engine passes the suite in `contract.ts`. */
import type {
  Appended,
  CannedReply,
  CannedScope,
  ShelfName,
  EventDraft,
  MemberDoc,
  MessageDoc,
  MessagePage,
  Person,
  QuestionState,
  RoomDoc,
  Standing,
  StoredEvent,
} from '@support-chat/protocol';
import type { KnownPerson } from '../people/name-keys.js';
import type { MessageIndex } from '../search/message-index.js';
import type { EventRow } from './event-row.js';
import type { FileRow, FileRows } from './file-rows.js';

/** The room as a transaction holds it: nobody else changes it meanwhile. */
export type Held = {
  /** Null when there is none. */
  readonly room: RoomDoc | null;
  /** Server time, milliseconds since the epoch. */
  readonly now: number;
  /** The number that the first event of the command will have. */
  readonly next: number;
  /** A message that the append is about; undefined when there is none of this number. */
  readonly message: (seq: number) => MessageDoc | undefined;
  /** The membership of whoever acts, or of somebody the append names; undefined for who is no member. */
  readonly member: (person: string) => MemberDoc | undefined;
  /** Another room that the append names, as the last commit left it; null when there is none. */
  readonly beside: (room: string) => RoomDoc | null;
  /** A file that the append names; undefined when there is none. */
  readonly file: (id: string) => FileRow | undefined;
  /** Whether whoever acts said that the problem the append names concerns them. */
  readonly isAffected: (problem: number) => boolean;
};

/** What a command makes of the room: at least one event, or a thrown Refusal. Pure and synchronous. */
export type Decide = (held: Held) => readonly EventDraft[];

export type Append = {
  readonly room: string;
  readonly by: Person;
  /** Unique per room and person, for ever. */
  readonly cid: string;
  /** Digest of what the command asks; tells a retry from a second command under the same cid. */
  readonly hash: string;
  readonly decide: Decide;
  /** Numbers of the messages that `decide` wants to see. */
  readonly about?: readonly number[];
  /** Ids of the people, beside whoever acts, whose membership `decide` wants to see. */
  readonly members?: readonly string[];
  /** The rooms that `decide` wants to see beside its own. */
  readonly beside?: string | readonly string[] | null;
  /** Ids of the files that `decide` wants to see. */
  readonly files?: readonly string[];
  /** Whoever it is by has not read the room by it: somebody else wrote it in their name. */
  readonly leavesMarker?: true;
  /** The problem for which `decide` wants to know whether it concerns whoever acts. */
  readonly affects?: number | null;
};

/** The stored events of one command, the same ones when its cid was seen before. */
export type StoredAppend = Appended & { readonly events: readonly StoredEvent[] };

/** When something next happens to a room by itself. */
export type RoomTime = { readonly room: string; readonly dueAt: number };

/** A room as it is at `head`. */
export type RoomHead = { readonly room: RoomDoc; readonly head: number };

/** Somebody who reads: decides which messages count as theirs and which they may see. */
export type Reader = {
  readonly person: string;
  readonly isStaff: boolean;
  /** Number of the first event they see. Default 1. */
  readonly from?: number;
};

/** A question as it lies in the table of questions. `dueAt` may be later than in its document: it was put off. */
export type QuestionRow = {
  readonly room: string;
  readonly seq: number;
  readonly state: QuestionState;
  /** Id of its owner. */
  readonly owner: string | null;
  /** How many it concerns. */
  readonly affected: number;
  readonly since: number;
  readonly dueAt: number | null;
};

/** The place of a message. */
export type MessagePlace = { readonly room: string; readonly seq: number };

/** Somebody said that a problem concerns them. */
export type AffectedRow = { readonly problem: number; readonly person: string };

/** A message called somebody. */
export type CallRow = { readonly seq: number; readonly person: string; readonly at: number };

/** Somebody of the directory, and what they are found by. */
export type DirectoryRow = KnownPerson & { readonly keys: string };

/** A prepared text as it lies in the table, or what is on a shelf beside them: that is JSON in `text`. */
export type CannedRow = {
  readonly reply: Omit<CannedReply, 'scope'> & { readonly scope: CannedScope | ShelfName };
  /** Id of who made it; whose it is, when only they use it. */
  readonly by: string;
};

/** `of`: a room or a person; empty for what is everybody's who helps. */
export type CannedPlace = { readonly scope: CannedRow['reply']['scope']; readonly of: string };

export type PersonMarker = { readonly person: string; readonly seq: number };

export type Durability = {
  readonly engine: string;
  /** `full`: what was acknowledged survives a power cut. */
  readonly durability: 'full';
};

/** How much was appended in how many transactions since the store was opened. */
export type StoreCounts = {
  readonly appends: number;
  readonly commits: number;
  /** Of an engine with a pool of connections: how many are at work now, and how many tasks wait for one. */
  readonly pool?: { readonly busy: number; readonly waiting: number };
};

/** Rooms as logs, and the documents folded from them in the same transaction. */
export type Store = {
  /** Made with the database; another value means that events may have been lost. */
  readonly epoch: string;

  /**
   * Adds the events of one command and moves the author's marker past the author's own message. Resolves after the commit
   * is durable. Appends called in one turn are stored in the order of the calls. Throws what `decide` throws, and
   * Refusal('cid_conflict' | 'storage_full'); then nothing was written. After Refusal('unavailable') it may have been: the same
   * command again gets the answer that was lost.
   */
  append(append: Append): Promise<StoredAppend>;

  /** Events in `(after, after + limit]`, ascending; none when there is no such room. */
  read(room: string, range: { readonly after: number; readonly limit: number }): Promise<readonly StoredEvent[]>;

  /** The newest messages with `seq < before` that the reader may see, folded. Cost does not grow with the room. */
  page(
    room: string,
    range: { readonly before: number; readonly limit: number; readonly isStaff: boolean; readonly from?: number },
  ): Promise<MessagePage>;

  /** The messages of these numbers, folded, for everybody and for staff; those that are not there are left out. */
  messages(room: string, seqs: readonly number[]): Promise<readonly MessageDoc[]>;

  /** Messages of several rooms, in the order of their places; those that are not there are left out. */
  messagesAt(
    places: readonly { readonly room: string; readonly seq: number }[],
  ): Promise<readonly { readonly room: string; readonly message: MessageDoc }[]>;

  /** What messages can be found by: behind the logs, and made of them. Not for who opened the store to read it. */
  readonly search: MessageIndex;

  /** Whose files are whose, and which messages show them. */
  readonly files: FileRows;

  /** The room, or null when there is none. */
  room(name: string): Promise<RoomHead | null>;

  /** Every room, by name. */
  rooms(which?: 'all' | 'without lanes'): Promise<readonly RoomHead[]>;

  /** What the person was let in as; null for who is no member. */
  member(room: string, person: string): Promise<MemberDoc | null>;

  /** Everybody who was let into the room, by id. */
  members(room: string): Promise<readonly MemberDoc[]>;

  /** The person's membership in every room where there is one, by name of the room. */
  memberships(person: string): Promise<ReadonlyMap<string, MemberDoc>>;

  /** Heads of these rooms in one call, 0 for a room that is not there; without names, those of all rooms. */
  heads(names?: Iterable<string>): Promise<ReadonlyMap<string, number>>;

  standing(room: string, reader: Reader): Promise<Standing>;

  /** The reader's standing in every room, by name of the room. One query, however many rooms there are. */
  standings(reader: Reader): Promise<ReadonlyMap<string, Standing>>;

  /** Moves the reader's marker to `max(marker, min(seq, head))`. Resolves when durable; may wait for others to share a commit. */
  moveMarker(room: string, reader: Reader, seq: number): Promise<Standing>;

  /**
   * Rows in `(after, after + limit]` as they lie in the table, and the chain the room has after its last event. For
   * verifying and moving a store; null when there is no such room.
   */
  readRows(
    room: string,
    range: { readonly after: number; readonly limit: number },
  ): Promise<{ readonly rows: readonly EventRow[]; readonly chain: string } | null>;

  /** How far everybody has read in a room, by person. */
  readMarkers(room: string): Promise<readonly PersonMarker[]>;

  /**
   * Adds rows of a room of another store as they are, after those that are here, and moves the markers. Throws TypeError
   * unless the rows are the next numbers and tied to what is here; then nothing was written. For restoring and moving a
   * store that nobody else uses meanwhile.
   */
  adopt(
    room: string,
    copied: { readonly rows: readonly EventRow[]; readonly markers?: readonly PersonMarker[] },
  ): Promise<void>;

  /**
   * Records that the person was signed out at this time, in milliseconds since the epoch; a later time counts for an
   * earlier one, too. Resolves when durable.
   */
  signOut(person: string, at: number): Promise<void>;

  /** The last sign-out of everybody whose last one was at `since` or later, by person. */
  signOuts(since: number): Promise<ReadonlyMap<string, number>>;

  /** Records whether the person wants not to be disturbed. Resolves when durable. */
  setBusy(person: string, isBusy: boolean): Promise<void>;

  /** Ids of those who want not to be disturbed. */
  busyPeople(): Promise<ReadonlySet<string>>;

  /** Questions whose `dueAt` is at or before this time, the most overdue first, in rooms of every state. */
  dueQuestions(now: number, limit: number): Promise<readonly QuestionRow[]>;

  /** Puts off what happens to a question by itself. Does nothing when it is no longer due at `from`. */
  putOff(question: { readonly room: string; readonly seq: number }, dueAt: { from: number; to: number }): Promise<void>;

  /** Messages that ask and are not solved, after this place, by room and number. */
  queue(
    after: { readonly room: string; readonly seq: number } | null,
    limit: number,
  ): Promise<readonly { readonly room: string; readonly message: MessageDoc }[]>;

  /**
   * Questions that went on as this message when they were moved, by room and number, and those that are on their way into its
   * room: not `isThere`, for nobody knows yet as what they go on.
   */
  movedTo(message: MessagePlace): Promise<readonly (MessagePlace & { readonly isThere: boolean })[]>;

  /** Messages of a room that ask and to whose questions something happened after this event. */
  questionsAfter(room: string, seq: number): Promise<readonly MessageDoc[]>;

  /** Rooms to which something happens by itself at or before this time, the most overdue first. */
  dueRooms(now: number, limit: number): Promise<readonly RoomTime[]>;

  /** Puts off what happens to a room by itself, null for ever. Does nothing when it is no longer due at `from`. */
  putOffRoom(room: string, dueAt: { readonly from: number; readonly to: number | null }): Promise<void>;

  /** The lanes beside a room, by name. */
  lanes(room: string): Promise<readonly RoomHead[]>;

  /**
   * Forgets what was said in a room whose last event is `room.erased`: the contents of all events before that, and every
   * row made of them. In portions: when it was interrupted, the next call goes on. Throws TypeError for another room.
   */
  erase(room: string): Promise<void>;

  /** Messages that were retracted and whose words may still be in the log, after this place, by room and number. */
  retractions(limit: number, after?: MessagePlace): Promise<readonly MessagePlace[]>;

  /**
   * Forgets the words of messages that were retracted: out of every event that has them, the numbers and what else these say
   * stay. Resolves when nothing of them is left in the files of the engine, as far as that is up to it. In portions: when it was
   * interrupted, they are among `retractions` still. Throws Refusal('unavailable') while somebody reads an old state of the
   * files.
   */
  eraseWords(messages: readonly MessagePlace[]): Promise<void>;

  /** Every question of a room, by number. */
  readQuestions(room: string): Promise<readonly QuestionRow[]>;

  /** Problems of the room that the person said concern them, those that are over included, by number. */
  problemsOf(room: string, person: string): Promise<readonly number[]>;

  /** Whom each problem of a room concerns, by number and person. */
  readAffected(room: string): Promise<readonly AffectedRow[]>;

  /** Messages that call the person past what they have seen of each room, the newest first. */
  callsOf(person: string, limit: number): Promise<readonly { readonly room: string; readonly seq: number }[]>;

  /** Every call of a room, by number of the message and person. */
  readCalls(room: string): Promise<readonly CallRow[]>;

  /** Replaces what is known of these people. Resolves when durable. */
  keepPeople(people: readonly DirectoryRow[]): Promise<void>;

  /** People whose keys are `LIKE` every one of the patterns, of which there are at most four; some of them when there are more. */
  findPeople(patterns: readonly string[], limit: number): Promise<readonly KnownPerson[]>;

  /** What is known of the people of these ids. */
  knownPeople(ids: readonly string[]): Promise<readonly KnownPerson[]>;

  /** People after this id, by id. */
  readPeople(after: string, limit: number): Promise<readonly DirectoryRow[]>;

  /** Canned replies that the person may use in the room, after this id, by id. */
  cannedFor(
    user: { readonly person: string; readonly room: string },
    after: string,
    limit: number,
  ): Promise<readonly CannedReply[]>;

  /** The canned reply of this id, or what is on a shelf under it; null when there is none. */
  canned(id: string): Promise<CannedRow | null>;

  /** How many canned replies have this scope, and this room or this maker where it has one. */
  countCanned(place: CannedPlace): Promise<number>;

  /** Keeps a canned reply, if there is one of this `rev`, or none when it is 0. Resolves to whether it was, when durable. */
  putCanned(row: CannedRow, rev: number): Promise<boolean>;

  /** Forgets a canned reply, if there is one of this `rev`. Resolves to whether there was. */
  dropCanned(id: string, rev: number): Promise<boolean>;

  /** What has this scope, and this room or this maker where it has one, by id. */
  cannedIn(place: CannedPlace, limit: number): Promise<readonly CannedRow[]>;

  /** Canned replies and what is on shelves after this id, by id. */
  readCanned(after: string, limit: number): Promise<readonly CannedRow[]>;

  /** Begins this epoch, or a new one, which tells every client to read anew. Resolves when durable. */
  beginEpoch(epoch?: string): Promise<void>;

  /** How safe an acknowledged append is, as the engine itself reports it now. Rejects when it takes no appends. */
  durability(): Promise<Durability>;

  counts(): StoreCounts;

  /** Finishes what waits, then closes. Idempotent. */
  close(): Promise<void>;
};
