/**
 * Who may do what, where: every person × every request × every kind and state of room. The requests come from the table of
 * the protocol; a new one without a row here does not compile.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  isCommandName,
  limits,
  Refusal,
  requests,
  type CommandName,
  type CommandTable,
  type InquiryName,
  type InquiryTable,
  type Person,
  type RoomDoc,
} from '@support-chat/protocol';
import { newCid, startTestServer, type TestServer } from '@support-chat/server/testing';
import { decide } from '../dist/commands/commands.js';
import { connect, type Client } from './kit.js';
import {
  but,
  everybody,
  heldFor,
  laneOf,
  memberRoles,
  people,
  person,
  privateTeam,
  roomNames,
  rooms,
  secret,
  seers,
  staff,
  worlds,
  type RoomName,
  type RoomSpec,
  type Who,
} from './rights-world.js';
import {
  nobody,
  rights,
  writers,
  noteWriters,
  managers,
  listKeepers,
  openManagers,
  answerers,
  answerersAndAsker,
  writersAtQuestions,
  withoutAna,
  onlyAna,
  onlyAgent,
  authors,
  keepers,
  withMember,
  onlyStaff,
  type Rights,
} from './rights-tables.js';

const problemFacts = { what: 'outage', severity: 'down', title: 'x', startsAt: 1, endsAt: null } as const;

/** Everybody is counted for problem 7 and nobody for problem 6. Question 2 is ana's, message 3 is a reply to it, question 4 is being looked at by `agent`, question 5 is answered. */
type Input<N extends CommandName> = Omit<CommandTable[N], 'room' | 'cid'>;
type CommandRow<N extends CommandName> = { readonly input: Input<N>; readonly allowed: Rights };
const commandRows: { readonly [N in CommandName]: readonly CommandRow<N>[] } = {
  'message.post': [
    { input: { body: { kind: 'text', text: 'x' } }, allowed: writers },
    { input: { body: { kind: 'text', text: 'x' }, re: 2 }, allowed: writers },
    { input: { body: { kind: 'text', text: 'x' }, audience: 'staff' }, allowed: noteWriters },
  ],
  // Message 2 is ana's, message 3 is by `agent`.
  'message.edit': [
    { input: { message: 2, rev: 2, body: { kind: 'text', text: 'y' } }, allowed: onlyAna(writers) },
    { input: { message: 3, rev: 3, body: { kind: 'text', text: 'y' } }, allowed: onlyAgent(writers) },
  ],
  'message.retract': [
    { input: { message: 2 }, allowed: authors('ana') },
    { input: { message: 3 }, allowed: authors('agent') },
    { input: { message: 2, reason: 'x' }, allowed: keepers },
  ],
  'message.react': [
    { input: { message: 3, emoji: '👍', isOn: true }, allowed: writers },
    { input: { message: 3, emoji: '👍', isOn: false }, allowed: rights({}) },
  ],
  'message.pin': [{ input: { pin: 2 }, allowed: openManagers }],
  'message.unpin': [{ input: { pin: 3 }, allowed: openManagers }],
  // About rooms that are there already; making new ones has a test of its own.
  'room.create': [{ input: { kind: 'rollout', title: 'x', purpose: '' }, allowed: rights({}) }],
  'room.describe': [{ input: { title: 'x', purpose: '' }, allowed: managers }],
  'room.plan': [
    { input: { closesAt: 19 }, allowed: openManagers },
    { input: { opensAt: 9 }, allowed: rights({ 'rollout-planned': staff }) },
  ],
  'checklist.set': [{ input: { items: ['x'] }, allowed: listKeepers }],
  'checklist.tick': [{ input: { item: 0, text: 'x', isDone: true }, allowed: listKeepers }],
  'room.open': [{ input: {}, allowed: rights({ 'rollout-planned': staff }) }],
  'room.close': [{ input: { reason: '' }, allowed: openManagers }],
  'room.reopen': [{ input: { reason: '' }, allowed: rights({ 'rollout-closed': staff }) }],
  'room.archive': [{ input: { reason: '' }, allowed: rights({ 'rollout-closed': staff }) }],
  'room.unarchive': [{ input: { reason: '' }, allowed: rights({ 'rollout-archived': staff }) }],
  'room.delete': (['rollout-closed', 'rollout-archived'] as const).map((name) => ({
    input: { name, reason: '' },
    allowed: rights({ [name]: ['manager'] }),
  })),
  'room.recover': [{ input: { reason: '' }, allowed: rights({ 'rollout-deleted': ['manager'] }) }],
  'lane.begin': [{ input: { person: people.ana }, allowed: rights({}) }],
  'member.add': [
    { input: { person: person('new'), as: 'member' }, allowed: managers },
    { input: { person: people.ana, as: 'host' }, allowed: managers },
    { input: { person: people.bot, as: 'expert' }, allowed: managers },
  ],
  'member.remove': [
    {
      input: { person: 'member' },
      allowed: rights({ ...withMember(managers), ...{ 'rollout-archived': nobody, 'rollout-deleted': nobody } }),
    },
  ],
  'link.make': [
    {
      input: { label: 'x', hash: 'f'.repeat(64), expiresAt: 1_000, maxUses: 1 },
      allowed: rights(onlyStaff(openManagers)),
    },
  ],
  // There is none here; ending one has a test of its own.
  'link.revoke': [{ input: { link: 2, guests: [] }, allowed: rights({}) }],
  'question.claim': [{ input: { question: 2 }, allowed: answerers }],
  'question.hand': [
    { input: { question: 2, to: people.agent }, allowed: answerers },
    { input: { question: 4, to: people.manager }, allowed: rights({ ...onlyStaff(answerers) }) },
    { input: { question: 2, to: people.ana }, allowed: rights({}) },
  ],
  'question.promise': [{ input: { question: 2, until: 1_000 }, allowed: answerers }],
  'question.release': [{ input: { question: 4 }, allowed: rights({ ...onlyStaff(answerers) }) }],
  'question.answer': [{ input: { question: 2, answer: 3 }, allowed: answerersAndAsker }],
  'question.resolve': [{ input: { question: 2 }, allowed: answerersAndAsker }],
  'question.reopen': [{ input: { question: 5 }, allowed: answerersAndAsker }],
  'question.merge': [{ input: { question: 2, into: 4 }, allowed: answerers }],
  // Nothing is merged here: whoever may look is told so, not that they may not.
  'question.split': [{ input: { question: 2, into: 4 }, allowed: rights({}) }],
  'question.move': [
    // Neither to the room where it is nor from a lane.
    {
      input: { question: 2, toRoom: 'outage' },
      allowed: rights({ ...answerers, outage: nobody, 'rollout~ana': nobody }),
    },
    { input: { question: 2, toRoom: privateTeam }, allowed: rights({}) },
    { input: { question: 2, toRoom: 'rollout-deleted' }, allowed: rights({}) },
  ],
  // Nobody here is concerned by a question that has an answer but whoever asked it.
  'question.rate': [{ input: { question: 5, rating: 'helped' }, allowed: onlyAna(writersAtQuestions) }],
  'question.join': [{ input: { question: 2 }, allowed: withoutAna(writersAtQuestions) }],
  'question.leave': [{ input: { question: 2 }, allowed: rights({}) }],
  'problem.announce': [{ input: problemFacts, allowed: openManagers }],
  'problem.update': [{ input: { ...problemFacts, problem: 6, rev: 6 }, allowed: openManagers }],
  'problem.end': [{ input: { problem: 6 }, allowed: openManagers }],
  'problem.join': [
    { input: { problem: 6 }, allowed: writers },
    { input: { problem: 2 }, allowed: rights({}) },
  ],
  'problem.leave': [{ input: { problem: 7 }, allowed: writers }],
};

