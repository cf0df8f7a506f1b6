import { css } from 'lit';

/** What both forms of the list share. */
export const messageListStyles = css`
  :host {
    display: block;
    position: relative;
    min-block-size: 0;
    overflow: hidden;
  }
  .scroller {
    block-size: 100%;
    overflow-y: auto;
    overflow-x: hidden;
    overflow-anchor: none;
    overscroll-behavior: contain;
    overflow-wrap: anywhere;
    padding: 12px 16px 8px;
    scrollbar-width: thin;
    scrollbar-color: var(--_control) transparent;
  }
  .scroller:focus-visible {
    outline-offset: -2px;
  }
  .opening {
    margin: 4px 0 12px;
    color: var(--_text-2);
    text-wrap: pretty;
  }
  .opening strong {
    display: block;
    color: var(--_text);
    font-weight: 600;
  }
  ol {
    list-style: none;
    margin: 0;
    padding: 0;
    display: flex;
    flex-direction: column;
  }
  .divider {
    display: flex;
    align-items: center;
    gap: 12px;
    margin-block: 16px 8px;
    font-size: 12px;
    color: var(--_text-2);
    font-variant-numeric: tabular-nums;
  }
  .divider::before,
  .divider::after {
    content: '';
    flex: 1;
    border-block-start: 1px solid var(--_hairline);
  }
  .divider.new {
    color: var(--_danger);
    font-weight: 600;
  }
  .divider.new::before,
  .divider.new::after {
    border-color: currentColor;
    opacity: 0.5;
  }
  .message {
    position: relative;
    display: flex;
    padding-block-start: 2px;
    padding-inline-start: 40px;
    contain: layout style;
  }
  .message.starts {
    margin-block-start: 12px;
  }
  .divider + .message.starts {
    margin-block-start: 0;
  }
  .face {
    position: absolute;
    inset-inline-start: 0;
    inset-block-start: 4px;
  }
  .content {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    min-inline-size: 0;
    max-inline-size: min(100%, 640px);
  }
  .meta {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 6px;
    margin: 0 0 2px;
    font-size: 12px;
    color: var(--_text-2);
  }
  .name {
    font-weight: 600;
    color: var(--_text);
  }
  .mark {
    padding-inline: 6px;
    border-radius: 999px;
    font-size: 11px;
    font-weight: 600;
    color: var(--_accent-text);
    background: var(--_accent-tint);
  }
  .note-mark {
    color: var(--_attention);
    background: var(--_attention-tint);
  }
  .time,
  .hover-time {
    font-size: 12px;
    color: var(--_text-2);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .bubble {
    padding: 7px 12px;
    border-radius: var(--_radius-m);
    background: var(--_surface-3);
    white-space: pre-wrap;
    word-break: auto-phrase;
    text-autospace: normal;
    text-wrap: pretty;
    max-inline-size: 100%;
  }
  .bubble:lang(ja) {
    line-height: 1.65;
  }
  .note .bubble {
    background: var(--_attention-tint);
  }
  a {
    color: var(--_accent-text);
    text-underline-offset: 2px;
  }
  .hover-time {
    position: absolute;
    inset-inline-start: 0;
    inset-block-start: 10px;
    inline-size: 36px;
    font-size: 11px;
    opacity: 0;
  }
  .message:hover .hover-time {
    opacity: 1;
  }
  .pending .bubble {
    opacity: 0.72;
  }
  .state {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: flex-end;
    gap: 0 4px;
    min-block-size: 20px;
    margin-block-start: 2px;
    font-size: 12px;
    color: var(--_text-2);
  }
  .state span {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .state .reason {
    color: var(--_danger);
    flex: 1 1 100%;
    justify-content: flex-end;
    text-align: end;
  }
  .failed .bubble {
    outline: 1px solid var(--_danger);
    background: var(--_danger-tint) !important;
  }
  .jump {
    position: absolute;
    inset-block-end: 10px;
    inset-inline: 0;
    margin-inline: auto;
    inline-size: fit-content;
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-block-size: 32px;
    padding-inline: 12px 14px;
    border-radius: 999px;
    font-size: 13px;
    font-weight: 600;
    color: var(--_text);
    background: var(--_surface);
    border: 1px solid var(--_hairline);
    box-shadow: var(--_shadow);
  }
  .jump.unseen {
    color: var(--_on-accent);
    background: var(--_accent);
    border-color: transparent;
  }
  .older {
    block-size: 20px;
    font-size: 12px;
    text-align: center;
    color: var(--_text-2);
  }
  .skeletons {
    display: grid;
    gap: 14px;
    padding-block: 12px;
    animation: appear 140ms 300ms backwards;
  }
  .skeleton {
    block-size: 44px;
    inline-size: 72%;
    border-radius: var(--_radius-m);
    background: var(--_surface-3);
    margin-inline-start: 40px;
  }
  .skeleton:nth-child(2) {
    inline-size: 54%;
    block-size: 64px;
  }
  .skeleton:nth-child(3) {
    inline-size: 60%;
    margin-inline: auto 0;
    background: var(--_accent-tint);
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
`;

/** Own messages to the right, tinted, without the face. */
export const bubbleStyles = css`
  .own {
    padding-inline: 40px 0;
    justify-content: flex-end;
  }
  .own .content {
    align-items: flex-end;
  }
  .own .bubble {
    background: var(--_accent-tint);
  }
  .own .face {
    display: none;
  }
  .own .name {
    position: absolute;
    clip-path: inset(50%);
  }
`;

/** The list as lines, with the name of the writer on own messages too; used by the desk in place of bubbles. */
export const feedStyles = css`
  .message {
    padding-inline-start: 44px;
    padding-block: 1px;
  }
  .bubble {
    padding: 0;
    border-radius: 0;
    background: none;
  }
  .content {
    inline-size: 100%;
    max-inline-size: 100%;
  }
  .meta {
    font-size: 13px;
  }
  .note {
    background: var(--_attention-tint);
    border-radius: var(--_radius-s);
  }
  .hover-time {
    inset-block-start: 3px;
    inline-size: 38px;
  }
  .state {
    justify-content: flex-start;
  }
`;
