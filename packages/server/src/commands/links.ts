/** Links by which people from outside come into one room. The secret of one is never here, only its digest. */
import { hash, timingSafeEqual } from 'node:crypto';
import {
  isStaff,
  limits,
  Refusal,
  type Body,
  type EventDraft,
  type GuestLink,
  type GuestLinkState,
  type MessageDoc,
  type Person,
  type RoomDoc,
} from '@support-chat/protocol';
import type { Held } from '../store/store.js';
import { requireManaged, requireVisit, requireWritable, type Command } from './command.js';
import { added } from './members.js';
import { linkBegins, linkChanges, requireUnsolved, visitorsCame, visitorsLeft } from './visitors.js';

/** Who runs the room makes a link. The clock of who makes it may be off by a little. */
export const makeLink: Command<'link.make'> = (held, by, { label: text, hash, expiresAt, maxUses, forQuestion }) => {
  const room = requireManaged(held, by);
  // The link is a note: whoever could not see it could not revoke it either.
  if (!isStaff(by.role))
    throw new Refusal('forbidden', `links for guests are made by agents and managers, you are ${by.role}`);
  if (room.kind === 'lane') throw new Refusal('forbidden', 'a lane is for one person and the desk; it takes no guests');
  requireWritable(requireVisit(held, by), held, 'everyone');
  if (expiresAt <= held.now || expiresAt > held.now + limits.maxLinkMs)
    throw new Refusal('bad_request', `expected expiresAt within ${limits.maxLinkMs / 86_400_000} days from now`);
  const body = { kind: 'link', hash, expiresAt, maxUses, text, ...(forQuestion && { forQuestion }) } as const;
  const made: EventDraft = { type: 'message.posted', audience: 'staff', data: { body } };
  if (!forQuestion) return [made];
  requireUnsolved(held.message(forQuestion), forQuestion);
  return [made, linkBegins(room, { link: held.next, expiresAt, guests: [], questions: [forQuestion] }, held.now)];
};

/** Who runs the room ends a link and takes everybody out who came by it and is still here. */
export const revokeLink: Command<'link.revoke'> = (held, by, { link, guests }) => {
  const room = requireManaged(held, by);
  const found = linkOf(held, link);
  if (!found) throw new Refusal('not_found', `there is no link ${link}`);
  const { state } = found;
  if (state.isRevoked) throw new Refusal('changed', `link ${link} is revoked already`);
  if (state.guests.some(({ id }) => !guests.includes(id)))
    throw new Refusal('changed', `somebody came by link ${link} meanwhile; look who, and revoke it again`);
  const here = state.guests.filter(({ id }) => held.member(id));
  return [
    changed('link.revoked', link, { ...state, isRevoked: true }),
    ...linkChanges(room, link, null),
    ...visitorsLeft(
      room,
      here.map(({ id }) => id),
    ),
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
  const { body, state: before, room } = requireLink(held, { link, secret });
  const guests = [...before.guests, guest];
  const { questions } = room.links?.find((each) => each.link === link) ?? {};
  const visitors = questions ? [{ person: guest, as: 'guest', questions } as const] : [];
  const changes = linkChanges(room, link, guests);
  return [
    changed('link.used', link, { ...before, guests }),
    ...changes,
    // Nothing from before is seen: from the event on that says who came.
    added({ person: guest, as: 'guest', was: null, from: held.next + 1 + changes.length }),
    ...visitorsCame(room, visitors, body.forQuestion ? held.message(body.forQuestion) : undefined),
  ];
}

/** The link, as long as somebody can come by it. Throws Refusal('not_found'), in the same words whatever is wrong. */
export function requireLink(
  held: Pick<Held, 'room' | 'now' | 'message'>,
  { link, secret }: { link: number; secret: string },
): Found & { readonly room: RoomDoc } {
  const { room, now } = held;
  const found = linkOf(held, link);
  const isOpen =
    found &&
    isSameHash(found.body.hash, hash('sha256', secret, 'hex')) &&
    room?.state === 'open' &&
    !found.state.isRevoked &&
    (found.body.forQuestion === undefined || room.links?.some((each) => each.link === link)) &&
    found.body.expiresAt > now &&
    found.state.guests.length < found.body.maxUses &&
    (room.members ?? 0) < limits.maxMembers;
  if (!isOpen)
    throw new Refusal('not_found', 'this link leads nowhere, or no longer; ask whoever sent it for another one');
  return { ...found, room };
}

/** When what a link gives ends, and with which question if with any; null for a message that is none. */
export function endOfLink(message: MessageDoc | undefined): Pick<GuestLink, 'expiresAt' | 'forQuestion'> | null {
  return message?.body.kind === 'link' ? message.body : null;
}

type Found = { readonly body: Extract<Body, { kind: 'link' }>; readonly state: GuestLinkState };

function linkOf({ message }: Pick<Held, 'message'>, link: number): Found | null {
  const { body, link: state = { guests: [], isRevoked: false } } = message(link) ?? {};
  return body?.kind === 'link' ? { body, state } : null;
}

function changed(type: 'link.used' | 'link.revoked', link: number, state: GuestLinkState): EventDraft {
  return { type, audience: 'staff', data: { link, state } };
}

function isSameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
