import { Refusal } from '@support-chat/protocol';
import type { Clock } from './clock.js';

/**
 * What the work gives, or Refusal('unavailable') when it takes longer than `patienceMs`. The work itself goes on; what becomes
 * of it then concerns nobody.
 */
export function inTime<T>(
  work: Promise<T>,
  { clock, patienceMs }: { readonly clock: Clock; readonly patienceMs: number },
): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(patienceMs, () =>
      reject(new Refusal('unavailable', 'the store is slow to answer; ask again', { retryAfterMs: 2_000 })),
    );
    work.then(resolve, reject).finally(cancel);
  });
}
