/** The connections of everybody on this node, and which of them somebody touched of late. */
import { limits, type Device, type Person } from '@support-chat/protocol';
import type { Connection } from './connection.js';

type Entry = {
  readonly person: Person;
  readonly devices: Map<string, Device>;
  /** As it was told last. */
  isIdle: boolean;
};

export class Devices {
  readonly #now: () => number;
  readonly #people = new Map<string, Entry>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whoever connects has just touched the device. Returns whether the person's being idle changed. */
  add(connection: Connection): boolean {
    const { person } = connection;
    if (!this.#people.has(person.id)) this.#people.set(person.id, { person, devices: new Map(), isIdle: false });
    return this.tell(connection, false);
  }

  /** Returns whether the person's being idle changed. */
  remove({ id, person }: Connection): boolean {
    const entry = this.#people.get(person.id);
    if (!entry) return false;
    entry.devices.delete(id);
    if (entry.devices.size > 0) return this.#update(entry);
    this.#people.delete(person.id);
    return false;
  }

  /** Returns whether the person's being idle changed. */
  tell({ id, person }: Connection, isIdle: boolean): boolean {
    const entry = this.#people.get(person.id);
    if (!entry) return false;
    // Programs have no keys that somebody touches.
    const untilAt = person.role === 'bot' ? Infinity : this.#now() + limits.activeMs;
    entry.devices.set(id, { activeUntil: isIdle ? 0 : untilAt });
    return this.#update(entry);
  }

  /** Looks who has left all their devices by now. */
  *look(): Generator<Person> {
    for (const entry of this.#people.values()) if (this.#update(entry)) yield entry.person;
  }

  of(person: string): Iterable<Device> {
    return this.#people.get(person)?.devices.values() ?? [];
  }

  /** As the last `add`, `remove`, `tell` or `look` found it. */
  isIdle(person: string): boolean {
    return this.#people.get(person)?.isIdle ?? false;
  }

  #update(entry: Entry): boolean {
    const now = this.#now();
    let isIdle = true;
    for (const { activeUntil } of entry.devices.values()) isIdle &&= activeUntil <= now;
    const isChanged = isIdle !== entry.isIdle;
    entry.isIdle = isIdle;
    return isChanged;
  }
}
