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
