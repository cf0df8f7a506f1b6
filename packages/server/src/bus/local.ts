import type { Bus, TakeNews } from './bus.js';

/** The bus of a node that is alone. */
export function createLocalBus(node = 'here'): Bus {
  const listeners = new Set<TakeNews>();
  return {
    node,
    isConnected: true,
    publish: (news) => listeners.forEach((take) => take(news, node)),
    subscribe: (take) => {
      listeners.add(take);
      return () => void listeners.delete(take);
    },
    close: () => {
      listeners.clear();
      return Promise.resolve();
    },
  };
}
