/** Where one is and who is there. */
import type { Helper, RoomDoc } from '@support-chat/protocol';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { closeIcon, icon } from '../icons.js';
import type { Strings } from '../strings.js';
import { faces } from '../styles/faces.js';
import { base } from '../styles/tokens.js';
import { safeName } from '../text-language.js';
import { face } from './message-row.js';

const facesShown = 3;

/**
 * @summary The room's title, its purpose in one line, who can help now, and a close button.
 *
 * @slot actions - Buttons before the close button.
 *
 * @fires support-chat-close-asked - The person wants the panel closed.
 *
 * @csspart title - The room's title.
 * @csspart helpers - Faces and number of those who can help now.
 */
export class RoomHeader extends LitElement {
  static override properties = {
    strings: { attribute: false },
    room: { attribute: false },
    helpers: { attribute: false },
    people: { attribute: false },
    canClose: { type: Boolean },
    isLoading: { type: Boolean },
  };
  static override styles = [
    base,
    faces,
    css`
      :host {
        display: block;
        padding: 12px 8px 10px 16px;
        border-block-end: 1px solid var(--_hairline);
        background: var(--_surface);
      }
      .top {
        display: flex;
        align-items: flex-start;
        gap: 4px;
      }
      h2 {
        flex: 1;
        min-inline-size: 0;
        margin: 0;
        padding-block: 5px;
        font-size: 16px;
        font-weight: 650;
        line-height: 26px;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .purpose {
        margin: -3px 8px 8px 0;
        color: var(--_text-2);
        font-size: 13px;
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow: hidden;
      }
      .helpers {
        display: flex;
        align-items: center;
        gap: 8px;
        min-block-size: 24px;
        font-size: 13px;
        color: var(--_text-2);
      }
      .helpers.present {
        color: var(--_good);
        font-weight: 600;
      }
      .stack {
        display: flex;
      }
      .face {
        inline-size: 24px;
        block-size: 24px;
        font-size: 10px;
        box-shadow: 0 0 0 2px var(--_surface);
      }
      .face + .face {
        margin-inline-start: -6px;
      }
      .dot {
        inline-size: 9px;
        block-size: 9px;
        border-radius: 999px;
        background: currentColor;
        flex: none;
      }
      .nobody .dot {
        background: none;
        box-shadow: inset 0 0 0 2px currentColor;
      }
      .people {
        margin-inline-start: auto;
        padding-inline-end: 8px;
        font-weight: 400;
        font-size: 12px;
        color: var(--_text-2);
      }
    `,
  ];

  strings!: Strings;
  room: RoomDoc | null = null;
  /** Null where the server does not tell who is here. */
  helpers: readonly Helper[] | null | undefined = null;
  people: number | null = null;
  canClose = false;
  /** Hides who can help until it is known. */
  isLoading = false;

  protected override render(): TemplateResult {
    const { strings, room } = this;
    return html`<div class="top">
        <h2 part="title" id="title"><bdi>${room?.title ?? ''}</bdi></h2>
        <slot name="actions"></slot>
        ${
          this.canClose
            ? html`<button class="icon-button" aria-label=${strings.close} @click=${this.#close}>
                ${icon(closeIcon)}
              </button>`
            : nothing
        }
      </div>
      ${room?.purpose ? html`<p class="purpose">${room.purpose}</p>` : nothing} ${this.#renderHelpers()}`;
  }

  #renderHelpers(): TemplateResult | typeof nothing {
    const { strings } = this;
    if (this.isLoading) return html`<div class="helpers"></div>`;
    if (!this.helpers) return nothing;
    // Who is away or wants not to be disturbed may answer later, not now.
    const helpers = this.helpers.filter(({ presence }) => presence === 'available');
    const [isHelped] = helpers;
    const names = (isHelped ? helpers : this.helpers).map((person) => safeName(person.name));
    return html`<div
      class="helpers ${isHelped ? 'present' : 'nobody'}"
      part="helpers"
      title=${isHelped ? strings.helpersNamed(names) : nothing}
    >
      ${
        isHelped
          ? html`<span class="stack">${helpers.slice(0, facesShown).map(face)}</span>`
          : html`<span class="dot"></span>`
      }
      <span>${strings.helpers(helpers.length, names.slice(0, 2))}</span>
      ${this.people === null ? nothing : html`<span class="people">${strings.people(this.people)}</span>`}
    </div>`;
  }

  readonly #close = (): void => {
    this.dispatchEvent(new CustomEvent('support-chat-close-asked', { bubbles: true, composed: true }));
  };
}
