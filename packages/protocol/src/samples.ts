/** The cast and one sample of every event, for tests of anything that reads a log. */
import type { EventDraft, EventTable } from './events.js';
import type { Person } from './people.js';
import type { Helper } from './presence.js';
import type { ProblemChange, ProblemState } from './problems.js';

export const cast = {
  ana: { id: 'ana', name: 'Ana Silva', role: 'employee' },
  ben: { id: 'ben', name: 'Ben Carter', role: 'employee' },
  kenji: { id: 'kenji', name: '田中 健司', role: 'employee' },
  mia: { id: 'mia', name: 'Mia Lindqvist', role: 'agent' },
  tom: { id: 'tom', name: 'Tom Okafor', role: 'agent' },
  sato: { id: 'sato', name: '佐藤 美咲', role: 'manager' },
} as const satisfies Record<string, Person>;

/** These people, as helpers who can help now. */
export function availableNow(...people: readonly Person[]): Helper[] {
  return people.map((person) => ({ ...person, presence: 'available' }));
}

/** One draft an event type. A new event without its sample does not compile. */
export const sampleDrafts: { readonly [T in keyof EventTable]: Extract<EventDraft, { type: T }> } = {
  'room.created': {
    type: 'room.created',
    audience: 'everyone',
    data: { name: 'rollout', kind: 'rollout', title: 'New mail', purpose: 'Help with moving to the new mail' },
  },
  'room.described': {
    type: 'room.described',
    audience: 'everyone',
    data: { title: 'New mail, wave 2', purpose: 'Help for the second wave' },
  },
  'room.planned': {
    type: 'room.planned',
    audience: 'everyone',
    data: { opensAt: 5, closesAt: 9, waves: [{ title: 'Osaka / 大阪', startsAt: 5 }] },
  },
  'checklist.changed': { type: 'checklist.changed', audience: 'staff', data: { items: ['Tell everybody'] } },
  'checklist.ticked': { type: 'checklist.ticked', audience: 'staff', data: { item: 0, isDone: true } },
  'room.opened': { type: 'room.opened', audience: 'everyone', data: {} },
  'room.closed': { type: 'room.closed', audience: 'everyone', data: { reason: 'The rollout is done' } },
  'room.reopened': { type: 'room.reopened', audience: 'everyone', data: { reason: 'One more wave' } },
  'room.archived': { type: 'room.archived', audience: 'everyone', data: { reason: 'Kept for reference' } },
  'room.unarchived': { type: 'room.unarchived', audience: 'everyone', data: { reason: 'Needed again' } },
  'room.exported': { type: 'room.exported', audience: 'everyone', data: { format: 'jsonl' } },
  'room.deleted': { type: 'room.deleted', audience: 'everyone', data: { reason: 'Was a test', until: 9 } },
  'room.recovered': { type: 'room.recovered', audience: 'everyone', data: { reason: 'Was none' } },
  'room.erased': {
    type: 'room.erased',
    audience: 'everyone',
    data: { name: 'rollout', kind: 'rollout', createdAt: 1, messages: 2 },
  },
  'member.added': {
    type: 'member.added',
    audience: 'everyone',
    data: { person: { id: 'ben', name: 'Ben Carter', role: 'employee' }, as: 'expert', was: null, from: 1 },
  },
  'member.removed': {
    type: 'member.removed',
    audience: 'everyone',
    data: { person: { id: 'ben', name: 'Ben Carter', role: 'employee' }, was: 'expert' },
  },
  'message.posted': {
    type: 'message.posted',
    audience: 'everyone',
    data: { body: { kind: 'text', text: 'Outlook asks for my password / パスワードを聞かれます' } },
  },
  'message.edited': {
    type: 'message.edited',
    audience: 'everyone',
    data: {
      message: 2,
      body: { kind: 'text', text: 'Outlook asks for my password twice / パスワードを2回聞かれます' },
    },
  },
  'message.retracted': {
    type: 'message.retracted',
    audience: 'everyone',
    data: { message: 2, reason: 'It had a password in it', edits: [] },
  },
  'message.reacted': {
    type: 'message.reacted',
    audience: 'everyone',
    data: { message: 2, emoji: '👍', isOn: true },
  },
  'file.checked': {
    type: 'file.checked',
    audience: 'everyone',
    data: {
      ...{ message: 2, file: 'f'.repeat(32), state: 'ready' },
      body: {
        ...{ kind: 'text', text: 'Outlook asks for my password / パスワードを聞かれます' },
        files: [
          {
            ...{
              id: 'f'.repeat(32),
              name: 'error.png',
              type: 'image/png',
              size: 9,
              kind: 'image',
              width: 3,
              height: 2,
            },
            ...{ hasThumbnail: true, state: 'ready' },
          },
        ],
      },
    },
  },
  'message.pinned': {
    type: 'message.pinned',
    audience: 'everyone',
    data: { pin: 2, excerpt: 'The new server / 新サーバー' },
  },
  'message.unpinned': { type: 'message.unpinned', audience: 'everyone', data: { pin: 2 } },
  'visitors.changed': {
    type: 'visitors.changed',
    audience: 'everyone',
    data: { visitors: [{ person: cast.ben, as: 'expert', questions: [3, 2] }] },
  },
  'link.used': {
    type: 'link.used',
    audience: 'staff',
    data: { link: 2, state: { guests: [{ id: 'guest-1', name: 'Guest', role: 'guest' }], isRevoked: false } },
  },
  'link.revoked': {
    type: 'link.revoked',
    audience: 'staff',
    data: { link: 2, state: { guests: [], isRevoked: true } },
  },
  'people.called': { type: 'people.called', audience: 'staff', data: { call: 2, people: ['ben', 'mia'] } },
  'question.claimed': {
    type: 'question.claimed',
    audience: 'everyone',
    data: { question: 2, was: 'open', now: 'claimed', dueAt: 9, owner: cast.mia },
  },
  'question.released': {
    type: 'question.released',
    audience: 'everyone',
    data: { question: 2, was: 'claimed', now: 'open', dueAt: 9 },
  },
  'question.answered': {
    type: 'question.answered',
    audience: 'everyone',
    data: { question: 2, was: 'claimed', now: 'answered', dueAt: 9, answer: 3 },
  },
  'question.resolved': {
    type: 'question.resolved',
    audience: 'everyone',
    data: { question: 2, was: 'answered', now: 'resolved', dueAt: null },
  },
  'question.reopened': {
    type: 'question.reopened',
    audience: 'everyone',
    data: { question: 2, was: 'answered', now: 'claimed', dueAt: 9 },
  },
  'question.escalated': {
    type: 'question.escalated',
    audience: 'everyone',
    data: { question: 2, was: 'open', now: 'open', dueAt: 9 },
  },
  'question.merged': {
    type: 'question.merged',
    audience: 'everyone',
    data: { question: 3, was: 'open', now: 'merged', dueAt: null, into: 2 },
  },
  'question.split': {
    type: 'question.split',
    audience: 'everyone',
    data: { question: 3, was: 'merged', now: 'open', dueAt: 9 },
  },
  'question.moved': {
    type: 'question.moved',
    audience: 'everyone',
    data: {
      question: 2,
      was: 'open',
      now: 'moved',
      dueAt: 9,
      moved: { room: 'vpn', title: 'VPN', seq: null, was: 'open' },
    },
  },
  'question.returned': {
    type: 'question.returned',
    audience: 'everyone',
    data: { question: 2, was: 'moved', now: 'open', dueAt: 9 },
  },
  'question.inherited': {
    type: 'question.inherited',
    audience: 'everyone',
    data: { question: 2, was: 'open', now: 'open', from: 3, people: ['ben', 'kenji'] },
  },
  'question.disinherited': {
    type: 'question.disinherited',
    audience: 'everyone',
    data: { question: 2, was: 'open', now: 'open', from: 3, people: ['ben'] },
  },
  'question.visited': {
    type: 'question.visited',
    audience: 'everyone',
    data: { question: 2, was: 'open', now: 'open', visits: [{ person: cast.ben, as: 'expert' }] },
  },
  'rating.given': {
    type: 'rating.given',
    audience: 'staff',
    data: { question: 2, was: 'resolved', now: 'resolved', rating: 'helped' },
  },
  'question.joined': { type: 'question.joined', audience: 'everyone', data: { question: 2, was: 'open', now: 'open' } },
  'question.left': { type: 'question.left', audience: 'everyone', data: { question: 2, was: 'open', now: 'open' } },
  'problem.joined': { type: 'problem.joined', audience: 'everyone', data: { problem: 2, affected: 1 } },
  'problem.left': { type: 'problem.left', audience: 'everyone', data: { problem: 2, affected: 0 } },
};

/** A message about problem 2 of a room, one a change. */
export const problemDrafts: { readonly [C in ProblemChange]: Extract<EventDraft, { type: 'message.posted' }> } = {
  announced: draftOf('announced', { severity: 'degraded', endsAt: null, affected: 0 }),
  updated: draftOf('updated', { severity: 'down', endsAt: 90, affected: 1 }),
  ended: draftOf('ended', { severity: 'down', endsAt: 90, affected: 1 }),
};

function draftOf(
  change: ProblemChange,
  state: Pick<ProblemState, 'severity' | 'endsAt' | 'affected'>,
): Extract<EventDraft, { type: 'message.posted' }> {
  const title = 'Mail cannot be sent / メールを送信できません';
  const problem = { seq: 2, what: 'outage', title, startsAt: 10, remark: null, ...state } as const;
  return {
    type: 'message.posted',
    audience: 'everyone',
    data: { body: { kind: 'problem', change, problem, text: title } },
  };
}
