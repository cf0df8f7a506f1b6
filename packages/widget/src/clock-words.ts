/** Times and days in the reader's zone and language. Formatters are costly: each is made when first needed. */
import type { Strings } from './strings.js';

export type ClockWords = {
  /** `10:14` */
  time(at: number): string;
  /** `Today`, `Yesterday`, `Tuesday, 17 November`, with the year when it is another. */
  day(at: number, now: number): string;
  /** The whole of it, for a tooltip. */
  full(at: number): string;
  /** How long ago, short: `0m`, `5m`, `3h`, `2d`. */
  span(at: number, now: number): string;
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
  const unitDisplay = locale.startsWith('ja') ? 'short' : 'narrow';
  const units = (unit: string): (() => Intl.NumberFormat) =>
    once(() => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay }));
  const [inMinutes, inHours, inDays] = [units('minute'), units('hour'), units('day')];
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
    span(at, now) {
      const minutes = Math.floor(Math.max(0, now - at) / 60_000);
      if (minutes < 60) return inMinutes().format(minutes);
      if (minutes < 1_440) return inHours().format(Math.floor(minutes / 60));
      return inDays().format(Math.floor(minutes / 1_440));
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
