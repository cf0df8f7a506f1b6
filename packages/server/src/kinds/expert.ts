import { isStaff } from '@support-chat/protocol';
import type { KindPolicy } from './kind.js';
import { rollout } from './rollout.js';

/** A place to go to for a field: everybody asks, its experts and staff answer, its hosts and staff run it. */
export const expert: KindPolicy = Object.freeze({
  ...rollout,
  canBeBound: true,
  hasNotes: true,
  hasLanes: false,
  asks: ({ person, member }) => person.role === 'employee' && member?.as !== 'expert' && member?.as !== 'host',
  mayAnswer: ({ person, member }) => isStaff(person.role) || member?.as === 'expert' || member?.as === 'host',
  mayManage: ({ person, member }) => isStaff(person.role) || member?.as === 'host',
  creatorAs: 'host',
} satisfies KindPolicy);
