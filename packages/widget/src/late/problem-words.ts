/** How a problem stands, in the words of a reader's language and the times of their zone. Pure; formatters are made once. */
import { stageOf, type ProblemDoc, type ProblemState } from '@support-chat/protocol';
import type { ProblemStrings } from './problem-strings.js';

export type ProblemWords = {
  /** `Down`, `Planned work`, as it was at that time */
  name(problem: ProblemState, at: number): string;
  /** `since 09:40`, `expected back 11:00`; for what is planned, when and what it brings. `at`: as it was then. Default `now`. */
  when(problem: ProblemState, now: number, at?: number): readonly string[];
  /** `updated 5 min. ago` */
  updated(problem: ProblemDoc, now: number): string;
};

const minuteMs = 60_000;
const dayMs = 86_400_000;

export function makeProblemWords(locale: string, strings: ProblemStrings, timeZone?: string): ProblemWords {
  const zone = timeZone === undefined ? {} : { timeZone };
  const hours = { hour: 'numeric', minute: '2-digit', hourCycle: 'h23' } as const;
  const time = new Intl.DateTimeFormat(locale, { ...hours, ...zone });
  const date = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', ...zone });
  const key = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', ...zone });
  const ago = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  const nearDay = (at: number, now: number): string | null => {
    const days = [0, 1, -1].find((step) => key.format(now + step * dayMs) === key.format(at));
    if (days === undefined) return date.format(at);
    return days === 0 ? null : ago.format(days, 'day');
  };
  /** The day only where it is not today. */
  const moment = (at: number, now: number): string => {
    const day = nearDay(at, now);
    return day === null ? time.format(at) : `${day} ${time.format(at)}`;
  };
  const words: ProblemWords = {
    name: (problem, at) => strings.names[problem.what][stageOf(problem, at)][problem.severity],
    when(problem, now, at = now) {
      const { what, severity, startsAt, endsAt } = problem;
      const stage = stageOf(problem, at);
      if (stage === 'planned') {
        const isSameDay = endsAt !== null && key.format(startsAt) === key.format(endsAt);
        const end = endsAt === null ? null : isSameDay ? time.format(endsAt) : moment(endsAt, now);
        return [strings.fromTo(moment(startsAt, now), end), strings.meanwhile[severity]];
      }
      const overdue = stage === 'overdue' ? strings.overdue[what] : null;
      const end = endsAt === null ? strings.unknownEnd[what] : strings.expected[what](moment(endsAt, now));
      return [strings.since(moment(startsAt, now)), overdue ?? end];
    },
    updated({ updatedAt }, now) {
      const minutes = Math.floor((now - updatedAt) / minuteMs);
      if (minutes < 1) return strings.updatedNow;
      if (minutes < 60) return strings.updated(ago.format(-minutes, 'minute'));
      if (minutes < 1_440) return strings.updated(ago.format(-Math.floor(minutes / 60), 'hour'));
      return strings.updated(ago.format(-Math.floor(minutes / 1_440), 'day'));
    },
  };
  return Object.freeze(words);
}
