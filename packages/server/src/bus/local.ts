import type { Bus } from './bus.js';

/** The bus of a single node: everything arrives at once, in order. */
export function createLocalBus(): Bus {
  const listeners = new Set<Parameters<Bus['subscribe']>[0]>();
  return {
    publishHint: (hint) => listeners.forEach((listener) => listener.onHint(hint)),
    publishSignal: (told) => listeners.forEach((listener) => listener.onSignal(told)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => {
      listeners.clear();
      return Promise.resolve();
    },
  };
}
