/** Times and days in the reader's zone and language. Formatters are costly to make: one set a language. */
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
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zone });
  const day = new Intl.DateTimeFormat(locale, { weekday: 'long', month: 'long', day: 'numeric', ...zone });
  const dayAndYear = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', day: 'numeric', ...zone });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium', ...zone });
  const key = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', ...zone });
  const unit = (name: string): Intl.NumberFormat =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: name,
      unitDisplay: locale.startsWith('ja') ? 'short' : 'narrow',
    });
  const units = { minute: unit('minute'), hour: unit('hour'), day: unit('day') };
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
    span(at, now) {
      const minutes = Math.floor(Math.max(0, now - at) / 60_000);
      if (minutes < 60) return units.minute.format(minutes);
      if (minutes < 1_440) return units.hour.format(Math.floor(minutes / 60));
      return units.day.format(Math.floor(minutes / 1_440));
    },
  };
}
