/** What is sent, as JSON text. An event is in many answers and frames, and the same in all of them: it is written once. */

/** Parts of what is sent that many people get, as the same object. */
const sharedNames = ['events', 'window'] as const;

type Split = {
  /** Text up to the shared part, which is the last one; what follows it is a brace. */
  readonly before: string;
  readonly shared: object;
};

/** Text of events that are still in memory somewhere. */
const eventTexts = new WeakMap<object, string>();

/** The same value as `JSON.stringify` writes. Events must not change once they were sent. */
export function wireText(value: object): string {
  const split = splitShared(value);
  return split ? `${split.before}${sharedText(split.shared)}}` : JSON.stringify(value);
}

/** The value's text in two parts, when it has a part that others get as well; otherwise null. */
export function splitShared(value: object): Split | null {
  for (const name of sharedNames) {
    if (!(name in value)) continue;
    // TypeScript does not narrow `value` by a name out of a list.
    const shared = (value as Readonly<Record<string, unknown>>)[name];
    if (typeof shared !== 'object' || shared === null) continue;
    return { before: `{${textWithout(name, value)}"${name}":`, shared };
  }
  return null;
}

/** All properties of the value but this one, each with a comma after it. Faster than a copy without it. */
function textWithout(left: string, value: object): string {
  let text = '';
  for (const [name, part] of Object.entries(value) as [string, unknown][]) {
    if (name === left) continue;
    // Nothing of what JSON has no words for.
    const partText = JSON.stringify(part) as string | undefined;
    if (partText !== undefined) text += `${JSON.stringify(name)}:${partText},`;
  }
  return text;
}

/** Text of the shared part of a split value. */
export function sharedText(shared: object): string {
  return Array.isArray(shared) ? `[${shared.map(eventText).join(',')}]` : JSON.stringify(shared);
}

function eventText(event: object): string {
  let text = eventTexts.get(event);
  if (text === undefined) eventTexts.set(event, (text = JSON.stringify(event)));
  return text;
}
