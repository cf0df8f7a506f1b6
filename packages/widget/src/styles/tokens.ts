/**
 * The look, as custom properties. Private ones begin with `--_`; a page sets the public `--support-chat-…` ones.
 * Neutral scale, one accent, three meanings. Both themes are designed; `light-dark()` follows `color-scheme`.
 * Text on the accent is white below a luminance of 0.179 and black above: there both have 4.5 : 1 (WCAG counts in `y`).
 */
import { css } from 'lit';

export const tokens = css`
  :host {
    color-scheme: light dark;
    --_accent: var(--support-chat-accent, light-dark(oklch(0.5 0.13 255), oklch(0.72 0.12 255)));
    --_on-accent: oklch(from color(from var(--_accent) xyz 0 clamp(0, (0.179 - y) * 10000, 9) 0) clamp(0, l, 1) 0 0);
    --_accent-text: light-dark(
      oklch(from var(--_accent) min(l, 0.49) min(c, 0.16) h),
      oklch(from var(--_accent) max(l, 0.78) min(c, 0.14) h)
    );
    --_accent-tint: light-dark(
      oklch(from var(--_accent) 0.95 min(c, 0.028) h),
      oklch(from var(--_accent) 0.36 min(c, 0.065) h)
    );
    --_surface: light-dark(oklch(1 0 0), oklch(0.22 0.008 260));
    --_surface-2: light-dark(oklch(0.975 0.003 260), oklch(0.26 0.009 260));
    --_surface-3: light-dark(oklch(0.95 0.005 260), oklch(0.31 0.011 260));
    --_hairline: light-dark(oklch(0.91 0.006 260), oklch(0.35 0.012 260));
    --_control: light-dark(oklch(0.62 0.012 260), oklch(0.6 0.014 260));
    --_text: light-dark(oklch(0.24 0.012 260), oklch(0.95 0.004 260));
    --_text-2: light-dark(oklch(0.47 0.014 260), oklch(0.76 0.01 260));
    --_good: light-dark(oklch(0.5 0.13 150), oklch(0.78 0.15 150));
    --_attention: light-dark(oklch(0.5 0.11 65), oklch(0.83 0.13 80));
    --_attention-tint: light-dark(oklch(0.965 0.03 85), oklch(0.31 0.04 80));
    --_danger: light-dark(oklch(0.52 0.19 27), oklch(0.75 0.14 25));
    --_danger-tint: light-dark(oklch(0.965 0.018 25), oklch(0.31 0.05 25));
    --_focus: var(--_accent-text);
    --_radius-s: 8px;
    --_radius-m: 12px;
    --_font: var(
      --support-chat-font,
      system-ui,
      'Hiragino Sans',
      'Noto Sans JP',
      'Noto Sans CJK JP',
      'Yu Gothic UI',
      Meiryo,
      sans-serif
    );
    --_shadow: 0 1px 2px oklch(0.2 0.02 260 / 0.08), 0 12px 40px oklch(0.2 0.02 260 / 0.18);
    --_fast: 140ms cubic-bezier(0.2, 0, 0, 1);
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
`;

/** What every part begins with: box model, type, focus ring, buttons. */
export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host {
    font-family: var(--_font);
    font-size: 14px;
    font-weight: 400;
    line-height: 1.5;
    color: var(--_text);
    line-break: strict;
  }
  :host(:lang(ja)) {
    line-height: 1.65;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    padding: 0;
    cursor: pointer;
    touch-action: manipulation;
  }
  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .icon-button {
    display: inline-grid;
    place-items: center;
    inline-size: 36px;
    block-size: 36px;
    border-radius: var(--_radius-s);
    color: var(--_text-2);
    transition: background-color var(--_fast);
  }
  .icon-button:hover {
    background: var(--_surface-3);
    color: var(--_text);
  }
  .text-button {
    min-block-size: 28px;
    padding-inline: 8px;
    border-radius: var(--_radius-s);
    color: var(--_accent-text);
    font-weight: 600;
  }
  .text-button:hover {
    background: var(--_surface-3);
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  svg {
    display: block;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      transition: none !important;
      animation: none !important;
    }
  }
`;
