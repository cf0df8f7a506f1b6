import { css } from 'lit';

export const messageFilesStyles = css`
  .picture {
    position: relative;
    max-inline-size: 100%;
  }
  .open {
    position: relative;
    display: block;
    max-inline-size: 100%;
    overflow: hidden;
    border-radius: var(--_radius-m);
    background: var(--_surface-3);
    outline: 1px solid var(--_hairline);
    outline-offset: -1px;
    cursor: zoom-in;
  }
  .open:focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  canvas {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
  }
  .lost {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    align-content: center;
    gap: 4px;
    padding: 6px;
    font-size: 12px;
    line-height: 1.35;
    color: var(--_text-2);
    background: var(--_surface-3);
  }
  .play {
    position: absolute;
    inset-block-end: 8px;
    inset-inline-start: 8px;
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-block-size: 32px;
    padding-inline: 8px 10px;
    border-radius: 999px;
    font-size: 12px;
    font-weight: 700;
    color: #fff;
    background: oklch(0.2 0.01 260 / 0.82);
  }
  .card {
    display: grid;
    grid-template-columns: 36px minmax(0, 1fr) auto auto;
    align-items: center;
    gap: 0 8px;
    inline-size: 280px;
    max-inline-size: 100%;
    min-block-size: 56px;
    padding: 6px 6px 6px 10px;
    border: 1px solid var(--_hairline);
    border-radius: var(--_radius-m);
    background: var(--_surface);
    text-align: start;
  }
  .card .icon-button:last-of-type {
    grid-column: 4;
  }
  .kind {
    display: grid;
    place-items: center;
    inline-size: 36px;
    block-size: 36px;
    border-radius: var(--_radius-s);
    color: var(--_text-2);
    background: var(--_surface-3);
  }
  .name {
    display: block;
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
    font-size: 13px;
    font-weight: 600;
  }
  .more {
    display: block;
    font-size: 12px;
    line-height: 1.4;
    color: var(--_text-2);
  }
  .refused .more,
  .refused .kind {
    color: var(--_danger);
  }
  video,
  audio {
    grid-column: 1 / -1;
    inline-size: 100%;
    max-block-size: 320px;
    margin-block-start: 8px;
    border-radius: var(--_radius-s);
  }
  @media (hover: none) {
    .play,
    .card .icon-button {
      min-block-size: 44px;
      min-inline-size: 44px;
    }
  }
`;
