/** Kinds of room; each has one file of policy on the server. */
export const roomKinds = ['rollout', 'outage', 'incident', 'team', 'expert', 'lane'] as const;

export type RoomKind = (typeof roomKinds)[number];

/** A room's state: `planned` is prepared by who runs it, `open` can be written to, `closed` can only be read. */
export const roomStates = ['planned', 'open', 'closed'] as const;

export type RoomState = (typeof roomStates)[number];

/** Room names are addresses: in tags, links and file names. Lower-case ASCII letters, digits and inner hyphens, 1–64. */
export const roomNamePattern = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

/** The address of a room or of a lane beside it: `rollout`, `rollout~ana`. */
export const addressPattern = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?(?:~(?:[a-z0-9-]|\.[0-9a-f]{2}){1,1152})?$/;

/** Nobody guesses the name of a private room: it ends with 128 random bits. */
export const privateNamePattern = /-[0-9a-f]{32}$/;

export function isRoomName(name: string): boolean {
  return roomNamePattern.test(name);
}

/**
 * Address of the lane of one person beside a room. Bytes of the id other than a–z, 0–9 and hyphens are written as a dot and
 * two hexadecimal digits: `rollout~ana.40corp.2eexample`.
 */
export function laneName(room: string, person: string): string {
  const place = encodeURIComponent(person).replace(
    /%(..)|[^a-z0-9-]/g,
    (char, hex?: string) => `.${(hex ?? char.charCodeAt(0).toString(16)).toLowerCase()}`,
  );
  return `${room}~${place}`;
}

/** The room that a lane is beside, and the id of the person it is for; null for a name that is no lane's. */
export function parseLaneName(name: string): { readonly of: string; readonly person: string } | null {
  const [of = '', place] = name.split('~');
  if (place === undefined || !addressPattern.test(name)) return null;
  try {
    const person = decodeURIComponent(place.replaceAll('.', '%'));
    // One person has one lane: what could be written shorter is nobody's.
    return laneName(of, person) === name ? { of, person } : null;
  } catch {
    return null; // Its bytes are no UTF-8.
  }
}
