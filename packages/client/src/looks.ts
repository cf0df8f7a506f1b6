import { limits, type Look, type Person } from '@support-chat/protocol';
import type { Clock } from './clock.js';

const renewMs = limits.lookLastsMs / 2;

/** Which questions colleagues have open. What is not told again ends by itself. */
export class LookHearer {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #looks = new Map<string, { readonly look: Look; readonly cancel: () => void }>();
  #shown: readonly Look[] = Object.freeze([]);

  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** One for each person, the same list until it changes. */
  get looks(): readonly Look[] {
    return this.#shown;
  }

  /** `question`: null when they look at none any more. */
  hear({ by, room, question }: { readonly by: Person; readonly room: string; readonly question: number | null }): void {
    const before = this.#looks.get(by.id);
    before?.cancel();
    this.#looks.delete(by.id);
    if (question !== null) {
      const expire = (): void => this.hear({ by, room, question: null });
      const cancel = this.#clock.after(limits.lookLastsMs, expire);
      this.#looks.set(by.id, { look: Object.freeze({ by, room, question }), cancel });
    }
    if (before?.look.room === room && before.look.question === question) return;
    this.#show();
  }

  clear(): void {
    for (const { cancel } of this.#looks.values()) cancel();
    this.#looks.clear();
    this.#show();
  }

  #show(): void {
    this.#shown = Object.freeze([...this.#looks.values()].map(({ look }) => look));
    this.#onChange();
  }
}

/** Tells which question this person has open, as long as they have. */
export class LookTeller {
  readonly #clock: Clock;
  readonly #tell: (room: string, question: number | null) => void;
  #place: Pick<Look, 'room' | 'question'> | null = null;
  #cancelRenewal: () => void = () => undefined;

  constructor(clock: Clock, tell: (room: string, question: number | null) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  set(place: Pick<Look, 'room' | 'question'> | null): void {
    const before = this.#place;
    if (before?.room === place?.room && before?.question === place?.question) return;
    this.#place = place;
    this.#cancelRenewal();
    if (place) this.#renew(place);
    else if (before) this.#tell(before.room, null);
  }

  #renew(place: Pick<Look, 'room' | 'question'>): void {
    this.#tell(place.room, place.question);
    this.#cancelRenewal = this.#clock.after(renewMs, () => this.#renew(place));
  }
}
