import type { Person } from '@support-chat/protocol';

/** People by id, with the connections each has. */
export class Crowd {
  readonly #people = new Map<string, { readonly person: Person; connections: number }>();

  /** Returns whether the person was not there before. */
  add(person: Person): boolean {
    const entry = this.#people.get(person.id);
    if (entry) entry.connections += 1;
    else this.#people.set(person.id, { person, connections: 1 });
    return !entry;
  }

  /** Returns whether that was the person's last connection. */
  remove(person: Person): boolean {
    const entry = this.#people.get(person.id);
    if (!entry) return false;
    entry.connections -= 1;
    return entry.connections === 0 && this.#people.delete(person.id);
  }

  has(id: string): boolean {
    return this.#people.has(id);
  }

  get(id: string): Person | undefined {
    return this.#people.get(id)?.person;
  }

  get size(): number {
    return this.#people.size;
  }

  *[Symbol.iterator](): Iterator<Person> {
    for (const { person } of this.#people.values()) yield person;
  }
}
