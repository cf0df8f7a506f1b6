/** What stands in and around messages beside plain words: loaded while the room is being opened. */
import { css } from 'lit';
import { questionStyles } from '../styles/question.js';

export { questionLineStrings } from './question-line-strings.js';
export { questionIcons, renderAnswer, renderQuestion, renderReplied } from './question-line.js';

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
