import { css } from 'lit';

export const trayStyles = css`
  :host {
    display: block;
  }
  .of-menu {
    container-type: inline-size;
  }
  ul {
    display: grid;
    gap: 6px;
    max-block-size: min(144px, 22dvh);
    margin: 0;
    padding: 8px 12px 0;
    overflow-y: auto;
    list-style: none;
    scrollbar-width: thin;
    border-block-start: 1px solid var(--_hairline);
  }
  li {
    display: grid;
    grid-template-columns: 44px minmax(0, 1fr) auto;
    align-items: center;
    gap: 0 10px;
    padding: 4px 4px 4px 6px;
    border: 1px solid var(--_hairline);
    border-radius: var(--_radius-s);
    background: var(--_surface-2);
  }
  li.failed {
    border-color: var(--_danger);
  }
  .thumb {
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    overflow: hidden;
    border-radius: 6px;
    color: var(--_text-2);
    background: var(--_surface-3);
  }
  canvas {
    inline-size: 44px;
    block-size: 44px;
    object-fit: cover;
  }
  .name {
    display: block;
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
    font-size: 13px;
    font-weight: 600;
  }
  .state {
    display: block;
    font-size: 12px;
    color: var(--_text-2);
    font-variant-numeric: tabular-nums;
  }
  .failed .state {
    color: var(--_danger);
  }
  .bar {
    display: block;
    block-size: 4px;
    margin-block: 4px 2px;
    overflow: hidden;
    border-radius: 2px;
    background: var(--_surface-3);
    outline: 1px solid var(--_control);
  }
  .bar i {
    display: block;
    block-size: 100%;
    inline-size: 100%;
    background: var(--_accent-text);
    transform-origin: left;
    transition: transform var(--_fast);
  }
  :dir(rtl) .bar i {
    transform-origin: right;
  }
  .acts {
    display: flex;
  }
  .note {
    margin: 0;
    padding: 6px 16px 0;
    font-size: 12px;
    color: var(--_text-2);
  }
  .note.bad {
    color: var(--_danger);
  }
  .drop {
    position: absolute;
    inset: 8px;
    z-index: 4;
    display: grid;
    place-items: center;
    padding: 16px;
    border: 2px dashed var(--_accent-text);
    border-radius: var(--_radius-m);
    font-size: 16px;
    font-weight: 600;
    text-align: center;
    color: var(--_accent-text);
    background: color-mix(in oklab, var(--_accent-tint) 92%, transparent);
    pointer-events: none;
  }
  .menu {
    position: fixed;
    inset: auto;
    min-inline-size: 220px;
    margin: 0;
    padding: 6px;
    border: 1px solid var(--_hairline);
    border-radius: var(--_radius-m);
    color: var(--_text);
    background: var(--_surface);
    box-shadow: var(--_shadow);
  }
  .menu button {
    display: flex;
    align-items: center;
    gap: 10px;
    inline-size: 100%;
    min-block-size: 40px;
    padding-inline: 10px;
    border-radius: var(--_radius-s);
    text-align: start;
  }
  .menu button:hover {
    background: var(--_surface-3);
  }
  .menu :focus-visible {
    outline-offset: -2px;
  }
  .menu svg {
    color: var(--_text-2);
  }
  @container (min-width: 504px) {
    .menu .emoji {
      display: none;
    }
  }
  @media (hover: none) {
    .acts .icon-button {
      inline-size: 44px;
      block-size: 44px;
    }
    .menu button {
      min-block-size: 48px;
    }
  }
`;

/** Around the tray: what is dropped is dropped onto the conversation. */
export const groundStyles = css`
  :host {
    position: relative;
  }
`;

/** Inside of the composer. */
export const composerToolStyles = css`
  .box {
    padding-inline-start: 4px;
    container-type: inline-size;
  }
  textarea::placeholder {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }
  .tools {
    display: flex;
    flex: none;
  }
  .tools .icon-button {
    inline-size: 32px;
  }
  /* Where it is narrow, the words need the place; the menu has it. */
  @container (max-width: 479px) {
    .tools .emoji {
      display: none;
    }
  }
`;
