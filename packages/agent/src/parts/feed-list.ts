/** The message list as the desk shows it: dense lines in place of bubbles. */
import { css } from 'lit';
import { base, faces, feedStyles, MessageList, messageListStyles } from '@support-chat/widget/parts';

/** Pinning stands at the end of a line, and only where one points or is by key: every message has it. */
const pinStyles = css`
  .pin {
    position: absolute;
    inset-block-start: 0;
    inset-inline-end: 4px;
    inline-size: 28px;
    block-size: 28px;
    background: var(--_surface-2);
  }
  .pin[aria-pressed='true'] {
    color: var(--_accent-text);
    background: var(--_accent-tint);
  }
  @media (hover: hover) {
    .pin[aria-pressed='false'] {
      opacity: 0;
    }
    .message:hover .pin,
    .pin:focus-visible {
      opacity: 1;
    }
  }
  /* Where nothing can be pointed at, it stands below the words. */
  @media (hover: none) {
    .pin {
      position: static;
      inline-size: 36px;
      block-size: 32px;
    }
  }
`;

/** @summary The widget's message list with the desk's looks; registered under the same name, so that conversations use it. */
export class FeedList extends MessageList {
  static override styles = [base, faces, messageListStyles, feedStyles, pinStyles];
}
