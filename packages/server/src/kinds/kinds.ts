import type { RoomKind } from '@support-chat/protocol';
import { expert } from './expert.js';
import { incident } from './incident.js';
import type { KindPolicy } from './kind.js';
import { lane } from './lane.js';
import { outage } from './outage.js';
import { rollout } from './rollout.js';
import { team } from './team.js';

/** The policy of every kind of room. */
export const kinds: { readonly [K in RoomKind]: KindPolicy } = Object.freeze({
  rollout,
  outage,
  incident,
  team,
  expert,
  lane,
});
