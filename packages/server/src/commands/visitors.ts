/**
 * Who is in a room for one question. The room's document has them, once for each question that they are here for, and the
 * links for them: whatever ends the question ends them in the same commit, so that nobody can die between the two.
 */
import {
  limits,
  Refusal,
  type EventDraft,
  type MessageDoc,
  type Person,
  type QuestionLink,
  type RoomDoc,
  type Visitor,
} from '@support-chat/protocol';

/** What the room's document has of it. */
export type Visits = Pick<RoomDoc, 'visitors' | 'links'>;

/** These are here for a question from now on: beside `member.added` of each who was not. */
export function visitorsCame(
  { visitors: here = [] }: Visits,
  visitors: readonly Visitor[],
  asked: MessageDoc | undefined,
): EventDraft[] {
  if (visitors.length === 0) return [];
  const changed = visitorsChanged([...here, ...visitors]);
  const { seq, question } = asked ?? {};
  if (seq === undefined || !question) return [changed];
  const ids = new Set(visitors.map(({ person }) => person.id));
  const before = (question.visits ?? []).filter(({ person }) => !ids.has(person.id));
  const visits = [...before, ...visitors.map(({ person, as }) => ({ person, as }))];
  const data = { question: seq, was: question.state, now: question.state, visits };
  return [changed, { type: 'question.visited', audience: 'everyone', data }];
}

/** These people are here for no question any more: beside `member.removed` of each, or because they stay. */
export function visitorsLeft({ visitors = [] }: Visits, people: readonly string[]): EventDraft[] {
  const left = visitors.filter(({ person }) => !people.includes(person.id));
  return left.length < visitors.length ? [visitorsChanged(left)] : [];
}

/** Throws Refusal('changed') unless somebody can still be let in for the question. */
export function requireUnsolved(asked: MessageDoc | undefined, seq: number): MessageDoc {
  if (!asked?.question) throw new Refusal('not_found', `there is no question ${seq} that you may see`);
  const { state } = asked.question;
  if (state === 'open' || state === 'claimed' || state === 'answered') return asked;
  throw new Refusal('changed', `question ${seq} is ${state}; nobody is let in for it any more`);
}

/** A link begins that ends with its question. */
export function linkBegins({ links = [] }: Visits, link: QuestionLink, now: number): EventDraft {
  const others = links.filter(({ expiresAt }) => expiresAt > now);
  if (others.length >= limits.maxQuestionLinks)
    throw new Refusal('forbidden', `${others.length} links end with a question here, no more can be made`);
  return linksChanged([...others, link]);
}

/** Somebody came by such a link, or it ends without them: nothing for any other link. */
export function linkChanges({ links = [] }: Visits, link: number, guests: readonly Person[] | null): EventDraft[] {
  if (!links.some((each) => each.link === link)) return [];
  return [linksChanged(links.flatMap((each) => (each.link !== link ? each : guests ? { ...each, guests } : [])))];
}

/**
 * What a question that is over does: links end, and whoever is here for no other one is out. Without `question`, all of the
 * room.
 */
export function endVisits({ visitors = [], links = [] }: Visits, question?: number): EventDraft[] {
  const isOver = ({ questions }: Visitor | QuestionLink): boolean =>
    question === undefined || questions.at(-1) === question;
  const [over, ended] = [visitors.filter(isOver), links.filter(isOver)];
  const left = visitors.filter((each) => !isOver(each));
  const stays = new Set(left.map(({ person }) => person.id));
  const gone = new Map(over.filter(({ person }) => !stays.has(person.id)).map((each) => [each.person.id, each]));
  return [
    ...ended.map(({ link, guests }): EventDraft => ({
      ...{ type: 'link.revoked', audience: 'staff' },
      data: { link, state: { guests, isRevoked: true } },
    })),
    ...(ended.length > 0 ? [linksChanged(links.filter((each) => !isOver(each)))] : []),
    ...(over.length > 0 ? [visitorsChanged(left)] : []),
    // Last: who is out receives nothing after it.
    ...[...gone.values()].map(({ person, as: was }): EventDraft => ({
      ...{ type: 'member.removed', audience: 'everyone' },
      data: { person, was },
    })),
  ];
}

/** As they are after these events. */
export function visitsAfter(visits: Visits, drafts: readonly EventDraft[]): Visits {
  return drafts.reduce((now, { type, data }) => (type === 'visitors.changed' ? { ...now, ...data } : now), visits);
}

/** A question goes on as `into`: from now on that one counts. */
export function followMerge(visits: Visits, question: number, into: number): EventDraft[] {
  return along(visits, (questions) => (questions.at(-1) === question ? [...questions, into] : questions));
}

/** A question goes on by itself again. */
export function followSplit(visits: Visits, question: number, into: number): EventDraft[] {
  const wasMerged = (questions: readonly number[]): boolean =>
    questions.at(-1) === into && questions.at(-2) === question;
  return along(visits, (questions) => (wasMerged(questions) ? questions.slice(0, -1) : questions));
}

/** The same visits with other questions, where there are any. */
function along(
  { visitors = [], links = [] }: Visits,
  change: (questions: readonly number[]) => readonly number[],
): EventDraft[] {
  const isChanged = ({ questions }: Visitor | QuestionLink): boolean => change(questions) !== questions;
  return [
    ...(visitors.some(isChanged)
      ? [visitorsChanged(visitors.map((each) => ({ ...each, questions: change(each.questions) })))]
      : []),
    ...(links.some(isChanged)
      ? [linksChanged(links.map((each) => ({ ...each, questions: change(each.questions) })))]
      : []),
  ];
}

function visitorsChanged(visitors: readonly Visitor[]): EventDraft {
  return { type: 'visitors.changed', audience: 'everyone', data: { visitors } };
}

/** Only staff know of links. */
function linksChanged(links: readonly QuestionLink[]): EventDraft {
  return { type: 'visitors.changed', audience: 'staff', data: { links } };
}
