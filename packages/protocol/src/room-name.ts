/** Kinds of room; each has one file of policy on the server. */
export const roomKinds = ['rollout'] as const;

export type RoomKind = (typeof roomKinds)[number];

/** A room's state: `open` can be written to, `closed` can only be read. */
export const roomStates = ['open', 'closed'] as const;

export type RoomState = (typeof roomStates)[number];

/** Room names are addresses: in tags, links and file names. Lower-case ASCII letters, digits and inner hyphens, 1–64. */
export const roomNamePattern = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

export function isRoomName(name: string): boolean {
  return roomNamePattern.test(name);
}
