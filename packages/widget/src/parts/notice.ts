/** One line about the state of things: connection, storage, a closed room. */
import type { ConnectionView, RoomView } from '@support-chat/client';
import { css, html, LitElement, nothing, type PropertyValues, type SVGTemplateResult, type TemplateResult } from 'lit';
import { alertIcon, clockIcon, icon, infoIcon } from '../icons.js';
import type { Strings } from '../strings.js';
import { base } from '../styles/tokens.js';

/** A reconnect that is over sooner is not worth a word. */
const graceMs = 1_200;

/**
 * @summary Says what is wrong, what is kept and what one can do; empty when all is well.
 *
 * @fires support-chat-reconnect - Try to connect now.
 * @fires support-chat-focus-lost - The button that had the focus is gone: the focus needs another place.
 */
export class Notice extends LitElement {
  static override properties = {
    strings: { attribute: false },
    view: { attribute: false },
    isLate: { state: true },
  };
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      p {
        display: flex;
        align-items: center;
        gap: 8px;
        margin: 0;
        padding: 6px 16px;
        font-size: 13px;
        color: var(--_text);
        background: var(--_attention-tint);
        border-block-end: 1px solid var(--_hairline);
      }
      p svg {
        flex: none;
        color: var(--_attention);
      }
      p.danger {
        background: var(--_danger-tint);
      }
      p.danger svg {
        color: var(--_danger);
      }
      span {
        flex: 1;
      }
      .text-button {
        margin-block: -2px;
      }
    `,
  ];

  strings!: Strings;
  view: Pick<RoomView, 'connection' | 'me' | 'outgoing' | 'outboxKeptIn' | 'state' | 'refusal'> | null = null;

  private isLate = false;

  /** Ends by itself, also while the page moves the element: it must speak afterwards. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  #focused: Element | null | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#focused = this.shadowRoot?.activeElement;
    if (!changed.has('view')) return;
    if (!isDisturbed(this.view?.connection)) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.isLate = false;
    } else if (!this.#timer && !this.isLate) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.isLate = true;
      }, graceMs);
    }
  }

  protected override render(): TemplateResult {
    return html`<div role="status">${this.#renderLine()}</div>`;
  }

  protected override updated(): void {
    if (this.#focused?.isConnected === false) this.dispatchEvent(new CustomEvent('support-chat-focus-lost'));
  }

  #renderLine(): TemplateResult | typeof nothing {
    const { strings, view } = this;
    if (!view) return nothing;
    const { connection } = view;
    const isSignedOut = connection.state === 'refused' || connection.refusal?.code === 'token_expired';
    const refusal = view.refusal ?? (isSignedOut ? connection.refusal : null);
    if (refusal) return line('danger', alertIcon, strings.refusals[refusal.code] ?? '');
    if (this.isLate) {
      const kept = view.outgoing.filter((message) => message.state === 'sending').length;
      const words = strings.connecting(view.me !== null, kept);
      return line('attention', clockIcon, words, {
        label: strings.tryNow,
        act: () => this.dispatchEvent(new CustomEvent('support-chat-reconnect', { bubbles: true, composed: true })),
      });
    }
    if (view.outboxKeptIn === 'memory') return line('attention', infoIcon, strings.refusals.unkept ?? '');
    return nothing;
  }
}

function isDisturbed(connection: ConnectionView | undefined): boolean {
  return connection?.state === 'waiting' || connection?.state === 'connecting';
}

function line(
  tone: string,
  drawing: SVGTemplateResult,
  words: string,
  action?: { label: string; act: () => void },
): TemplateResult {
  return html`<p class=${tone}>
    ${icon(drawing, 18)}<span>${words}</span>
    ${action ? html`<button class="text-button" @click=${action.act}>${action.label}</button>` : nothing}
  </p>`;
}
