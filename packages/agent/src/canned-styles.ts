import { css } from 'lit';

/** The list of canned replies above the text box. */
export const cannedStyles = css`
  :host {
    position: relative;
  }
  .canned {
    position: absolute;
    inset-inline: 12px;
    inset-block-end: calc(100% - 4px);
    z-index: 2;
    display: flex;
    flex-direction: column;
    max-block-size: min(420px, 56vh);
    overflow: hidden;
    border: 1px solid var(--_hairline);
    border-radius: var(--_radius-m);
    background: var(--_surface);
    box-shadow: var(--_shadow);
  }
  .canned p {
    margin: 0;
  }
  .canned-list {
    flex: 1 1 auto;
    min-block-size: 52px;
    padding: 4px;
    overflow: hidden auto;
    scrollbar-width: thin;
  }
  .canned [role='option'] {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 44px;
    padding: 4px 8px;
    border-radius: var(--_radius-s);
    cursor: pointer;
  }
  .canned [role='option']:hover {
    background: var(--_surface-2);
  }
  .canned [aria-selected='true'] {
    background: var(--_accent-tint);
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
  }
  .canned-words {
    flex: 1;
    min-inline-size: 0;
  }
  .canned-title,
  .canned-text {
    display: block;
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }
  .canned-title {
    font-weight: 600;
  }
  .canned-text,
  .canned-scope {
    font-size: 12px;
    color: var(--_text-2);
  }
  .canned-scope {
    flex: none;
    max-inline-size: 40%;
    text-align: end;
  }
  .canned-more,
  .canned-none {
    padding: 8px 12px;
    font-size: 13px;
    color: var(--_text-2);
  }
  .canned-none.waits {
    animation: canned-waits 1ms 300ms backwards;
  }
  @keyframes canned-waits {
    from {
      opacity: 0;
    }
  }
  .canned-preview {
    flex: none;
    max-block-size: 140px;
    overflow-y: auto;
    padding: 8px 12px;
    font-size: 13px;
    background: var(--_surface-2);
    border-block-start: 1px solid var(--_hairline);
  }
  .canned-preview p {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .canned-preview mark {
    color: inherit;
    background: var(--_accent-tint);
    border-radius: 3px;
  }
  .canned-preview mark.missing {
    background: var(--_attention-tint);
    text-decoration: underline dashed;
  }
  .canned-preview mark.unknown {
    background: none;
    text-decoration: underline wavy var(--_danger);
  }
  .canned-preview .canned-hint {
    margin-block-start: 4px;
    font-size: 12px;
    color: var(--_text-2);
  }
  .canned-foot {
    flex: none;
    display: flex;
    justify-content: flex-end;
    padding: 2px 6px;
    border-block-start: 1px solid var(--_hairline);
  }
`;
