import type { PostedBody } from './bodies.js';
import type { ShelfFields, ShelfItem, ShelfName } from './shelf.js';
import type { CannedFields, CannedReply } from './canned.js';
import type { LobbyRow, QueueRow } from './frames.js';
import type { Call, FoundPerson, MentionGroup } from './mentions.js';
import type { FoundMessages } from './found-messages.js';
import type {
  FoundRoom,
  MemberDoc,
  MessagePage,
  MessageVersion,
  Plan,
  PlannedWave,
  RoomDoc,
  Wave,
} from './documents.js';
import type { Audience, RoomEvent } from './events.js';
import type { RoomNumbers } from './numbers.js';
import type { GuestLink } from './guests.js';
import type { MemberRole, Person } from './people.js';
import type { Rating, Suggestion } from './questions.js';
import type { ProblemFacts } from './problems.js';
import type { Helper, Roster } from './presence.js';
import type { RefusalShape } from './refusal.js';
import type { RoomKind } from './room-name.js';

/** A command's answer: where its first event stands. The same again, with `dup`, when the command was seen before. */
export type Appended = {
  readonly seq: number;
  readonly at: number;
  /** True when nothing was written because this cid was written before. */
  readonly dup: boolean;
};

/** Fields every command carries. */
export type CommandFields = {
  readonly room: string;
  /** 128 random bits as 32 hexadecimal digits, made once when the person acts; a retry sends the same. */
  readonly cid: string;
};

