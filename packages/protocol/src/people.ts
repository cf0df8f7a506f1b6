/**
 * What a person may be. The order has no meaning. `guest`: from outside, came by a link into one room, and knows of no other.
 */
export const roles = ['employee', 'agent', 'manager', 'guest', 'bot'] as const;

export type Role = (typeof roles)[number];

/** Somebody or something that takes part, as the signed token named it when it acted. */
export type Person = {
  /** Subject of the token; stable for ever. 1–128 characters. */
  readonly id: string;
  /** Name to show; may change between two events of one person. */
  readonly name: string;
  readonly role: Role;
};

/**
 * What somebody is in a room that they were let into by name. `host`: runs it. `expert`: answers questions. `observer`: reads
 * and does not write. `guest`: came by a link, and sees nothing from before.
 */
export const memberRoles = ['host', 'member', 'expert', 'observer', 'guest'] as const;

export type MemberRole = (typeof memberRoles)[number];

/** What a token says of somebody beside who they are, and what a room can be bound to: `office=osaka`. */
export const attributePattern = /^[a-z][a-z0-9_-]{0,31}=[^\s,=\p{C}](?:[^,=\p{C}]{0,62}[^\s,=\p{C}])?$/u;

/** Staff read internal notes, use the desk and count as help. */
export function isStaff(role: Role): boolean {
  return role === 'agent' || role === 'manager';
}
