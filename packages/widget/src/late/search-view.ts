/** Search of messages: words in, messages out. Knows no socket: whoever shows it gives it a way to ask. */
import { searchLimits, type Answer, type FoundMessage, type RequestInput } from '@support-chat/protocol';
import { css, html, LitElement, nothing, svg, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { checkIcon, icon, lockIcon } from '../icons.js';
import type { Language } from '../launcher-strings.js';
import { base } from '../styles/tokens.js';
import { languageOf, safeName } from '../text-language.js';
import { searchIcon } from './search.js';
import { searchStrings, type SearchStrings } from './search-strings.js';

/** Whoever types on is not answered for what they have not finished. */
const restMs = 180;
/** What takes less is not said to be under way. */
const quietMs = 300;

const linkIcon = svg`<path d="M10 13.5a4 4 0 005.7 0l2.8-2.8a4 4 0 00-5.7-5.7l-.8.8M14 10.5a4 4 0 00-5.7 0l-2.8 2.8a4 4 0 005.7 5.7l.8-.8"></path>`;

type Input = RequestInput<'message.search'>;

/**
 * @summary A box for words, and the messages that have them.
 *
 * @fires support-chat-found - The person wants to go to message `detail.seq` of room `detail.room`.
 */
export class SearchView extends LitElement {
  static override properties = {
    lang: {},
    room: {},
    canLeaveRoom: { type: Boolean },
    ask: { attribute: false },
    linkTo: { attribute: false },
    rooms: { attribute: false },
    text: { state: true },
    isHere: { state: true },
    found: { state: true },
    next: { state: true },
    unclear: { state: true },
    indexed: { state: true },
    state: { state: true },
    copied: { state: true },
  };
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-block-size: 0;
        background: var(--_surface);
      }
      .box {
        display: flex;
        align-items: center;
        gap: 8px;
        flex: none;
        min-block-size: 44px;
        padding-inline: 12px;
        border: 1px solid var(--_control);
        border-radius: var(--_radius-s);
      }
      .box:focus-within {
        outline: 2px solid var(--_focus);
        outline-offset: 1px;
      }
      .box svg {
        flex: none;
        color: var(--_text-2);
      }
      input {
        flex: 1;
        min-inline-size: 0;
        padding: 0;
        font: inherit;
        font-size: 16px;
        color: inherit;
        background: none;
        border: 0;
        outline: 0;
        appearance: none;
      }
      input::placeholder {
        color: var(--_text-2);
        opacity: 1;
      }
      .filters,
      .scope {
        display: flex;
        flex: none;
        flex-wrap: wrap;
        gap: 6px;
        margin-block-start: 8px;
      }
      .filters button,
      .scope button {
        min-block-size: 28px;
        padding-inline: 10px;
        border: 1px solid var(--_hairline);
        border-radius: 999px;
        font-size: 12px;
        color: var(--_text-2);
      }
      .filters button:hover,
      .scope button:hover {
        background: var(--_surface-3);
        color: var(--_text);
      }
      .scope button[aria-pressed='true'] {
        color: var(--_accent-text);
        background: var(--_accent-tint);
        border-color: transparent;
        font-weight: 600;
      }
      .line {
        flex: none;
        display: flex;
        align-items: center;
        gap: 8px;
        min-block-size: 32px;
        margin: 0;
        font-size: 12px;
        color: var(--_text-2);
        font-variant-numeric: tabular-nums;
      }
      .list {
        flex: 1;
        min-block-size: 0;
        overflow-y: auto;
        scrollbar-width: thin;
        scrollbar-color: var(--_control) transparent;
        border-block-start: 1px solid var(--_hairline);
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        position: relative;
        border-block-end: 1px solid var(--_hairline);
      }
      .go {
        display: block;
        inline-size: 100%;
        padding: 10px 44px 10px 8px;
        text-align: start;
      }
      .go:hover,
      .go:focus-visible {
        background: var(--_surface-2);
      }
      .go:focus-visible,
      .copy:focus-visible {
        outline-offset: -2px;
      }
      .place {
        display: flex;
        align-items: center;
        gap: 6px;
        font-size: 12px;
        color: var(--_text-2);
      }
      .place > bdi {
        min-inline-size: 0;
        overflow: hidden;
        white-space: nowrap;
        text-overflow: ellipsis;
      }
      .by {
        font-weight: 600;
        color: var(--_text);
      }
      .room {
        flex-shrink: 4;
      }
      time {
        flex: none;
        margin-inline-start: auto;
        font-variant-numeric: tabular-nums;
      }
      .mark {
        flex: none;
        display: inline-flex;
        align-items: center;
        gap: 3px;
        font-weight: 600;
      }
      .mark.good {
        color: var(--_good);
      }
      .mark.note {
        padding-inline: 5px;
        border-radius: 4px;
        color: var(--_attention);
        background: var(--_attention-tint);
      }
      .words {
        display: -webkit-box;
        margin-block-start: 2px;
        overflow: hidden;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
        overflow-wrap: anywhere;
      }
      mark {
        padding-inline: 1px;
        border-radius: 3px;
        font-weight: 600;
        color: var(--_accent-text);
        background: var(--_accent-tint);
      }
      .copy {
        position: absolute;
        inset-block-end: 4px;
        inset-inline-end: 4px;
      }
      .copy.done {
        color: var(--_good);
      }
      .says {
        margin: 0;
        padding: 28px 16px;
        text-align: center;
        color: var(--_text-2);
      }
      .says b {
        display: block;
        font-weight: 600;
        color: var(--_text);
      }
      .says .text-button {
        margin-block-start: 8px;
      }
      .more {
        display: block;
        margin: 8px auto 12px;
      }
      .bone {
        block-size: 68px;
        padding: 12px 8px;
      }
      .bone::before,
      .bone::after {
        content: '';
        display: block;
        block-size: 10px;
        border-radius: 5px;
        background: var(--_surface-3);
      }
      .bone::before {
        inline-size: 38%;
      }
      .bone::after {
        inline-size: 82%;
        margin-block-start: 14px;
      }
    `,
  ];

  override lang: Language = 'en';
  /** The room that is searched first; empty for all. */
  room = '';
  /** Whether other rooms can be searched, too. */
  canLeaveRoom = false;
  /** Null, or a rejection: there was no answer. */
  ask: (input: Input) => Promise<Answer<'message.search'> | null> = () => Promise.resolve(null);
  /** The address that leads others to a message; null where there is none. */
  linkTo: (found: FoundMessage) => string | null = () => null;
  /** Names of rooms that `in:` is completed with. */
  rooms: readonly string[] = [];

  private text = '';
  private isHere = true;
  private found: readonly FoundMessage[] = [];
  private next: string | null = null;
  private unclear: readonly string[] = [];
  private indexed = 1;
  private state: 'empty' | 'asked' | 'slow' | 'found' | 'failed' = 'empty';
  /** The message whose link was copied last, as room and number. */
  private copied = '';

  /** What was asked last; an answer to anything else comes too late. */
  #turn = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;

  override focus(options?: FocusOptions): void {
    void this.updateComplete.then(() => {
      this.#input.focus(options);
      this.#input.select();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#rest);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('room')) this.isHere = this.room !== '';
  }

  protected override render(): TemplateResult {
    const strings = this.#strings;
    return html`<search @keydown=${this.#onKey}>
        <label class="box"
          >${icon(searchIcon, 18)}<span class="visually-hidden">${strings.search}</span
          ><input
            type="search"
            enterkeyhint="search"
            autocomplete="off"
            spellcheck="false"
            maxlength=${searchLimits.maxChars}
            placeholder=${strings.placeholder}
            .value=${this.text}
            @input=${this.#onInput}
            @compositionend=${this.#onInput}
        /></label>
        ${this.#renderScope(strings)} ${this.#renderFilters(strings)}
      </search>
      <p class="line" role="status">${this.#counted(strings)}</p>
      <div class="list" aria-busy=${this.state === 'asked' || this.state === 'slow'} @keydown=${this.#onListKey}>
        ${this.#renderList(strings)}
      </div>`;
  }

  #renderScope(strings: SearchStrings): TemplateResult | typeof nothing {
    if (this.room === '' || !this.canLeaveRoom) return nothing;
    const choice = (isHere: boolean, words: string): TemplateResult =>
      html`<button aria-pressed=${this.isHere === isHere} @click=${() => this.#choose(isHere)}>${words}</button>`;
    return html`<div class="scope" role="group" aria-label=${strings.filters}>
      ${choice(true, strings.here)}${choice(false, strings.everywhere)}
    </div>`;
  }

  /** What the last word can become. */
  #renderFilters(strings: SearchStrings): TemplateResult | typeof nothing {
    const offers = this.#offers(strings);
    if (offers.length === 0) return nothing;
    return html`<div class="filters" role="group" aria-label=${strings.filters}>
      ${offers.map(
        ([typed, meaning]) =>
          html`<button title=${meaning} @click=${() => this.#complete(typed)}>
            ${typed}${meaning ? html`<span class="visually-hidden"> ${meaning}</span>` : nothing}
          </button>`,
      )}
    </div>`;
  }

  #renderList(strings: SearchStrings): unknown {
    const { found, state } = this;
    if (state === 'failed')
      return html`<p class="says" role="alert">
        ${strings.failed}<br /><button class="text-button" @click=${() => void this.#seek(null)}>
          ${strings.again}
        </button>
      </p>`;
    if (state === 'slow' && found.length === 0) return [1, 2, 3, 4].map(() => html`<div class="bone"></div>`);
    if (state === 'empty') return html`<p class="says">${strings.first}</p>`;
    if (state === 'asked' && found.length === 0) return nothing;
    if (this.unclear.length > 0) return html`<p class="says">${strings.unclear(this.unclear)}</p>`;
    return html`${
      found.length > 0 || this.next !== null
        ? html`<ul role="list">
            ${repeat(
              found,
              ({ room, seq }) => `${room}/${seq}`,
              (one) => this.#renderFound(one, strings),
            )}
          </ul>`
        : html`<p class="says"><b>${strings.none}</b>${strings.noneHelp}</p>`
    }
    ${
      this.next === null
        ? nothing
        : html`<button class="text-button more" @click=${() => void this.#seek(this.next)}>
            ${found.length > 0 ? strings.more : strings.further}
          </button>`
    }`;
  }

  #renderFound(found: FoundMessage, strings: SearchStrings): TemplateResult {
    const { title, kind, at, by, excerpt, isNote, isAnswer, state, room, seq } = found;
    const link = this.linkTo(found);
    const isCopied = this.copied === `${room}/${seq}`;
    return html`<li>
      <button class="go" @click=${() => this.#go(found)}>
        <span class="place"
          ><bdi class="by">${safeName(by.name)}</bdi>${this.isHere ? nothing : html`<bdi class="room">${title}</bdi>`}
          ${kind === 'lane' ? html`<span class="mark">${icon(lockIcon, 12)}${strings.private}</span>` : nothing}
          ${isNote ? html`<span class="mark note">${strings.note}</span>` : nothing}
          ${isAnswer ? html`<span class="mark good">${icon(checkIcon, 12)}${strings.answer}</span>` : nothing}
          ${state ? html`<span class="mark">${strings.question}</span>` : nothing}
          <time datetime=${new Date(at).toISOString()}>${dayOf(at, this.lang)}</time></span
        >
        <span class="words" dir="auto" lang=${languageOf(excerpt) ?? nothing}>${marked(found)}</span>
      </button>
      ${
        link === null
          ? nothing
          : html`<button
              class=${isCopied ? 'icon-button copy done' : 'icon-button copy'}
              title=${isCopied ? strings.copied : strings.copy}
              aria-label=${isCopied ? strings.copied : strings.copy}
              @click=${() => void this.#copy(found, link)}
            >
              ${icon(isCopied ? checkIcon : linkIcon, 16)}
            </button>`
      }
    </li>`;
  }

  get #strings(): SearchStrings {
    return searchStrings[this.lang];
  }

  get #input(): HTMLInputElement {
    return this.renderRoot.querySelector('input') as HTMLInputElement;
  }

  get #rows(): readonly HTMLButtonElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLButtonElement>('.go')];
  }

  #counted(strings: SearchStrings): string {
    const count =
      this.state === 'found' && this.found.length > 0 ? strings.found(this.found.length, this.next === null) : '';
    const isWhole = this.state === 'empty' || this.indexed >= 1;
    // Not "100%" before it is.
    return isWhole ? count : `${count} ${strings.building(Math.floor(this.indexed * 100))}`.trim();
  }

  #offers(strings: SearchStrings): readonly (readonly [typed: string, meaning: string])[] {
    const last = this.#lastWord;
    const named = /^(?:in|ルーム|部屋)[:：](.*)$/iu.exec(last)?.[1];
    if (named !== undefined) {
      const begun = named.toLowerCase();
      return this.rooms
        .filter((name) => name.startsWith(begun) && name !== begun)
        .slice(0, 6)
        .map((name) => [`${last.slice(0, last.length - named.length)}${name}`, ''] as const);
    }
    const { from, in: inRoom, before, after } = strings.operators;
    const all = [from, ...(this.isHere ? [] : [inRoom]), before, after, ...Object.values(strings.kinds)];
    const isTyping = last !== '' && all.some(([typed]) => typed.startsWith(last));
    if (isTyping) return all.filter(([typed]) => typed.startsWith(last) && typed !== last);
    // With the first words what counts is what is found.
    return this.text.trim() === '' || last === '' ? all.filter(([typed]) => !this.text.includes(typed)) : [];
  }

  get #lastWord(): string {
    return /\S*$/u.exec(this.text)?.[0] ?? '';
  }

  #complete(typed: string): void {
    const { text } = this;
    const last = this.#lastWord;
    this.text = `${text.slice(0, text.length - last.length)}${typed}${typed.endsWith(':') ? '' : ' '}`;
    this.#input.focus();
    void this.#seek(null);
  }

  readonly #onInput = (event: Event): void => {
    // What is being composed is no word yet.
    if (event instanceof InputEvent && event.isComposing) return;
    this.text = this.#input.value;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => void this.#seek(null), restMs);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.isComposing || event.keyCode === 229 || event.target !== this.#input) return;
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      const [first] = this.#rows;
      if (!first) return;
      event.preventDefault();
      if (event.key === 'Enter') first.click();
      else first.focus();
    }
  };

  readonly #onListKey = (event: KeyboardEvent): void => {
    const rows = this.#rows;
    const at = rows.findIndex((row) => row === event.target);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at === -1 || step === undefined) return;
    event.preventDefault();
    (rows[at + step] ?? (step < 0 ? this.#input : rows[at]))?.focus();
  };

  #choose(isHere: boolean): void {
    this.isHere = isHere;
    void this.#seek(null);
  }

  /** Asks for the words as they are; `after` for what comes after what is shown. */
  async #seek(after: string | null): Promise<void> {
    clearTimeout(this.#rest);
    const turn = (this.#turn += 1);
    const text = this.text.trim();
    if (text === '') {
      Object.assign(this, { state: 'empty', found: [], next: null, unclear: [] });
      return;
    }
    this.state = 'asked';
    const slow = setTimeout(() => {
      if (turn === this.#turn) this.state = 'slow';
    }, quietMs);
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const input = { text, timeZone, ...(this.isHere && { room: this.room }), ...(after !== null && { after }) };
    const answer = await this.ask(input).catch(() => null);
    clearTimeout(slow);
    if (turn !== this.#turn) return;
    if (!answer?.ok) {
      this.state = 'failed';
      return;
    }
    const { messages, next, unclear, indexed } = answer.answer;
    const before = after === null ? [] : this.found;
    Object.assign(this, { state: 'found', found: [...before, ...messages], next, unclear, indexed });
  }

  #go({ room, seq }: FoundMessage): void {
    this.dispatchEvent(new CustomEvent('support-chat-found', { detail: { room, seq }, bubbles: true, composed: true }));
  }

  async #copy({ room, seq }: FoundMessage, link: string): Promise<void> {
    await navigator.clipboard.writeText(link).catch(() => undefined);
    this.copied = `${room}/${seq}`;
  }
}

/** The excerpt with what was found in it. */
function marked({ excerpt, ranges }: FoundMessage): unknown[] {
  const parts: unknown[] = [];
  let from = 0;
  for (const [at, chars] of ranges) {
    parts.push(excerpt.slice(from, at), html`<mark>${excerpt.slice(at, at + chars)}</mark>`);
    from = at + chars;
  }
  return [...parts, excerpt.slice(from)];
}

function dayOf(at: number, language: Language): string {
  const isThisYear = new Date(at).getFullYear() === new Date().getFullYear();
  return new Intl.DateTimeFormat(language, {
    ...{ month: 'short', day: 'numeric' },
    ...(isThisYear ? { hour: 'numeric', minute: '2-digit' } : { year: 'numeric' }),
  }).format(at);
}

if (!customElements.get('support-chat-search-view')) customElements.define('support-chat-search-view', SearchView);