/** Commands: they want an append, and are answered after it is durable. */
export type CommandTable = {
  /** `re`: number of the message it replies to; without it, somebody who needs help asks. */
  'message.post': CommandFields & {
    readonly body: PostedBody;
    readonly audience?: Audience;
    readonly re?: number | undefined;
    /** Ids of files that the author uploaded into this room, at most `fileLimits.maxPerMessage`; then the text may be empty. */
    readonly files?: readonly string[] | undefined;
    /** Who runs the room: people it mentions who are let in by name with it, as whom the kind of the room wants. */
    readonly invites?: readonly Person[] | undefined;
    /** Those who are let in by it are out when the question that it replies to is solved. */
    readonly untilSolved?: true | undefined;
    /** The author knows that it calls more than `mentionLimits.maxUnasked` people. */
    readonly isConfirmed?: true | undefined;
  };
  /** Its author: says this instead. `rev`: number of the event that said what the author saw, as in `edited.revs`. */
  'message.edit': CommandFields & {
    readonly message: number;
    readonly rev: number;
    readonly body: PostedBody;
    /** As in `message.post`, for those who are newly called. */
    readonly isConfirmed?: true;
  };
  /** Its author, or with a reason whoever runs the room and staff who answer there: takes its words back, for good. */
  'message.retract': CommandFields & { readonly message: number; readonly reason?: string };
  /** Whoever may write: reacts with an emoji, or no longer does. */
  'message.react': CommandFields & { readonly message: number; readonly emoji: string; readonly isOn: boolean };
  /** Who runs the room: everybody should know this message. */
  'message.pin': CommandFields & { readonly pin: number };
  'message.unpin': CommandFields & { readonly pin: number };
  /** The name of a private room ends with a hyphen and 32 random hexadecimal digits. Lanes begin with their first message. */
  'room.create': CommandFields & {
    readonly kind: Exclude<RoomKind, 'lane'>;
    readonly title: string;
    readonly purpose: string;
    readonly isPrivate?: true;
    /** Planned: it opens then, or by hand for null. Absent: it is open at once. */
    readonly opensAt?: number | null;
    /** It closes by itself then. */
    readonly closesAt?: number | null;
    readonly topics?: readonly string[];
    /** Only people with one of these attributes, staff and whoever is let in by name know of it; not for private rooms. */
    readonly boundTo?: readonly string[];
    /** What support does in it, for staff alone; in rooms that staff run. */
    readonly checklist?: readonly string[];
  };
  /** Who runs the room: when it opens and closes by itself, and who gets it when. Absent: as it is; null: by hand. */
  'room.plan': CommandFields & Omit<Plan, 'waves'> & { readonly waves?: readonly PlannedWave[] };
  /** Who runs the room: opens a planned one. */
  'room.open': CommandFields;
  /**
   * `page`: address of the page that carries the room's tag, for links to it; null for none. `boundTo`: as for `room.create`,
   * empty for everybody. What is absent stays.
   */
  'room.describe': CommandFields & {
    readonly title: string;
    readonly purpose: string;
    readonly page?: string | null;
    readonly topics?: readonly string[];
    readonly boundTo?: readonly string[];
  };
  /** Staff who run the room: what is to be done there, in this order; empty for nothing. */
  'checklist.set': CommandFields & { readonly items: readonly string[] };
  /** Staff who run the room: it is done, or not. `item`: its place on the list, from 0; `text`: its words, as they were seen. */
  'checklist.tick': CommandFields & { readonly item: number; readonly text: string; readonly isDone: boolean };
  'room.close': CommandFields & { readonly reason: string };
  'room.reopen': CommandFields & { readonly reason: string };
  'room.archive': CommandFields & { readonly reason: string };
  'room.unarchive': CommandFields & { readonly reason: string };
  /**
   * Managers, and hosts of a team room: nobody sees the closed room any more, and after `limits.recoverMs` it is erased.
   * `name` is its name once more, as somebody wrote it who means it.
   */
  'room.delete': CommandFields & { readonly name: string; readonly reason: string };
  /** Who may delete it: takes a deleted room back, as it was. */
  'room.recover': CommandFields & { readonly reason: string };
  /** Staff: begins the lane of this person beside a room, to answer them in private. `room` is its address. */
  'lane.begin': CommandFields & { readonly person: Person };
  /** Lets somebody in by name, or makes them something else in the room. */
  'member.add': CommandFields & { readonly person: Person; readonly as: Exclude<MemberRole, 'guest'> };
  /** Who runs the room: takes the person out. Everybody: leaves. */
  'member.remove': CommandFields & { readonly person: string };
  /**
   * Who runs the room: makes a link for guests. `hash` is the SHA-256 of its secret, 64 hexadecimal digits. `forQuestion`: when
   * that is solved, the link ends and whoever came by it is out.
   */
  'link.make': CommandFields & GuestLink & { readonly label: string };
  /** Who runs the room: ends a link, and takes out everybody who came by it; `guests` are their ids, as the person saw them. */
  'link.revoke': CommandFields & { readonly link: number; readonly guests: readonly string[] };
  /** Staff: the person looks into it. `from`: id of the owner it is taken over from, when there is one. */
  'question.claim': QuestionFields & { readonly from?: string };
  /** Owner or manager: somebody else who answers looks into it. Of one that nobody has: staff give it to somebody. */
  'question.hand': QuestionFields & { readonly to: Person };
  /** Owner or manager: back to everybody. */
  'question.release': QuestionFields;
  /** Staff: answers it until this time, milliseconds since the epoch, as its owner. */
  'question.promise': QuestionFields & { readonly until: number };
  /** Staff or asker: says which message, a reply to it, is the answer. */
  'question.answer': QuestionFields & { readonly answer: number };
  /** Staff or asker: it needs no more. */
  'question.resolve': QuestionFields;
  /** Staff and whom it concerns: the answer does not help, or no longer. */
  'question.reopen': QuestionFields;
  /** Staff: it is the same as the question `into`, which goes on for both. */
  'question.merge': QuestionFields & { readonly into: number };
  /** Staff: it is not the same as the question `into` after all. */
  'question.split': QuestionFields & { readonly into: number };
  /** Staff: it was asked in the wrong room, and goes on in this one; whom it concerns with it. From a lane: in one of the same person. */
  'question.move': QuestionFields & { readonly toRoom: string };
  /** Whom it concerns, once it has an answer or is solved: whether that helped. Said again, the last word counts. */
  'question.rate': QuestionFields & { readonly rating: Rating };
  /** Same here. */
  'question.join': QuestionFields;
  'question.leave': QuestionFields;
  /** Who runs the room: tells everybody what is broken or planned. `remark`: what everybody should know beside it. */
  'problem.announce': CommandFields & ProblemFacts & { readonly remark?: string };
  /** Who runs the room: says how it stands, the remark anew, too. `rev`: the problem's, as it was seen. */
  'problem.update': ProblemFields & ProblemFacts & { readonly rev: number; readonly remark?: string };
  /** Who runs the room: it is over. */
  'problem.end': ProblemFields & { readonly remark?: string };
  /** It concerns me, too. */
  'problem.join': ProblemFields;
  'problem.leave': ProblemFields;
};

