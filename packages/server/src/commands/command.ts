/** What a command is here: pure, synchronous, run inside the append. */
import {
  isStaff,
  Refusal,
  type Audience,
  type CommandName,
  type CommandTable,
  type EventDraft,
  type MentionGroup,
  type Person,
  type RoomDoc,
} from '@support-chat/protocol';
import type { Visit } from '../kinds/kind.js';
import { kinds } from '../kinds/kinds.js';
import { requireVisible } from '../kinds/visibility.js';
import type { Held } from '../store/store.js';

/** Whom the groups that a message can call mean now: who is there is not in the log. `told`: whom an edited one called before. */
export type Callees = { readonly [G in MentionGroup]: readonly Person[] } & { readonly told?: ReadonlySet<string> };

/** What some commands want to know that no transaction holds; it is read right before. */
export type Beforehand = {
  /** Where the command calls a group. */
  readonly callees?: Callees;
  /** Where somebody leaves, or is taken out. */
  readonly hosts?: readonly Person[];
  /** Where a room is bound: whether a question was ever moved into it. */
  readonly isMovedInto?: boolean;
};

/** What this command makes of the room: its events, or a thrown Refusal. */
export type Command<N extends CommandName> = (
  held: Held,
  by: Person,
  input: CommandTable[N],
  beforehand?: Beforehand | null,
) => readonly EventDraft[];

/** The person in the room. Throws Refusal('not_found'). */
export function requireVisit({ room, member }: Pick<Held, 'room' | 'member'>, by: Person): Visit {
  return requireVisible(room, by, member(by.id) ?? null);
}

/** The room, if the person runs it. Throws Refusal('not_found' | 'forbidden'). */
export function requireManaged(held: Held, by: Person): RoomDoc {
  const visit = requireVisit(held, by);
  if (kinds[visit.room.kind].mayManage(visit)) return visit.room;
  throw new Refusal('forbidden', `running room "${visit.room.name}" is not for you; you are ${by.role} there`);
}

/** Throws Refusal('forbidden' | 'room_closed') unless the person may write in the room, and anybody may now. */
export function requireWritable(visit: Visit, { beside }: Pick<Held, 'beside'>, audience: Audience): void {
  const { room, person } = visit;
  if (!kinds[room.kind].mayPost(visit, audience))
    throw new Refusal(
      'forbidden',
      `posting for ${audience} in room "${room.name}" is not open to you; you are ${visit.member?.as ?? person.role} there`,
    );
  requireOpen(visit, room.lane ? beside(room.lane.of) : null);
}

/** Throws Refusal('room_closed') unless this person can write in the room now. `beside` is the room beside a lane. */
export function requireOpen({ room, person, member }: Visit, beside: RoomDoc | null): void {
  // A lane is open as long as the room beside it.
  const { state } = beside ?? room;
  // Who runs it, and who will help in it, prepares it before it opens.
  if (state === 'planned' && !isStaff(person.role) && member?.as !== 'host' && member?.as !== 'expert')
    throw new Refusal('room_closed', `room "${room.name}" is not open yet; nothing can be written there until it is`);
  if (state === 'closed')
    throw new Refusal(
      'room_closed',
      `room "${room.name}" is closed; nothing can be written there until it is reopened`,
    );
}
