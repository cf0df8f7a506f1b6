import type { Clock } from './clock.js';
import type { Connection } from './connection.js';
import type { Feed } from './feed.js';
import type { Logger } from './logger.js';

/**
 * Every `everyMs`, tells each connection the heads of its rooms, and lets the feed catch up with hints that were lost.
 * Returns the stop.
 */
export function startBeacon(options: {
  readonly feed: Feed;
  readonly connections: () => Iterable<Connection>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly everyMs: number;
}): () => void {
  const { feed, connections, clock, log, everyMs } = options;
  let cancel = () => {};

  const tell = async (): Promise<void> => {
    const heads = await feed.sweep();
    for (const connection of connections()) {
      if (connection.rooms.size === 0) continue;
      // What was joined, or emitted, while the heads were read is not told as if it were not there.
      const own = [...connection.rooms.keys()].flatMap((room): [string, number][] => {
        const head = heads.get(room);
        return head === undefined ? [] : [[room, Math.max(head, feed.emitted(room))]];
      });
      connection.send('heads', { heads: Object.fromEntries(own) });
    }
  };
  const tick = (): void => {
    cancel = clock.after(everyMs, tick);
    tell().catch((error: unknown) => log.error('the heads could not be told', { error }));
  };

  cancel = clock.after(everyMs, tick);
  return () => cancel();
}
