/** Tickets: who may have one file for a moment without a token, sealed so that only nodes of this server read or make them. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { fileLimits, Refusal, type Person } from '@support-chat/protocol';
import { attributesOf, withFoldedAttributes } from '../auth/attributes.js';
import type { Identity } from '../auth/token.js';
import type { Store } from '../store/store.js';

type Sealed = {
  readonly file: string;
  readonly person: Person;
  readonly attributes: readonly string[];
  readonly at: number;
};

const ivBytes = 12;
const tagBytes = 16;

export class Tickets {
  readonly #store: Pick<Store, 'files'>;
  readonly #now: () => number;
  #key: Promise<Buffer> | null = null;

  constructor({ store, now }: { readonly store: Pick<Store, 'files'>; readonly now: () => number }) {
    this.#store = store;
    this.#now = now;
  }

  /** A ticket of this person for this file. It says nothing of either to whoever sees it. */
  async make(person: Person, file: string): Promise<{ readonly ticket: string; readonly expiresAt: number }> {
    const at = this.#now();
    const { id, name, role } = person;
    const sealed: Sealed = { file, person: { id, name, role }, attributes: attributesOf(person), at };
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', await this.#keyOnce(), iv);
    const parts = [iv, cipher.update(JSON.stringify(sealed), 'utf8'), cipher.final(), cipher.getAuthTag()];
    return { ticket: Buffer.concat(parts).toString('base64url'), expiresAt: at + fileLimits.linkMs };
  }

  /** Whose ticket for this file it is, as somebody who signed in when it was made. Throws Refusal('forbidden'). */
  async open(ticket: string, file: string): Promise<Pick<Identity, 'person' | 'issuedAt'>> {
    const sealed = unsealed(await this.#keyOnce(), ticket);
    const age = this.#now() - (sealed?.at ?? 0);
    if (sealed?.file !== file || age < 0 || age >= fileLimits.linkMs)
      throw new Refusal('forbidden', 'the link to this file has ended; ask for a new one');
    return { person: withFoldedAttributes(sealed.person, sealed.attributes), issuedAt: sealed.at };
  }

  #keyOnce(): Promise<Buffer> {
    this.#key ??= this.#store.files.key().catch((error: unknown) => {
      this.#key = null;
      throw error;
    });
    return this.#key;
  }
}

function unsealed(key: Buffer, ticket: string): Sealed | null {
  const bytes = Buffer.from(ticket, 'base64url');
  if (bytes.length <= ivBytes + tagBytes) return null;
  try {
    const open = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes));
    open.setAuthTag(bytes.subarray(-tagBytes));
    const text = Buffer.concat([open.update(bytes.subarray(ivBytes, -tagBytes)), open.final()]).toString('utf8');
    // Only what `make` sealed opens.
    return JSON.parse(text) as Sealed;
  } catch {
    // Forged, or of another database: it is no ticket.
    return null;
  }
}