/** A command about a question, named by the number of the message that asks it. */
type QuestionFields = CommandFields & { readonly question: number };

/** A command about a problem, named by the number of the message that announced it. */
type ProblemFields = CommandFields & { readonly problem: number };

export type CommandName = keyof CommandTable;

/** Where a person stands in a room. */
export type Standing = {
  /** Last event the person has seen, over all their devices; only moves forward. */
  readonly marker: number;
  /** Messages of others past the marker, counted by the server up to `limits.maxUnreadCounted`. */
  readonly unread: number;
  /** Head of the log when it was counted. */
  readonly head: number;
};

/** Who can help now, and how many people are in the room. */
export type Here = {
  /** Staff who are in the room or at a desk; null where the server does not tell who is here. */
  readonly helpers: readonly Helper[] | null;
  /** Distinct people in the room; null for people who may not know. */
  readonly people: number | null;
};

/** With `window`: forget what you have and start from these documents. With `events`: they follow your cursor. */
export type JoinAnswer = {
  readonly epoch: string;
  readonly standing: Standing;
  readonly here: Here;
  /** Where the person stands in their lane beside this room, all 0 before its first message; absent when they have none there. */
  readonly lane?: Standing;
} & (
  | {
      readonly mode: 'window';
      /** Null for the person's own lane before its first message. */
      readonly room: RoomDoc | null;
      readonly window: MessagePage;
    }
  | { readonly mode: 'events'; readonly events: readonly RoomEvent[]; readonly head: number }
);

