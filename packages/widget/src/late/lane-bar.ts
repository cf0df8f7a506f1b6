/** Who reads it: everybody in the room, or only support; and one's own questions there. Loaded when a room has lanes. */
import type { RoomView } from '@support-chat/client';
import { css, html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { alertIcon, icon, lockIcon } from '../icons.js';
import { laneStrings } from './lane-strings.js';
import type { Language } from '../launcher-strings.js';
import { base } from '../styles/tokens.js';

const listIcon = svg`<path d="M9 6.5h11M9 12h11M9 17.5h11M4 6.5h.1M4 12h.1M4 17.5h.1"></path>`;
/** Here, not among the icons: what the first message needs would carry it. */
const peopleIcon = svg`<circle cx="9" cy="8.5" r="3.5"></circle><path d="M2.5 19.5c.5-3.6 3-5.5 6.5-5.5s6 1.9 6.5 5.5M15.5 5.2a3.5 3.5 0 010 6.6M18 14.4c2 .8 3.2 2.6 3.5 5.1"></path>`;

/**
 * @summary Two places to write in, side by side, each with what came there unseen.
 *
 * @fires support-chat-lane - The person wants the lane, or the shared room: `detail.isLane`.
 */
export class LaneBar extends LitElement {
  static override properties = {
    lang: {},
    home: { attribute: false },
    isLane: { type: Boolean },
    isOpen: { state: true },
    hasFailed: { state: true },
  };
  static override styles = [
    base,
    css`
      :host {
        position: relative;
      }
      div {
        display: flex;
        gap: 4px;
        block-size: 100%;
      }
      button {
        flex: 1;
        min-inline-size: 0;
        display: flex;
        align-items: center;
        justify-content: center;
        gap: 6px;
        font-size: 13px;
        font-weight: 600;
        color: var(--_text-2);
        border-block: 2px solid transparent;
      }
      button:hover {
        color: var(--_text);
      }
      button[aria-pressed='true'] {
        color: var(--_text);
        border-block-end-color: var(--_accent);
      }
      .mine {
        flex: 0 0 44px;
      }
      .mine[aria-expanded='true'] {
        color: var(--_accent-text);
      }
      support-chat-my-questions {
        position: absolute;
        z-index: 2;
        inset-inline: 0;
        inset-block-start: 100%;
      }
      :focus-visible {
        outline-offset: -2px;
      }
      svg {
        flex: none;
      }
      .words {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .count {
        flex: none;
        min-inline-size: 18px;
        padding-inline: 5px;
        border-radius: 999px;
        font-size: 12px;
        line-height: 18px;
        color: var(--_on-accent);
        background: var(--_accent);
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  override lang: Language = 'en';
  /** The shared room. */
  home: RoomView | null = null;
  isLane = false;

  private isOpen = false;
  private hasFailed = false;

  protected override render(): TemplateResult {
    const { home, isLane } = this;
    const strings = laneStrings[this.lang];
    return html`<div role="group" aria-label=${strings.whoReads}>
        ${this.#renderPlace(false, strings.everybody, isLane ? (home?.unread ?? 0) : 0)}
        ${this.#renderPlace(true, strings.onlySupport, isLane ? 0 : (home?.lane?.unread ?? 0))}
        <button
          class="mine"
          aria-label=${strings.mine}
          title=${strings.mine}
          aria-expanded=${this.isOpen}
          @click=${() => void this.#toggle()}
        >
          ${icon(this.hasFailed ? alertIcon : listIcon, 18)}
        </button>
      </div>
      ${
        this.isOpen
          ? html`<support-chat-my-questions
              lang=${this.lang}
              .news=${isLane ? home?.lane : home?.messages}
              @support-chat-my-questions-close=${this.#close}
            ></support-chat-my-questions>`
          : nothing
      }`;
  }

  async #toggle(): Promise<void> {
    try {
      await import('./my-questions.js');
      this.hasFailed = false;
      this.isOpen = !this.isOpen;
    } catch {
      this.hasFailed = true; // The next press asks again.
    }
  }

  readonly #close = (): void => {
    this.isOpen = false;
    this.renderRoot.querySelector<HTMLElement>('.mine')?.focus();
  };

  #renderPlace(isLane: boolean, words: string, unread: number): TemplateResult {
    const count = unread > 99 ? '99+' : String(unread);
    return html`<button aria-pressed=${isLane === this.isLane} @click=${() => this.#ask(isLane)}>
      ${icon(isLane ? lockIcon : peopleIcon, 16)}<span class="words">${words}</span>
      ${
        unread > 0
          ? html`<span class="count" aria-hidden="true">${count}</span
              ><span class="visually-hidden">${laneStrings[this.lang].unread(count)}</span>`
          : nothing
      }
    </button>`;
  }

  #ask(isLane: boolean): void {
    this.isOpen = false;
    if (isLane === this.isLane) return;
    this.dispatchEvent(new CustomEvent('support-chat-lane', { detail: { isLane }, bubbles: true, composed: true }));
  }
}

if (!customElements.get('support-chat-lane-bar')) customElements.define('support-chat-lane-bar', LaneBar);
