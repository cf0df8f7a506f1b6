/** Who wants not to be disturbed: known on every node, kept until they say otherwise. */
import type { Bus } from './bus/bus.js';
import type { Store } from './store/store.js';

export class BusyPeople {
  readonly #store: Store;
  readonly #bus: Bus;
  readonly #onChange: (person: string) => void;
  #people = new Set<string>();
  /** Counts what was told, so that what was read before it does not undo it. */
  #told = 0;

  constructor(options: {
    readonly store: Store;
    readonly bus: Bus;
    /** Told of each person whose choice is another one now. */
    readonly onChange: (person: string) => void;
  }) {
    this.#store = options.store;
    this.#bus = options.bus;
    this.#onChange = options.onChange;
  }

  has(person: string): boolean {
    return this.#people.has(person);
  }

  /** Records the choice. Resolves when it is durable, and known on this node. */
  async set(person: string, isBusy: boolean): Promise<void> {
    await this.#store.setBusy(person, isBusy);
    this.#bus.publish({ type: 'busy', person, isBusy });
  }

  /** Reads what others have recorded. */
  async read(): Promise<void> {
    const told = this.#told;
    const found = await this.#store.busyPeople();
    if (told !== this.#told) return;
    const changed = [...this.#people, ...found].filter((person) => this.has(person) !== found.has(person));
    this.#people = new Set(found);
    for (const person of changed) this.#onChange(person);
  }

  /** Takes note of a choice. */
  note(person: string, isBusy: boolean): void {
    this.#told += 1;
    if (isBusy === this.has(person)) return;
    if (isBusy) this.#people.add(person);
    else this.#people.delete(person);
    this.#onChange(person);
  }
}
