import { css, svg } from 'lit';

export const toolIcons = {
  select: svg`<path d="M6 4l12 8-5.5 1L10 18.5z"></path>`,
  arrow: svg`<path d="M5 19L18.5 5.5M10 5h9v9"></path>`,
  box: svg`<rect x="4.5" y="6" width="15" height="12" rx="1"></rect>`,
  text: svg`<path d="M5.5 7V5h13v2M12 5v14M9.5 19h5"></path>`,
  blur: svg`<path d="M5 5h4v4H5zM15 5h4v4h-4zM10 10h4v4h-4zM5 15h4v4H5zM15 15h4v4h-4z"></path>`,
  black: svg`<rect x="4.5" y="7" width="15" height="10" rx="1" fill="currentColor"></rect>`,
  crop: svg`<path d="M7 3v14h14M3 7h14v14"></path>`,
  undo: svg`<path d="M4.5 9.5h9a5 5 0 010 10H8M8.5 5.5l-4 4 4 4"></path>`,
  redo: svg`<path d="M19.5 9.5h-9a5 5 0 000 10H16M15.5 5.5l4 4-4 4"></path>`,
  remove: svg`<path d="M5 7h14M10 7V5h4v2M7 7l1 12h8l1-12"></path>`,
  zoom: svg`<circle cx="10.5" cy="10.5" r="6"></circle><path d="M15 15l5 5M8 10.5h5M10.5 8v5"></path>`,
};

export const editorStyles = css`
  dialog {
    position: fixed;
    inset: 0;
    display: flex;
    flex-direction: column;
    inline-size: 100%;
    block-size: 100dvh;
    max-inline-size: none;
    max-block-size: none;
    margin: 0;
    padding: 0;
    border: 0;
    color: var(--_text);
    background: var(--_surface);
  }
  dialog:not([open]) {
    display: none;
  }
  .bar {
    display: flex;
    flex: none;
    align-items: center;
    gap: 2px;
    padding: 8px 12px;
    overflow-x: auto;
    scrollbar-width: none;
    border-block-end: 1px solid var(--_hairline);
  }
  h2 {
    margin: 0;
    margin-inline-end: 12px;
    font-size: 16px;
    font-weight: 650;
    white-space: nowrap;
  }
  .tool {
    display: inline-flex;
    flex: none;
    align-items: center;
    gap: 6px;
    min-block-size: 36px;
    min-inline-size: 36px;
    justify-content: center;
    padding-inline: 8px;
    border-radius: var(--_radius-s);
    font-size: 13px;
    color: var(--_text);
    white-space: nowrap;
  }
  .tool:hover {
    background: var(--_surface-3);
  }
  .tool[aria-pressed='true'] {
    color: var(--_accent-text);
    background: var(--_accent-tint);
    font-weight: 600;
  }
  .tool[aria-disabled='true'] {
    color: var(--_text-2);
    opacity: 0.55;
    cursor: default;
  }
  .gap {
    flex: 1 0 8px;
  }
  .stage {
    flex: 1;
    min-block-size: 0;
    display: grid;
    overflow: auto;
    padding: 12px;
    background: var(--_surface-3);
  }
  .sheet {
    position: relative;
    place-self: center;
    line-height: 0;
    box-shadow: 0 0 0 1px var(--_hairline);
    cursor: crosshair;
    touch-action: none;
    user-select: none;
  }
  .sheet.selects {
    cursor: default;
    touch-action: pan-x pan-y;
  }
  canvas {
    display: block;
    inline-size: 100%;
    block-size: 100%;
  }
  .mark {
    position: absolute;
    min-inline-size: 0;
    border-radius: 2px;
    touch-action: none;
  }
  .sheet:not(.selects) .mark {
    pointer-events: none;
  }
  .selects .mark {
    cursor: move;
  }
  .mark:focus-visible,
  .mark.chosen {
    outline: 2px solid #fff;
    outline-offset: 0;
    box-shadow: 0 0 0 4px oklch(0.5 0.16 255);
  }
  .mark.proposed {
    box-shadow: 0 0 0 1.5px oklch(0.78 0.15 80);
  }
  .mark.proposed:focus-visible,
  .mark.proposed.chosen {
    box-shadow: 0 0 0 4px oklch(0.5 0.16 255);
  }
  .mark.off {
    outline: 2px dashed oklch(0.5 0.16 255);
    outline-offset: -1px;
    box-shadow: 0 0 0 1px #fff;
  }
  .mark.crop {
    pointer-events: none;
    box-shadow: 0 0 0 9999px oklch(0.2 0.01 260 / 0.6);
    outline: 2px solid #fff;
  }
  .sheet {
    overflow: clip;
  }
  .handle {
    position: absolute;
    inline-size: 24px;
    block-size: 24px;
    margin: -12px;
    pointer-events: auto;
    cursor: nwse-resize;
    touch-action: none;
  }
  .handle::after {
    content: '';
    position: absolute;
    inset: 6px;
    border-radius: 50%;
    background: oklch(0.5 0.16 255);
    box-shadow: 0 0 0 2px #fff;
  }
  .foot {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    min-block-size: 60px;
    padding: 8px 16px calc(8px + env(safe-area-inset-bottom));
    border-block-start: 1px solid var(--_hairline);
  }
  .foot p {
    flex: 1 1 240px;
    margin: 0;
    font-size: 13px;
    color: var(--_text-2);
    text-wrap: pretty;
  }
  .foot p strong {
    display: block;
    color: var(--_text);
    font-weight: 600;
  }
  .failure {
    color: var(--_danger) !important;
  }
  label {
    display: flex;
    align-items: center;
    gap: 8px;
    font-size: 13px;
    font-weight: 600;
  }
  input {
    min-block-size: 36px;
    inline-size: min(240px, 56vw);
    padding-inline: 10px;
    border: 1px solid var(--_control);
    border-radius: var(--_radius-s);
    font: inherit;
    font-size: 16px;
    font-weight: 400;
    color: inherit;
    background: var(--_surface);
  }
  .acts {
    display: flex;
    gap: 8px;
    margin-inline-start: auto;
  }
  .acts button {
    min-block-size: 40px;
    padding-inline: 14px;
    border-radius: var(--_radius-s);
    font-weight: 600;
    white-space: nowrap;
  }
  .acts button:hover {
    background: var(--_surface-3);
  }
  .acts .main {
    color: var(--_on-accent);
    background: var(--_accent);
  }
  .acts .danger {
    color: var(--_danger);
  }
  @media (max-width: 720px) {
    h2,
    .tool span {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .bar {
      flex-wrap: wrap;
      padding: 6px 8px;
    }
    .tool {
      min-block-size: 40px;
      min-inline-size: 40px;
      padding: 0;
    }
    .gap {
      display: none;
    }
    .foot {
      padding-inline: 12px;
    }
    .acts {
      flex: 1;
      justify-content: flex-end;
    }
  }
`;
