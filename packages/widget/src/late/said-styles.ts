import { css } from 'lit';

/** What was edited, taken back or reacted to, and the tools beside a message. */
export const saidStyles = css`
  .gone {
    color: var(--_text-2);
    background: none !important;
    outline: 1px dashed var(--_control);
    outline-offset: -1px;
  }
  :host([density='feed']) .gone {
    outline: 0;
  }
  .said {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px;
    max-inline-size: 100%;
    font-size: 12px;
    color: var(--_text-2);
  }
  .own .said {
    justify-content: flex-end;
  }
  :host([density='feed']) .said {
    justify-content: flex-start;
  }
  .edited {
    margin-inline: 2px;
  }
  button.edited {
    min-block-size: 24px;
    text-decoration: underline dotted;
    text-underline-offset: 3px;
  }
  .reaction {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    min-block-size: 28px;
    margin-block-start: 4px;
    padding-inline: 8px;
    border: 1px solid var(--_hairline);
    border-radius: 999px;
    font-size: 13px;
    font-variant-numeric: tabular-nums;
    color: var(--_text);
    background: var(--_surface);
  }
  .reaction:hover {
    border-color: var(--_control);
  }
  /* Not by colour alone: the edge is twice as thick, the count bold. */
  .reaction[aria-pressed='true'] {
    padding-inline: 7px;
    border: 2px solid var(--_accent-text);
    font-weight: 700;
    color: var(--_accent-text);
    background: var(--_accent-tint);
  }
  .tools {
    position: absolute;
    inset-block-start: -16px;
    inset-inline-end: 0;
    z-index: 1;
    display: flex;
    padding: 1px;
    border: 1px solid var(--_hairline);
    border-radius: var(--_radius-s);
    background: var(--_surface);
    opacity: 0;
    pointer-events: none;
  }
  .message:hover .tools,
  .message:focus-within .tools,
  .tools:has([aria-expanded='true']) {
    opacity: 1;
    pointer-events: auto;
  }
  .tools .icon-button {
    inline-size: 30px;
    block-size: 28px;
    border-radius: 6px;
  }
  /* The desk has the pin at the end of the line. */
  :host([density='feed']) .tools {
    inset-inline-end: 36px;
  }
  @media (hover: none) {
    .message.other {
      padding-inline-end: 36px;
    }
    .tools {
      inset-block-start: 0;
      inset-inline-end: -8px;
      padding: 0;
      border: 0;
      background: none;
      opacity: 1;
      pointer-events: auto;
    }
    .own .tools {
      inset-inline: -4px auto;
    }
    :host([density='feed']) .message {
      padding-inline-end: 36px;
    }
    :host([density='feed']) .tools {
      inset-inline: auto -8px;
    }
    .tools .icon-button {
      inline-size: 44px;
      block-size: 44px;
    }
    .tools .icon-button:not(.more-acts) {
      display: none;
    }
    .reaction {
      position: relative;
      justify-content: center;
      min-inline-size: 48px;
      min-block-size: 30px;
      margin-block: 7px;
    }
    .reaction::after {
      content: '';
      position: absolute;
      inset: -9px -2px;
    }
    button.edited {
      min-block-size: 44px;
    }
  }
`;
