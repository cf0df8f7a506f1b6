/** Who may give which command, where: a row for each way to give it. */
import type { CommandName, CommandTable } from '@support-chat/protocol';
import {
  fileOf,
  laneOf,
  managers,
  nobody,
  noteWriters,
  people,
  person,
  privateTeam,
  rights,
  roomNames,
  seers,
  staff,
  writers,
  type Rights,
  type RoomName,
  type Who,
} from './rights-world.js';

/** What support does is no business of others, who may run the room all the same. */
const listKeepers = mapRights(managers, (whos) => whos.filter((who) => staff.includes(who)));
const bindable = { ...managers, incident: nobody, [privateTeam]: nobody };
const openManagers = { ...managers, 'rollout-closed': nobody };
/** Questions are asked and answered where there are any: not among colleagues, not in an incident. */
export const answerers = rights({
  'rollout-planned': ['expert', ...staff],
  ...{ rollout: ['expert', ...staff], outage: ['expert', ...staff], expert: ['expert', 'host', ...staff] },
  'rollout~ana': staff,
});
/** The question in each room is ana's. */
const answerersAndAsker = rights({
  'rollout-planned': answerers['rollout-planned'],
  ...{ rollout: ['ana', ...answerers.rollout], outage: ['ana', ...answerers.outage] },
  ...{ expert: ['ana', ...answerers.expert], 'rollout~ana': ['ana', ...staff] },
});
const writersAtQuestions = rights({
  'rollout-planned': writers['rollout-planned'],
  rollout: writers.rollout,
  outage: writers.outage,
  expert: writers.expert,
  'rollout~ana': writers['rollout~ana'],
});
const withoutAna = (given: Rights): Rights => mapRights(given, (whos) => whos.filter((who) => who !== 'ana'));
const onlyAna = (given: Rights): Rights => mapRights(given, (whos) => whos.filter((who) => who === 'ana'));

const onlyAgent = (given: Rights): Rights => mapRights(given, (whos) => whos.filter((who) => who === 'agent'));
/** An author takes back what they wrote wherever they see it still, also in a closed room; not in an archived one. */
const authors = (who: Who): Rights =>
  rights(
    Object.fromEntries(
      roomNames.map((name) => [name, seers[name].includes(who) && name !== 'rollout-archived' ? [who] : nobody]),
    ),
  );
/** Who runs the room, staff who answer there, and the author. */
const keepers = mapRights(authors('ana'), (whos, name) => [
  ...whos,
  ...(name === 'rollout~ana' || name === 'rollout-closed~ana' ? staff : []),
  ...managers[name],
]);

const problemFacts = { what: 'outage', severity: 'down', title: 'x', startsAt: 1, endsAt: null } as const;

const callingNew = {
  body: { kind: 'text', text: '@new', mentions: [{ at: 0, chars: 4, person: 'new' }] },
  invites: [person('new')],
} as const;
const inviters = mapRights(openManagers, (whos, name) => (writersAtQuestions[name].length > 0 ? whos : nobody));

/** Everybody is counted for problem 7 and nobody for problem 6. Question 2 is ana's, message 3 is a reply to it, question 4 is being looked at by `agent`, question 5 is answered. */
export type Input<N extends CommandName> = Omit<CommandTable[N], 'room' | 'cid'>;
export type CommandRow<N extends CommandName> = { readonly input: Input<N>; readonly allowed: Rights };
export const commandRows: { readonly [N in CommandName]: readonly CommandRow<N>[] } = {
  'message.post': [
    { input: { body: { kind: 'text', text: 'x' } }, allowed: writers },
    { input: { body: { kind: 'text', text: 'x' }, re: 2 }, allowed: writers },
    { input: { body: { kind: 'text', text: 'x' }, audience: 'staff' }, allowed: noteWriters },
    // Each brought a file into each room; others' files, and files of other rooms, are theirs alone.
    {
      input: { body: { kind: 'text', text: '' }, files: [fileOf('ana', 'rollout')] },
      allowed: rights({ rollout: ['ana'] }),
    },
    { input: { body: { kind: 'text', text: '' }, files: [fileOf('nobody', 'rollout')] }, allowed: rights({}) },
    // Let in for a question by whoever runs the room; a lane is for one person.
    { input: { ...callingNew, re: 2, untilSolved: true }, allowed: inviters },
    // There is no question here.
    { input: { ...callingNew, re: 3, untilSolved: true }, allowed: rights({}) },
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
  'room.describe': [
    { input: { title: 'x', purpose: '' }, allowed: managers },
    // Where an attribute decides who sees it.
    { input: { title: 'x', purpose: '', boundTo: ['office=osaka'] }, allowed: bindable },
  ],
  'room.plan': [
    { input: { closesAt: 19, waves: [{ title: 'x', startsAt: 1, boundTo: ['office=osaka'] }] }, allowed: openManagers },
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
    {
      input: { label: 'x', hash: 'f'.repeat(64), expiresAt: 1_000, maxUses: 1, forQuestion: 2 },
      allowed: onlyStaff(inviters),
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
    // Not to the room where it is, and what was asked in private only to a lane of the same person.
    {
      input: { question: 2, toRoom: 'outage' },
      allowed: rights({ ...answerers, outage: nobody, 'rollout~ana': nobody }),
    },
    { input: { question: 2, toRoom: 'outage~ana' }, allowed: rights({ 'rollout~ana': staff }) },
    ...['rollout~ana', 'outage~member', 'expert~ana', 'team~ana', 'rollout-closed~ana'].map((toRoom) => ({
      ...{ input: { question: 2, toRoom }, allowed: rights({}) },
    })),
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

/** Everybody who was let in may leave. */
function withMember(given: Rights): Rights {
  return mapRights(given, (whos, name) => (laneOf(name) === null ? [...whos, 'member'] : whos));
}

function onlyStaff(given: Rights): Rights {
  return mapRights(given, (whos) => whos.filter((who) => staff.includes(who)));
}

function mapRights(given: Rights, change: (whos: readonly Who[], name: RoomName) => readonly Who[]): Rights {
  return rights(Object.fromEntries(roomNames.map((name) => [name, change(given[name], name)])));
}

/** Everybody in every room. */
