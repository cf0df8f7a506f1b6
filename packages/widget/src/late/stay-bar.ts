/** What somebody is here who was let in by name, and the way out. */
import type { MemberRole } from '@support-chat/protocol';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Language } from '../launcher-strings.js';
import { base } from '../styles/tokens.js';
import { stayStrings } from './stay-strings.js';

/**
 * @summary One quiet line: as what one is here and until when; leaving takes two presses.
 *
 * @fires support-chat-leave - The person leaves the room.
 */
export class StayBar extends LitElement {
  static override properties = {
    lang: {},
    as: {},
    isUntilSolved: { type: Boolean },
    refusal: {},
    isAsked: { state: true },
  };
  static override styles = [
    base,
    css`
      :host {
        display: block;
        flex: none;
        padding: 4px 16px;
        font-size: 12px;
        color: var(--_text-2);
        background: var(--_surface-2);
        border-block-end: 1px solid var(--_hairline);
      }
      :host([hidden]) {
        display: none;
      }
      div {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0 12px;
        min-block-size: 28px;
      }
      span {
        min-inline-size: 0;
      }
      .text-button {
        min-block-size: 28px;
        font-size: 12px;
      }
      .acts {
        display: flex;
        gap: 12px;
        margin-inline-start: auto;
      }
      .leave {
        color: var(--_danger);
      }
      p {
        margin: 0 0 4px;
        color: var(--_danger);
      }
    `,
  ];

  override lang: Language = 'en';
  as: MemberRole | null = null;
  /** Here for one question. */
  isUntilSolved = false;
  /** Why the person is still here: `forbidden` for the last host, anything else for what may work later. */
  refusal = '';

  private isAsked = false;

  protected override render(): TemplateResult | typeof nothing {
    const { as, refusal } = this;
    if (!as) return nothing;
    const words = stayStrings[this.lang];
    return html`<div>
        <span role=${this.isAsked ? 'alert' : nothing}>
          ${this.isAsked ? words.ask : (this.isUntilSolved ? words.untilSolved : words.as)[as]}
        </span>
        <span class="acts">
          ${
            this.isAsked
              ? html`<button class="text-button stay" @click=${() => this.#ask(false)}>${words.no}</button>
                  <button class="text-button leave" @click=${this.#leave}>${words.yes}</button>`
              : html`<button class="text-button" @click=${() => this.#ask(true)}>${words.leave}</button>`
          }
        </span>
      </div>
      ${refusal ? html`<p role="alert">${refusal === 'forbidden' ? words.lastHost : words.failed}</p>` : nothing}`;
  }

  /** The focus stays where the answer is. */
  #ask(isAsked: boolean): void {
    this.isAsked = isAsked;
    this.refusal = '';
    void this.updateComplete.then(() => this.renderRoot.querySelector('button')?.focus());
  }

  readonly #leave = (): void => {
    this.isAsked = false;
    this.dispatchEvent(new CustomEvent('support-chat-leave', { bubbles: true, composed: true }));
  };
}

if (!customElements.get('support-chat-stay')) customElements.define('support-chat-stay', StayBar);
