import { css } from 'lit';

/** The list of people above the text box, and the lines that follow from whom one chose. */
export const mentionStyles = css`
  :host {
    position: relative;
  }
  .callable {
    position: absolute;
    inset-inline: 12px;
    inset-block-end: calc(100% - 4px);
    z-index: 2;
    margin: 0;
    padding: 4px;
    overflow: hidden auto;
    max-block-size: min(264px, 40vh);
    border: 1px solid var(--_hairline);
    border-radius: var(--_radius-m);
    background: var(--_surface);
    box-shadow: var(--_shadow);
  }
  @media (prefers-reduced-motion: no-preference) {
    .callable {
      animation: callable-appear var(--_fast);
    }
    @keyframes callable-appear {
      from {
        opacity: 0;
      }
    }
  }
  .callable [role='option'] {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 44px;
    padding: 4px 8px;
    border-radius: var(--_radius-s);
    cursor: pointer;
  }
  .callable [role='option']:hover {
    background: var(--_surface-2);
  }
  .callable [aria-selected='true'] {
    background: var(--_accent-tint);
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
  }
  .callable .group {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 32px;
    block-size: 32px;
    border-radius: 999px;
    font-weight: 600;
    color: var(--_accent-text);
    background: var(--_accent-tint);
  }
  .callable .who {
    flex: 1;
    min-inline-size: 0;
  }
  .callable .line {
    display: block;
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }
  .callable .less {
    font-size: 12px;
    color: var(--_text-2);
  }
  .callable .as {
    flex: none;
    font-size: 12px;
    font-weight: 600;
    color: var(--_text-2);
  }
  .callable-none {
    margin: 0;
    padding: 10px 8px;
    color: var(--_text-2);
  }
  .consequence {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    margin: 0 4px 6px;
    font-size: 13px;
    color: var(--_text-2);
  }
  .consequence > span {
    flex: 1 1 160px;
    overflow-wrap: anywhere;
  }
  .consequence.asks {
    padding: 6px 10px;
    border-radius: var(--_radius-s);
    color: var(--_text);
    background: var(--_attention-tint);
  }
`;
