import type { Body } from './bodies.js';
import type { Lane, Plan, RoomDoc, Tombstone } from './documents.js';
import type { FileState } from './files.js';
import type { GuestLinkState } from './guests.js';
import type { MemberRole, Person } from './people.js';
import type { Inherited, Moved, MovedFrom, QuestionState, Rating } from './questions.js';
import type { RoomKind } from './room-name.js';
import type { LetIn, QuestionLink, Visitor } from './visitors.js';

/** Who may see an event. Others receive `hidden` in its place, so that numbers stay dense. */
export const audiences = ['everyone', 'staff'] as const;

export type Audience = (typeof audiences)[number];

/** What can happen in a room, and what is written down about it. A row here makes the compiler ask for its fold. */
export type EventTable = {
  'room.created': {
    readonly name: string;
    readonly kind: RoomKind;
    readonly title: string;
    readonly purpose: string;
    readonly isPrivate?: true;
    readonly lane?: Lane;
    /** It is planned; null to be opened by hand. */
    readonly opensAt?: number | null;
    readonly closesAt?: number | null;
    readonly topics?: readonly string[];
    readonly boundTo?: readonly string[];
  };
  /** What of it is there is as it says from here on; `wavesFor` is for staff alone. */
  'room.planned': Plan & Pick<RoomDoc, 'wavesFor'>;
  /** A planned room opened, by itself or by whoever did this. */
  'room.opened': Record<string, never>;
  /** `page`, `topics`, `boundTo`: absent when they stay as they are. */
  'room.described': {
    readonly title: string;
    readonly purpose: string;
    readonly page?: string | null;
    readonly topics?: readonly string[];
    readonly boundTo?: readonly string[];
  };
  /** What is on the list from here on, for staff. What was done stays done where its words are the same. */
  'checklist.changed': { readonly items: readonly string[] };
  /** `item`: its place on the list, from 0. */
  'checklist.ticked': { readonly item: number; readonly isDone: boolean };
  'room.closed': { readonly reason: string };
  'room.reopened': { readonly reason: string };
  /** A closed room was put away: it can be read, and nothing in it can be changed. */
  'room.archived': { readonly reason: string };
  /** Is a closed room like others again. */
  'room.unarchived': { readonly reason: string };
  /** Whoever did this took all that they may see of it as a file; whoever runs it can know. */
  'room.exported': { readonly format: string };
  /** Nobody sees it any more. It can be taken back until then, milliseconds since the epoch. */
  'room.deleted': { readonly reason: string; readonly until: number };
  /** Is there again, as it was. */
  'room.recovered': { readonly reason: string };
  /** What was said before this is forgotten; this is what stays. */
  'room.erased': Tombstone;
  /** Was let in by name, or is now something else; `was` null when they were no member. `from`: first event they may see. */
  'member.added': {
    readonly person: Person;
    readonly as: MemberRole;
    readonly was: MemberRole | null;
    readonly from: number;
  };
  'member.removed': { readonly person: Person; readonly was: MemberRole };
  /** Who is here for one question, as a whole; `links`, of the links that end with one, is for staff alone. What is absent stays. */
  'visitors.changed': { readonly visitors?: readonly Visitor[]; readonly links?: readonly QuestionLink[] };
  /** What became of the link that message `link` is about, as a whole. */
  'link.used': AboutLink;
  'link.revoked': AboutLink;
  /** Everybody should know this message; `excerpt` is one line of it. */
  'message.pinned': { readonly pin: number; readonly excerpt: string };
  'message.unpinned': { readonly pin: number };
  /** `re`: number of the message it replies to. `asks`: it is a question, and waits for an answer; `from`: it was asked elsewhere. */
  'message.posted': {
    readonly body: Body;
    readonly re?: number;
    readonly asks?: { readonly dueAt: number };
    readonly from?: MovedFrom;
  };
  /** Whoever wrote the message says this instead, from here on. */
  'message.edited': { readonly message: number; readonly body: Body };
  /**
   * Its words are gone: out of the log, too, from the event that posted it, from `edits`, which edited it, and from those that
   * pinned it. Nothing else is said of it after this. `reason`: empty where its author gave none.
   */
  'message.retracted': { readonly message: number; readonly reason: string; readonly edits: readonly number[] };
  /** Whoever did this reacts with the emoji, or no longer does. */
  'message.reacted': { readonly message: number; readonly emoji: string; readonly isOn: boolean };
  /** The scanner is done with a file of the message, which is as `body` says from here on. */
  'file.checked': {
    readonly message: number;
    readonly file: string;
    readonly state: FileState;
    readonly body: Body;
  };
  /**
   * The event `call`, which posted a message or edited it, calls these people, those first whom it names. Only staff see who
   * they are; whoever tells people who are not there reads it.
   */
  'people.called': { readonly call: number; readonly people: readonly string[] };
  'question.claimed': MovedQuestion & { readonly owner: Person };
  'question.released': MovedQuestion;
  /** `answer` is the number of the message that answers it. */
  'question.answered': MovedQuestion & { readonly answer: number };
  'question.resolved': MovedQuestion;
  'question.reopened': MovedQuestion;
  /** Nobody took it in its time. */
  'question.escalated': MovedQuestion;
  /** The question `into` goes on for both. */
  'question.merged': MovedQuestion & { readonly into: number };
  /** It goes on by itself again, as it was. */
  'question.split': MovedQuestion;
  /** It goes on in another room; a second time when it has arrived there. */
  'question.moved': MovedQuestion & { readonly moved: Moved };
  /** The other room did not take it: it goes on here, as it was. */
  'question.returned': MovedQuestion;
  /** It concerns these people too, whom the question `from` concerned that was merged into it. */
  'question.inherited': AboutQuestion & Inherited;
  /** The question `from` goes on by itself; these people it concerned by that one alone. */
  'question.disinherited': AboutQuestion & Inherited;
  /** Somebody was let in for it; everybody who ever was, as a whole. */
  'question.visited': AboutQuestion & { readonly visits: readonly LetIn[] };
  /** Whoever did this says whether it helped; their last word counts. For staff: nobody rates before colleagues. */
  'rating.given': AboutQuestion & { readonly rating: Rating };
  /** Whoever did this has the same question. */
  'question.joined': AboutQuestion;
  'question.left': AboutQuestion;
  /** Whoever did this said that it concerns them, too. What else happens to a problem is a message with a body of its kind. */
  'problem.joined': AboutProblem;
  'problem.left': AboutProblem;
};

