import { isStaff } from '@support-chat/protocol';
import type { KindPolicy } from './kind.js';

/** A room for everybody in the company: who has a token may join, see and post; staff run it. */
export const rollout: KindPolicy = Object.freeze({
  maySee: () => true,
  mayPost: (person, _room, audience) => audience === 'everyone' || isStaff(person.role),
  asks: (person) => person.role === 'employee',
  mayAnswer: (person) => isStaff(person.role),
  mayManage: (person) => isStaff(person.role),
} satisfies KindPolicy);
