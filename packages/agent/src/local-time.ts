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
