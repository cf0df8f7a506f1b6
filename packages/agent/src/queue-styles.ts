/** How the queue looks. */
import { css } from 'lit';

export const queueStyles = css`
  :host {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-block-size: 0;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    padding: 8px 16px;
    border-block-end: 1px solid var(--_hairline);
  }
  .filters {
    display: flex;
    gap: 4px;
  }
  .filters button {
    min-block-size: 36px;
    padding-inline: 12px;
    border-radius: 999px;
    font-weight: 600;
    color: var(--_text-2);
    font-variant-numeric: tabular-nums;
  }
  .filters button:hover {
    background: var(--_surface-3);
  }
  .filters button[aria-pressed='true'] {
    color: var(--_accent-text);
    background: var(--_accent-tint);
  }
  input {
    flex: 1;
    min-inline-size: 140px;
    block-size: 36px;
    padding-inline: 10px;
    font: inherit;
    font-size: 16px;
    color: inherit;
    background: var(--_surface);
    border: 1px solid var(--_control);
    border-radius: var(--_radius-s);
  }
  input::placeholder {
    color: var(--_text-2);
    opacity: 1;
    font-size: 14px;
  }
  ul {
    flex: 1;
    margin: 0;
    padding: 6px 8px;
    list-style: none;
    overflow-y: auto;
    scrollbar-width: thin;
    scrollbar-color: var(--_control) transparent;
  }
  .row {
    display: grid;
    grid-template-columns: 32px minmax(0, 1fr) auto;
    gap: 0 10px;
    inline-size: 100%;
    padding: 8px;
    border-radius: var(--_radius-s);
    text-align: start;
  }
  .row:hover {
    background: var(--_surface-3);
  }
  .row > .face {
    grid-row: 1 / 3;
  }
  .excerpt {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .age,
  .about {
    font-size: 12px;
    line-height: 21px;
    color: var(--_text-2);
    font-variant-numeric: tabular-nums;
  }
  .about {
    grid-column: 2 / 4;
    display: flex;
    flex-wrap: wrap;
    gap: 0 10px;
  }
  .about > span {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-inline-size: 0;
  }
  .open {
    color: var(--_attention);
    font-weight: 600;
  }
  .late {
    color: var(--_danger);
    font-weight: 600;
  }
  .claimed {
    color: var(--_accent-text);
    font-weight: 600;
  }
  .box {
    grid-row: 1 / 3;
    display: grid;
    place-items: center;
    align-self: center;
    justify-self: center;
    inline-size: 20px;
    block-size: 20px;
    border: 1.5px solid var(--_control);
    border-radius: 5px;
  }
  [aria-checked='true'] .box {
    color: var(--_on-accent);
    background: var(--_accent);
    border-color: transparent;
  }
  .bulk {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 16px;
    justify-content: flex-end;
    padding-inline: 16px;
  }
  .nothing {
    margin: 0;
    padding: 24px 16px;
    color: var(--_text-2);
  }
  .skeletons {
    display: grid;
    gap: 12px;
    padding: 16px;
    animation: appear 140ms 300ms backwards;
  }
  .skeleton {
    block-size: 42px;
    border-radius: var(--_radius-s);
    background: var(--_surface-3);
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
`;
