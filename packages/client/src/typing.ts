/** Who is writing: telling it of this person, and hearing it of others. */
import { limits, type Person } from '@support-chat/protocol';
import type { Clock } from './clock.js';

const renewMs = limits.typingLastsMs / 2;

/** Tells the room that this person is writing; renews it, and stops when no key was pressed for as long as a signal lasts. */
export class TypingTeller {
  readonly #clock: Clock;
  readonly #tell: (isTyping: boolean) => void;
  #isTyping = false;
  #cancelRenewal: () => void = () => undefined;
  #cancelStop: () => void = () => undefined;

  constructor(clock: Clock, tell: (isTyping: boolean) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  set(isTyping: boolean): void {
    this.#cancelStop();
    if (isTyping) this.#cancelStop = this.#clock.after(limits.typingLastsMs, () => this.set(false));
    if (isTyping === this.#isTyping) return;
    this.#isTyping = isTyping;
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
    this.#tell(true);
    this.#cancelRenewal = this.#clock.after(renewMs, () => this.#renew());
  }
}

const nobody: readonly Person[] = Object.freeze([]);

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
  get people(): readonly Person[] {
    return this.#people;
  }

  hear(person: Person, isTyping: boolean): void {
    this.#cancelExpiry.get(person.id)?.();
    this.#cancelExpiry.delete(person.id);
    if (isTyping) {
      const expire = (): void => this.hear(person, false);
      this.#cancelExpiry.set(person.id, this.#clock.after(limits.typingLastsMs, expire));
    }
    const isKnown = this.#people.some(({ id }) => id === person.id);
    if (isKnown === isTyping) return;
    const others = this.#people.filter(({ id }) => id !== person.id);
    this.#people = Object.freeze(isTyping ? [...others, person] : others);
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