type AboutLink = { readonly link: number; readonly state: GuestLinkState };

/** `question` is the number of the message that asks, `was` its state before and `now` its state after. */
type AboutQuestion = { readonly question: number; readonly was: QuestionState; readonly now: QuestionState };

/**
 * `dueAt` is when something happens to it by itself, milliseconds since the epoch; null when nothing will. `promised` is until
 * when its owner has promised an answer; absent: there is no promise, or no longer.
 */
type MovedQuestion = AboutQuestion & { readonly dueAt: number | null; readonly promised?: number };

/** `problem` is the number of the message that announced it, `affected` how many it concerns after this. */
type AboutProblem = { readonly problem: number; readonly affected: number };

export type EventType = keyof EventTable;

/** An event before it has a place in the log. */
export type EventDraft = {
  [T in EventType]: { readonly type: T; readonly audience: Audience; readonly data: EventTable[T] };
}[EventType];

/** Something that happened, at its place in the log of one room. */
export type StoredEvent = EventDraft & {
  /** Position in the log: 1, 2, 3 … without gaps. */
  readonly seq: number;
  /** Server time of the append, milliseconds since the epoch. Never used for order. */
  readonly at: number;
  readonly by: Person;
  /** The command that caused it. */
  readonly cid: string;
};

/** What a reader gets for an event that its audience leaves them out of. */
export type HiddenEvent = { readonly type: 'hidden'; readonly seq: number };

/** An event as a reader receives it. */
export type RoomEvent = StoredEvent | HiddenEvent;
