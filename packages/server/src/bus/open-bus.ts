import type { Logger } from '../logger.js';
import type { Settings } from '../options.js';
import type { Bus } from './bus.js';
import { createLocalBus } from './local.js';
import { createRedisBus } from './redis.js';

/**
 * The bus the settings ask for: through Redis where there is an address, otherwise none beyond this process. `onReturn` is
 * called when the nodes hear each other again; what was published meanwhile is lost.
 */
export function openBus(
  { redisUrl }: Settings,
  { log, onReturn }: { readonly log: Logger; readonly onReturn: () => void },
): Bus {
  if (redisUrl === '') return createLocalBus();
  let wasLost = false;
  return createRedisBus({
    url: redisUrl,
    onChange: (isConnected) => {
      if (isConnected) log.info('the nodes hear each other');
      else log.warn('the nodes do not hear each other; messages of other nodes come later, nothing is lost');
      if (isConnected && wasLost) onReturn();
      wasLost = !isConnected;
    },
    onError: (error) => log.debug('the bus met an error', { error }),
  });
}
