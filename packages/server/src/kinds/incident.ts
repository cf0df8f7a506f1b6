import { isStaff } from '@support-chat/protocol';
import { callsAll, writesFor, type KindPolicy } from './kind.js';

/** Those who mend something, among themselves: staff, and whom they let in. Nobody asks here, everybody works. */
export const incident: KindPolicy = Object.freeze({
  mayCreate: (person) => isStaff(person.role),
  canBePrivate: false,
  canBeBound: false,
  hasNotes: true,
  hasLanes: false,
  maySee: ({ person, member }) => isStaff(person.role) || member !== null,
  mayPost: writesFor,
  asks: () => false,
  mayAnswer: () => false,
  mayManage: ({ person, member }) => isStaff(person.role) || member?.as === 'host',
  creatorAs: 'host',
  calledAs: 'expert',
  mayCall: callsAll,
  all: () => 'members',
} satisfies KindPolicy);
