import type { Locks } from '../outbox-leader.js';

type Waiter = { readonly grant: () => void; readonly isHeld: () => boolean };

/** Web Locks for tabs that live in one process: exclusive, in the order of asking, given up when `signal` aborts the wait. */
export function createTestLocks(): Locks {
  const queues = new Map<string, Waiter[]>();
  const grantFirst = (name: string): void => {
    const first = queues.get(name)?.[0];
    if (first && !first.isHeld()) first.grant();
  };
  return {
    request: (name, { signal }, held) =>
      new Promise((resolve, reject) => {
        let isHeld = false;
        const leave = (): void => {
          queues.set(
            name,
            (queues.get(name) ?? []).filter((other) => other !== waiter),
          );
          queueMicrotask(() => grantFirst(name));
        };
        const grant = (): void => {
          isHeld = true;
          held().finally(leave).then(resolve, reject);
        };
        const waiter: Waiter = { grant, isHeld: () => isHeld };
        signal.addEventListener('abort', () => {
          if (isHeld) return;
          leave();
          reject(new DOMException('the request was aborted', 'AbortError'));
        });
        queues.set(name, [...(queues.get(name) ?? []), waiter]);
        queueMicrotask(() => grantFirst(name));
      }),
  };
}
