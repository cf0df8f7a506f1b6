/** One's own questions in a room, and how they stand. Loaded when somebody asks for it. */
import type { Room } from '@support-chat/client';
import type { Suggestion } from '@support-chat/protocol';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { closeIcon, icon } from '../icons.js';
import type { Language } from '../launcher-strings.js';
import type { Panel } from '../parts/panel.js';
import { base } from '../styles/tokens.js';
import { languageOf, safeName } from '../text-language.js';
import { questionIcons, questionLineStrings, styles } from './around-message.js';
import { myQuestionsStrings } from './my-questions-strings.js';
import { showMessageOf } from './show-message.js';

/** Nobody sees a skeleton of what is there at once. */
const patienceMs = 300;

/**
 * @summary The questions of a room that concern the reader: state, text, answer. A press leads to the message.
 *
 * @fires support-chat-room-wanted - Whoever has the room puts it into `detail.room`.
 * @fires support-chat-my-questions-close - The person has seen enough.
 */
export class MyQuestions extends LitElement {
  static override properties = {
    lang: {},
    news: { attribute: false },
    rows: { state: true },
    hasFailed: { state: true },
    isSlow: { state: true },
  };
  static override styles = [
    base,
    ...styles,
    css`
      :host {
        display: block;
        max-block-size: min(420px, 60vh);
        overflow-y: auto;
        overscroll-behavior: contain;
        scrollbar-width: thin;
        scrollbar-color: var(--_control) transparent;
        background: var(--_surface);
        border-block-end: 1px solid var(--_hairline);
        border-end-start-radius: var(--_radius-m);
        border-end-end-radius: var(--_radius-m);
        box-shadow: var(--_shadow);
      }
      header {
        position: sticky;
        inset-block-start: 0;
        display: flex;
        align-items: center;
        padding-inline: 16px 8px;
        min-block-size: 40px;
        background: inherit;
      }
      h3 {
        flex: 1;
        margin: 0;
        font: inherit;
        font-size: 13px;
        font-weight: 600;
      }
      ul {
        margin: 0;
        padding: 0 8px 8px;
        list-style: none;
      }
      li + li {
        border-block-start: 1px solid var(--_hairline);
      }
      .row {
        display: block;
        inline-size: 100%;
        min-block-size: 44px;
        padding: 8px;
        border-radius: var(--_radius-s);
        text-align: start;
      }
      .row:hover {
        background: var(--_surface-3);
      }
      .words {
        display: -webkit-box;
        overflow: hidden;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow-wrap: anywhere;
      }
      .words.less {
        -webkit-line-clamp: 1;
        font-size: 13px;
        color: var(--_text-2);
      }
      .question {
        margin-block: 0 2px;
      }
      time {
        margin-inline-start: auto;
      }
      p {
        margin: 0;
        padding: 4px 16px 16px;
        font-size: 13px;
        color: var(--_text-2);
      }
      .ghost {
        block-size: 44px;
        margin: 4px 8px;
        border-radius: var(--_radius-s);
        background: var(--_surface-3);
      }
    `,
  ];

  override lang: Language = 'en';
  /** Whatever changes with the room's questions: they are read anew then. */
  news: unknown = null;

  private rows: readonly Suggestion[] | null = null;
  private hasFailed = false;
  private isSlow = false;

  #isLoading = false;
  #loaded: unknown;

  override firstUpdated(): void {
    setTimeout(() => (this.isSlow = true), patienceMs);
    this.renderRoot.querySelector('button')?.focus();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('news')) void this.#load();
  }

  protected override render(): TemplateResult {
    const words = myQuestionsStrings[this.lang];
    return html`<section aria-label=${words.title} @keydown=${this.#onKey}>
      <header>
        <h3>${words.title}</h3>
        <button class="icon-button" aria-label=${words.close} title=${words.close} @click=${this.#close}>
          ${icon(closeIcon, 16)}
        </button>
      </header>
      ${this.#renderRows()}
    </section>`;
  }

  #renderRows(): TemplateResult | typeof nothing {
    const { rows } = this;
    const words = myQuestionsStrings[this.lang];
    if (this.hasFailed)
      return html`<p role="alert">
        ${words.failed} <button class="text-button" @click=${() => void this.#load()}>${words.retry}</button>
      </p>`;
    if (!rows) return this.isSlow ? html`<div class="ghost"></div>` : nothing;
    if (rows.length === 0) return html`<p>${words.none}</p>`;
    return html`<ul role="list">
      ${repeat(
        rows,
        ({ seq }) => seq,
        (row) => this.#renderRow(row),
      )}
    </ul>`;
  }

  #renderRow({ seq, at, excerpt, state, answer }: Suggestion): TemplateResult {
    const when = new Intl.DateTimeFormat(this.lang, { month: 'short', day: 'numeric' }).format(at);
    return html`<li>
      <button class="row" @click=${() => this.#show(seq)}>
        <span class="question ${state}">
          <span class="question-state"
            >${icon(questionIcons[state], 14)}${questionLineStrings[this.lang].questionStates[state]}</span
          >
          <time datetime=${new Date(at).toISOString()}>${when}</time>
        </span>
        <bdi class="words" lang=${languageOf(excerpt) ?? nothing}>${excerpt}</bdi>
        ${
          answer
            ? html`<span class="words less"><bdi>${safeName(answer.by.name)}</bdi>: <bdi>${answer.excerpt}</bdi></span>`
            : nothing
        }
      </button>
    </li>`;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>('.row')];
    const place = rows.indexOf(event.target as HTMLElement);
    if (event.key === 'Escape') {
      event.stopPropagation(); // Of the panel it is not.
      this.#close();
    } else if (event.key === 'ArrowDown') rows[place + 1]?.focus();
    else if (event.key === 'ArrowUp' && place > 0) rows[place - 1]?.focus();
    else return;
    event.preventDefault();
  };

  get #room(): Room | null {
    const detail: { room: Room | null } = { room: null };
    this.dispatchEvent(new CustomEvent('support-chat-room-wanted', { detail, bubbles: true, composed: true }));
    return detail.room;
  }

  readonly #close = (): void => {
    this.dispatchEvent(new CustomEvent('support-chat-my-questions-close', { bubbles: true }));
  };

  #show(seq: number): void {
    // The list stands in the choice of who reads it, and that in the panel.
    const bar = (this.getRootNode() as ShadowRoot).host;
    const panel = (bar.getRootNode() as ShadowRoot).host as Panel;
    const room = this.#room;
    this.#close();
    if (room) void showMessageOf(room, panel.conversation, seq);
  }

  /** Reads once at a time, and again when the room has gone on meanwhile. */
  async #load(): Promise<void> {
    if (this.#isLoading) return;
    this.#isLoading = true;
    this.hasFailed = false;
    do {
      this.#loaded = this.news;
      const answer = await this.#room?.ask('questions.mine', {});
      if (answer) this.rows = answer.rows;
      else this.hasFailed = this.rows === null;
    } while (this.isConnected && !this.hasFailed && this.#loaded !== this.news);
    this.#isLoading = false;
  }
}

if (!customElements.get('support-chat-my-questions')) customElements.define('support-chat-my-questions', MyQuestions);
