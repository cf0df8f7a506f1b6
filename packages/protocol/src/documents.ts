import type { Body } from './bodies.js';
import type { Audience } from './events.js';
import type { GuestLinkState } from './guests.js';
import type { MemberRole, Person } from './people.js';
import type { Pin } from './pins.js';
import type { ProblemDoc } from './problems.js';
import type { MovedFrom, QuestionCounts, QuestionDoc } from './questions.js';
import type { RoomKind, RoomState } from './room-name.js';
import type { QuestionLink, Visitor } from './visitors.js';

/** A room, folded: everything true of it now. */
export type RoomDoc = {
  readonly name: string;
  readonly kind: RoomKind;
  /** Only members may know of it. */
  readonly isPrivate?: true;
  /** Of a lane: the room that it is beside, and whom it is for. */
  readonly lane?: Lane;
  /** How many were let in by name; absent without any. */
  readonly members?: number;
  /** Those of them who are here for one question; absent until there was somebody. */
  readonly visitors?: readonly Visitor[];
  /** Links for guests that end with a question and have not, for staff alone. */
  readonly links?: readonly QuestionLink[];
  readonly state: RoomState;
  /** When a planned room opens by itself, and an open one closes, milliseconds since the epoch; null or absent for by hand. */
  readonly opensAt?: number | null;
  readonly closesAt?: number | null;
  /** Who gets it when, by time; absent while nobody said. */
  readonly waves?: readonly Wave[];
  /** The attributes of each wave, by its place, for staff alone; absent until one had any. */
  readonly wavesFor?: readonly (readonly string[])[];
  /** How long questions wait here; what is absent is as everywhere. */
  readonly waits?: Waits;
  /** Only of a closed room: it was put away, and nothing in it can be changed until it is taken out again. */
  readonly archived?: Archived;
  /** Nobody sees it any more; until its time has come it can be taken back. */
  readonly deleted?: Deleted;
  /** When all that was said in it was forgotten: what is here is all there is of it. Milliseconds since the epoch. */
  readonly erasedAt?: number;
  readonly title: string;
  /** One line: what this room is for. */
  readonly purpose: string;
  /** Address of the page that carries the room's tag, http or https; null or absent while nobody said. */
  readonly page?: string | null;
  /** What it is about, in a word or two each; by these it is found. Absent while nobody said. */
  readonly topics?: readonly string[];
  /** Whom it is for: people with one of these attributes, as `office=osaka`. Others do not know of it; absent or empty for everybody. */
  readonly boundTo?: readonly string[];
  /** What support does in it, for staff alone; absent while nobody said. */
  readonly checklist?: readonly ChecklistItem[];
  readonly createdAt: number;
  /** Messages ever posted for everyone. */
  readonly messages: number;
  /** The newest message for everyone. */
  readonly last: LastMessage | null;
  /** Set while a question has no answer. */
  readonly waiting: Waiting | null;
  /** Absent until something is asked. */
  readonly questions?: QuestionCounts;
  /** What is broken or planned and not over, at most `limits.maxProblems`; absent until there was something. */
  readonly problems?: readonly ProblemDoc[];
  /** What everybody should know, newest first, at most `limits.maxPins`; absent until something was pinned. */
  readonly pins?: readonly Pin[];
};

/** Something to do. `done`: by whom and when, milliseconds since the epoch; null while it is not. */
export type ChecklistItem = {
  readonly text: string;
  readonly done: { readonly by: Person; readonly at: number } | null;
};

/** A room as somebody finds it who looks for the right one. */
export type FoundRoom = Pick<RoomDoc, 'name' | 'kind' | 'state' | 'title' | 'purpose' | 'topics' | 'page'> & {
  /** When it opens, milliseconds since the epoch; null when it is open, or nobody said. */
  readonly opensAt: number | null;
  /** It is bound to an attribute of the person. */
  readonly isForYou: boolean;
};

/** Some of the people, and when it is their turn: milliseconds since the epoch. `isForSome`: the server knows whose it is. */
export type Wave = { readonly title: string; readonly startsAt: number; readonly isForSome?: true };

