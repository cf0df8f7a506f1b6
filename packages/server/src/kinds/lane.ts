import { isStaff } from '@support-chat/protocol';
import { writesFor, type KindPolicy, type Visit } from './kind.js';

/** One person and the desk, beside a room: for what others must not read. Begins with its first message. */
export const lane: KindPolicy = Object.freeze({
  mayCreate: () => false,
  canBePrivate: false,
  canBeBound: false,
  hasNotes: true,
  hasLanes: false,
  maySee: (visit) => isStaff(visit.person.role) || isItsOwn(visit),
  mayPost: writesFor,
  asks: (visit) => isItsOwn(visit) && !isStaff(visit.person.role),
  mayAnswer: ({ person }) => isStaff(person.role),
  // Its life is that of the room beside it.
  mayManage: () => false,
  creatorAs: null,
  // One person and the desk: nobody to call, and nobody else to let in.
  calledAs: null,
  mayCall: () => false,
  all: () => 'present',
} satisfies KindPolicy);

function isItsOwn({ person, room }: Visit): boolean {
  return room.lane?.person.id === person.id;
}
