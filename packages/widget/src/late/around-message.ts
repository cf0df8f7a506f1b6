/** What stands in and around messages beside plain words: loaded while the room is being opened. */
import type { MessageDoc } from '@support-chat/protocol';
import { css } from 'lit';
import type { RowContext } from '../parts/message-row.js';
import { questionStyles } from '../styles/question.js';
import { renderAnswer, renderQuestion } from './question-line.js';
import { renderSaid } from './said.js';
import { saidStyles } from './said-styles.js';

export { goElsewhere, questionIcons, renderReplied } from './question-line.js';
export { questionLineStrings } from './question-line-strings.js';
export { editIcon, smileIcon, undoIcon } from './said-icons.js';
export { saidStrings } from './said-strings.js';
export { react, renderGone, roomOf, tell } from './said.js';

export const styles = [
  questionStyles,
  saidStyles,
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

/** What stands below the words of a message: what people did with it, and what the reader can do. */
export function renderBelow(message: MessageDoc, context: RowContext): unknown[] {
  return [
    context.around?.renderFiles(message, context),
    renderSaid(message, context),
    renderQuestion(message, context),
    renderAnswer(message, context),
  ];
}

/** Copies the text, or selects it in the row of the event. Without https there is no clipboard: the text is selected, so that the keyboard or the menu copies it. */
export function copyOrSelect(text: string, event: Event): void {
  const bubble = (event.currentTarget as HTMLElement).closest('li')?.querySelector('.bubble');
  if (bubble) getSelection()?.selectAllChildren(bubble);
  void navigator.clipboard?.writeText(text).catch(() => undefined); // It is selected all the same.
}
