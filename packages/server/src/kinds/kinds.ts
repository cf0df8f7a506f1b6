import type { RoomKind } from '@support-chat/protocol';
import type { KindPolicy } from './kind.js';
import { rollout } from './rollout.js';

/** The policy of every kind of room. */
export const kinds: { readonly [K in RoomKind]: KindPolicy } = Object.freeze({ rollout });
