/** The seam to an index of messages. Each engine passes `test/search-contract.ts`. It is made of the logs, and can be made anew. */
import type { SearchToken } from './searchable.js';

/** Raise it whenever what is indexed changes: an index of another version is emptied and made anew. */
export const indexVersion = '2';

/** A message as it is indexed. */
export type IndexedMessage = {
  readonly seq: number;
  readonly at: number;
  readonly by: { readonly id: string; readonly name: string };
  /** Only staff may see it. */
  readonly isNote: boolean;
  readonly asks: boolean;
  /** The question that it is the answer to. */
  readonly answers: number | null;
  /** As `lineOf` makes it. */
  readonly line: string;
};

/** Who may see a room of its kind without being let in by name. Narrows a search; what counts is the scope. */
export type OpenTo = 'everybody' | 'staff' | 'members';

/** What does not change about a room. */
export type RoomFacts = {
  readonly openTo: OpenTo;
  /** The room that a lane is beside; null for any other room. */
  readonly of: string | null;
  /** Whom a lane is for. */
  readonly person: string | null;
};

/** How far a room is in the index. */
export type IndexCursor = {
  readonly seq: number;
  /** It was taken out because nobody sees it any more. */
  readonly isGone: boolean;
};

/** What some events of a room's log change in the index. */
export type Portion = {
  readonly facts: RoomFacts;
  /** Everything of the room goes first. */
  readonly isEmptied: boolean;
  readonly put: readonly IndexedMessage[];
  readonly remove: readonly number[];
  /** How far the room is then. */
  readonly cursor: IndexCursor;
};

/** What somebody may see: rooms, each from an event on. */
export type SearchScope = {
  readonly rooms: readonly { readonly name: string; readonly from: number; readonly openTo: OpenTo }[];
  /** The lanes beside these rooms are in it, too. */
  readonly hasLanes: boolean;
  readonly isStaff: boolean;
};

export type Wanted = {
  /** All of them. */
  readonly tokens: readonly SearchToken[];
  readonly scope: SearchScope;
  /** One of these; null for anybody. */
  readonly authors: readonly number[] | null;
  readonly asks: boolean;
  readonly answers: boolean;
  /** From this time on, and before that one; milliseconds since the epoch. */
  readonly from: number | null;
  readonly before: number | null;
};

/** A message worth looking at. */
export type Candidate = {
  /** Where it stands among all, for `find`. */
  readonly place: string;
  readonly room: string;
  readonly seq: number;
  readonly line: string;
  readonly asks: boolean;
  readonly answers: number | null;
};

export type MessageIndex = {
  /** How far each room is. Empties an index of another version, or of another log than that of this epoch, first. */
  cursors(): Promise<ReadonlyMap<string, number>>;

  /**
   * Does for one room what `make` says, with the cursor, all or nothing. Nobody else does it meanwhile: with `waits` it is
   * waited for them, otherwise null is given. Gives how far the room is; null as well when `make` gives null.
   */
  take(
    room: string,
    make: (cursor: IndexCursor) => Promise<Portion | null>,
    options?: { readonly waits?: boolean },
  ): Promise<number | null>;

  /** Numbers of the messages that are indexed as the answer to one of these questions. */
  answersTo(room: string, questions: readonly number[]): Promise<readonly number[]>;

  /** Names of the lanes of this person. */
  lanesOf(person: string): Promise<readonly string[]>;

  /** Those who wrote something, by their id or by a needle in the line of their name; some of them when there are many. */
  authors(sought: { readonly id: string; readonly needle: string | null }): Promise<readonly number[]>;

  /** Candidates that the scope has in it, the newest first, from this place on, which is given too; null for the newest. */
  find(wanted: Wanted, at: string | null, limit: number): Promise<readonly Candidate[]>;

  /** Tidies up after much was put or removed. */
  settle(): Promise<void>;

  /**
   * Writes itself anew when something was removed, at most twice a day: what was removed is then nowhere any more, not even in
   * the unused parts of a file. `now`: milliseconds since the epoch. Rejects when it could not be done; it is due still.
   */
  compact(now: number): Promise<void>;

  /** Forgets everything; it is made anew from the logs. */
  empty(): Promise<void>;
};

/** At most every 12 hours: what was removed is gone within a day. */
export const compactEveryMs = 43_200_000;

/** Authors that are looked up by one name. */
export const maxAuthors = 200;

/** Rooms that a search is narrowed to by tokens; for more, looking at each candidate costs less. */
export const maxRoomTokens = 64;

/** Marks tokens that are no words: nothing that was folded has it in it. */
const sigil = '\ue000';

/** Tokens beside those of the words. */
export const markTokens = {
  openTo: (openTo: OpenTo): string => `${sigil}${openTo}`,
  room: (name: string): string => `${sigil}r${name}`,
  author: (id: number): string => `${sigil}a${id}`,
  asks: `${sigil}asks`,
  answers: `${sigil}answers`,
  /** Every message has it. */
  any: `${sigil}any`,
} as const;

/** What a search is narrowed to: of each row one of the tokens. A row without any: nothing can be found. */
export function narrowedTo({ scope, authors, asks, answers }: Wanted): string[][] {
  const { rooms, hasLanes, isStaff } = scope;
  const open: OpenTo[] = isStaff ? ['everybody', 'staff'] : ['everybody'];
  const named = rooms.filter(({ openTo }) => !open.includes(openTo));
  const areFew = rooms.length <= maxRoomTokens && !hasLanes;
  const roomTokens = (areFew ? rooms : named).map(({ name }) => markTokens.room(name));
  const narrowed = areFew ? [roomTokens] : [[...open.map(markTokens.openTo), ...roomTokens]];
  // Looking at each candidate costs less.
  if (!areFew && named.length > maxRoomTokens) narrowed.pop();
  if (authors) narrowed.push(authors.map(markTokens.author));
  if (asks) narrowed.push([markTokens.asks]);
  if (answers) narrowed.push([markTokens.answers]);
  return narrowed.length > 0 ? narrowed : [[markTokens.any]];
}
