/** One of each person and room that a policy could tell apart, for the matrix of rights. */
import {
  foldMember,
  foldMessage,
  foldRoom,
  memberOf,
  targetOf,
  type EventDraft,
  type MemberDoc,
  type MemberRole,
  type MessageDoc,
  type Person,
  type RoomDoc,
  type StoredEvent,
} from '@support-chat/protocol';
import type { FileRow } from '../dist/store/file-rows.js';
import type { Held } from '../dist/store/store.js';

export const person = (id: string, role: Person['role'] = 'employee'): Person => ({ id, name: id, role });
/** One of each that a policy could tell apart. In a lane, `ana` is the one it is for. */
export const people = {
  ana: person('ana'),
  member: person('member'),
  expert: person('expert'),
  observer: person('observer'),
  host: person('host'),
  agent: person('agent', 'agent'),
  manager: person('manager', 'manager'),
  bot: person('bot', 'bot'),
  /** From outside, and by no link into any of these rooms. */
  guest: person('guest', 'guest'),
};
export type Who = keyof typeof people;
export const everybody = Object.keys(people) as Who[];
export const memberRoles: readonly Exclude<MemberRole, 'guest'>[] = ['member', 'expert', 'observer', 'host'];
export const secret = 'ffffffffffffffffffffffffffffffff';
export const privateTeam = 'private-ffffffffffffffffffffffffffffffff';

/** Rooms by name; all have the same members but lanes, which have none. */
export const rooms = {
  rollout: { kind: 'rollout' },
  'rollout-planned': { kind: 'rollout', isPlanned: true },
  'rollout-closed': { kind: 'rollout', ended: 'closed' },
  'rollout-archived': { kind: 'rollout', ended: 'archived' },
  'rollout-deleted': { kind: 'rollout', ended: 'deleted' },
  outage: { kind: 'outage' },
  incident: { kind: 'incident' },
  team: { kind: 'team' },
  [privateTeam]: { kind: 'team', isPrivate: true },
  expert: { kind: 'expert' },
  'rollout~ana': { kind: 'lane' },
  'rollout-closed~ana': { kind: 'lane' },
} as const;
export type RoomName = keyof typeof rooms;
/** What became of a room at last; each comes after those before it. */
export const endings = ['closed', 'archived', 'deleted'] as const;
export type RoomSpec = {
  readonly kind: RoomDoc['kind'];
  readonly isPrivate?: true;
  readonly isPlanned?: true;
  readonly ended?: Ending;
};
type Ending = (typeof endings)[number];
export const roomNames = Object.keys(rooms) as RoomName[];
export const laneOf = (name: RoomName): string | null => (name.includes('~') ? (name.split('~')[0] ?? null) : null);

export const insiders: readonly Who[] = ['member', 'expert', 'observer', 'host'];
export const staff: readonly Who[] = ['agent', 'manager'];
/** Everybody of the company, but for these. */
export const but = (...left: Who[]): Who[] => everybody.filter((who) => who !== 'guest' && !left.includes(who));

/** Who may know of the room. */
export const seers: { readonly [R in RoomName]: readonly Who[] } = {
  rollout: but(),
  'rollout-planned': but(),
  'rollout-closed': but(),
  'rollout-archived': but(),
  'rollout-deleted': [],
  outage: but(),
  incident: [...insiders, ...staff],
  team: but(),
  [privateTeam]: insiders,
  expert: but(),
  'rollout~ana': ['ana', ...staff],
  'rollout-closed~ana': ['ana', ...staff],
};

/** Who may, by room. */
export type Rights = { readonly [R in RoomName]: readonly Who[] };
export const nobody: readonly Who[] = [];
export const rights = (rows: Partial<Rights>): Rights =>
  Object.fromEntries(roomNames.map((name) => [name, rows[name] ?? nobody])) as Rights;
export const writers = rights({
  rollout: but('observer'),
  outage: but('observer'),
  incident: ['member', 'expert', 'host', ...staff],
  team: but('observer'),
  [privateTeam]: ['member', 'expert', 'host'],
  expert: but('observer'),
  'rollout~ana': ['ana', ...staff],
  // Who runs it and who will help in it prepares it.
  'rollout-planned': ['expert', 'host', ...staff],
});
export const noteWriters = rights({
  'rollout-planned': staff,
  ...{ rollout: staff, outage: staff, incident: staff, expert: staff, 'rollout~ana': staff },
});
export const managers = rights({
  ...{ rollout: staff, outage: staff, 'rollout-planned': staff, 'rollout-closed': staff },
  ...{ incident: ['host', ...staff], team: ['host'], [privateTeam]: ['host'], expert: ['host', ...staff] },
});
/** A room with its log folded, as a transaction holds it. */
export class World {
  room: RoomDoc | null = null;
  readonly messages = new Map<number, MessageDoc>();
  readonly members = new Map<string, MemberDoc>();
  head = 0;

