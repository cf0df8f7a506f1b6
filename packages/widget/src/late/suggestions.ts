/** What was asked here before and is like what is being typed. Loaded with the first key that is typed. */
import type { Room, RoomView } from '@support-chat/client';
import { isStaff, type Suggestion } from '@support-chat/protocol';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { checkIcon, clockIcon, closeIcon, eyeIcon, icon } from '../icons.js';
import type { Conversation } from '../parts/conversation.js';
import { base } from '../styles/tokens.js';
import { languageOf, safeName } from '../text-language.js';
import { showMessageOf } from './show-message.js';
import { questionLineStrings } from './around-message.js';
import { suggestionStrings, type SuggestionStrings } from './suggestion-strings.js';
import { beginningOf, isEnough } from './typed-enough.js';

/** As many as leave room for the conversation on a phone. */
const maxShown = 3;

/**
 * @summary Questions like the draft of the conversation it is in, with what became of them.
 *
 * @fires support-chat-room-wanted - Whoever has the room puts it into `detail.room`.
 */
export class Suggestions extends LitElement {
  static override properties = {
    view: { attribute: false },
    hidden: { type: Boolean },
    rows: { state: true },
    joined: { state: true },
    hasFailed: { state: true },
  };
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      section {
        margin: 0 12px;
        border: 1px solid var(--_hairline);
        border-radius: var(--_radius-m);
        background: var(--_surface-2);
        overflow: hidden auto;
        max-block-size: 34vh;
      }
      @media (prefers-reduced-motion: no-preference) {
        section {
          animation: appear var(--_fast);
        }
        @keyframes appear {
          from {
            opacity: 0;
          }
        }
      }
      header {
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 2px 2px 0 12px;
        font-size: 12px;
        color: var(--_text-2);
      }
      h3 {
        flex: 1;
        margin: 0;
        font: inherit;
        font-weight: 600;
      }
      .icon-button {
        inline-size: 32px;
        block-size: 32px;
      }
      ul {
        margin: 0;
        padding: 0 4px 4px;
        list-style: none;
      }
      li {
        padding: 2px 0;
        border-radius: var(--_radius-s);
      }
      li + li {
        border-block-start: 1px solid var(--_hairline);
        border-radius: 0;
      }
      .show {
        display: block;
        inline-size: 100%;
        padding: 4px 8px 0;
        border-radius: var(--_radius-s);
        text-align: start;
      }
      .show:hover .asked {
        text-decoration: underline;
      }
      .asked,
      .answer {
        display: -webkit-box;
        overflow: hidden;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow-wrap: anywhere;
      }
      /* Several share the room of one. */
      ul:has(li + li) :is(.asked, .answer) {
        -webkit-line-clamp: 1;
      }
      .asked {
        font-weight: 600;
      }
      .answer {
        font-size: 13px;
        color: var(--_text-2);
      }
      .foot {
        display: flex;
        align-items: center;
        gap: 0 8px;
        flex-wrap: wrap;
        min-block-size: 30px;
        padding-inline: 8px 0;
        font-size: 12px;
        color: var(--_text-2);
      }
      .foot > :last-child:not(:first-child) {
        margin-inline-start: auto;
      }
      .state,
      .counted {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        font-weight: 600;
      }
      .counted {
        padding-inline-end: 8px;
      }
      .good {
        color: var(--_good);
      }
      .text-button {
        font-size: 13px;
      }
      .told {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 8px;
        margin: 0;
        padding: 6px 12px;
        font-size: 13px;
      }
      .told svg {
        flex: none;
        color: var(--_good);
      }
      .told span {
        flex: 1 1 200px;
      }
      .failed {
        margin: 0;
        padding: 0 12px 6px;
        font-size: 13px;
        color: var(--_danger);
      }
    `,
  ];

  view: RoomView | null = null;
  override hidden = false;

  private rows: readonly Suggestion[] = [];
  private joined: number | null = null;
  private hasFailed = false;

  /** What is typed now, and what was last asked about. */
  #text = '';
  #asked = '';
  #isAsking = false;
  /** Until the draft is empty again, nothing is asked. */
  #isDismissed = false;
  #hasAnnounced = false;
  #root: Node | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#root = this.getRootNode();
    for (const [type, listener] of this.#listeners) this.#root.addEventListener(type, listener);
    this.#follow(this.#conversation?.draft ?? '');
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const [type, listener] of this.#listeners) this.#root?.removeEventListener(type, listener);
    this.#clear();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('view');
    if (changed.has('view') && before && (before.name !== this.view?.name || before.me?.id !== this.view?.me?.id))
      this.#clear();
    if (changed.has('hidden') && !this.hidden) this.#follow(this.#conversation?.draft ?? '');
  }

  protected override render(): TemplateResult | typeof nothing {
    const words = this.#words;
    const isShown = this.rows.length > 0 && !this.hidden;
    return html`<p class="visually-hidden" role="status">
        ${isShown && this.#hasAnnounced ? words.announce(this.rows.length) : nothing}
      </p>
      ${this.joined !== null ? this.#renderJoined() : isShown ? this.#renderRows() : nothing}`;
  }

  #renderRows(): TemplateResult {
    const words = this.#words;
    return html`<section aria-label=${words.title} @keydown=${this.#onKeyInside}>
      <header>
        <h3>${words.title}</h3>
        <button class="icon-button" aria-label=${words.none} title=${words.none} @click=${this.#dismiss}>
          ${icon(closeIcon, 16)}
        </button>
      </header>
      <ul>
        ${repeat(
          this.rows,
          ({ seq }) => seq,
          (row) => this.#renderRow(row),
        )}
      </ul>
      <p class="failed" role="alert" ?hidden=${!this.hasFailed}>${words.failed}</p>
    </section>`;
  }

