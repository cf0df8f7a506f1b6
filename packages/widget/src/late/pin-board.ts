/** What everybody in a room should know, in one line that opens to all. */
import type { Pin } from '@support-chat/protocol';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { closeIcon, icon } from '../icons.js';
import type { Language } from '../launcher-strings.js';
import { base } from '../styles/tokens.js';
import { languageOf, safeName } from '../text-language.js';
import { pinIcon } from './pin-icon.js';
import { pinStrings } from './pin-strings.js';

/**
 * @summary The pins of a room: the newest in one line, all of them when asked for.
 *
 * @fires support-chat-pin-show - The reader wants to see message `detail.seq`.
 * @fires support-chat-unpin - Whoever may wants the pin of message `detail.seq` gone.
 */
export class PinBoard extends LitElement {
  static override properties = {
    lang: {},
    pins: { attribute: false },
    canUnpin: { type: Boolean },
    isWhole: { state: true },
    told: { state: true },
  };
  static override styles = [
    base,
    css`
      :host {
        display: block;
        flex: none;
        min-block-size: 37px;
        max-block-size: 24%;
        overflow-y: auto;
        scrollbar-width: thin;
        scrollbar-color: var(--_control) transparent;
        background: var(--_surface-2);
        border-block-end: 1px solid var(--_hairline);
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .row {
        display: flex;
        align-items: stretch;
      }
      li.row {
        border-block-start: 1px solid var(--_hairline);
      }
      .row > svg {
        flex: none;
        margin: 10px 0 0 16px;
        color: var(--_accent-text);
      }
      .go {
        flex: 1;
        min-inline-size: 0;
        min-block-size: 36px;
        padding: 6px 12px 6px 10px;
        text-align: start;
      }
      .go:hover,
      .toggle:hover {
        background: var(--_surface-3);
      }
      .words {
        display: block;
        overflow: hidden;
        white-space: nowrap;
        text-overflow: ellipsis;
      }
      li .go {
        padding-inline-start: 42px;
      }
      li .words {
        white-space: normal;
        overflow-wrap: anywhere;
      }
      .label {
        font-weight: 600;
      }
      .less {
        display: block;
        font-size: 12px;
        color: var(--_text-2);
      }
      .toggle {
        flex: none;
        min-inline-size: 44px;
        padding-inline: 12px;
        font-size: 13px;
        font-weight: 600;
        color: var(--_accent-text);
        font-variant-numeric: tabular-nums;
      }
      .unpin {
        flex: none;
      }
      .bar {
        position: sticky;
        inset-block-start: 0;
        background: inherit;
      }
      .bar .label.alone {
        align-self: center;
        flex: 1;
        padding-inline-start: 10px;
      }
      :focus-visible {
        outline-offset: -2px;
      }
    `,
  ];

  override lang: Language = 'en';
  /** Newest first. */
  pins: readonly Pin[] = [];
  /** Whoever looks may take pins away. */
  canUnpin = false;

  private isWhole = false;
  private told = '';

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.pins.length < 2 && !this.canUnpin) this.isWhole = false;
    if (this.pins.length === 0) this.isWhole = false;
    const before = changed.get('pins');
    const [newest] = this.pins;
    // What was there on opening is not read out.
    if (this.hasUpdated && before && newest && newest.rev > (before[0]?.rev ?? 0))
      this.told = `${pinStrings[this.lang].pinned}: ${newest.excerpt}`;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { pins, isWhole } = this;
    const strings = pinStrings[this.lang];
    const [newest] = pins;
    if (!newest) return nothing;
    return html`<section aria-label=${strings.pinned}>
        <div class="row bar">
          ${icon(pinIcon, 16)}
          ${
            isWhole
              ? html`<span class="label alone">${strings.pinned}</span>`
              : html`<button class="go" @click=${() => this.#ask('support-chat-pin-show', newest.seq)}>
                  <span class="words"
                    ><span class="label">${strings.pinned}:</span>
                    <bdi lang=${languageOf(newest.excerpt) ?? nothing}>${newest.excerpt}</bdi></span
                  >
                </button>`
          }
          ${
            pins.length > 1 || this.canUnpin
              ? html`<button class="toggle" aria-expanded=${isWhole} @click=${() => (this.isWhole = !isWhole)}>
                  ${isWhole ? strings.less : strings.all(pins.length)}
                </button>`
              : nothing
          }
        </div>
        ${
          isWhole
            ? html`<ul role="list">
                ${repeat(
                  pins,
                  ({ seq }) => seq,
                  (pin) => this.#renderPin(pin),
                )}
              </ul>`
            : nothing
        }
      </section>
      <p class="visually-hidden" role="status">${this.told}</p>`;
  }

  #renderPin({ seq, excerpt, by, at }: Pin): TemplateResult {
    const strings = pinStrings[this.lang];
    const when = new Intl.DateTimeFormat(this.lang, { month: 'short', day: 'numeric' }).format(at);
    return html`<li class="row">
      <button class="go" @click=${() => this.#ask('support-chat-pin-show', seq)}>
        <bdi class="words" lang=${languageOf(excerpt) ?? nothing}>${excerpt}</bdi>
        <span class="less">${strings.by(safeName(by.name), when)}</span>
      </button>
      ${
        this.canUnpin
          ? html`<button
              class="icon-button unpin"
              aria-label="${strings.unpin}: ${excerpt}"
              title=${strings.unpin}
              @click=${() => this.#ask('support-chat-unpin', seq)}
            >
              ${icon(closeIcon, 16)}
            </button>`
          : nothing
      }
    </li>`;
  }

  #ask(name: string, seq: number): void {
    this.dispatchEvent(new CustomEvent(name, { detail: { seq }, bubbles: true, composed: true }));
  }
}

if (!customElements.get('support-chat-pins')) customElements.define('support-chat-pins', PinBoard);