/** Everybody in every room. */
type Place = { readonly room: RoomName; readonly who: Who };
const places = roomNames.flatMap((room) => everybody.map((who): Place => ({ room, who })));
/** Every row for everybody in every room. */
const commandCells = (Object.entries(commandRows) as [CommandName, readonly CommandRow<CommandName>[]][]).flatMap(
  ([name, rows]) => rows.flatMap((row) => places.map((place) => ({ ...row, ...place, name }))),
);

/** `ok`, or the refusal as it goes over the wire. */
function outcomeOf<N extends CommandName>(name: N, who: Who, room: string, input: Input<N>): string {
  try {
    // The fields that the row leaves out are added here.
    const whole = { ...input, room, cid: newCid() } as unknown as CommandTable[N];
    decide(name, heldFor(worlds.get(room)), people[who], whole);
    return 'ok';
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
    return JSON.stringify(error.toJSON());
  }
}

test('every command is for those in the matrix and for nobody else', () => {
  assert.ok(commandCells.length > 1_000);
  for (const { name, input, allowed, room, who } of commandCells) {
    const outcome = outcomeOf(name, who, room, input);
    const cell = `${name} ${JSON.stringify(input)} in ${room} by ${who}: ${outcome}`;
    assert.equal(outcome === 'ok', allowed[room].includes(who), cell);
  }
});

