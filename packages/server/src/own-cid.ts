import { createHmac } from 'node:crypto';
import type { Store } from './store/store.js';

/** A command id for what is done in somebody's name: the same on every node and after a crash, and nobody can have used it. */
export async function ownCid(store: Pick<Store, 'files'>, ...about: readonly (string | number)[]): Promise<string> {
  return createHmac('sha256', await store.files.key())
    .update(about.join('\n'))
    .digest('hex')
    .slice(0, 32);
}
