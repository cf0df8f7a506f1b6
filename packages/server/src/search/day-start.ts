import { Refusal, type SearchDay } from '@support-chat/protocol';

/** When this day began in the time zone, milliseconds since the epoch. Throws Refusal('bad_request') for no time zone. */
export function dayStart(day: SearchDay, timeZone: string, now: number): number {
  const offsetAt = offsetIn(timeZone);
  const midnight =
    'daysAgo' in day
      ? floorDay(now + offsetAt(now)) - day.daysAgo * 86_400_000
      : Date.UTC(day.year, day.month - 1, day.day);
  // The offset of a moment near it, then that of the moment itself: on one day a year they are not the same.
  const near = midnight - offsetAt(midnight);
  return midnight - offsetAt(near);
}

function floorDay(at: number): number {
  return Math.floor(at / 86_400_000) * 86_400_000;
}

/** How far the clocks of the time zone are before UTC at a moment, in milliseconds. */
function offsetIn(timeZone: string): (at: number) => number {
  try {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    return (at) => Date.parse(`${format.format(at).replace(' ', 'T')}Z`) - Math.floor(at / 1_000) * 1_000;
  } catch (error) {
    throw new Refusal('bad_request', `expected a time zone such as Asia/Tokyo, got "${timeZone}"`, { cause: error });
  }
}
