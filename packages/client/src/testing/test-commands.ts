/** What commands become in the server in memory. */
import {
  excerptOf,
  isStaff,
  limits,
  parseLaneName,
  Refusal,
  type CommandName,
  type EventDraft,
  type MessageDoc,
  type Person,
  type ProblemChange,
  type ProblemDoc,
  type ProblemState,
  type QuestionState,
  type RequestInput,
} from '@support-chat/protocol';
import { textBody } from '../message-text.js';
import type { TestRoom } from './test-room.js';

/** The event a command asks for. Throws the Refusal a real server gives. */
export function decide<N extends CommandName>(name: N, input: RequestInput<N>, by: Person, room: TestRoom): EventDraft {
  // The name says which input it is; the compiler does not narrow one by the other.
  const decision = decisions[name] as (input: RequestInput<N>, by: Person, room: TestRoom) => EventDraft;
  return decision(input, by, room);
}

const decisions: { readonly [N in CommandName]: (input: RequestInput<N>, by: Person, room: TestRoom) => EventDraft } = {
  'message.post': ({ body, audience = 'everyone', re }, by, room) => {
    if (audience === 'staff') demandStaff(by);
    textBody(body.text);
    if (room.doc.state === 'closed') throw new Refusal('room_closed', `room "${room.name}" is closed; reopen it first`);
    const kind = re === undefined ? (isStaff(by.role) || audience === 'staff' ? {} : { asks: { dueAt: 0 } }) : { re };
    return { type: 'message.posted', audience, data: { body, ...kind } };
  },
  'message.edit': ({ message: seq, rev, body }, by, room) => {
    const { by: author, edited, audience } = messageIn(room, seq);
    if (author.id !== by.id) throw new Refusal('forbidden', `message ${seq} is by ${author.id}`);
    if (rev !== (edited?.revs.at(-1) ?? seq)) throw new Refusal('rev_conflict', `message ${seq} says something else`);
    textBody(body.text);
    return { type: 'message.edited', audience, data: { message: seq, body } };
  },
  'message.retract': ({ message: seq, reason = '' }, by, room) => {
    const { by: author, edited, audience } = messageIn(room, seq);
    if (author.id !== by.id) demandStaff(by);
    const data = { message: seq, reason, edits: edited?.revs ?? [] };
    return { type: 'message.retracted', audience, data };
  },
  'message.react': ({ message: seq, emoji, isOn }, by, room) => {
    const { reactions = [], audience } = messageIn(room, seq);
    const people = reactions.find((reaction) => reaction.emoji === emoji)?.people ?? [];
    if (people.some(({ id }) => id === by.id) === isOn) throw new Refusal('changed', `your reaction is as you want it`);
    return { type: 'message.reacted', audience, data: { message: seq, emoji, isOn } };
  },
  'message.pin': ({ pin }, by, room) => {
    demandStaff(by);
    const message = room.message(pin);
    if (!message || message.audience === 'staff') throw new Refusal('not_found', `there is no message ${pin}`);
    if (room.doc.pins?.some(({ seq }) => seq === pin)) throw new Refusal('changed', `message ${pin} is pinned already`);
    return { type: 'message.pinned', audience: 'everyone', data: { pin, excerpt: excerptOf(message.body) } };
  },
  'message.unpin': ({ pin }, by, room) => {
    demandStaff(by);
    if (!room.doc.pins?.some(({ seq }) => seq === pin)) throw new Refusal('changed', `message ${pin} is not pinned`);
    return { type: 'message.unpinned', audience: 'everyone', data: { pin } };
  },
  'room.create': ({ room: name, kind, title, purpose, isPrivate, opensAt, closesAt, topics, boundTo }, by, room) => {
    demandStaff(by);
    if (room.head > 0) throw new Refusal('room_exists', `there is a room "${name}"; choose another name`);
    return {
      type: 'room.created',
      audience: 'everyone',
      data: {
        ...{ name, kind, title, purpose, ...(isPrivate && { isPrivate }) },
        ...(opensAt !== undefined && { opensAt }),
        ...{ ...(topics && { topics }), ...(boundTo && { boundTo }) },
        ...(closesAt !== undefined && { closesAt }),
      },
    };
  },
  'lane.begin': ({ room: name, person }, by, room) => {
    demandStaff(by);
    if (room.head > 0) throw new Refusal('room_exists', `the lane "${name}" has begun already`);
    const lane = { of: parseLaneName(name)?.of ?? '', person };
    return {
      type: 'room.created',
      audience: 'everyone',
      data: { name, kind: 'lane', title: lane.of, purpose: '', lane },
    };
  },
  'member.add': ({ person, as }, _by, room) => {
    const was = room.members.find((member) => member.person.id === person.id)?.as ?? null;
    return { type: 'member.added', audience: 'everyone', data: { person, as, was, from: 1 } };
  },
  'member.remove': ({ person: id }, _by, room) => {
    const member = room.members.find(({ person }) => person.id === id);
    if (!member) throw new Refusal('changed', `${id} is no member of room "${room.name}"`);
    return { type: 'member.removed', audience: 'everyone', data: { person: member.person, was: member.as } };
  },
  'room.describe': ({ title, purpose, page, topics, boundTo }, by) => {
    demandStaff(by);
    const more = { ...(page !== undefined && { page }), ...(topics && { topics }), ...(boundTo && { boundTo }) };
    const data = { title, purpose, ...more };
    return { type: 'room.described', audience: 'everyone', data };
  },
  'checklist.set': ({ items }, by) => {
    demandStaff(by);
    return { type: 'checklist.changed', audience: 'staff', data: { items } };
  },
  'checklist.tick': ({ item, text, isDone }, by, room) => {
    demandStaff(by);
    if (room.doc.checklist?.[item]?.text !== text) throw new Refusal('changed', `"${text}" is not at ${item}`);
    return { type: 'checklist.ticked', audience: 'staff', data: { item, isDone } };
  },
  'room.plan': ({ opensAt, closesAt, waves, waits }, by) => {
    demandStaff(by);
    const times = { ...(opensAt !== undefined && { opensAt }), ...(closesAt !== undefined && { closesAt }) };
    return {
      type: 'room.planned',
      audience: 'everyone',
      data: {
        ...times,
        ...(waves && {
          waves: waves.map(({ boundTo, ...wave }) => (boundTo?.length ? { ...wave, isForSome: true } : wave)),
        }),
        ...(waits && { waits }),
      },
    };
  },
  'room.open': (_input, by) => {
    demandStaff(by);
    return { type: 'room.opened', audience: 'everyone', data: {} };
  },
  'room.close': ({ reason }, by) => {
    demandStaff(by);
    return { type: 'room.closed', audience: 'everyone', data: { reason } };
  },
  'room.reopen': ({ reason }, by) => {
    demandStaff(by);
    return { type: 'room.reopened', audience: 'everyone', data: { reason } };
  },
  'room.archive': ({ reason }, by) => {
    demandStaff(by);
    return { type: 'room.archived', audience: 'everyone', data: { reason } };
  },
  'room.unarchive': ({ reason }, by) => {
    demandStaff(by);
    return { type: 'room.unarchived', audience: 'everyone', data: { reason } };
  },
  'room.delete': ({ name, reason }, by, room) => {
    demandStaff(by);
    if (room.doc.state !== 'closed')
      throw new Refusal('bad_request', `room "${room.name}" is not closed; close it first`);
    if (name !== room.name) throw new Refusal('bad_request', `expected the name "${room.name}" once more`);
    return { type: 'room.deleted', audience: 'everyone', data: { reason, until: limits.maxAt } };
  },
  'room.recover': ({ reason }, by) => {
    demandStaff(by);
    return { type: 'room.recovered', audience: 'everyone', data: { reason } };
  },
  'link.make': ({ label: text, hash, expiresAt, maxUses, forQuestion }, by) => {
    demandStaff(by);
    const body = { kind: 'link', text, hash, expiresAt, maxUses, ...(forQuestion && { forQuestion }) } as const;
    return { type: 'message.posted', audience: 'staff', data: { body } };
  },
  'link.revoke': ({ link }, by, room) => {
    demandStaff(by);
    const { guests = [] } = room.message(link)?.link ?? {};
    return { type: 'link.revoked', audience: 'staff', data: { link, state: { guests, isRevoked: true } } };
  },
  'question.claim': ({ question }, by, room) => {
    demandStaff(by);
    const data = { ...step(room, question, 'claimed'), owner: by };
    return { type: 'question.claimed', audience: 'everyone', data };
  },
  'question.hand': ({ question, to }, by, room) => {
    demandStaff(by);
    const { question: seq, was } = about(room, question);
    const data = { question: seq, was, now: 'claimed', dueAt: null, owner: to } as const;
    return { type: 'question.claimed', audience: 'everyone', data };
  },
  'question.promise': ({ question, until: promised }, by, room) => {
    demandStaff(by);
    const data = { ...step(room, question, 'claimed'), dueAt: promised, promised, owner: by };
    return { type: 'question.claimed', audience: 'everyone', data };
  },
  'question.release': ({ question }, _by, room) => ({
    type: 'question.released',
    audience: 'everyone',
    data: step(room, question, 'open'),
  }),
  'question.answer': ({ question, answer }, _by, room) => ({
    type: 'question.answered',
    audience: 'everyone',
    data: { ...step(room, question, 'answered'), answer },
  }),
  'question.resolve': ({ question }, _by, room) => ({
    type: 'question.resolved',
    audience: 'everyone',
    data: step(room, question, 'resolved'),
  }),
  'question.reopen': ({ question }, _by, room) => ({
    type: 'question.reopened',
    audience: 'everyone',
    data: step(room, question, 'open'),
  }),
  'question.merge': ({ question, into }, by, room) => {
    demandStaff(by);
    return { type: 'question.merged', audience: 'everyone', data: { ...step(room, question, 'merged'), into } };
  },
  'question.split': ({ question }, by, room) => {
    demandStaff(by);
    return { type: 'question.split', audience: 'everyone', data: step(room, question, 'open') };
  },
  'question.move': ({ question, toRoom }, by, room) => {
    demandStaff(by);
    const was = room.message(question)?.question?.state ?? 'open';
    const moved = { room: toRoom, title: toRoom, seq: null, was };
    return { type: 'question.moved', audience: 'everyone', data: { ...step(room, question, 'moved'), moved } };
  },
  'question.rate': ({ question, rating }, _by, room) => ({
    type: 'rating.given',
    audience: 'staff',
    data: { ...about(room, question), rating },
  }),
  'question.join': ({ question }, _by, room) => ({
    type: 'question.joined',
    audience: 'everyone',
    data: about(room, question),
  }),
  'question.leave': ({ question }, _by, room) => ({
    type: 'question.left',
    audience: 'everyone',
    data: about(room, question),
  }),
  'problem.announce': ({ remark = null, what, severity, title, startsAt, endsAt }, by, room) => {
    demandStaff(by);
    const problem = { seq: room.head + 1, what, severity, title, startsAt, endsAt, remark, affected: 0 };
    return told('announced', problem);
  },
  'problem.update': ({ problem: seq, rev, remark = null, what, severity, title, startsAt, endsAt }, by, room) => {
    demandStaff(by);
    const before = problemIn(room, seq);
    if (before.rev !== rev) throw new Refusal('changed', `problem ${seq} was changed by message ${before.rev}`);
    return told('updated', { seq, what, severity, title, startsAt, endsAt, remark, affected: before.affected });
  },
  'problem.end': ({ problem: seq, remark = null }, by, room) => {
    demandStaff(by);
    const { what, severity, title, startsAt, endsAt, affected } = problemIn(room, seq);
    return told('ended', { seq, what, severity, title, startsAt, endsAt, remark, affected });
  },
  'problem.join': ({ problem }, by, room) => {
    const { affected } = problemIn(room, problem);
    if (room.problemsOf(by).has(problem)) throw new Refusal('changed', 'you are counted already');
    return { type: 'problem.joined', audience: 'everyone', data: { problem, affected: affected + 1 } };
  },
  'problem.leave': ({ problem }, by, room) => {
    const { affected } = problemIn(room, problem);
    if (!room.problemsOf(by).has(problem)) throw new Refusal('changed', 'you are not counted');
    return { type: 'problem.left', audience: 'everyone', data: { problem, affected: affected - 1 } };
  },
};

