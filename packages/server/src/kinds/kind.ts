/** What the kind of a room decides. One file a kind; the table in `kinds.ts` insists on every one. */
import {
  isStaff,
  type Audience,
  type MemberDoc,
  type MemberRole,
  type Person,
  type RoomDoc,
} from '@support-chat/protocol';

/** Somebody at a room. */
export type Visit = {
  readonly person: Person;
  readonly room: RoomDoc;
  /** Null for somebody who was not let in by name. */
  readonly member: MemberDoc | null;
};

/** Pure: no clock, no I/O. */
export type KindPolicy = {
  /** Whether the person may create rooms of this kind. */
  mayCreate(person: Person): boolean;
  /** Whether it can be kept from everybody who was not let in by name. */
  readonly canBePrivate: boolean;
  /** Whether it can be for people with an attribute alone. */
  readonly canBeBound: boolean;
  /** Whether staff have notes and a checklist of their own in it. */
  readonly hasNotes: boolean;
  /** Whether there are lanes beside it. */
  readonly hasLanes: boolean;
  /** Whether the person may know that the room is there, join it and read it. */
  maySee(visit: Visit): boolean;
  mayPost(visit: Visit, audience: Audience): boolean;
  /** Whether a message of the person that replies to nothing, for everyone, is a question. */
  asks(visit: Visit): boolean;
  /** Whether the person looks into questions and answers them. */
  mayAnswer(visit: Visit): boolean;
  /** Whether the person may describe, close and reopen the room, and say who is in it and what they are there. */
  mayManage(visit: Visit): boolean;
  /** What whoever creates the room becomes in it. */
  readonly creatorAs: MemberRole | null;
  /** What somebody who is called and is no member is let in as; null where nobody is. */
  readonly calledAs: Exclude<MemberRole, 'guest'> | null;
  /** Whether the person may call everybody at once, with `@all` or `@here`. */
  mayCall(visit: Visit): boolean;
  /** Whom `@all` calls: who is in the room, or also who belongs to it and is not there. `@here` calls who is in it and active. */
  all(room: RoomDoc): 'present' | 'members';
};

/** Everybody calls everybody but guests, who only observes, and programs that nobody let in by name. */
export function callsAll({ person, member }: Visit): boolean {
  if (person.role === 'bot' && !member) return false;
  return person.role !== 'guest' && member?.as !== 'observer';
}

/** Notes are for staff; everything else is for whoever does not only observe. */
export function writesFor({ person, member }: Visit, audience: Audience): boolean {
  return audience === 'staff' ? isStaff(person.role) : member?.as !== 'observer';
}
