/** Who was signed out, and when: tokens issued before that let nobody in, on any node. */
import { Refusal } from '@support-chat/protocol';
import type { Identity } from './auth/token.js';
import type { Bus } from './bus/bus.js';
import type { Store } from './store/store.js';

/** How far the clocks of the nodes may be apart. */
const clockSkewMs = 300_000;

export class SignOuts {
  readonly #store: Store;
  readonly #bus: Bus;
  readonly #now: () => number;
  /** Milliseconds since the epoch, by person. */
  readonly #at = new Map<string, number>();
  #newest = 0;

  constructor(options: { readonly store: Store; readonly bus: Bus; readonly now: () => number }) {
    this.#store = options.store;
    this.#bus = options.bus;
    this.#now = options.now;
  }

  /** Ends everything this person is signed in with. Resolves when it is durable, and done on this node. */
  async signOut(person: string): Promise<void> {
    const at = this.#now();
    await this.#store.signOut(person, at);
    this.#bus.publish({ type: 'signed_out', person, at });
  }

  /** Reads what others have recorded. Resolves to those who were not known yet. */
  async read(): Promise<readonly string[]> {
    const found = await this.#store.signOuts(this.#newest - clockSkewMs);
    return [...found].flatMap(([person, at]) => (this.note(person, at) ? [person] : []));
  }

  /** Takes note of a sign-out. Returns whether it is news. */
  note(person: string, at: number): boolean {
    this.#newest = Math.max(this.#newest, at);
    if (at <= (this.#at.get(person) ?? 0)) return false;
    this.#at.set(person, at);
    return true;
  }

  /** The refusal for whoever was signed out after their token was issued, or null. */
  objectionTo({ person, issuedAt }: Pick<Identity, 'person' | 'issuedAt'>): Refusal | null {
    if (issuedAt > (this.#at.get(person.id) ?? -1)) return null;
    return new Refusal('token_expired', 'this person was signed out after the token was issued; fetch a new one');
  }
}
