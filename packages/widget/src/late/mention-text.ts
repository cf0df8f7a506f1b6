/** Names in a text that call somebody: where one is being typed, and which ones there are. Pure. */
import {
  limits,
  mentionGroups,
  mentionLimits,
  mentionSigns,
  type FoundPerson,
  type Mention,
} from '@support-chat/protocol';

/** Somebody who can be called by writing their name. */
export type Callable = { readonly id: string; readonly name: string };

/** Characters of a name that is looked for. */
const maxQueryChars = 40;
const sign = `[${mentionSigns}]`;
/** What is before the sign of a mention: not a mail address, whose first half ends there. */
const notInWord = String.raw`(?<![\p{Script=Latin}\p{N}._%+-])`;
const typed = new RegExp(`${notInWord}${sign}([^\\n${mentionSigns}]{0,${maxQueryChars}})$`, 'u');
const signs = new RegExp(`${notInWord}${sign}`, 'gu');

/** The name that is being typed before the caret: where its sign stands, and what there is of it. Null when none is. */
export function mentionBefore(text: string, caret: number): { readonly at: number; readonly query: string } | null {
  const match = typed.exec(text.slice(Math.max(0, caret - maxQueryChars - 2), caret));
  const query = match?.[1];
  // A first and a last name are typed with one space between them, never with one before.
  if (!match || query === undefined || /^\s|\s\s|\s.*\s/u.test(query)) return null;
  return { at: caret - match[0].length, query };
}

/** Whom the text calls: groups, and people whose names stand in it, the longer of two that fit. */
export function mentionsIn(text: string, people: readonly Callable[]): Mention[] {
  const byLength = [...people].sort((a, b) => b.name.length - a.name.length);
  const mentions: Mention[] = [];
  for (const { index: at } of text.matchAll(signs)) {
    const after = text.slice(at + 1);
    const person = byLength.find(({ name }) => beginsWith(after, name));
    const group = mentionGroups.find((name) => beginsWith(after, name));
    if (person) mentions.push({ at, chars: person.name.length + 1, person: person.id });
    else if (group) mentions.push({ at, chars: group.length + 1, group });
  }
  return mentions.slice(0, mentionLimits.maxMentions);
}

/** The name a person is called by in a text: one line, as long as a mention may be. */
export function callName(name: string): string {
  return name
    .replace(new RegExp(`[\\s${mentionSigns}]+`, 'gu'), ' ')
    .trim()
    .slice(0, limits.maxPersonNameChars)
    .replace(/[\ud800-\udbff]$/, '');
}

/** Whether the text begins with the name as a whole: in scripts with spaces no letter follows it. */
function beginsWith(text: string, name: string): boolean {
  if (name === '' || text.slice(0, name.length).toLowerCase() !== name.toLowerCase()) return false;
  const isSpaced = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]$/u.test(name);
  return (
    !isSpaced || !/^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}\p{M}]/u.test(text.slice(name.length))
  );
}

/** Whether a word of the name or of its reading begins like this. */
export function isLike({ name, reading }: Pick<FoundPerson, 'name' | 'reading'>, query: string): boolean {
  return beginsLike(name, query) || (reading !== null && beginsLike(reading, query));
}

function beginsLike(name: string, query: string): boolean {
  const [folded, sought] = [name, query].map((text) => text.normalize('NFKC').toLowerCase());
  return sought === '' || folded?.startsWith(sought ?? '') === true || folded?.includes(` ${sought}`) === true;
}
