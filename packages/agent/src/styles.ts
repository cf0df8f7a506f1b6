/** Forms and dialogs of the desk. */
import { css } from 'lit';

export const forms = css`
  form {
    display: grid;
    gap: 14px;
  }
  label {
    display: grid;
    gap: 4px;
    font-weight: 600;
  }
  .help {
    font-size: 12px;
    font-weight: 400;
    color: var(--_text-2);
  }
  .wrong {
    font-size: 13px;
    font-weight: 400;
    color: var(--_danger);
  }
  input,
  textarea {
    inline-size: 100%;
    min-block-size: 40px;
    padding: 8px 10px;
    font: inherit;
    font-size: 16px;
    font-weight: 400;
    color: inherit;
    background: var(--_surface);
    border: 1px solid var(--_control);
    border-radius: var(--_radius-s);
    resize: vertical;
  }
  [aria-invalid='true'] {
    border-color: var(--_danger);
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 8px;
  }
  .button {
    min-block-size: 36px;
    padding-inline: 14px;
    border: 1px solid var(--_control);
    border-radius: var(--_radius-s);
    font-weight: 600;
  }
  .button:hover {
    background: var(--_surface-3);
  }
  .button.primary {
    color: var(--_on-accent);
    background: var(--_accent);
    border-color: transparent;
  }
  .button.danger {
    color: var(--_danger);
    border-color: currentColor;
  }
  dialog {
    inline-size: min(480px, calc(100vw - 32px));
    max-block-size: calc(100dvh - 32px);
    padding: 20px;
    color: var(--_text);
    background: var(--_surface);
    border: 1px solid var(--_hairline);
    border-radius: var(--_radius-m);
    box-shadow: var(--_shadow);
  }
  dialog::backdrop {
    background: oklch(0.2 0.02 260 / 0.4);
  }
  dialog h2 {
    overflow-wrap: anywhere;
    margin: 0 0 16px;
    font-size: 20px;
    line-height: 1.3;
  }
`;

/** One of several, or yes and no. */
export const choices = css`
  fieldset {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0;
    margin-block-end: 4px;
    font-weight: 600;
  }
  label.choice {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 28px;
    font-weight: 400;
  }
  label.choice input {
    inline-size: 18px;
    min-block-size: 18px;
    margin: 0;
    accent-color: var(--_accent);
  }
`;
