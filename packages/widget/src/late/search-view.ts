/** Search of messages: words in, messages out. Knows no socket: whoever shows it gives it a way to ask. */
import { searchLimits, type Answer, type FoundMessage, type RequestInput } from '@support-chat/protocol';
import { html, LitElement, nothing, svg, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { checkIcon, icon, lockIcon } from '../icons.js';
import { ImeGuard } from '../ime-guard.js';
import type { Language } from '../launcher-strings.js';
import { base } from '../styles/tokens.js';
import { languageOf, safeName } from '../text-language.js';
import { searchIcon } from './search.js';
import { searchStyles } from './search-styles.js';
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
  static override styles = [base, searchStyles];

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
  readonly #ime = new ImeGuard();
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
            @compositionstart=${() => this.#ime.begin()}
            @compositionend=${this.#onCompositionEnd}
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
          ><bdi class="by">${safeName(by.name)}</bdi
          ><span class="where"
            >${this.isHere ? nothing : html`<bdi>${title}</bdi>`}
            ${kind === 'lane' ? html`<span class="mark">${icon(lockIcon, 12)}${strings.private}</span>` : nothing}
            ${isNote ? html`<span class="mark note">${strings.note}</span>` : nothing}
            ${isAnswer ? html`<span class="mark good">${icon(checkIcon, 12)}${strings.answer}</span>` : nothing}
            ${state ? html`<span class="mark">${strings.question}</span>` : nothing}</span
          ><time datetime=${new Date(at).toISOString()}>${dayOf(at, this.lang)}</time></span
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

  readonly #onCompositionEnd = (event: CompositionEvent): void => {
    this.#ime.end(event);
    this.#onInput(event);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.target !== this.#input) return;
    if (this.#ime.owns(event)) {
      // Some browsers tell the Escape that ended a composition after it: it closes nothing.
      if (event.key === 'Escape') event.stopPropagation();
      return;
    }
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