test('T07 T32 a command in a room one may not know of is refused as in one that is not there', () => {
  // Names of rooms to be are checked before whether they are there; hidden ones cannot be guessed.
  const hidden = commandCells.filter(
    ({ name, room, who, allowed }) =>
      ![...seers[room], ...allowed[room]].includes(who) && name !== 'room.create' && name !== 'lane.begin',
  );
  assert.ok(hidden.length > 200);
  for (const { name, input, room, who } of hidden) {
    const none = outcomeOf(name, who, laneOf(room) === null ? 'none' : 'none~ana', input);
    assert.equal(outcomeOf(name, who, room, input), none, `${name} in ${room} by ${who}`);
    assert.match(none, /not_found/);
  }
});

test('rooms are made by those whose kind of room it is, private ones under names that nobody guesses', () => {
  const outcome = (who: Who, kind: Exclude<RoomDoc['kind'], 'lane'>, room: string, isPrivate?: true): boolean =>
    outcomeOf('room.create', who, room, { kind, title: 'x', purpose: '', ...(isPrivate && { isPrivate }) }) === 'ok';
  const makers = (kind: Exclude<RoomDoc['kind'], 'lane'>): Who[] =>
    everybody.filter((who) => outcome(who, kind, 'new'));
  for (const kind of ['rollout', 'outage', 'incident', 'expert'] as const) assert.deepEqual(makers(kind), staff, kind);
  assert.deepEqual(makers('team'), but('bot'));
  assert.ok(outcome('ana', 'team', `x-${secret}`, true));
  assert.ok(!outcome('ana', 'team', 'x-1', true), 'a private room has no name that can be tried');
  assert.ok(!outcome('agent', 'rollout', `x-${secret}`, true), 'a rollout is for everybody');
});

test('a lane is begun by its person with a message, or by staff', () => {
  const post = (who: Who, room: string) => outcomeOf('message.post', who, room, { body: { kind: 'text', text: 'x' } });
  const begin = (who: Who, room: string, whom: Person) => outcomeOf('lane.begin', who, room, { person: whom });
  assert.equal(post('member', 'rollout~member'), 'ok');
  assert.equal(post('member', 'outage~member'), 'ok');
  assert.match(post('member', 'rollout~expert'), /not_found/);
  assert.match(post('agent', 'rollout~agent'), /not_found/);
  for (const room of ['team~member', 'incident~member', 'expert~member', 'none~member', `${privateTeam}~member`])
    assert.match(post('member', room), /not_found/, room);
  assert.match(post('member', 'rollout-closed~member'), /room_closed/);
  assert.equal(begin('agent', 'rollout~member', people.member), 'ok');
  assert.match(begin('agent', 'rollout~member', people.ana), /bad_request/);
  assert.match(begin('agent', 'team~member', people.member), /forbidden/);
  assert.match(begin('agent', 'rollout~manager', people.manager), /forbidden/);
  assert.match(begin('member', 'rollout~member', people.member), /forbidden/);
});

// Inquiries run against a server: what they give is read from a store.
let server: TestServer;
const clients = new Map<Who, Client>();
/** By room, the number of a message in it. */
const posted = new Map<string, number>();
before(async () => {
  server = await startTestServer({ rateBurst: 1_000_000 });
  const { ana, agent, host } = people;
  for (const name of roomNames) {
    const spec: RoomSpec = rooms[name];
    const { kind, isPrivate, isPlanned, ended } = spec;
    const title = `canary ${name}`;
    const founder = kind === 'team' ? host : agent;
    if (kind === 'lane') {
      if (name === 'rollout~ana')
        await server.submit(ana, 'message.post', { room: name, body: { kind: 'text', text: 'canary of a lane' } });
      continue;
    }
    await server.submit(founder, 'room.create', {
      room: name,
      kind,
      title,
      purpose: '',
      ...(isPrivate && { isPrivate }),
      ...(isPlanned && { opensAt: limits.maxAt }),
    });
    for (const as of memberRoles)
      if (!(kind === 'team' && as === 'host'))
        await server.submit(founder, 'member.add', { room: name, person: people[as], as });
    const body = { kind: 'text', text: `canary in ${name}` } as const;
    posted.set(name, (await server.submit(founder, 'message.post', { room: name, body })).seq);
    const end = { room: name, reason: '' };
    if (ended) await server.submit(agent, 'room.close', end);
    if (ended === 'archived') await server.submit(agent, 'room.archive', end);
    if (ended === 'deleted') await server.submit(people.manager, 'room.delete', { ...end, name });
  }
  for (const who of everybody) clients.set(who, await connect(server, people[who]));
});
after(async () => {
  for (const client of clients.values()) client.close();
  await server.close();
});

