import type { Logger } from '../logger.js';
import type { Settings } from '../options.js';
import type { Bus } from './bus.js';
import { createLocalBus } from './local.js';
import { createRedisBus } from './redis.js';

/** The bus the settings ask for: through Redis where there is an address, otherwise none beyond this process. */
export function openBus({ redisUrl }: Settings, log: Logger): Bus {
  if (redisUrl === '') return createLocalBus();
  return createRedisBus({
    url: redisUrl,
    onChange: (isConnected) =>
      isConnected
        ? log.info('the nodes hear each other')
        : log.warn('the nodes do not hear each other; messages of other nodes come later, nothing is lost'),
    onError: (error) => log.debug('the bus met an error', { error }),
  });
}
