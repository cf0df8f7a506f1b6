/** Between times and what a field for date and time holds: the wall clock of this computer's zone, to the minute. */

/** `2026-11-20T09:40` */
export function localTime(at: number): string {
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The time a field holds, milliseconds since the epoch; null for an empty field. */
export function timeIn(field: string): number | null {
  const at = field === '' ? Number.NaN : new Date(field).getTime();
  return Number.isFinite(at) && at >= 0 ? at : null;
}

/** `Wed, Nov 25`, with the year when it is another than this one's. */
export function dayIn(locale: string, at: number, now = Date.now()): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    ...yearOf(at, now),
  }).format(at);
}

/** `Wed, Nov 25, 09:00` */
export function momentIn(locale: string, at: number, now = Date.now()): string {
  return new Intl.DateTimeFormat(locale, {
    ...{ weekday: 'short', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    ...yearOf(at, now),
  }).format(at);
}

function yearOf(at: number, now: number): { readonly year?: 'numeric' } {
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' };
}
