/** Who is writing: telling it of this person, and hearing it of others. */
import { limits, type Person } from '@support-chat/protocol';
import type { Typist } from './view.js';
import type { Clock } from './clock.js';

const renewMs = limits.typingLastsMs / 2;

/** Tells the room that this person is writing; renews it, and stops when no key was pressed for as long as a signal lasts. */
export class TypingTeller {
  readonly #clock: Clock;
  readonly #tell: (isTyping: boolean, re?: number) => void;
  #isTyping = false;
  #re: number | undefined;
  #cancelRenewal: () => void = () => undefined;
  #cancelStop: () => void = () => undefined;

  constructor(clock: Clock, tell: (isTyping: boolean, re?: number) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  set(isTyping: boolean, re?: number): void {
    this.#cancelStop();
    if (isTyping) this.#cancelStop = this.#clock.after(limits.typingLastsMs, () => this.set(false));
    if (isTyping === this.#isTyping && re === this.#re) return;
    this.#isTyping = isTyping;
    this.#re = re;
    this.#cancelRenewal();
    if (isTyping) this.#renew();
    else this.#tell(false);
  }

  /** Stops without telling. */
  stop(): void {
    this.#isTyping = false;
    this.#cancelStop();
    this.#cancelRenewal();
  }

  #renew(): void {
    this.#tell(true, this.#re);
    this.#cancelRenewal = this.#clock.after(renewMs, () => this.#renew());
  }
}

const nobody: readonly Typist[] = Object.freeze([]);

/** Remembers who is writing, each for as long as a signal lasts. */
export class TypingHearer {
  readonly #clock: Clock;
  readonly #changed: () => void;
  readonly #cancelExpiry = new Map<string, () => void>();
  #people = nobody;

  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** In the order in which they began. */
  get people(): readonly Typist[] {
    return this.#people;
  }

  hear(person: Person, isTyping: boolean, re?: number): void {
    this.#cancelExpiry.get(person.id)?.();
    this.#cancelExpiry.delete(person.id);
    if (isTyping) {
      const expire = (): void => this.hear(person, false);
      this.#cancelExpiry.set(person.id, this.#clock.after(limits.typingLastsMs, expire));
    }
    const known = this.#people.find(({ id }) => id === person.id);
    if (isTyping ? known && known.re === re : !known) return;
    const others = this.#people.filter((other) => other !== known);
    this.#people = Object.freeze(isTyping ? [...others, { ...person, re }] : others);
    this.#changed();
  }

  /** Forgets everybody. */
  clear(): void {
    for (const cancel of this.#cancelExpiry.values()) cancel();
    this.#cancelExpiry.clear();
    if (this.#people.length === 0) return;
    this.#people = nobody;
    this.#changed();
  }
}
