/** Messages that call the agent and that they have not seen, above the rooms. Loaded with the first. */
import type { Call } from '@support-chat/protocol';
import { base, face, faces, safeName } from '@support-chat/widget/parts';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { callsStrings } from '../calls-strings.js';
import type { SpanWords } from '../span-words.js';

/** As many as leave the rooms in sight on a phone. */
const maxShown = 3;

/**
 * @summary Who called, where and with what words, the newest first.
 *
 * @fires support-desk-choose - The agent goes to message `detail.seq` of room `detail.name`.
 */
export class Calls extends LitElement {
  static override properties = {
    calls: { attribute: false },
    spanWords: { attribute: false },
    isQuiet: { type: Boolean },
    lang: {},
    isWhole: { state: true },
    news: { state: true },
  };
  static override styles = [
    base,
    faces,
    css`
      :host {
        display: block;
        background: var(--_surface-2);
      }
      h2 {
        margin: 0;
        padding: 8px 16px 2px;
        font-size: 12px;
        font-weight: 600;
        color: var(--_text-2);
      }
      ul {
        margin: 0;
        padding: 0 6px 6px;
        list-style: none;
        border-block-end: 1px solid var(--_hairline);
        max-block-size: 40vh;
        overflow-y: auto;
      }
      .call {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        align-items: center;
        gap: 0 10px;
        inline-size: 100%;
        min-block-size: 44px;
        padding: 6px 10px;
        border-radius: var(--_radius-s);
        text-align: start;
        background: var(--_accent-tint);
      }
      li + li {
        margin-block-start: 4px;
      }
      .call:hover {
        background: var(--_surface-3);
      }
      .face {
        grid-row: span 2;
        inline-size: 28px;
        block-size: 28px;
        font-size: 11px;
      }
      .line {
        overflow: hidden;
        white-space: nowrap;
        text-overflow: ellipsis;
      }
      .who {
        font-weight: 600;
      }
      .words,
      .age {
        font-size: 12px;
        color: var(--_text-2);
      }
      .words {
        grid-column: 2 / -1;
      }
      .text-button {
        margin-inline: 6px;
      }
    `,
  ];

  calls: readonly Call[] = [];
  spanWords: SpanWords | null = null;
  /** The agent does not want to be disturbed: nothing is read out. */
  isQuiet = false;
  override lang = 'en';

  private isWhole = false;
  private news = '';

  /** Calls that were read out, or were there before. */
  #known: ReadonlySet<string> | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('calls')) return;
    const fresh = this.calls.filter((call) => this.#known && !this.#known.has(keyOf(call)));
    const [first] = fresh;
    if (first && !this.isQuiet) this.news = this.#words.announce(safeName(first.by.name), safeName(first.title, 120));
    this.#known = new Set(this.calls.map(keyOf));
    if (this.calls.length <= maxShown) this.isWhole = false;
  }

  protected override render(): TemplateResult {
    const words = this.#words;
    const shown = this.isWhole ? this.calls : this.calls.slice(0, maxShown);
    const left = this.calls.length - shown.length;
    return html`<p class="visually-hidden" role="status">${this.news}</p>
      ${
        shown.length === 0
          ? nothing
          : html`<h2 id="heading">${words.heading}</h2>
              <ul aria-labelledby="heading">
                ${repeat(shown, keyOf, (call) => html`<li>${this.#renderCall(call)}</li>`)}
                ${
                  left > 0
                    ? html`<li>
                        <button class="text-button" @click=${() => (this.isWhole = true)}>${words.more(left)}</button>
                      </li>`
                    : nothing
                }
              </ul>`
      }`;
  }

  #renderCall({ room, title, seq, at, by, excerpt }: Call): TemplateResult {
    const choose = (): void => {
      const detail = { name: room, seq };
      this.dispatchEvent(new CustomEvent('support-desk-choose', { detail, bubbles: true, composed: true }));
    };
    return html`<button class="call" @click=${choose}>
      ${face(by)}
      <span class="line who"><bdi>${safeName(by.name)}</bdi> · <bdi>${safeName(title, 120)}</bdi></span>
      <span class="age">${this.spanWords?.(at, Date.now()) ?? nothing}</span>
      <span class="line words" dir="auto">${excerpt}</span>
    </button>`;
  }

  get #words(): (typeof callsStrings)['en'] {
    return callsStrings[this.lang === 'ja' ? 'ja' : 'en'];
  }
}

function keyOf({ room, seq }: Call): string {
  return `${room}/${seq}`;
}

if (!customElements.get('support-desk-calls')) customElements.define('support-desk-calls', Calls);
