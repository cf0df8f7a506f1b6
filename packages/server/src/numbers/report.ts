/** The numbers of one room from its facts. Pure. */
import { isStaff, Refusal, type Person, type Rating, type RoomNumbers } from '@support-chat/protocol';
import type { QuestionFacts, RoomFacts } from './facts.js';

/** Helpers named one by one. */
const maxHelpers = 10;
/** Days drawn; of a longer time the last ones. */
const maxDays = 366;
const dayMs = 86_400_000;

/** Throws Refusal('bad_request') for a time zone that nobody knows. */
export function numbersOf(facts: RoomFacts, { timeZone, now }: { timeZone: string; now: number }): RoomNumbers {
  const dayOf = dayIn(timeZone);
  const all = [...facts.questions.values()].filter(({ isMoved }) => !isMoved);
  const own = all.filter(({ isMerged }) => !isMerged);
  const answers = own.flatMap(({ answerBy }) => answerBy ?? []);
  const byDesk = answers.filter(({ role }) => isStaff(role)).length;
  return {
    asked: all.length,
    merged: all.length - own.length,
    answered: own.filter(({ answerBy }) => answerBy).length,
    resolved: own.filter(({ resolvedAt }) => resolvedAt !== null).length,
    waiting: own.filter(isWaiting).length,
    affected: own.reduce((sum, { affected }) => sum + affected.size, 0),
    messages: facts.messages,
    people: facts.people.size,
    byDesk,
    byColleagues: answers.length - byDesk,
    helped: countOf(all, 'helped'),
    didNotHelp: countOf(all, 'did_not_help'),
    helpers: helpersOf(answers),
    firstAnswerMs: median(
      all.flatMap(({ askedAt, answeredAt }) => (answeredAt === null ? [] : [answeredAt - askedAt])),
    ),
    solutionMs: median(own.flatMap(({ askedAt, resolvedAt }) => (resolvedAt === null ? [] : [resolvedAt - askedAt]))),
    days: daysOf(all, dayOf, now),
  };
}

/** Null of nothing; of an even count the mean of the two in the middle. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

function countOf(questions: readonly QuestionFacts[], rating: Rating): number {
  const said = questions.flatMap(({ ratings }) => [...ratings.values()]);
  return said.filter((one) => one.rating === rating).length;
}

function isWaiting({ turns }: QuestionFacts): boolean {
  return turns.length % 2 === 1;
}

function helpersOf(answers: readonly Person[]): RoomNumbers['helpers'] {
  const counts = new Map<string, { person: Person; answers: number }>();
  for (const person of answers) counts.set(person.id, { person, answers: (counts.get(person.id)?.answers ?? 0) + 1 });
  const sorted = [...counts.values()].sort((a, b) => b.answers - a.answers || (a.person.id < b.person.id ? -1 : 1));
  return sorted.slice(0, maxHelpers);
}

/** Every day from the first question to now: how many were asked and solved, and how many waited at its end. */
function daysOf(questions: readonly QuestionFacts[], dayOf: (at: number) => string, now: number): RoomNumbers['days'] {
  let first = now;
  for (const { askedAt } of questions) first = Math.min(first, askedAt);
  if (questions.length === 0) return [];
  const days = new Map<string, { day: string; asked: number; resolved: number; waiting: number }>();
  // Half days, so that the short day of a clock that is put on is not missed.
  for (let at = Math.max(first, now - maxDays * dayMs); at < now; at += dayMs / 2) addDay(dayOf(at));
  addDay(dayOf(now));
  for (const { askedAt, resolvedAt, turns } of questions) {
    count(dayOf(askedAt), 'asked');
    if (resolvedAt !== null) count(dayOf(resolvedAt), 'resolved');
    for (const [place, at] of turns.entries()) count(dayOf(at), 'waiting', place % 2 === 0 ? 1 : -1);
  }
  let waiting = 0;
  // What began before the first day that is drawn waits on it, too.
  const before = questions.flatMap(({ turns }) =>
    turns.map((at, place) => (days.has(dayOf(at)) ? 0 : place % 2 ? -1 : 1)),
  );
  waiting += before.reduce<number>((sum, one) => sum + one, 0);
  return [...days.values()].map((day) => ({ ...day, waiting: (waiting += day.waiting) }));

  function addDay(day: string): void {
    if (!days.has(day)) days.set(day, { day, asked: 0, resolved: 0, waiting: 0 });
  }
  function count(day: string, what: 'asked' | 'resolved' | 'waiting', by = 1): void {
    const row = days.get(day);
    if (row) row[what] += by;
  }
}

function dayIn(timeZone: string): (at: number) => string {
  try {
    // In this locale a date is as in ISO 8601.
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
    const known = new Map<number, string>();
    // Zones are whole quarters of an hour apart from UTC.
    return (at) => {
      const quarter = Math.floor(at / 900_000);
      const day = known.get(quarter) ?? format.format(at);
      known.set(quarter, day);
      return day;
    };
  } catch (error) {
    throw new Refusal('bad_request', `expected a time zone such as Asia/Tokyo, got "${timeZone}"`, { cause: error });
  }
}
