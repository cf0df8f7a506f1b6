/** Links by which people from outside come into one room. The secret of one is never here, only its digest. */
import { hash, timingSafeEqual } from 'node:crypto';
import {
  isStaff,
  limits,
  Refusal,
  type Body,
  type EventDraft,
  type GuestLinkState,
  type MessageDoc,
  type Person,
} from '@support-chat/protocol';
import type { Held } from '../store/store.js';
import { requireManaged, requireVisit, requireWritable, type Command } from './command.js';
import { added } from './members.js';

/** Who runs the room makes a link. The clock of who makes it may be off by a little. */
export const makeLink: Command<'link.make'> = (held, by, { label: text, hash, expiresAt, maxUses }) => {
  const room = requireManaged(held, by);
  // The link is a note: whoever could not see it could not revoke it either.
  if (!isStaff(by.role))
    throw new Refusal('forbidden', `links for guests are made by agents and managers, you are ${by.role}`);
  if (room.kind === 'lane') throw new Refusal('forbidden', 'a lane is for one person and the desk; it takes no guests');
  requireWritable(requireVisit(held, by), held, 'everyone');
  if (expiresAt <= held.now || expiresAt > held.now + limits.maxLinkMs)
    throw new Refusal('bad_request', `expected expiresAt within ${limits.maxLinkMs / 86_400_000} days from now`);
  const body = { kind: 'link', hash, expiresAt, maxUses, text } as const;
  return [{ type: 'message.posted', audience: 'staff', data: { body } }];
};

/** Who runs the room ends a link and takes everybody out who came by it and is still here. */
export const revokeLink: Command<'link.revoke'> = (held, by, { link, guests }) => {
  requireManaged(held, by);
  const found = linkOf(held, link);
  if (!found) throw new Refusal('not_found', `there is no link ${link}`);
  const { state } = found;
  if (state.isRevoked) throw new Refusal('changed', `link ${link} is revoked already`);
  if (state.guests.some(({ id }) => !guests.includes(id)))
    throw new Refusal('changed', `somebody came by link ${link} meanwhile; look who, and revoke it again`);
  const here = state.guests.filter(({ id }) => held.member(id));
  return [
    changed('link.revoked', link, { ...state, isRevoked: true }),
    ...here.map((person): EventDraft => ({
      ...{ type: 'member.removed', audience: 'everyone' },
      data: { person, was: 'guest' },
    })),
  ];
};

/** Somebody from outside comes by a link. Whatever is wrong with it, the refusal is the same: `not_found`. */
export function enterByLink(
  held: Held,
  guest: Person,
  { link, secret }: { link: number; secret: string },
): EventDraft[] {
  const found = linkOf(held, link);
  const isOpen =
    found &&
    isSameHash(found.body.hash, hash('sha256', secret, 'hex')) &&
    held.room?.state === 'open' &&
    !found.state.isRevoked &&
    found.body.expiresAt > held.now &&
    found.state.guests.length < found.body.maxUses &&
    (held.room.members ?? 0) < limits.maxMembers;
  if (!isOpen)
    throw new Refusal('not_found', 'this link leads nowhere, or no longer; ask whoever sent it for another one');
  const state = { ...found.state, guests: [...found.state.guests, guest] };
  return [
    changed('link.used', link, state),
    // Nothing from before is seen: from the event on that says who came.
    added({ person: guest, as: 'guest', was: null, from: held.next + 1 }),
  ];
}

/** When what a link gives ends; 0 for a message that is none. */
export function endOfLink(message: MessageDoc | undefined): number {
  return message?.body.kind === 'link' ? message.body.expiresAt : 0;
}

type Found = { readonly body: Extract<Body, { kind: 'link' }>; readonly state: GuestLinkState };

function linkOf({ message }: Held, link: number): Found | null {
  const { body, link: state = { guests: [], isRevoked: false } } = message(link) ?? {};
  return body?.kind === 'link' ? { body, state } : null;
}

function changed(type: 'link.used' | 'link.revoked', link: number, state: GuestLinkState): EventDraft {
  return { type, audience: 'staff', data: { link, state } };
}

function isSameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