type InquiryRow<N extends InquiryName> = {
  readonly input: (room: string) => InquiryTable[N]['input'];
  /** Without it: whoever may see the room. */
  readonly allowed?: (who: Who, room: RoomName) => boolean;
  /** Whether it names a room. */
  readonly isOfRoom: boolean;
};
/** Number of a message that is there in this room. */
const postedIn = (room: string): number => posted.get(room) ?? 2;
const isReadOnly = (room: RoomName): boolean => room === 'rollout-closed' || room === 'rollout-archived';
/** Also when it is closed, and in a lane beside it. */
const runsClosed = (who: Who, room: RoomName): boolean =>
  (isReadOnly(room) && (staff.includes(who) || who === 'expert')) || (room.includes('~') && staff.includes(who));
const isStaffWho = (who: Who): boolean => staff.includes(who);
const inquiryRows: { readonly [N in InquiryName]: InquiryRow<N> } = {
  'room.join': { isOfRoom: true, input: (room) => ({ room }) },
  'room.read': { isOfRoom: true, input: (room) => ({ room, after: 0 }) },
  'room.page': { isOfRoom: true, input: (room) => ({ room, before: 99 }) },
  'room.members': { isOfRoom: true, input: (room) => ({ room }) },
  'message.versions': {
    isOfRoom: true,
    input: (room) => ({ room, message: postedIn(room) }),
    allowed: (who, room) => managers[room].includes(who) || answerers[room].includes(who) || runsClosed(who, room),
  },
  'canned.list': {
    isOfRoom: true,
    input: (room) => ({ room }),
    allowed: (who, room) => isStaffWho(who) && seers[room].includes(who),
  },
  'canned.keep': {
    isOfRoom: false,
    input: () => ({ id: newCid(), scope: 'me', title: 'x', text: 'x', rev: 0 }),
    allowed: isStaffWho,
  },
  'shelf.list': { isOfRoom: false, input: () => ({ shelf: 'templates' }), allowed: isStaffWho },
  'shelf.keep': {
    isOfRoom: false,
    input: () => ({ shelf: 'views', id: newCid(), rev: 0, title: 'x', value: { filter: 'mine', query: '' } }),
    allowed: isStaffWho,
  },
  'shelf.drop': { isOfRoom: false, input: () => ({ id: 'f'.repeat(32), rev: 1 }), allowed: isStaffWho },
  'canned.drop': { isOfRoom: false, input: () => ({ id: 'f'.repeat(32), rev: 1 }), allowed: isStaffWho },
  'problem.mine': { isOfRoom: true, input: (room) => ({ room }) },
  'ratings.mine': { isOfRoom: true, input: (room) => ({ room }) },
  'people.find': { isOfRoom: true, input: (room) => ({ room, text: '' }) },
  'people.count': {
    isOfRoom: true,
    input: (room) => ({ room, group: 'all' }),
    // A bot calls everybody only where it was let in by name.
    allowed: (who, room) =>
      seers[room].includes(who) && !room.includes('~') && who !== 'guest' && who !== 'observer' && who !== 'bot',
  },
  'people.keep': {
    isOfRoom: false,
    input: () => ({ people: [{ id: 'zoe', name: 'Zoe', role: 'employee' }] }),
    allowed: (who) => who === 'manager' || who === 'bot',
  },
  'rooms.find': { isOfRoom: false, input: () => ({ text: '' }), allowed: () => true },
  'rooms.deleted': { isOfRoom: false, input: () => ({}), allowed: () => true },
  'calls.read': { isOfRoom: false, input: () => ({}), allowed: () => true },
  'marker.move': { isOfRoom: true, input: (room) => ({ room, seq: 1 }) },
  // Joined before, all of them.
  'typing.tell': {
    isOfRoom: true,
    input: (room) => ({ room, isTyping: false }),
    allowed: (who, room) =>
      seers[room].includes(who) &&
      !isReadOnly(room) &&
      (room !== 'rollout-planned' || writers['rollout-planned'].includes(who)),
  },
  'question.suggest': { isOfRoom: true, input: (room) => ({ room, text: 'x' }) },
  'room.roster': { isOfRoom: true, input: (room) => ({ room }) },
  'presence.tell': { isOfRoom: false, input: () => ({ isIdle: false }), allowed: () => true },
  // Leaving what one is not in does nothing, whatever its name.
  'room.leave': { isOfRoom: true, input: (room) => ({ room }), allowed: () => true },
  'room.numbers': {
    isOfRoom: true,
    input: (room) => ({ room }),
    allowed: (who, room) => managers[room].includes(who) || answerers[room].includes(who) || runsClosed(who, room),
  },
  'room.heads': { isOfRoom: false, input: () => ({}), allowed: () => true },
  'lobby.join': { isOfRoom: false, input: () => ({}), allowed: isStaffWho },
  'queue.read': { isOfRoom: false, input: () => ({}), allowed: isStaffWho },
};

