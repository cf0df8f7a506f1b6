/** Times and days in the reader's zone and language. Formatters are costly: each is made when first needed. */
import type { Strings } from './strings.js';

export type ClockWords = {
  /** `10:14` */
  time(at: number): string;
  /** `Today`, `Yesterday`, `Tuesday, 17 November`, with the year when it is another. */
  day(at: number, now: number): string;
  /** The whole of it, for a tooltip. */
  full(at: number): string;
  /** Names the local day, for telling whether two times share it. */
  dayKey(at: number): string;
};

export function makeClockWords(
  locale: string,
  strings: Pick<Strings, 'today' | 'yesterday'>,
  timeZone?: string,
): ClockWords {
  const zone = timeZone === undefined ? {} : { timeZone };
  const dates = (options: Intl.DateTimeFormatOptions, of = locale): (() => Intl.DateTimeFormat) =>
    once(() => new Intl.DateTimeFormat(of, { ...options, ...zone }));
  const time = dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const day = dates({ weekday: 'long', month: 'long', day: 'numeric' });
  const dayAndYear = dates({ year: 'numeric', month: 'long', day: 'numeric' });
  const full = dates({ dateStyle: 'full', timeStyle: 'medium' });
  const key = dates({ year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-CA');
  const dayMs = 86_400_000;
  return {
    time: (at) => time().format(at),
    full: (at) => full().format(at),
    dayKey: (at) => key().format(at),
    day(at, now) {
      const wanted = key().format(at);
      if (wanted === key().format(now)) return strings.today;
      if (wanted === key().format(now - dayMs)) return strings.yesterday;
      return wanted.slice(0, 4) === key().format(now).slice(0, 4) ? day().format(at) : dayAndYear().format(at);
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