  #renderRow({ seq, excerpt, state, answer, affected, concernsMe }: Suggestion): TemplateResult {
    const isAnswered = answer !== null || state === 'resolved';
    const drawing = isAnswered ? checkIcon : state === 'claimed' ? eyeIcon : clockIcon;
    return html`<li>
      <button class="show" @click=${() => this.#show(seq)}>
        <span class="asked" lang=${languageOf(excerpt) ?? nothing} dir="auto">${excerpt}</span>
        ${
          answer
            ? html`<span class="answer" lang=${languageOf(answer.excerpt) ?? nothing} dir="auto"
                >${safeName(answer.by.name)}: ${answer.excerpt}</span
              >`
            : nothing
        }
      </button>
      <div class="foot">
        <span class=${isAnswered ? 'state good' : 'state'}
          >${icon(drawing, 14)}${this.#said.questionStates[state]}</span
        >
        ${affected > 1 ? html`<span>${this.#said.affected(affected)}</span>` : nothing}
        ${
          concernsMe
            ? html`<span class="counted good">${icon(checkIcon, 14)}${this.#words.counted}</span>`
            : state === 'resolved'
              ? nothing
              : html`<button class="text-button" @click=${() => void this.#join(seq)}>${this.#said.sameHere}</button>`
        }
      </div>
    </li>`;
  }

  #renderJoined(): TemplateResult {
    const words = this.#words;
    return html`<section>
      <p class="told" role="status">
        ${icon(checkIcon, 16)}<span>${words.youHear}</span>
        <button class="text-button" @click=${this.#discard}>${words.discard}</button>
      </p>
    </section>`;
  }

  /** The conversation it is in. */
  get #conversation(): Conversation | null {
    return this.#root instanceof ShadowRoot ? (this.#root.host as Conversation) : null;
  }

  get #said(): (typeof questionLineStrings)['en'] {
    return questionLineStrings[this.#conversation?.locale === 'ja' ? 'ja' : 'en'];
  }

  get #words(): SuggestionStrings {
    return suggestionStrings[this.#conversation?.locale === 'ja' ? 'ja' : 'en'];
  }

  get #room(): Room | null {
    const detail: { room: Room | null } = { room: null };
    this.dispatchEvent(new CustomEvent('support-chat-room-wanted', { detail, bubbles: true, composed: true }));
    return detail.room;
  }

  /** Whether what is typed here would be a question for everybody. */
  get #wouldAsk(): boolean {
    const { view, hidden } = this;
    if (hidden || view?.state !== 'ready' || view.room?.state !== 'open' || !view.me || isStaff(view.me.role))
      return false;
    return ['rollout', 'outage', 'expert'].includes(view.room.kind);
  }

  readonly #onDraft = (event: Event): void => this.#follow((event as CustomEvent<{ text: string }>).detail.text);

  readonly #clear = (): void => {
    this.#text = this.#asked = '';
    this.#isDismissed = this.#hasAnnounced = false;
    this.rows = [];
    this.joined = null;
    this.hasFailed = false;
  };

  /** From the first line of the text box the arrow goes on up, into what is above it. */
  readonly #onKeyOutside = (event: Event): void => {
    const { key, isComposing, keyCode } = event as KeyboardEvent;
    const [box] = event.composedPath();
    if (!(box instanceof HTMLTextAreaElement) || key !== 'ArrowUp' || isComposing || keyCode === 229) return;
    if (box.selectionEnd > 0 || this.rows.length === 0) return;
    event.preventDefault();
    this.#focusRow(this.rows.length - 1);
  };

  readonly #listeners: readonly (readonly [string, (event: Event) => void])[] = [
    ['support-chat-draft', this.#onDraft],
    ['support-chat-send', this.#clear],
    ['keydown', this.#onKeyOutside],
  ];

  readonly #onKeyInside = (event: KeyboardEvent): void => {
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>('.show')];
    const place = rows.findIndex((row) => row.parentElement?.contains(event.target as Node));
    if (event.key === 'Escape') {
      // This Escape closes what is above the text box, not the panel.
      event.stopPropagation();
      this.#dismiss();
    } else if (event.key === 'ArrowUp' && place > 0) this.#focusRow(place - 1);
    else if (event.key === 'ArrowDown' && place >= 0)
      if (place + 1 < rows.length) this.#focusRow(place + 1);
      else this.#conversation?.focus();
    else return;
    event.preventDefault();
  };

  #focusRow(place: number): void {
    this.renderRoot.querySelectorAll<HTMLElement>('.show')[place]?.focus();
  }

  #follow(text: string): void {
    this.#text = text.trim();
    if (this.#text === '') this.#clear();
    else if (!this.#isAsking) void this.#ask();
  }

  /** One question at a time: what was typed meanwhile is asked about next, and only the last of it. */
  async #ask(): Promise<void> {
    this.#isAsking = true;
    while (this.#text !== this.#asked && !this.#isDismissed && this.joined === null && this.#wouldAsk) {
      const text = (this.#asked = this.#text);
      const asked = { text: beginningOf(text) };
      const rows = (isEnough(text) && (await this.#room?.ask('question.suggest', asked))?.rows) || [];
      // An answer to what is no longer there would be wrong.
      if (this.#text === '' || this.#isDismissed || !this.#wouldAsk) break;
      this.rows = rows.slice(0, maxShown);
      if (rows.length > 0) this.#hasAnnounced = true;
    }
    this.#isAsking = false;
  }

  #show(seq: number): void {
    const [room, conversation] = [this.#room, this.#conversation];
    if (room && conversation) void showMessageOf(room, conversation, seq);
  }

  async #join(seq: number): Promise<void> {
    this.hasFailed = false;
    try {
      await this.#room?.act('question.join', { question: seq });
      this.joined = seq;
      this.#conversation?.focus();
    } catch {
      this.hasFailed = true;
      this.#asked = '';
      void this.#ask();
    }
  }

  readonly #dismiss = (): void => {
    this.rows = [];
    this.#isDismissed = true;
    this.#conversation?.focus();
  };

  readonly #discard = (): void => {
    const [room, conversation] = [this.#room, this.#conversation];
    room?.keepDraft('');
    room?.setTyping(false);
    if (conversation) conversation.draft = '';
    conversation?.focus();
    this.#clear();
  };
}

if (!customElements.get('support-chat-suggestions')) customElements.define('support-chat-suggestions', Suggestions);