  add(by: Person, ...drafts: EventDraft[]): this {
    for (const draft of drafts) {
      const event = { ...draft, seq: (this.head += 1), at: 1, by, cid: '' } as StoredEvent;
      this.room = foldRoom(this.room, event);
      const target = targetOf(event);
      const message = target === null ? undefined : foldMessage(this.messages.get(target), event);
      if (message) this.messages.set(message.seq, message);
      const id = memberOf(event);
      const member = id === null ? undefined : foldMember(this.members.get(id), event);
      if (member) this.members.set(member.person.id, member);
      else if (id !== null) this.members.delete(id);
    }
    return this;
  }
}

const everyone = { audience: 'everyone' } as const;
const posted = (more: object): EventDraft =>
  ({ ...everyone, type: 'message.posted', data: { body: { kind: 'text', text: 'why?' }, ...more } }) as EventDraft;
const moved = (type: string, question: number, more: object): EventDraft =>
  ({ ...everyone, type, data: { question, dueAt: null, ...more } }) as EventDraft;

const problemDrafted = (seq: number): EventDraft => {
  const problem = {
    seq,
    what: 'outage',
    severity: 'down',
    title: 'x',
    startsAt: 1,
    endsAt: null,
    affected: 1,
  } as const;
  return posted({ body: { kind: 'problem', change: 'announced', problem, text: 'x' } });
};

function worldOf(name: RoomName): World {
  const spec: RoomSpec = rooms[name];
  const { kind, isPrivate, isPlanned, ended } = spec;
  const of = laneOf(name);
  const { ana, agent } = people;
  const lane = of === null ? {} : { lane: { of, person: ana } };
  const created = {
    name,
    kind,
    title: name,
    purpose: '',
    ...(isPrivate && { isPrivate }),
    ...(isPlanned && { opensAt: 9 }),
    ...lane,
  };
  const world = new World().add(agent, { ...everyone, type: 'room.created', data: created });
  const hasQuestions = kind !== 'team' && kind !== 'incident';
  const asks = hasQuestions ? { asks: { dueAt: 9 } } : {};
  world
    .add(ana, posted(asks))
    .add(agent, posted({ re: 2 }))
    .add(ana, posted(asks), posted(asks))
    .add(agent, problemDrafted(6), problemDrafted(7));
  if (hasQuestions)
    world.add(
      agent,
      moved('question.claimed', 4, { was: 'open', now: 'claimed', owner: agent }),
      moved('question.answered', 5, { was: 'open', now: 'answered', answer: 3 }),
    );
  for (const as of of === null ? memberRoles : [])
    world.add(agent, { ...everyone, type: 'member.added', data: { person: people[as], as, was: null, from: 1 } });
  world.add(agent, { type: 'checklist.changed', audience: 'staff', data: { items: ['x'] } });
  world.add(agent, { ...everyone, type: 'message.pinned', data: { pin: 3, excerpt: 'x' } });
  for (const ending of ended ? endings.slice(0, endings.indexOf(ended) + 1) : [])
    world.add(people.manager, { ...everyone, type: `room.${ending}`, data: { reason: '', until: 9 } } as EventDraft);
  return world;
}
export const worlds = new Map(roomNames.map((name) => [name as string, worldOf(name)]));

/** Of each person one file in each room; its id has both in it. */
export const fileOf = (who: Who | 'nobody', room: string): string => Buffer.from(`${who} ${room}`).toString('hex');
const fileRows: readonly FileRow[] = everybody.flatMap((who) =>
  roomNames.map((room) => {
    const id = fileOf(who, room);
    const file = {
      id,
      name: 'x',
      type: 'text/plain',
      size: 1,
      kind: 'other',
      hasThumbnail: false,
      state: 'ready',
    } as const;
    const facts = { id, room, person: who, size: 1, createdAt: 1, state: 'ready', isAttached: false } as const;
    return { ...facts, name: 'x', sha256: '', file };
  }),
);

export const heldFor = (world: World | undefined): Held => ({
  ...{ room: world?.room ?? null, now: 1, next: (world?.head ?? 0) + 1 },
  message: (seq) => world?.messages.get(seq),
  member: (id) => world?.members.get(id),
  beside: (room) => worlds.get(room)?.room ?? null,
  file: (id) => fileRows.find((row) => row.id === id),
  isAffected: (problem) => problem === 7,
});
