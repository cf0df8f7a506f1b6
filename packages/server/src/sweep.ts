import type { Clock } from './clock.js';
import type { Feed } from './feed.js';
import type { Lobby } from './lobby.js';
import type { Logger } from './logger.js';
import type { Store } from './store/store.js';

/**
 * Every `everyMs`, looks in the store for what other nodes have written and no hint has told of: hints go through a bus
 * that may be down. Returns the stop.
 */
export function startSweep(options: {
  readonly store: Store;
  readonly feed: Feed;
  readonly lobby: Lobby;
  /** Looks for people who were signed out by other nodes. */
  readonly sweepSignOuts: () => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly everyMs: number;
}): () => void {
  const { store, feed, lobby, sweepSignOuts, clock, log, everyMs } = options;
  let cancel = () => {};
  let isStopped = false;
  const sweep = async (): Promise<void> => {
    await sweepSignOuts();
    const heads = await store.heads();
    feed.compare(heads);
    lobby.compare(heads);
  };
  const tick = (): void => {
    sweep()
      .catch((error: unknown) => log.warn('the database could not be swept', { error }))
      .finally(() => {
        if (!isStopped) cancel = clock.after(everyMs, tick);
      });
  };
  tick();
  return () => {
    isStopped = true;
    cancel();
  };
}
