/** People as the server in memory knows them. */
import type { FoundPerson, MemberDoc, Person } from '@support-chat/protocol';

/** Whose name or id has a word that begins with the text, who is in the room first. */
export function findPeople(
  people: Iterable<Person>,
  { by, text, members, here }: FindOptions,
): { readonly people: readonly FoundPerson[] } {
  const begins = ({ name, id }: Person): boolean =>
    [...name.toLowerCase().split(/\s+/), id].some((word) => word.startsWith(text.toLowerCase()));
  const found = [...people].filter((person) => person.id !== by.id && person.role !== 'guest' && begins(person));
  const entries = found.map((person): FoundPerson => {
    const as = members.find((member) => member.person.id === person.id)?.as ?? null;
    return { ...person, reading: null, as, mayEnter: true, isHere: here.has(person.id) };
  });
  return { people: entries.sort((a, b) => Number(b.isHere) - Number(a.isHere) || (a.name < b.name ? -1 : 1)) };
}

type FindOptions = {
  readonly by: Person;
  readonly text: string;
  readonly members: readonly MemberDoc[];
  /** Ids of those in the room. */
  readonly here: ReadonlySet<string>;
};
