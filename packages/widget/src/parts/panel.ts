/** The widget's inside: header and conversation. */
import type { RoomView } from '@support-chat/client';
import { css, html, LitElement, type TemplateResult } from 'lit';
import type { Strings } from '../strings.js';
import { base, tokens } from '../styles/tokens.js';
import type { Conversation } from './conversation.js';

/** @summary A room with its header, as the widget shows it in a bubble, a side panel or the page. */
export class Panel extends LitElement {
  static override properties = {
    strings: { attribute: false },
    lang: { reflect: true },
    theme: { reflect: true },
    view: { attribute: false },
    canClose: { type: Boolean },
    sendRefusal: {},
  };
  static override styles = [
    tokens,
    base,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-block-size: 0;
        block-size: 100%;
        background: var(--_surface);
        container-type: inline-size;
      }
      support-chat-conversation {
        flex: 1;
      }
    `,
  ];

  strings!: Strings;
  override lang = 'en';
  theme: 'auto' | 'light' | 'dark' = 'auto';
  view: RoomView | null = null;
  canClose = false;
  sendRefusal = '';

  get conversation(): Conversation {
    return this.renderRoot.querySelector('support-chat-conversation') as Conversation;
  }

  override focus(options?: FocusOptions): void {
    void this.updateComplete.then(() => this.conversation.focus(options));
  }

  protected override render(): TemplateResult {
    const { strings, view } = this;
    return html`<support-chat-room-header
        exportparts="title, helpers"
        .strings=${strings}
        .room=${view?.room ?? null}
        .helpers=${view?.helpers ?? []}
        .people=${view?.people ?? null}
        ?canClose=${this.canClose}
        ?isLoading=${view?.state !== 'ready'}
      ></support-chat-room-header>
      <support-chat-conversation
        exportparts="message, message-own, bubble, question, day, new-line, jump, scroller, textbox, send"
        .strings=${strings}
        .locale=${this.lang}
        .view=${view}
        .sendRefusal=${this.sendRefusal}
      ></support-chat-conversation>`;
  }
}
