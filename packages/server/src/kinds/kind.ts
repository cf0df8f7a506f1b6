/** What the kind of a room decides. One file a kind; the table in `kinds.ts` insists on every one. */
import type { Audience, Person, RoomDoc } from '@support-chat/protocol';

/** Pure: no clock, no I/O. */
export type KindPolicy = {
  /** Whether the person may know that the room is there, join it and read it. */
  maySee(person: Person, room: RoomDoc): boolean;
  mayPost(person: Person, room: RoomDoc, audience: Audience): boolean;
  /** Whether a message of the person that replies to nothing, for everyone, is a question. */
  asks(person: Person): boolean;
  /** Whether the person looks into questions and answers them. */
  mayAnswer(person: Person): boolean;
  /** Whether the person may create rooms of this kind, describe, close and reopen them. */
  mayManage(person: Person): boolean;
};
