import { callsAll, type KindPolicy } from './kind.js';

/** Colleagues among themselves: open to everybody in the company, or private and then unknown to whoever was not let in. */
export const team: KindPolicy = Object.freeze({
  mayCreate: (person) => person.role !== 'bot' && person.role !== 'guest',
  canBePrivate: true,
  canBeBound: true,
  hasNotes: false,
  hasLanes: false,
  maySee: ({ room, member }) => !room.isPrivate || member !== null,
  // Notes for staff have no place among colleagues.
  mayPost: ({ member }, audience) => audience === 'everyone' && member?.as !== 'observer',
  asks: () => false,
  mayAnswer: () => false,
  mayManage: ({ member }) => member?.as === 'host',
  creatorAs: 'host',
  calledAs: 'member',
  mayCall: callsAll,
  all: ({ isPrivate }) => (isPrivate ? 'members' : 'present'),
} satisfies KindPolicy);
