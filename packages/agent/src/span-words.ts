/** How long ago, short, in the reader's language: `0m`, `5m`, `3h`, `2d`. */
export type SpanWords = (at: number, now: number) => string;

/** Formatters are costly: each is made when first needed. */
export function makeSpanWords(locale: string): SpanWords {
  const unitDisplay = locale.startsWith('ja') ? 'short' : 'narrow';
  const made = new Map<string, Intl.NumberFormat>();
  const say = (unit: 'minute' | 'hour' | 'day', count: number): string => {
    const format = made.get(unit) ?? new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay });
    made.set(unit, format);
    return format.format(Math.floor(count));
  };
  return (at, now) => {
    const minutes = Math.max(0, now - at) / 60_000;
    if (minutes < 60) return say('minute', minutes);
    if (minutes < 1_440) return say('hour', minutes / 60);
    return say('day', minutes / 1_440);
  };
}