/** Inquiries: requests that append nothing. */
export type InquiryTable = {
  /** Subscribes, then reads. `after` and `epoch` say how far the reader has come; without them it starts anew. */
  'room.join': {
    input: { readonly room: string; readonly after?: number; readonly epoch?: string };
    answer: JoinAnswer;
  };
  'room.leave': { input: { readonly room: string }; answer: Record<string, never> };
  /** Events in `(after, after + limit]`. */
  'room.read': {
    input: { readonly room: string; readonly after: number; readonly limit?: number };
    answer: { readonly events: readonly RoomEvent[]; readonly head: number };
  };
  /** The newest messages with `seq < before`. */
  'room.page': {
    input: { readonly room: string; readonly before: number; readonly limit?: number };
    answer: MessagePage;
  };
  /** What a message said, the first version first; none of one that was taken back. For those who run the room or answer in it. */
  'message.versions': {
    input: { readonly room: string; readonly message: number };
    answer: { readonly versions: readonly MessageVersion[] };
  };
  /** What the person was let in as; null for who was not let in by name. */
  'member.mine': { input: { readonly room: string }; answer: { readonly as: MemberRole | null } };
  /** The wave of the room that is the person's, by the attributes of their token; null without one. */
  'wave.mine': { input: { readonly room: string }; answer: { readonly wave: Wave | null } };
  /** Everybody who was let in by name. */
  'room.members': { input: { readonly room: string }; answer: { readonly members: readonly MemberDoc[] } };
  /**
   * The rooms that are open or planned and for everybody who may see them, by title; first those that are bound to an
   * attribute of the person. `text`: words that begin words of the title, the purpose, the topics or the name; empty for all.
   */
  'rooms.find': {
    input: { readonly text: string };
    answer: { readonly rooms: readonly FoundRoom[]; readonly isAll: boolean };
  };
  /**
   * Messages that have all the words of `text`, in every room the person may see, or in `room`. `text` may have operators, see
   * `parseSearch`; `timeZone`: whose days, UTC by default; `after`: `next` of the page before.
   */
  'message.search': {
    input: {
      readonly text: string;
      readonly room?: string;
      readonly timeZone?: string;
      readonly after?: string;
      readonly limit?: number;
    };
    answer: FoundMessages;
  };
  /** Deleted rooms that the person may take back, the last one first; managers also hear of those that were erased. */
  'rooms.deleted': { input: Record<string, never>; answer: { readonly rooms: readonly RoomDoc[] } };
  /** Counts for whoever runs the room or answers in it. `timeZone`: whose days; UTC by default. */
  'room.numbers': {
    input: { readonly room: string; readonly timeZone?: string };
    answer: { readonly numbers: RoomNumbers };
  };
  /**
   * Who is here and who belongs here, who helps first, `limits.maxRosterPeople` of them; `people` counts all. Staff: everybody.
   * Who was let in by name: those who were, and staff. Others: staff.
   */
  'room.roster': { input: { readonly room: string }; answer: Roster };
  /** Heads of the rooms this connection has joined: the beacon, on demand. */
  'room.heads': { input: Record<string, never>; answer: { readonly heads: Readonly<Record<string, number>> } };
  /** Moves the person's marker forward; a smaller number changes nothing. */
  'marker.move': { input: { readonly room: string; readonly seq: number }; answer: Standing };
  /** All rooms the person serves, and from now on `lobby` frames about them. Staff only. */
  'lobby.join': {
    input: Record<string, never>;
    answer: { readonly rows: readonly LobbyRow[]; readonly isBusy: boolean };
  };
  /** Questions that are not solved, of all rooms the person serves, by room and number. Staff only; `lobby` frames have what changes. */
  'queue.read': {
    input: { readonly after?: { readonly room: string; readonly seq: number } };
    answer: { readonly rows: readonly QueueRow[]; readonly isLast: boolean };
  };
  /** Questions asked in the room before that are like the beginning of what is being typed, best first. Nothing of the text is kept. */
  'question.suggest': {
    input: { readonly room: string; readonly text: string };
    answer: { readonly rows: readonly Suggestion[] };
  };
  /** Questions of the room that concern the person: those with an answer to look at, those that wait, those that are solved; the newest first. */
  'questions.mine': {
    input: { readonly room: string };
    answer: { readonly rows: readonly Suggestion[] };
  };
  /**
   * People whose name, reading or id has words that begin with those of `text`, who is in the room first. Staff and members
   * find everybody the server knows of; others find staff and members. None for guests.
   */
  'people.find': {
    input: { readonly room: string; readonly text: string };
    answer: { readonly people: readonly FoundPerson[] };
  };
  /** How many people a mention of this group in the room would call now. */
  'people.count': {
    input: { readonly room: string; readonly group: MentionGroup };
    answer: { readonly people: number };
  };
  /** Managers and bots: tells the server of people who may never have been here. Who is known already is replaced. */
  'people.keep': {
    input: { readonly people: readonly (Person & { readonly reading?: string })[] };
    answer: { readonly kept: number };
  };
  /** Messages that call the person and that they have not seen, newest first, at most `limits.maxCalls`. */
  'calls.read': { input: Record<string, never>; answer: { readonly calls: readonly Call[] } };
  /** What the person said of questions here, and the one to ask them about now; null for none. They are asked once a day at most. */
  'ratings.mine': {
    input: { readonly room: string };
    answer: {
      readonly ratings: readonly { readonly question: number; readonly rating: Rating }[];
      readonly offer: number | null;
    };
  };
  /** Prepared texts that the person may use in this room, by id. Staff only. */
  'canned.list': {
    input: { readonly room: string; readonly after?: string };
    answer: { readonly replies: readonly CannedReply[]; readonly isLast: boolean };
  };
  /** Staff: keeps a prepared text. `rev`: the one that was seen, 0 for a new text. The same again has the same answer. */
  'canned.keep': { input: CannedFields & { readonly rev: number }; answer: { readonly rev: number } };
  /** Staff: forgets a prepared text; one that is not there is forgotten already. */
  'canned.drop': { input: { readonly id: string; readonly rev: number }; answer: Record<string, never> };
  /** What staff keep on a shelf, by id: all templates, one's own views. Staff only. */
  'shelf.list': { input: { readonly shelf: ShelfName }; answer: { readonly items: readonly ShelfItem[] } };
  /** Staff: keeps something. `rev`: the one that was seen, 0 for something new. The same again has the same answer. */
  'shelf.keep': { input: ShelfFields & { readonly rev: number }; answer: { readonly rev: number } };
  /** Staff: forgets something; what is not there is forgotten already. */
  'shelf.drop': { input: { readonly id: string; readonly rev: number }; answer: Record<string, never> };
  /** Problems of the room that the person said concern them, by number. */
  'problem.mine': { input: { readonly room: string }; answer: { readonly problems: readonly number[] } };
  /**
   * A signal of staff: this question is open before them, null for none any more; a look ends by itself after `limits.lookLastsMs`.
   * Colleagues in the lobby hear of it, never who asked.
   */
  'question.look': {
    input: { readonly room: string; readonly question: number | null };
    answer: Record<string, never>;
  };
  /** A signal: told to the others in the room, never stored. `re`: number of the message that what is written replies to. */
  'typing.tell': {
    input: { readonly room: string; readonly isTyping: boolean; readonly re?: number };
    answer: Record<string, never>;
  };
  /**
   * `isIdle`: whether this device was touched just now, or has been left; a device that tells nothing counts as left after
   * `limits.activeMs`. `isBusy`: the person does not want to be disturbed, on any device, until they say otherwise.
   */
  'presence.tell': { input: { readonly isIdle?: boolean; readonly isBusy?: boolean }; answer: Record<string, never> };
};

