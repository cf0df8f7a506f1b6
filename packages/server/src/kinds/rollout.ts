import { isStaff } from '@support-chat/protocol';
import { callsAll, writesFor, type KindPolicy } from './kind.js';

/** A room for everybody in the company: who has a token may join, see and ask; staff and its experts answer, staff run it. */
export const rollout: KindPolicy = Object.freeze({
  mayCreate: (person) => isStaff(person.role),
  canBePrivate: false,
  canBeBound: true,
  hasNotes: true,
  hasLanes: true,
  maySee: () => true,
  mayPost: writesFor,
  asks: ({ person, member }) => person.role === 'employee' && member?.as !== 'expert',
  mayAnswer: ({ person, member }) => isStaff(person.role) || member?.as === 'expert',
  mayManage: ({ person }) => isStaff(person.role),
  creatorAs: null,
  calledAs: 'expert',
  mayCall: callsAll,
  all: () => 'present',
} satisfies KindPolicy);
