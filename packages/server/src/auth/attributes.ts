/** What a token says of somebody beside who they are: office, department. It is in no event, no frame and no log. */
import { attributePattern, limits, type Person } from '@support-chat/protocol';
import { foldText } from '../search/tokens.js';

// No serializer writes what is under a symbol.
const said = Symbol('attributes');
type Attributed = Person & { readonly [said]?: readonly string[] };

/** The claim, as it is signed: one value or several by the name of the attribute. */
export type AttributesClaim = { readonly [attribute: string]: string | readonly string[] };

/** The person, of whom the claim says this. What is no attribute in it is none of theirs. */
export function withAttributes(person: Person, claim: unknown): Person {
  if (typeof claim !== 'object' || claim === null) return person;
  const pairs = Object.entries(claim as Record<string, unknown>).flatMap(([name, values]) =>
    [values].flat().flatMap((value) => (typeof value === 'string' ? `${name.toLowerCase()}=${value.trim()}` : [])),
  );
  const attributes = pairs.filter((pair) => attributePattern.test(pair)).slice(0, limits.maxAttributes);
  const attributed: Attributed = { ...person, [said]: attributes.map(foldText) };
  return attributes.length === 0 ? person : Object.freeze(attributed);
}

/** Whether the person has one of these attributes; case, width and kana make no difference. */
export function hasOneOf(person: Person, attributes: readonly string[]): boolean {
  const own = (person as Attributed)[said];
  return own !== undefined && attributes.some((attribute) => own.includes(foldText(attribute)));
}

/** The person's attributes, folded, for `withFoldedAttributes`. */
export function attributesOf(person: Person): readonly string[] {
  return (person as Attributed)[said] ?? [];
}

/** The person with attributes that `attributesOf` gave. */
export function withFoldedAttributes(person: Person, attributes: readonly string[]): Person {
  const attributed: Attributed = { ...person, [said]: attributes };
  return attributes.length === 0 ? person : Object.freeze(attributed);
}
