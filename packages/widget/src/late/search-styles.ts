/** How the search of messages looks. */
import { css } from 'lit';

export const searchStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    background: var(--_surface);
    container-type: inline-size;
  }
  .box {
    display: flex;
    align-items: center;
    gap: 8px;
    flex: none;
    min-block-size: 44px;
    padding-inline: 12px;
    border: 1px solid var(--_control);
    border-radius: var(--_radius-s);
  }
  .box:focus-within {
    outline: 2px solid var(--_focus);
    outline-offset: 1px;
  }
  .box svg {
    flex: none;
    color: var(--_text-2);
  }
  input {
    flex: 1;
    min-inline-size: 0;
    padding: 0;
    font: inherit;
    font-size: 16px;
    color: inherit;
    background: none;
    border: 0;
    outline: 0;
    appearance: none;
  }
  /* The box around it shows the focus. */
  input:focus-visible {
    outline: 0;
  }
  input::placeholder {
    color: var(--_text-2);
    opacity: 1;
  }
  .filters,
  .scope {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    gap: 6px;
    margin-block-start: 8px;
  }
  .filters button,
  .scope button {
    min-block-size: 28px;
    padding-inline: 10px;
    border: 1px solid var(--_hairline);
    border-radius: 999px;
    font-size: 12px;
    color: var(--_text-2);
  }
  .filters button:hover,
  .scope button:hover {
    background: var(--_surface-3);
    color: var(--_text);
  }
  .scope button[aria-pressed='true'] {
    color: var(--_accent-text);
    background: var(--_accent-tint);
    border-color: transparent;
    font-weight: 600;
  }
  .line {
    flex: none;
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 32px;
    margin: 0;
    font-size: 12px;
    color: var(--_text-2);
    font-variant-numeric: tabular-nums;
  }
  .list {
    flex: 1;
    min-block-size: 0;
    overflow-y: auto;
    scrollbar-width: thin;
    scrollbar-color: var(--_control) transparent;
    border-block-start: 1px solid var(--_hairline);
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    position: relative;
    border-block-end: 1px solid var(--_hairline);
  }
  .go {
    display: block;
    inline-size: 100%;
    padding: 10px 44px 10px 8px;
    text-align: start;
  }
  .go:hover,
  .go:focus-visible {
    background: var(--_surface-2);
  }
  .go:focus-visible,
  .copy:focus-visible {
    outline-offset: -2px;
  }
  .place,
  .where {
    display: flex;
    align-items: center;
    gap: 0 6px;
    font-size: 12px;
    color: var(--_text-2);
  }
  .place bdi {
    min-inline-size: 0;
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }
  .by {
    font-weight: 600;
    color: var(--_text);
  }
  .where {
    flex: 1;
    min-inline-size: 0;
  }
  time {
    flex: none;
    font-variant-numeric: tabular-nums;
  }
  @container (max-width: 520px) {
    .place {
      flex-wrap: wrap;
    }
    .by {
      flex: 1;
    }
    .where {
      order: 1;
      flex-basis: 100%;
    }
  }
  .mark {
    flex: none;
    display: inline-flex;
    align-items: center;
    gap: 3px;
    font-weight: 600;
  }
  .mark.good {
    color: var(--_good);
  }
  .mark.note {
    padding-inline: 5px;
    border-radius: 4px;
    color: var(--_attention);
    background: var(--_attention-tint);
  }
  .words {
    display: -webkit-box;
    margin-block-start: 2px;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    overflow-wrap: anywhere;
  }
  mark {
    padding-inline: 1px;
    border-radius: 3px;
    font-weight: 600;
    color: var(--_accent-text);
    background: var(--_accent-tint);
  }
  .copy {
    position: absolute;
    inset-block-end: 4px;
    inset-inline-end: 4px;
  }
  .copy.done {
    color: var(--_good);
  }
  .says {
    margin: 0;
    padding: 28px 16px;
    text-align: center;
    color: var(--_text-2);
  }
  .says b {
    display: block;
    font-weight: 600;
    color: var(--_text);
  }
  .says .text-button {
    margin-block-start: 8px;
  }
  .more {
    display: block;
    margin: 8px auto 12px;
  }
  .bone {
    block-size: 68px;
    padding: 12px 8px;
  }
  .bone::before,
  .bone::after {
    content: '';
    display: block;
    block-size: 10px;
    border-radius: 5px;
    background: var(--_surface-3);
  }
  .bone::before {
    inline-size: 38%;
  }
  .bone::after {
    inline-size: 82%;
    margin-block-start: 14px;
  }
`;
