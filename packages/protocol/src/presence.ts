/** Whether somebody can be reached, and how that is found out of everything they have open. */
import { isStaff, type MemberRole, type Person } from './people.js';

/**
 * `available`: touched one of their devices of late. `away`: only connected. `busy`: wants not to be disturbed, and is
 * connected. `mobile`: reached on the phone alone. `offline`: not reached now. From who helps soonest to who does not.
 */
export const presences = ['available', 'away', 'busy', 'mobile', 'offline'] as const;

export type Presence = (typeof presences)[number];

/** A member of the staff who is here, and whether they can help now. */
export type Helper = Person & { readonly presence: Presence };

/** Somebody of a room, as those who are in it with them see it. */
export type RosterEntry = Person & {
  /** Null where the server does not tell who is here. */
  readonly presence: Presence | null;
  /** What they were let in as by name; null for who was not. */
  readonly as: MemberRole | null;
  /** Whether they have the room open now. */
  readonly isHere: boolean;
};

/** People of a room, who helps first; `people` counts also those who are not among the entries. */
export type Roster = { readonly people: number; readonly entries: readonly RosterEntry[] };

/** One connection of a person. `activeUntil`: milliseconds since the epoch; counts as touched before. */
export type Device = { readonly activeUntil: number };

/** What is known of a person, over all their tabs, devices and nodes. */
export type Reach = {
  /** Those that are connected. */
  readonly devices: readonly Device[];
  /** They chose not to be disturbed. */
  readonly isBusy: boolean;
  readonly hasPhone: boolean;
};

/** The presence of a person. */
export function presenceOf({ devices, isBusy, hasPhone }: Reach, now: number): Presence {
  if (devices.length === 0) return hasPhone ? 'mobile' : 'offline';
  if (isBusy) return 'busy';
  return devices.some(({ activeUntil }) => activeUntil > now) ? 'available' : 'away';
}

/**
 * The presence of a person in one room: a member of a private room who is not in it counts as offline there, whatever they do
 * elsewhere.
 */
export function presenceIn(room: {
  readonly isPrivate: boolean;
  readonly isMember: boolean;
  readonly isHere: boolean;
  readonly presence: Presence;
}): Presence {
  return room.isPrivate && room.isMember && !room.isHere ? 'offline' : room.presence;
}

/** Which of two comes first in a roster: who helps before who asks, who is reached sooner, then by name. */
export function compareInRoster(a: RosterEntry, b: RosterEntry): number {
  return (
    rankOf(a) - rankOf(b) ||
    presences.indexOf(a.presence ?? 'offline') - presences.indexOf(b.presence ?? 'offline') ||
    (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1)
  );
}

function rankOf({ role, as }: RosterEntry): number {
  if (isStaff(role)) return 0;
  if (as === 'host' || as === 'expert') return 1;
  return role === 'bot' ? 3 : 2;
}
