/** Above the text box: what is written now replies to this message. Loaded when there is one. */
import { erasedBody, excerptOf, type MessageDoc } from '@support-chat/protocol';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { closeIcon, icon, replyIcon } from '../icons.js';
import { base } from '../styles/tokens.js';
import { safeName } from '../text-language.js';
import { saidStrings } from './around-message.js';
import { replyStrings } from './reply-strings.js';

/**
 * @summary Says whom and what the next message replies to.
 *
 * @fires support-chat-no-reply - The reader does not want to reply to it.
 */
export class ReplyLine extends LitElement {
  static override properties = { lang: {}, message: { attribute: false }, isMine: { type: Boolean } };
  static override styles = [
    base,
    css`
      .reply-to {
        display: flex;
        align-items: center;
        gap: 6px;
        min-block-size: 32px;
        padding-inline: 16px 8px;
        font-size: 12px;
        color: var(--_text-2);
        border-block-start: 1px solid var(--_hairline);
      }
      .reply-to svg {
        flex: none;
      }
      .reply-to > span {
        flex: 1;
        overflow: hidden;
        white-space: nowrap;
        text-overflow: ellipsis;
      }
      .reply-to .text-button {
        flex: none;
      }
      @media (hover: none) {
        .reply-to .text-button {
          min-block-size: 44px;
          min-inline-size: 44px;
        }
      }
    `,
  ];

  override lang = 'en';
  message: MessageDoc | null = null;
  /** Whether the reader wrote it. */
  isMine = false;

  protected override render(): TemplateResult {
    const language = this.lang === 'ja' ? 'ja' : 'en';
    const strings = replyStrings[language];
    const { body = erasedBody, by } = this.message ?? {};
    const excerpt = excerptOf(body, 80) || saidStrings[language].gone;
    const { isMine } = this;
    return html`<div class="reply-to">
      ${icon(replyIcon, 14)}
      <span>${isMine ? strings.aboutMine(excerpt) : strings.replyTo(safeName(by?.name ?? ''), excerpt)}</span>
      <button class="text-button" @click=${() => this.dispatchEvent(new CustomEvent('support-chat-no-reply'))}>
        ${isMine ? strings.askElse : icon(closeIcon, 14)}
        ${isMine ? nothing : html`<span class="visually-hidden">${strings.noReply}</span>`}
      </button>
    </div>`;
  }
}

if (!customElements.get('support-chat-reply-line')) customElements.define('support-chat-reply-line', ReplyLine);