/** A wave as it is said: whose it is by their attributes, as `office=osaka`; nobody's in particular without any. */
export type PlannedWave = Omit<Wave, 'isForSome'> & { readonly boundTo?: readonly string[] };

/** Milliseconds: until a question that nobody took is overdue, and until one that was answered counts as solved. */
export type Waits = { readonly open?: number; readonly answered?: number };

/** When a room opens and closes, whose turn it is when, and how long questions wait. */
export type Plan = Pick<RoomDoc, 'opensAt' | 'closesAt' | 'waves' | 'waits'>;

/** When a room was put away, and why. */
export type Archived = { readonly at: number; readonly reason: string };

/** When a room was deleted, why and by whom; from `until` on it is erased. Milliseconds since the epoch. */
export type Deleted = { readonly at: number; readonly by: Person; readonly reason: string; readonly until: number };

/** What stays of a room that was erased: that it was there. */
export type Tombstone = Pick<RoomDoc, 'name' | 'kind' | 'isPrivate' | 'createdAt' | 'messages' | 'deleted'>;

export type Lane = { readonly of: string; readonly person: Person };

/** Somebody who was let into a room by name, folded. */
export type MemberDoc = {
  readonly person: Person;
  readonly as: MemberRole;
  /** Number of the first event they may see; 1 for everything. */
  readonly from: number;
  /** Number of the last event folded into it. */
  readonly rev: number;
};

export type LastMessage = {
  readonly seq: number;
  readonly at: number;
  readonly by: Person;
  /** One line, at most 140 characters; empty when it was taken back. */
  readonly excerpt: string;
};

export type Waiting = {
  /** The question that came when none was left without an answer; it may have got one since. */
  readonly seq: number;
  readonly since: number;
  readonly by: Person;
  /** Questions without an answer. */
  readonly count: number;
};

/** When a message was edited last, milliseconds since the epoch, and the numbers of all events that edited it, ascending. */
export type Edited = { readonly at: number; readonly revs: readonly number[] };

/** When the words of a message were taken back, by whom and why; `reason` is empty where its author gave none. */
export type Retracted = { readonly at: number; readonly by: Person; readonly reason: string };

/** Who reacts with an emoji, in the order in which they did. */
export type Reaction = { readonly emoji: string; readonly people: readonly Pick<Person, 'id' | 'name'>[] };

/** What a message said from one event to the next. */
export type MessageVersion = {
  /** Number of the event that said it. */
  readonly seq: number;
  readonly at: number;
  readonly body: Body;
};

/** A message, folded: its posting and everything that happened to it since. */
export type MessageDoc = {
  /** Number of the event that posted it; its identity in the room. */
  readonly seq: number;
  readonly at: number;
  readonly by: Person;
  readonly cid: string;
  readonly audience: Audience;
  readonly body: Body;
  /** Number of the message it replies to. */
  readonly re?: number;
  /** Only of a question that was asked in another room. */
  readonly from?: MovedFrom;
  /** Only of a link for guests that was used or revoked. */
  readonly link?: GuestLinkState;
  /** Only of a message that says something else than at first. */
  readonly edited?: Edited;
  /** Only of a message whose words were taken back: its body is `erased`, and stays that. */
  readonly retracted?: Retracted;
  /** In the order in which each emoji came first, at most `limits.maxReactions` people and emoji together; absent without any. */
  readonly reactions?: readonly Reaction[];
  /** Only of a message that asks. */
  readonly question?: QuestionDoc;
  /** Number of the last event folded into it. An event at or below it is already in. */
  readonly rev: number;
};

/** A run of neighbouring messages as they are at `head`. */
export type MessagePage = {
  /** Every message the reader may see with `seq >= from`, up to where the page ends, is in it. 1 when there is nothing older. */
  readonly from: number;
  /** Ascending. */
  readonly messages: readonly MessageDoc[];
  /** Head of the log when the page was read. */
  readonly head: number;
};
