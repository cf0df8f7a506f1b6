import { css } from 'lit';

/** The line below a question, and the line above a reply. */
export const questionStyles = css`
  .question {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
    max-inline-size: 100%;
    margin-block-start: 4px;
    font-size: 12px;
    color: var(--_text-2);
  }
  .own .question {
    justify-content: flex-end;
  }
  .own support-chat-rating {
    text-align: end;
  }
  .question-state {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    padding: 1px 8px 1px 6px;
    border-radius: 999px;
    font-weight: 600;
    background: var(--_surface-3);
  }
  .open .question-state {
    color: var(--_attention);
    background: var(--_attention-tint);
  }
  .late .question-state {
    color: var(--_danger);
    background: var(--_danger-tint);
  }
  .claimed .question-state {
    color: var(--_accent-text);
    background: var(--_accent-tint);
  }
  .answer .question-state,
  .resolved .question-state {
    color: var(--_good);
  }
  .writes {
    margin-inline: 4px 8px;
    font-weight: 600;
    color: var(--_accent-text);
  }
  .affected {
    font-variant-numeric: tabular-nums;
  }
  .acts {
    display: inline-flex;
    flex-wrap: wrap;
    margin-inline: -4px;
  }
  .own .acts {
    justify-content: flex-end;
  }
  .acts .text-button {
    font-size: 12px;
  }
  .more summary {
    display: inline-flex;
    align-items: center;
    list-style: none;
    cursor: pointer;
  }
  .more summary::after {
    content: '';
    inline-size: 5px;
    block-size: 5px;
    margin: 0 2px 2px 6px;
    border: solid currentColor;
    border-width: 0 1.5px 1.5px 0;
    transform: rotate(45deg);
  }
  .more[open] summary::after {
    margin-block: 3px 0;
    transform: rotate(225deg);
  }
  .replied {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    max-inline-size: 100%;
    min-block-size: 24px;
    margin-block-end: 2px;
    font-size: 12px;
    color: var(--_text-2);
  }
  .replied svg {
    flex: none;
  }
  .replied span {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }
  .replied:hover {
    color: var(--_text);
    text-decoration: underline;
  }
`;
