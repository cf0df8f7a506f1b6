import type { StoredEvent } from './events.js';
import type { MemberRole, Person } from './people.js';

/** Apart from the other limits: a page loads it with what writes mentions. */
export const mentionLimits = {
  /** Mentions in one message. */
  maxMentions: 20,
  /** People a message may call without its author saying that they know how many it are. */
  maxUnasked: 20,
} as const;

/** Whom a mention calls when it names nobody: everybody who is there (in a private room, everybody who belongs there), or who is active. */
export const mentionGroups = ['all', 'here'] as const;

export type MentionGroup = (typeof mentionGroups)[number];

/**
 * A name in a text that calls somebody: `chars` UTF-16 units from `at`, the first of them `@` or `＠`. The rest is as the author
 * wrote it; who is meant is said beside it.
 */
export type Mention = { readonly at: number; readonly chars: number } & (
  { readonly person: string; readonly group?: never } | { readonly group: MentionGroup; readonly person?: never }
);

/** Somebody the server knows of, found by a part of their name. */
export type FoundPerson = Person & {
  /** How their name is read, in kana; null when nobody said. */
  readonly reading: string | null;
  /** What they were let into the room as by name; null for who was not. */
  readonly as: MemberRole | null;
  /**
   * Whether they may enter the room. Somebody who may not can be called once they were let in: who runs the room does that in
   * the same message.
   */
  readonly mayEnter: boolean;
  /** Whether they have the room open now. */
  readonly isHere: boolean;
};

/** A message by which somebody was called, and that they have not seen. */
export type Call = {
  readonly room: string;
  readonly title: string;
  /** Number of the message. */
  readonly seq: number;
  readonly at: number;
  readonly by: Person;
  /** One line, at most 140 characters. */
  readonly excerpt: string;
};

/**
 * Where a text and what its mentions say do not go together: in English, for developers. Null when they do. Mentions stand in
 * order and apart from each other, and begin with `@` or `＠`.
 */
export function objectionToMentions(text: string, mentions: readonly Mention[]): string | null {
  let end = 0;
  for (const { at, chars } of mentions) {
    if (at < end) return `expected mentions in order and apart, got one at ${at} before ${end}`;
    end = at + chars;
    if (end > text.length) return `expected a mention inside the text of ${text.length} units, got one up to ${end}`;
    if (!mentionSigns.includes(text[at] ?? '')) return `expected @ or ＠ at ${at}, got "${text[at] ?? ''}"`;
  }
  return null;
}

/** What a mention begins with. */
export const mentionSigns = '@＠';

/** Whom an event calls, and by which event, that posts a message or edits it; null when it calls nobody. */
export function calledBy(event: StoredEvent): { readonly call: number; readonly people: readonly string[] } | null {
  return event.type === 'people.called' ? event.data : null;
}
