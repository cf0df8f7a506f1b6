/** Something that is looked at again and again. */
import type { Clock } from './clock.js';
import type { Logger } from './logger.js';

/** How often somebody looks. */
const lookMs = 5_000;
/** After a start people need this long to come back; until then nobody counts as gone. */
const graceMs = 30_000;

/** Looks after a time of grace, and again some seconds after each look. Returns the stop. */
export function startLooking(
  lookOnce: (isStopped: () => boolean) => Promise<void>,
  {
    clock,
    log,
    what,
    firstMs = graceMs,
  }: { readonly clock: Clock; readonly log: Logger; readonly what: string; readonly firstMs?: number },
): () => void {
  let isStopped = false;
  const look = (): void => {
    lookOnce(() => isStopped)
      .catch((error: unknown) => log.warn(`${what} could not be looked after`, { error }))
      .finally(() => {
        if (!isStopped) cancel = clock.after(lookMs, look);
      });
  };
  let cancel = clock.after(firstMs, look);
  return () => {
    isStopped = true;
    cancel();
  };
}
