/** Command ids of what nobody asked for just now: the same on every node, and after a crash. */
import { createHash, createHmac } from 'node:crypto';
import type { Store } from './store/store.js';

type About = readonly (string | number | null)[];

/** For what the server does in its own name. */
export function cidOf(...about: About): string {
  return createHash('sha256').update(lineOf(about)).digest('hex').slice(0, 32);
}

/** For what it does in somebody's name: nobody can have used it before. */
export async function ownCid(store: Pick<Store, 'files'>, ...about: About): Promise<string> {
  return createHmac('sha256', await store.files.key())
    .update(lineOf(about))
    .digest('hex')
    .slice(0, 32);
}

function lineOf(about: About): string {
  return about.map(String).join('\n');
}
