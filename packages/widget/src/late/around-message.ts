/** What stands in and around messages beside plain words: loaded while the room is being opened. */
import type { Mention, Person } from '@support-chat/protocol';
import { css, html, type TemplateResult } from 'lit';
import { questionStyles } from '../styles/question.js';
import { splitLinks } from '../text-runs.js';

export { openBoards } from './boards.js';
export { renderAnswer, renderQuestion, renderReplied } from './question-line.js';

export const styles = [
  questionStyles,
  css`
    .called {
      padding-inline: 2px;
      border-radius: 4px;
      font-weight: 600;
      color: var(--_accent-text);
      background: var(--_accent-tint);
    }
    .called.me {
      color: var(--_on-accent);
      background: var(--_accent);
    }
  `,
];

/** The words of a message, with its links and whom it calls. */
export function renderWords(
  { text, mentions = [] }: { readonly text: string; readonly mentions?: readonly Mention[] },
  me: Person | null,
): unknown[] {
  const parts: unknown[] = [];
  let from = 0;
  for (const { at, chars, person } of mentions) {
    // Names that overlap come from nobody who speaks the protocol.
    if (at < from) continue;
    parts.push(linked(text.slice(from, at)));
    from = at + chars;
    const isMe = person === undefined || person === me?.id;
    parts.push(html`<bdi class=${isMe ? 'called me' : 'called'}>${text.slice(at, from)}</bdi>`);
  }
  return [...parts, linked(text.slice(from))];
}

function linked(text: string): (TemplateResult | string)[] {
  return splitLinks(text).map((run) =>
    run.href
      ? html`<a href=${run.href} target="_blank" rel="noopener noreferrer nofollow ugc">${run.text}</a>`
      : run.text,
  );
}