export type InquiryName = keyof InquiryTable;

/** Anything a client asks and gets one answer to. */
export type RequestName = CommandName | InquiryName;

export type RequestInput<N extends RequestName> = N extends CommandName
  ? CommandTable[N]
  : N extends InquiryName
    ? InquiryTable[N]['input']
    : never;

export type RequestAnswer<N extends RequestName> = N extends CommandName
  ? Appended
  : N extends InquiryName
    ? InquiryTable[N]['answer']
    : never;

/** What the acknowledgement callback receives. */
export type Answer<N extends RequestName = RequestName> =
  { readonly ok: true; readonly answer: RequestAnswer<N> } | { readonly ok: false; readonly refusal: RefusalShape };

/** Every request by name: whether it appends, and how many tokens it takes from its sender's bucket. */
export const requests = {
  'message.post': { isCommand: true, cost: 4 },
  'message.edit': { isCommand: true, cost: 4 },
  'message.retract': { isCommand: true, cost: 4 },
  'message.react': { isCommand: true, cost: 4 },
  'message.pin': { isCommand: true, cost: 4 },
  'message.unpin': { isCommand: true, cost: 4 },
  'room.create': { isCommand: true, cost: 20 },
  'room.describe': { isCommand: true, cost: 10 },
  'room.plan': { isCommand: true, cost: 10 },
  'room.open': { isCommand: true, cost: 10 },
  'checklist.set': { isCommand: true, cost: 10 },
  'checklist.tick': { isCommand: true, cost: 2 },
  'room.close': { isCommand: true, cost: 10 },
  'room.reopen': { isCommand: true, cost: 10 },
  'room.archive': { isCommand: true, cost: 10 },
  'room.unarchive': { isCommand: true, cost: 10 },
  'room.delete': { isCommand: true, cost: 10 },
  'room.recover': { isCommand: true, cost: 10 },
  'lane.begin': { isCommand: true, cost: 10 },
  'member.add': { isCommand: true, cost: 10 },
  'member.remove': { isCommand: true, cost: 10 },
  'link.make': { isCommand: true, cost: 10 },
  'link.revoke': { isCommand: true, cost: 4 },
  'question.claim': { isCommand: true, cost: 4 },
  'question.hand': { isCommand: true, cost: 4 },
  'question.release': { isCommand: true, cost: 4 },
  'question.promise': { isCommand: true, cost: 4 },
  'question.answer': { isCommand: true, cost: 4 },
  'question.resolve': { isCommand: true, cost: 4 },
  'question.reopen': { isCommand: true, cost: 4 },
  'question.merge': { isCommand: true, cost: 4 },
  'question.split': { isCommand: true, cost: 4 },
  'question.move': { isCommand: true, cost: 4 },
  'question.rate': { isCommand: true, cost: 4 },
  'question.join': { isCommand: true, cost: 4 },
  'question.leave': { isCommand: true, cost: 4 },
  'problem.announce': { isCommand: true, cost: 10 },
  'problem.update': { isCommand: true, cost: 10 },
  'problem.end': { isCommand: true, cost: 10 },
  'problem.join': { isCommand: true, cost: 4 },
  'problem.leave': { isCommand: true, cost: 4 },
  'people.find': { isCommand: false, cost: 2 },
  'people.count': { isCommand: false, cost: 2 },
  'people.keep': { isCommand: false, cost: 20 },
  'calls.read': { isCommand: false, cost: 4 },
  'ratings.mine': { isCommand: false, cost: 4 },
  'canned.list': { isCommand: false, cost: 4 },
  'canned.keep': { isCommand: false, cost: 4 },
  'canned.drop': { isCommand: false, cost: 4 },
  'shelf.list': { isCommand: false, cost: 4 },
  'shelf.keep': { isCommand: false, cost: 4 },
  'shelf.drop': { isCommand: false, cost: 4 },
  'problem.mine': { isCommand: false, cost: 2 },
  'room.join': { isCommand: false, cost: 4 },
  'room.leave': { isCommand: false, cost: 1 },
  'room.read': { isCommand: false, cost: 2 },
  'room.page': { isCommand: false, cost: 2 },
  'rooms.find': { isCommand: false, cost: 8 },
  'rooms.deleted': { isCommand: false, cost: 10 },
  'message.versions': { isCommand: false, cost: 4 },
  'message.search': { isCommand: false, cost: 4 },
  'room.members': { isCommand: false, cost: 4 },
  'member.mine': { isCommand: false, cost: 1 },
  'wave.mine': { isCommand: false, cost: 1 },
  'room.numbers': { isCommand: false, cost: 10 },
  'room.heads': { isCommand: false, cost: 2 },
  'marker.move': { isCommand: false, cost: 1 },
  'lobby.join': { isCommand: false, cost: 10 },
  'queue.read': { isCommand: false, cost: 4 },
  'question.suggest': { isCommand: false, cost: 2 },
  'questions.mine': { isCommand: false, cost: 4 },
  'question.look': { isCommand: false, cost: 2 },
  'typing.tell': { isCommand: false, cost: 4 },
  'room.roster': { isCommand: false, cost: 8 },
  'presence.tell': { isCommand: false, cost: 2 },
} as const satisfies { readonly [N in RequestName]: { readonly isCommand: boolean; readonly cost: number } };

export function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(requests, name);
}

export function isCommandName(name: string): name is CommandName {
  return isRequestName(name) && requests[name].isCommand;
}