/** A message that was not taken back. */
function messageIn(room: TestRoom, seq: number): MessageDoc {
  const message = room.message(seq);
  if (!message) throw new Refusal('not_found', `there is no message ${seq}`);
  if (message.retracted) throw new Refusal('changed', `message ${seq} was taken back`);
  return message;
}

function problemIn(room: TestRoom, seq: number): ProblemDoc {
  const problem = room.doc.problems?.find((one) => one.seq === seq);
  if (!problem) throw new Refusal('changed', `problem ${seq} is over`);
  return problem;
}

function told(change: ProblemChange, problem: ProblemState): EventDraft {
  const body = { kind: 'problem', change, problem, text: problem.title } as const;
  return { type: 'message.posted', audience: 'everyone', data: { body } };
}

function about(room: TestRoom, seq: number) {
  const question = room.message(seq)?.question;
  if (!question) throw new Refusal('not_found', `there is no question ${seq}`);
  return { question: seq, was: question.state, now: question.state };
}

/** From the state a question has to another. Nothing happens by itself here. */
function step(room: TestRoom, seq: number, now: QuestionState) {
  const before = about(room, seq);
  if (now === before.was) throw new Refusal('changed', `question ${seq} is ${now} already`);
  return { ...before, now, dueAt: null };
}

function demandStaff(by: Person): void {
  if (!isStaff(by.role)) throw new Refusal('forbidden', `expected an agent or a manager, but ${by.id} is ${by.role}`);
}
