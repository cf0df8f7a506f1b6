/** Times and days in the reader's zone and language. Formatters are costly to make: one set a language. */
import type { Strings } from './strings.js';

export type ClockWords = {
  /** `10:14` */
  time(at: number): string;
  /** `Today`, `Yesterday`, `Tuesday, 17 November`, with the year when it is another. */
  day(at: number, now: number): string;
  /** The whole of it, for a tooltip. */
  full(at: number): string;
  /** A short age for lists: `now`, `5m`, `3h`, `2d`. */
  age(at: number, now: number): string;
  /** Names the local day, for telling whether two times share it. */
  dayKey(at: number): string;
};

export function makeClockWords(
  locale: string,
  strings: Pick<Strings, 'today' | 'yesterday'>,
  timeZone?: string,
): ClockWords {
  const zone = timeZone === undefined ? {} : { timeZone };
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zone });
  const day = new Intl.DateTimeFormat(locale, { weekday: 'long', month: 'long', day: 'numeric', ...zone });
  const dayAndYear = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', day: 'numeric', ...zone });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium', ...zone });
  const key = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', ...zone });
  const age = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'narrow' });
  const dayMs = 86_400_000;
  return {
    time: (at) => time.format(at),
    full: (at) => full.format(at),
    dayKey: (at) => key.format(at),
    day(at, now) {
      const wanted = key.format(at);
      if (wanted === key.format(now)) return strings.today;
      if (wanted === key.format(now - dayMs)) return strings.yesterday;
      return wanted.slice(0, 4) === key.format(now).slice(0, 4) ? day.format(at) : dayAndYear.format(at);
    },
    age(at, now) {
      const minutes = Math.floor(Math.max(0, now - at) / 60_000);
      if (minutes < 1) return age.format(0, 'second');
      if (minutes < 60) return age.format(-minutes, 'minute');
      if (minutes < 1_440) return age.format(-Math.floor(minutes / 60), 'hour');
      return age.format(-Math.floor(minutes / 1_440), 'day');
    },
  };
}
