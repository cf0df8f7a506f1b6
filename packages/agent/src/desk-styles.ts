import { css } from 'lit';

/** Three panes; facts fold away at 1,100 px, one pane at a time at 720 px. */
export const deskStyles = css`
  :host {
    display: block;
    block-size: 100dvh;
    background: var(--_surface);
  }
  .desk {
    display: grid;
    grid-template-columns: 312px minmax(0, 1fr) auto;
    grid-template-rows: 48px minmax(0, 1fr);
    block-size: 100%;
  }
  .bar {
    grid-column: 1;
    display: flex;
    align-items: center;
    gap: 4px;
    padding-inline: 16px 4px;
    background: var(--_surface-2);
    border-inline-end: 1px solid var(--_hairline);
  }
  .bar h1 {
    flex: 1;
    min-inline-size: 0;
    margin: 0;
    overflow: hidden;
    font-size: 14px;
    font-weight: 650;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .bar .face {
    inline-size: 28px;
    block-size: 28px;
    font-size: 11px;
  }
  .rooms {
    grid-column: 1;
    grid-row: 2;
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    border-inline-end: 1px solid var(--_hairline);
  }
  support-desk-room-list {
    flex: 1;
  }
  .queue {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 40px;
    padding-inline: 16px;
    font-weight: 600;
    text-align: start;
    background: var(--_surface-2);
  }
  .queue:hover {
    background: var(--_surface-3);
  }
  .queue[aria-current] {
    background: var(--_accent-tint);
  }
  .queue .count {
    margin-inline-start: auto;
    color: var(--_attention);
    font-variant-numeric: tabular-nums;
  }
  .title-bar {
    grid-column: 2 / -1;
    grid-row: 1;
    display: flex;
    align-items: center;
    gap: 8px;
    padding-inline: 16px 8px;
    border-block-end: 1px solid var(--_hairline);
  }
  .title-bar h2 {
    margin: 0;
    font-size: 16px;
    font-weight: 650;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .title-bar h2 svg {
    display: inline-block;
    vertical-align: -2px;
    margin-inline-end: 6px;
  }
  .lane {
    --_surface: light-dark(oklch(0.978 0.012 305), oklch(0.235 0.022 305));
  }
  .title-bar .purpose {
    flex: 1;
    min-inline-size: 0;
    color: var(--_text-2);
    font-size: 13px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .back {
    display: none;
  }
  .pane {
    grid-column: 2;
    grid-row: 2;
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    min-inline-size: 0;
  }
  support-chat-conversation {
    flex: 1;
  }
  support-chat-pins {
    max-block-size: 40%;
  }
  .canned-bar {
    display: flex;
    flex-wrap: wrap;
    flex: none;
    gap: 0 4px;
    padding: 0 8px 4px;
    font-size: 13px;
  }
  @media (hover: none) {
    .canned-bar .text-button {
      min-block-size: 36px;
    }
  }
  .disturb[aria-pressed='true'] {
    color: var(--_on-accent);
    background: var(--_accent);
  }
  support-desk-room-facts {
    grid-column: 3;
    grid-row: 2;
    inline-size: 320px;
    border-inline-start: 1px solid var(--_hairline);
  }
  @media (max-width: 1100px) {
    support-desk-room-facts {
      position: fixed;
      inset-block: 48px 0;
      inset-inline-end: 0;
      max-inline-size: 100vw;
      box-shadow: var(--_shadow);
      z-index: 1;
    }
  }
  @media (max-width: 720px) {
    .desk {
      grid-template-columns: minmax(0, 1fr);
    }
    .title-bar,
    .pane {
      grid-column: 1;
      display: none;
    }
    .bar,
    .rooms {
      border-inline-end: 0;
    }
    .has-room .bar,
    .has-room .rooms {
      display: none;
    }
    .has-room .title-bar,
    .has-room .pane {
      display: flex;
    }
    .title-bar {
      padding-inline-start: 4px;
    }
    .title-bar .purpose {
      display: none;
    }
    .title-bar h2 {
      flex: 1;
    }
    .back {
      display: inline-grid;
    }
    support-desk-room-facts {
      inline-size: 100%;
    }
  }
`;
