import type { KindPolicy } from './kind.js';
import { rollout } from './rollout.js';

/** What is down, in one place: everybody may look, say that it concerns them, and help to find out why. */
export const outage: KindPolicy = rollout;
