/** Everybody the server knows of: who came, and whom it was told of. */
import {
  isStaff,
  limits,
  type FoundPerson,
  type InquiryTable,
  type MemberDoc,
  type Person,
} from '@support-chat/protocol';
import type { Clock } from '../clock.js';
import { maySee } from '../kinds/visibility.js';
import type { Visit } from '../kinds/kind.js';
import { kinds } from '../kinds/kinds.js';
import type { Logger } from '../logger.js';
import type { DirectoryRow, Store } from '../store/store.js';
import { areFound, keysOf, maxWords, patternOf, wordsOf, type KnownPerson } from './name-keys.js';

/** People who come at the same time are written down together. */
const gatherMs = 1_000;
/** A store that does not answer is asked again after this time. */
const retryMs = 4_000;
const maxGathered = 20_000;
/** People in one write: whoever sends a message meanwhile does not wait long. */
const maxWritten = 500;
/** People looked at before the best are chosen. */
const maxLooked = 200;

export class Directory {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #log: Logger;
  /** As they were last written down from here, by id. */
  readonly #kept = new Map<string, string>();
  readonly #gathered = new Map<string, KnownPerson>();
  #cancel: (() => void) | null = null;
  #writing: Promise<void> | null = null;
  #isStopped = false;

  constructor(options: { readonly store: Store; readonly clock: Clock; readonly log: Logger }) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#log = options.log;
  }

  /** Takes note of somebody who came. Written down soon; a guest is not. */
  note(known: KnownPerson): void {
    const { id, role } = known.person;
    if (role === 'guest' || this.#kept.get(id) === digestOf(known) || this.#gathered.size >= maxGathered) return;
    this.#gathered.set(id, known);
    this.#writeIn(gatherMs);
  }

  /** Replaces what is known of these people. Resolves when it is durable. */
  async keep(people: InquiryTable['people.keep']['input']['people']): Promise<void> {
    const known = people.map(({ id, name, role, reading }) => ({
      person: { id, name, role },
      reading: reading ?? null,
    }));
    await this.#store.keepPeople(known.map(rowOf));
    for (const one of known) this.#kept.set(one.person.id, digestOf(one));
  }

  /** Who is meant by the beginning of a name in this room, who is in it first. */
  async find({
    visit,
    text,
    members,
    here,
  }: {
    readonly visit: Visit;
    readonly text: string;
    readonly members: readonly MemberDoc[];
    /** Everybody in the room, and staff who can help in it. */
    readonly here: ReadonlyMap<string, Person>;
  }): Promise<readonly FoundPerson[]> {
    const { person: reader, room } = visit;
    if (reader.role === 'guest') return [];
    const words = wordsOf(text).slice(0, maxWords);
    const near = new Map<string, Person>();
    for (const { person } of members) near.set(person.id, person);
    for (const person of here.values()) if (mayKnow(visit, person, near)) near.set(person.id, person);
    const patterns = words.map(patternOf);
    const known = await this.#store.findPeople(patterns, maxLooked);
    // Of a crowd the others are found by their readings, too, once enough of one is typed.
    const nearKnown = await this.#store.knownPeople([...near.keys()].slice(0, maxLooked));
    const people = new Map<string, KnownPerson>();
    for (const person of near.values()) people.set(person.id, { person, reading: null });
    for (const one of [...nearKnown, ...known]) if (mayKnow(visit, one.person, near)) people.set(one.person.id, one);
    people.delete(reader.id);

    const memberOf = new Map(members.map((member) => [member.person.id, member]));
    const canManage = kinds[room.kind].mayManage(visit);
    const entries = [...people.values()]
      .filter((one) => areFound(words, keysOf(one)))
      .map(({ person, reading }): FoundPerson => {
        const member = memberOf.get(person.id) ?? null;
        // What others' tokens say is not known here: who is in the room may enter it.
        const mayEnter = here.has(person.id) || maySee({ person, room, member });
        return { ...person, reading, as: member?.as ?? null, mayEnter, isHere: here.has(person.id) };
      })
      .filter(({ role, mayEnter }) => role !== 'guest' && (mayEnter || (canManage && room.kind !== 'lane')));
    return entries.sort((a, b) => compareFound(a, b, words)).slice(0, limits.maxFound);
  }

  /** Writes down what was gathered, and nothing more. Resolves also when that could not be done. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel?.();
    this.#cancel = null;
    await this.#writing;
    while (this.#gathered.size > 0 && (await this.#writeGathered()));
  }

  #writeIn(ms: number): void {
    if (this.#isStopped || this.#writing) return;
    this.#cancel ??= this.#clock.after(ms, () => {
      this.#cancel = null;
      this.#writing = this.#writeGathered().then((isDone) => {
        this.#writing = null;
        if (this.#gathered.size > 0) this.#writeIn(isDone ? gatherMs : retryMs);
      });
    });
  }

  /** Writes some of them. Whether it could be done; else they are gathered still. */
  async #writeGathered(): Promise<boolean> {
    const people = [...this.#gathered.values()].slice(0, maxWritten);
    for (const { person } of people) this.#gathered.delete(person.id);
    try {
      await this.#store.keepPeople((await this.#withReadings(people)).map(rowOf));
      // What they said themselves: they are not written down again while they say the same.
      for (const known of people) this.#kept.set(known.person.id, digestOf(known));
      return true;
    } catch (error) {
      this.#log.warn('people could not be written down', { count: people.length, error });
      for (const known of people) if (!this.#gathered.has(known.person.id)) this.#gathered.set(known.person.id, known);
      return false;
    }
  }

  /** With the readings that are known of those who came and did not say theirs. */
  async #withReadings(people: readonly KnownPerson[]): Promise<readonly KnownPerson[]> {
    const silent = people.flatMap(({ person, reading }) => (reading === null ? person.id : []));
    if (silent.length === 0) return people;
    const known = new Map((await this.#store.knownPeople(silent)).map(({ person, reading }) => [person.id, reading]));
    return people.map((one) => (one.reading === null ? { ...one, reading: known.get(one.person.id) ?? null } : one));
  }
}

/**
 * Staff and whoever was let in by name, or runs the room, may call everybody; others staff, and who was let in by name: who
 * else asks in a room is not for everybody to look up.
 */
function mayKnow({ person: reader, member }: Visit, person: Person, members: ReadonlyMap<string, Person>): boolean {
  return isStaff(reader.role) || member !== null || isStaff(person.role) || members.has(person.id);
}

/** Who is in the room, then who belongs to it, then whose name or reading begins with what was typed. */
function compareFound(a: FoundPerson, b: FoundPerson, words: readonly string[]): number {
  const rankOf = ({ isHere, as, name, reading }: FoundPerson): number => {
    const begins = [name, reading ?? ''].some((text) => wordsOf(text).join('').startsWith(words.join('')));
    return (isHere ? 0 : 4) + (as ? 0 : 2) + (begins ? 0 : 1);
  };
  return rankOf(a) - rankOf(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1);
}

function rowOf(known: KnownPerson): DirectoryRow {
  return { ...known, keys: keysOf(known) };
}

function digestOf({ person: { name, role }, reading }: KnownPerson): string {
  return JSON.stringify([name, role, reading]);
}
