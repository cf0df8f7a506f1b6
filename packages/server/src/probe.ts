import type { Clock } from './clock.js';

/**
 * Asks once at a time, however many want to know, and waits at most `patienceMs`: gives null when the answer is late or an
 * error.
 */
export function createProbe<T>(
  ask: () => Promise<T>,
  { clock, patienceMs }: { readonly clock: Clock; readonly patienceMs: number },
): () => Promise<T | null> {
  let asking: Promise<T | null> | null = null;
  return async () => {
    let cancel = () => {};
    const late = new Promise<null>((resolve) => (cancel = clock.after(patienceMs, () => resolve(null))));
    asking ??= ask()
      .catch(() => null)
      .finally(() => (asking = null));
    const found = await Promise.race([asking, late]);
    cancel();
    return found;
  };
}
