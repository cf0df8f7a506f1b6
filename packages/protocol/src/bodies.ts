import type { AttachedFile } from './files.js';
import type { GuestLink } from './guests.js';
import type { Mention } from './mentions.js';
import type { ProblemChange, ProblemState } from './problems.js';

/** What a message contains, by its own `kind`. A row here makes the compiler ask for a schema and a renderer. */
export type BodyTable = {
  text: {
    /** As typed, up to `limits.maxTextBytes`; plain text, never HTML. Empty only beside files. */
    readonly text: string;
    /** Whom it calls, at most `mentionLimits.maxMentions`; absent for nobody. */
    readonly mentions?: readonly Mention[];
    /** At most `fileLimits.maxPerMessage`; absent for none. */
    readonly files?: readonly AttachedFile[];
  };
  /** What became of a problem of the room. Nobody posts it: the commands about problems do. */
  problem: {
    readonly change: ProblemChange;
    readonly problem: ProblemState;
    /** All of it in one line of plain text, for lists and for readers that know no problems; `✓` marks the end. */
    readonly text: string;
  };
  /** Its words were taken back, and are nowhere any more. Nobody posts it. */
  erased: { readonly text: '' };
  /** A link for guests was made; only staff see it. Nobody posts it: `link.make` does. `text`: its label. */
  link: GuestLink & { readonly text: string };
};

export type BodyKind = keyof BodyTable;

export type Body = { [K in BodyKind]: { readonly kind: K } & BodyTable[K] }[BodyKind];

/** What stands where the words of a message were. */
export const erasedBody: Extract<Body, { readonly kind: 'erased' }> = Object.freeze({ kind: 'erased', text: '' });

/** What people post. Its files are named beside it. */
export type PostedBody = Omit<Extract<Body, { readonly kind: 'text' }>, 'files'>;

/** The files that a message shows. */
export function filesOf(body: Body): readonly AttachedFile[] {
  return ('files' in body && body.files) || [];
}

/** The body as one line of plain text of at most `maxChars` characters, for lists and notices: its words, or the names of its files. */
export function excerptOf(body: Body, maxChars = 140): string {
  const words =
    body.text ||
    filesOf(body)
      .map(({ name }) => name)
      .join(', ');
  const line = words.replace(/\s+/gu, ' ').trim();
  // A character is at most two units: as many as this hold one character more than fit, if there is one.
  const chars = Array.from(line.slice(0, (maxChars + 1) * 2));
  return chars.length <= maxChars ? line : `${chars.slice(0, maxChars - 1).join('')}…`;
}
