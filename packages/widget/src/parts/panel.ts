/** The widget's inside: header and conversation. */
import type { RoomView } from '@support-chat/client';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Language } from '../launcher-strings.js';
import type { Strings } from '../strings.js';
import { base, tokens } from '../styles/tokens.js';
import type { Conversation } from './conversation.js';

/** With the first key: before it there is nothing to be like. */
const loadSuggestions = (): void => void import('../late/suggestions.js').catch(() => undefined);

/**
 * @summary A room with its header, as the widget shows it in a bubble, a side panel or the page.
 *
 * @slot - What is known to be wrong, between the header and the conversation.
 */
export class Panel extends LitElement {
  static override properties = {
    strings: { attribute: false },
    lang: { reflect: true },
    theme: { reflect: true },
    view: { attribute: false },
    home: { attribute: false },
    isLane: { type: Boolean, reflect: true },
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
      /* Another ground for another audience. */
      :host([islane]) support-chat-conversation {
        --_surface: light-dark(oklch(0.978 0.012 305), oklch(0.235 0.022 305));
      }
      support-chat-lane-bar {
        flex: none;
        block-size: 41px;
        padding-inline: 12px;
        border-block-end: 1px solid var(--_hairline);
      }
    `,
  ];

  strings!: Strings;
  override lang: Language = 'en';
  theme: 'auto' | 'light' | 'dark' = 'auto';
  /** What is shown: the shared room, or the person's lane beside it. */
  view: RoomView | null = null;
  /** The shared room; where it is null, what is shown is that. */
  home: RoomView | null = null;
  isLane = false;
  canClose = false;
  sendRefusal = '';

  #laneStrings: Strings | null = null;

  get conversation(): Conversation {
    return this.renderRoot.querySelector('support-chat-conversation') as Conversation;
  }

  override focus(options?: FocusOptions): void {
    void this.updateComplete.then(() => this.conversation.focus(options));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('strings') && !changed.has('isLane')) return;
    const { strings, isLane } = this;
    const { lanePlaceholder: placeholder, laneWelcome: welcome } = strings;
    this.#laneStrings = isLane ? { ...strings, placeholder, welcome } : null;
  }

  protected override render(): TemplateResult {
    const { strings, view, isLane } = this;
    const home = this.home ?? view;
    // Not needed for the first message: its place is kept until it is there.
    if (home?.lane) void import('../late/lane-bar.js').catch(() => undefined);
    return html`<support-chat-room-header
        exportparts="title, helpers"
        .strings=${strings}
        .room=${home?.room ?? null}
        .helpers=${home?.helpers}
        .people=${home?.people ?? null}
        ?canClose=${this.canClose}
        ?isLoading=${home?.state !== 'ready'}
      ></support-chat-room-header>
      ${
        home?.lane
          ? html`<support-chat-lane-bar lang=${this.lang} .home=${home} ?isLane=${isLane}></support-chat-lane-bar>`
          : nothing
      }
      <slot></slot>
      <support-chat-conversation
        exportparts="message, message-own, bubble, question, day, new-line, jump, scroller, textbox, send"
        .strings=${this.#laneStrings ?? strings}
        .locale=${this.lang}
        .view=${view}
        .sendRefusal=${this.sendRefusal}
        @support-chat-draft=${loadSuggestions}
      ></support-chat-conversation>`;
  }
}