test('T07 T08 every inquiry answers those who may see the room, and tells others nothing of it', async () => {
  // A lane beside a closed room has not begun here; whose it is may look at its emptiness.
  const shown = places.filter(({ room }) => room !== 'rollout-closed~ana');
  const anywhere = everybody.map((who): Place => ({ room: 'rollout', who }));
  const cells = (Object.entries(inquiryRows) as [InquiryName, InquiryRow<InquiryName>][]).flatMap(([name, row]) =>
    (row.isOfRoom ? shown : anywhere).map((place) => ({ name, row, ...place })),
  );
  assert.ok(cells.length > 300);
  for (const { name, row, room, who } of cells) {
    const socket = clients.get(who)?.socket;
    const ask = async (target: string): Promise<string> =>
      JSON.stringify(await socket?.timeout(8_000).emitWithAck(name, row.input(target)));
    const answer = await ask(room);
    const cell = `${name} in ${room} by ${who}: ${answer}`;
    const isSeen = seers[room].includes(who);
    assert.equal(answer.startsWith('{"ok":true'), row.allowed ? row.allowed(who, room) : isSeen, cell);
    if (row.isOfRoom && !isSeen) assert.equal(answer, await ask(laneOf(room) === null ? 'none' : 'none~ana'), cell);
    // Who may take it back is told of it there, and nowhere else.
    const told = name === 'rooms.deleted' && who === 'manager' ? ['rollout-deleted'] : [];
    const hidden = roomNames.filter((other) => !seers[other].includes(who) && !told.includes(other));
    const unseen = hidden.filter((other) => rooms[other].kind !== 'lane');
    for (const other of unseen) assert.ok(!answer.includes(other), `${cell} names ${other}`);
  }
});

test('every request of the protocol has a row', () => {
  for (const name of Object.keys(requests))
    assert.ok(isCommandName(name) ? name in commandRows : name in inquiryRows, name);
});

test('T07 every HTTP route about a room answers as if it were not there to those who may not know of it', async () => {
  const call = async (who: Who, room: string): Promise<string> => {
    const headers = { authorization: `Bearer ${await server.tokenFor(people[who])}` };
    const response = await fetch(new URL(`api/rooms/${encodeURIComponent(room)}/unread`, server.url), { headers });
    return `${response.status} ${await response.text()}`;
  };
  for (const room of roomNames.filter((name) => name !== 'rollout-closed~ana'))
    for (const who of everybody) {
      const answer = await call(who, room);
      const none = await call(who, laneOf(room) === null ? 'none' : 'none~ana');
      if (seers[room].includes(who)) assert.match(answer, /^200/, `${room} ${who}`);
      else assert.equal(answer, none, `${room} ${who}`);
    }
});

test('T08 no frame names a room to somebody who may not know of it', async () => {
  await Promise.all([...clients.values()].map((client) => client.settle()));
  for (const [who, client] of clients) {
    const everything = JSON.stringify(client.frames);
    const unseen = roomNames.filter((room) => !seers[room].includes(who));
    for (const room of unseen) assert.ok(!everything.includes(`"${room}"`), `${who} heard of ${room}`);
  }
});
