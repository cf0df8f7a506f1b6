/** People from outside who come by a link: who they are from then on, and the token that says so. */
import { hash } from 'node:crypto';
import { Refusal, type Person } from '@support-chat/protocol';
import { parseGuestEntry, parseGuestLook } from '@support-chat/protocol/schemas';
import { mintToken, tokenLeewayMs } from './auth/token.js';
import type { Bus } from './bus/bus.js';
import type { Clock } from './clock.js';
import { endOfLink, enterByLink, requireLink } from './commands/links.js';
import type { Settings } from './options.js';
import type { Store } from './store/store.js';

/** Until when somebody is there who comes by a link: also told before they come. */
export type GuestOffer = {
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** It ends earlier, when the question is solved that it was made for. */
  readonly endsWhenSolved: boolean;
};

/** What a guest gets. The token ends with the link. */
export type GuestPass = {
  readonly token: string;
  readonly room: string;
  readonly person: Person;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
};

export class Guests {
  readonly #store: Store;
  readonly #bus: Bus;
  readonly #clock: Clock;
  readonly #settings: Pick<Settings, 'jwtSecret' | 'jwtAudience' | 'jwtIssuer'>;

  constructor(options: {
    readonly store: Store;
    readonly bus: Bus;
    readonly clock: Clock;
    readonly settings: Pick<Settings, 'jwtSecret' | 'jwtAudience' | 'jwtIssuer'>;
  }) {
    this.#store = options.store;
    this.#bus = options.bus;
    this.#clock = options.clock;
    this.#settings = options.settings;
  }

  /** What a link offers, to whoever has its secret. No use of it. Throws Refusal('bad_request' | 'not_found'). */
  async look(input: unknown): Promise<GuestOffer> {
    const { room, link, secret } = parseGuestLook(input);
    const [found, [message]] = [await this.#store.room(room), await this.#store.messages(room, [link])];
    const held = { room: found?.room ?? null, now: this.#clock.now(), message: () => message };
    const { body } = requireLink(held, { link, secret });
    return { expiresAt: body.expiresAt, endsWhenSolved: body.forQuestion !== undefined };
  }

  /**
   * Lets somebody in by a link. Each `cid` is another guest, and a use of the link. Throws Refusal('bad_request' |
   * 'not_found'), and `forbidden` on a server that signs no tokens.
   */
  async enter(input: unknown): Promise<GuestPass> {
    const { room, link, secret, name, cid } = parseGuestEntry(input);
    if (this.#settings.jwtSecret === '')
      throw new Refusal('forbidden', 'guests need SUPPORT_CHAT_JWT_SECRET: this server signs their tokens itself');
    // A retry whose answer was lost is the same guest, and no second use.
    const id = `guest-${hash('sha256', [room, link, secret, cid].join('/'), 'hex').slice(0, 32)}`;
    const person: Person = Object.freeze({ id, name, role: 'guest' });
    const [message] = await this.#store.messages(room, [link]);
    const { expiresAt = 0, forQuestion } = endOfLink(message) ?? {};
    const { seq, events } = await this.#store.append({
      ...{ room, by: person, cid, hash: 'guest', about: forQuestion ? [link, forQuestion] : [link] },
      decide: (held) => enterByLink(held, person, { link, secret }),
    });
    this.#bus.publish({ type: 'hint', room, head: seq + events.length - 1 });
    const now = this.#clock.now();
    if (expiresAt <= now) throw new Refusal('not_found', 'the link has ended');
    // Whoever looks at it gives clocks this much leeway.
    const ttlMs = Math.max(1_000, expiresAt - now - tokenLeewayMs);
    const token = await mintToken(person, { ...this.#settings, now, ttlMs });
    return { token, room, person, expiresAt };
  }
}
