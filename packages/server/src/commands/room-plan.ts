/** When a room opens and closes by itself. */
import {
  Refusal,
  type EventDraft,
  type Plan,
  type PlannedWave,
  type RoomState,
  type Wave,
} from '@support-chat/protocol';
import { requireManaged, type Command } from './command.js';

/** Throws Refusal('bad_request') for times that can never come, or come in the wrong order. */
export function requireTimes(plan: Plan, now: number): void {
  const { opensAt, closesAt } = plan;
  for (const [name, at] of Object.entries({ opensAt, closesAt }))
    if (at != null && at <= now)
      throw new Refusal('bad_request', `expected ${name} in the future, got ${new Date(at).toISOString()}`);
  requireOrder(plan, 'planned');
}

function requireOrder({ opensAt, closesAt }: Plan, state: RoomState): void {
  if (state === 'planned' && opensAt != null && closesAt != null && closesAt <= opensAt)
    throw new Refusal(
      'bad_request',
      `expected closesAt after opensAt, got ${new Date(closesAt).toISOString()} and ${new Date(opensAt).toISOString()}`,
    );
}

/** Plans a room anew. Refuses `bad_request` for times that do not fit the room, `room_closed` for one that is over. */
export const planRoom: Command<'room.plan'> = (held, by, { opensAt, closesAt, waves, waits }) => {
  const { name, state, wavesFor: boundBefore = [], ...before } = requireManaged(held, by);
  // By time, whatever order they were written in.
  const sorted = waves && [...waves].sort((a, b) => a.startsAt - b.startsAt);
  const changed = {
    ...(opensAt !== undefined && { opensAt }),
    ...(closesAt !== undefined && { closesAt }),
    ...(sorted && { waves: sorted.map(shown) }),
    ...(waits && { waits }),
  };
  requirePlannable(name, state, changed);
  requireTimes(changed, held.now);
  requireOrder({ ...before, ...changed }, state);
  const planned: EventDraft = { type: 'room.planned', audience: 'everyone', data: changed };
  const wavesFor = sorted?.map(({ boundTo = [] }) => boundTo);
  const isSaid = wavesFor && [...wavesFor, ...boundBefore].some((attributes) => attributes.length > 0);
  // By what people are told apart is the business of staff.
  return isSaid ? [planned, { type: 'room.planned', audience: 'staff', data: { wavesFor } }] : [planned];
};

/** A wave as everybody sees it. */
function shown({ title, startsAt, boundTo = [] }: PlannedWave): Wave {
  return boundTo.length > 0 ? { title, startsAt, isForSome: true } : { title, startsAt };
}

function requirePlannable(name: string, state: RoomState, changed: Plan): void {
  if (Object.keys(changed).length === 0)
    throw new Refusal('bad_request', 'expected opensAt, closesAt, waves or waits, got none');
  if (changed.opensAt !== undefined && state !== 'planned')
    throw new Refusal('bad_request', `room "${name}" is ${state} already; only a planned room opens by itself`);
  if (changed.closesAt != null && state === 'closed')
    throw new Refusal('room_closed', `room "${name}" is closed; reopen it before you say when it closes`);
}

/** Opens a planned room. Refuses `bad_request` for any other. */
export const openRoom: Command<'room.open'> = (held, by) => {
  const { name, state, closesAt } = requireManaged(held, by);
  if (state !== 'planned')
    throw new Refusal('bad_request', `room "${name}" is ${state}; only a planned room is opened`);
  if (closesAt != null && closesAt <= held.now)
    throw new Refusal('bad_request', `room "${name}" would close at once; plan when it closes before you open it`);
  return [{ type: 'room.opened', audience: 'everyone', data: {} }];
};
