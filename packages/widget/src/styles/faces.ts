/** Faces of people: eight hues of one lightness, so that none shouts and white text is legible on each. */
import { css } from 'lit';

export const faces = css`
  .face {
    display: inline-grid;
    place-items: center;
    flex: none;
    inline-size: 32px;
    block-size: 32px;
    border-radius: 999px;
    font-size: 12px;
    font-weight: 600;
    line-height: 1;
    letter-spacing: 0.02em;
    color: light-dark(oklch(0.35 0.09 var(--_hue)), oklch(0.9 0.06 var(--_hue)));
    background: light-dark(oklch(0.91 0.05 var(--_hue)), oklch(0.38 0.07 var(--_hue)));
    user-select: none;
  }
  .hue-0 {
    --_hue: 25;
  }
  .hue-1 {
    --_hue: 65;
  }
  .hue-2 {
    --_hue: 110;
  }
  .hue-3 {
    --_hue: 155;
  }
  .hue-4 {
    --_hue: 200;
  }
  .hue-5 {
    --_hue: 245;
  }
  .hue-6 {
    --_hue: 290;
  }
  .hue-7 {
    --_hue: 340;
  }
`;
