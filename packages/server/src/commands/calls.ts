/** What the mentions of a message do: people are let in by it, and called. */
import {
  isStaff,
  limits,
  mentionLimits,
  Refusal,
  type Body,
  type CommandTable,
  type EventDraft,
  type Mention,
  type MessageDoc,
  type Person,
} from '@support-chat/protocol';
import type { Visit } from '../kinds/kind.js';
import { kinds } from '../kinds/kinds.js';
import type { Held } from '../store/store.js';
import { requireManaged, type Callees } from './command.js';
import { added } from './members.js';
import { requireUnsolved, visitorsCame, visitorsLeft } from './visitors.js';

type Post = CommandTable['message.post'];

/**
 * The events that let those in who are called and may not enter, or are to be more there than whoever comes by; whoever is here
 * for a question alone stays for this one, too, or for good. `root` is what the message replies to. Throws Refusal.
 */
export function invitations(
  held: Held,
  { person: by, room }: Visit,
  { body, invites = [], untilSolved }: Post,
  root: MessageDoc | undefined,
): EventDraft[] {
  if (untilSolved && root === undefined)
    throw new Refusal('bad_request', 'expected a reply to a question; until it is solved they are let in');
  const asked = untilSolved ? requireUnsolved(root, root?.seq ?? 0) : undefined;
  if (invites.length === 0) return [];
  requireManaged(held, by);
  const as = kinds[room.kind].calledAs;
  if (!as) throw new Refusal('forbidden', 'a lane is for one person and the desk; nobody else is let in');
  const mentioned = new Set((body.mentions ?? []).map(({ person }) => person));
  const people = new Map(invites.map((person) => [person.id, person]));
  // Let in by somebody else meanwhile: they are called all the same.
  const missing = [...people.values()].filter(({ id }) => !held.member(id));
  for (const { id, role } of missing) {
    if (!mentioned.has(id)) throw new Refusal('bad_request', `expected a mention of ${id}, who is to be let in by it`);
    if (role === 'guest') throw new Refusal('bad_request', 'guests come by a link; make one with link.make');
  }
  if ((room.members ?? 0) + missing.length > limits.maxMembers)
    throw new Refusal('forbidden', `room "${room.name}" has ${room.members ?? 0} members, no more can be let in`);
  const come = missing.map((person) => added({ person, as, was: null, from: 1 }));
  // How long a guest is here is for their link to say.
  const here = (room.visitors ?? []).filter((visitor) => people.has(visitor.person.id) && visitor.as !== 'guest');
  const ids = here.map(({ person }) => person.id);
  if (!asked) return [...come, ...visitorsLeft(room, ids)];
  // Called for the same one again, they are here for it already.
  const isHereForIt = ({ id }: Person): boolean =>
    here.some(
      ({ person, questions: [first, ...rest] }) => person.id === id && first === asked.seq && rest.length === 0,
    );
  const called = [...missing.map((person) => ({ person, as })), ...here].filter(({ person }) => !isHereForIt(person));
  const each = new Map(called.map(({ person, as: role }) => [person.id, { person, as: role, questions: [asked.seq] }]));
  const visitors = [...each.values()];
  const count = room.visitors?.length ?? 0;
  if (count + visitors.length > limits.maxMembers)
    throw new Refusal('forbidden', `people are here for questions ${count} times, no more can be called for one`);
  return [...come, ...visitorsCame(room, visitors, asked)];
}

type Calling = {
  readonly callees: Callees | null | undefined;
  readonly invited: readonly EventDraft[];
  /** The number that the event that calls will have. */
  readonly event: number;
  readonly isMember: (person: string) => boolean;
};

/** As `calls`, for a message that says something else from now on: who was called by it before is not called again. */
export function newlyCalled(
  visit: Visit,
  { before, body, ...rest }: Pick<Post, 'body' | 'audience' | 'isConfirmed'> & { readonly before: Body },
  calling: Omit<Calling, 'invited'>,
): EventDraft[] {
  const known = (before.kind === 'text' && before.mentions) || [];
  const isNew = ({ group }: Mention): boolean => group === undefined || !known.some((one) => one.group === group);
  const mentions = body.mentions?.filter(isNew) ?? [];
  return calls(visit, { ...rest, body: { ...body, mentions } }, { ...calling, invited: [] });
}

/** The event that says whom the message calls; none when it calls nobody. Throws Refusal('forbidden' | 'unconfirmed'). */
export function calls(
  visit: Visit,
  { body: { mentions = [] }, audience, isConfirmed }: Pick<Post, 'body' | 'audience' | 'isConfirmed'>,
  { callees, invited, event, isMember }: Calling,
): EventDraft[] {
  const { room, person: by } = visit;
  const groups = mentions.flatMap(({ group }) => group ?? []);
  if (groups.length > 0 && !kinds[room.kind].mayCall(visit))
    throw new Refusal(
      'forbidden',
      `@${groups[0]} is not for you in room "${room.name}"; you are ${visit.member?.as ?? by.role} there`,
    );
  const letIn = invited.flatMap((draft) => (draft.type === 'member.added' ? draft.data.person.id : []));
  const mayKnow = (id: string): boolean => !room.isPrivate || isMember(id) || letIn.includes(id);
  const named = mentions.flatMap(({ person }: Mention) => (person !== undefined && mayKnow(person) ? person : []));
  const inGroups = groups
    .flatMap((group) => callees?.[group] ?? [])
    // A note is for staff alone.
    .filter(({ role }) => audience !== 'staff' || isStaff(role))
    .map(({ id }) => id);
  const people = [...new Set([...named, ...inGroups])].filter((id) => id !== by.id && !callees?.told?.has(id));
  if (people.length === 0) return [];
  if (people.length > limits.maxCalled)
    throw new Refusal('forbidden', `a message calls at most ${limits.maxCalled} people, this one ${people.length}`);
  if (people.length > mentionLimits.maxUnasked && !isConfirmed)
    throw new Refusal(
      'unconfirmed',
      `this message calls ${people.length} people; send it again with isConfirmed if they all are meant`,
    );
  return [{ type: 'people.called', audience: 'staff', data: { call: event, people } }];
}
