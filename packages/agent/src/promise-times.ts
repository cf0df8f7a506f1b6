/** Times that an answer is often promised for. Pure but for the zone of this computer. */
const hourMs = 3_600_000;
const stepMs = 5 * 60_000;

/** At most three, ascending, milliseconds since the epoch: about an hour from now, this afternoon, the morning of the next working day. */
export function promiseTimes(now: number): number[] {
  const inAnHour = Math.ceil((now + hourMs) / stepMs) * stepMs;
  const thisAfternoon = new Date(now).setHours(17, 0, 0, 0);
  const morning = new Date(now);
  morning.setHours(10, 0, 0, 0);
  do morning.setDate(morning.getDate() + 1);
  while (morning.getDay() === 0 || morning.getDay() === 6);
  return [inAnHour, ...(thisAfternoon > inAnHour ? [thisAfternoon] : []), morning.getTime()].sort((a, b) => a - b);
}
