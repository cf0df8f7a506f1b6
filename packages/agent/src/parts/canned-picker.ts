/** The list of canned replies at the text box. Loaded with the first slash, or by its button. */
import type { Lobby, RoomView } from '@support-chat/client';
import type { CannedReply } from '@support-chat/protocol';
import { ImeGuard, languageOf, safeName, type Composer, type Conversation } from '@support-chat/widget/parts';
import { adoptStyles, html, LitElement, nothing, render, type TemplateResult } from 'lit';
import { fillCanned, insertionOf, type CannedPart, type CannedValues } from '../canned-fill.js';
import { readCanned } from '../canned-list.js';
import { findCanned, slashBefore } from '../canned-match.js';
import { noteCanned, recentCanned } from '../canned-recent.js';
import { cannedStrings, type CannedStrings } from '../canned-strings.js';
import { cannedStyles } from '../canned-styles.js';

/** As many are drawn; whoever looks for another one types on. */
const maxShown = 50;

/** What is replaced when one is chosen: a slash and what follows it, or what was typed since the button. */
type Range = { readonly at: number; readonly query: string };

/**
 * @summary Works in the composer of a conversation: the list must be in the scope of the text box that points at it.
 *
 * @fires support-desk-canned-manage - The agent wants to see or change them, or to make the first: `detail.isNew`.
 */
export class CannedPicker extends LitElement {
  static override properties = { lang: {}, view: { attribute: false } };

  override lang = 'en';
  view: RoomView | null = null;

  readonly #ime = new ImeGuard();
  readonly #place = document.createElement('div');
  #lobby: Pick<Lobby, 'canned'> | null = null;
  #composer: Composer | null = null;
  #room = '';
  /** Those of the room; null until they were read. */
  #replies: readonly CannedReply[] | null = null;
  #isLoading = false;
  #isFailed = false;
  #range: Range | null = null;
  #found: readonly CannedReply[] = [];
  #active = 0;
  /** The slash at which the list was closed by hand: it stays closed there. */
  #dismissedAt = -1;
  /** Number of the message that what is written replies to. */
  #re: number | undefined;
  /** Where the button opened it; -1 when a slash did. */
  #openedAt = -1;

  /** Works in this conversation from now on. Opens at once when the text box has a slash before the cursor. */
  async attach(conversation: Conversation, lobby: Pick<Lobby, 'canned'>): Promise<void> {
    this.#lobby = lobby;
    const composer = conversation.renderRoot.querySelector<Composer>('support-chat-composer');
    await composer?.updateComplete;
    if (!composer || composer === this.#composer) return;
    this.#leave();
    this.#composer = composer;
    const root = composer.renderRoot as ShadowRoot;
    root.prepend(this.#place);
    adoptStyles(root, [...root.adoptedStyleSheets, cannedStyles]);
    composer.addEventListener('keydown', this.#onKey, true);
    for (const type of ['compositionstart', 'compositionend'] as const) this.#box?.addEventListener(type, this.#onIme);
    this.#box?.addEventListener('blur', this.#onBlur);
    this.#box?.addEventListener('click', this.follow);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#leave();
  }

  /** Opens at the cursor; what is typed from here on finds them. */
  open(): void {
    const box = this.#box;
    if (!box || this.#ime.isComposing) return;
    box.focus();
    box.setSelectionRange(box.selectionEnd, box.selectionEnd);
    this.#openedAt = box.selectionEnd;
    this.#dismissedAt = -1;
    // Whoever tells of a text hears what it is a reply to; the desk hands it on to `hear`.
    const detail = { text: box.value };
    this.#composer?.dispatchEvent(new CustomEvent('support-chat-draft', { detail, bubbles: true, composed: true }));
  }

  /** The text in the box changed; `re` is what it replies to. */
  hear(re: number | undefined): void {
    this.#re = re;
    this.follow();
  }

  /** Reads them anew: they were changed. */
  forget(): void {
    this.#replies = null;
  }

  /** Shows what fits to what is before the cursor, or nothing. */
  readonly follow = (): void => {
    const slash = this.#slash;
    if (slash?.at !== this.#dismissedAt) this.#dismissedAt = -1;
    this.#range = this.#sinceOpened ?? (slash && this.#dismissedAt < 0 ? slash : null);
    if (!this.#range) return this.#close();
    if (this.view?.name !== this.#room) [this.#room, this.#replies] = [this.view?.name ?? '', null];
    if (!this.#replies) void this.#load();
    this.#find();
  };

  protected override willUpdate(): void {
    if (this.view?.name !== this.#room && this.#range) this.#close();
  }

  get #box(): HTMLTextAreaElement | null {
    return this.#composer?.renderRoot.querySelector('textarea') ?? null;
  }

  get #words(): CannedStrings {
    return cannedStrings[this.lang === 'ja' ? 'ja' : 'en'];
  }

  get #slash(): Range | null {
    const box = this.#box;
    return box && box.selectionStart === box.selectionEnd ? slashBefore(box.value, box.selectionEnd) : null;
  }

  get #sinceOpened(): Range | null {
    const box = this.#box;
    if (!box || this.#openedAt < 0) return null;
    const query = box.value.slice(this.#openedAt, box.selectionEnd);
    if (box.selectionEnd >= this.#openedAt && query.length <= 40 && !query.includes('\n'))
      return { at: this.#openedAt, query };
    this.#openedAt = -1;
    return null;
  }

  #leave(): void {
    const composer = this.#composer;
    this.#close();
    composer?.removeEventListener('keydown', this.#onKey, true);
    for (const type of ['compositionstart', 'compositionend'] as const)
      this.#box?.removeEventListener(type, this.#onIme);
    this.#box?.removeEventListener('blur', this.#onBlur);
    this.#box?.removeEventListener('click', this.follow);
    this.#place.remove();
    this.#composer = null;
  }

  readonly #onIme = (event: CompositionEvent): void => {
    if (event.type === 'compositionstart') this.#ime.begin();
    else this.#ime.end(event);
  };

  readonly #onBlur = (): void => {
    this.#openedAt = -1;
    this.#close();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (!this.#range || event.defaultPrevented || this.#ime.owns(event)) return;
    const { key } = event;
    const chosen = this.#found[this.#active];
    if (key === 'Escape') {
      this.#dismissedAt = this.#slash?.at ?? -1;
      this.#onBlur();
    } else if (!chosen) {
      if (key === 'Tab') this.#onBlur();
      return;
    } else if (key === 'ArrowDown' || key === 'ArrowUp') {
      const count = Math.min(this.#found.length, maxShown);
      this.#active = (this.#active + (key === 'ArrowDown' ? 1 : -1) + count) % count;
      this.#draw();
    } else if ((key === 'Enter' || key === 'Tab') && !event.shiftKey && !event.ctrlKey && !event.metaKey)
      this.#choose(chosen);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  async #load(): Promise<void> {
    const room = this.#room;
    if (this.#isLoading || !this.#lobby) return;
    this.#isLoading = true;
    this.#isFailed = false;
    try {
      const replies = await readCanned(this.#lobby, room);
      if (room === this.#room) this.#replies = replies;
    } catch {
      this.#isFailed = true; // The list says so.
    }
    this.#isLoading = false;
    if (room !== this.#room) return this.follow();
    this.#find();
  }

  #find(): void {
    if (!this.#range) return;
    const recent = recentCanned(this.view?.me?.id ?? '');
    this.#found = findCanned(this.#replies ?? [], this.#range.query, { recent, locale: this.lang });
    this.#active = 0;
    this.#draw();
  }

  #close(): void {
    this.#range = null;
    this.#found = [];
    this.#draw();
  }

  /** What the desk knows of whom the message will be for. */
  get #values(): CannedValues {
    const { view } = this;
    const re = this.#re;
    const asker = view?.messages.find(({ seq }) => seq === re)?.by ?? view?.room?.lane?.person;
    return {
      ...(asker && asker.id !== view?.me?.id && { asker: safeName(asker.name) }),
      ...(view?.me && { me: safeName(view.me.name) }),
      ...(view?.room && { room: view.room.title }),
      ...(re !== undefined && { question: `#${re}` }),
    };
  }

  #partsOf({ text }: CannedReply): readonly CannedPart[] {
    return fillCanned(text, this.#values, this.#words.placeholders);
  }

  #choose(reply: CannedReply): void {
    const [box, range] = [this.#box, this.#range];
    if (!box || !range || this.#ime.isComposing) return;
    const { text, gap } = insertionOf(this.#partsOf(reply));
    noteCanned(this.view?.me?.id ?? '', reply.id);
    const end = box.selectionEnd;
    this.#onBlur();
    box.focus();
    box.setSelectionRange(range.at, end);
    // The one way to write that the browser's undo takes back: what setRangeText writes, Ctrl Z does not know.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    if (!document.execCommand('insertText', false, text)) {
      box.setRangeText(text, range.at, end, 'end');
      box.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    }
    if (gap) box.setSelectionRange(range.at + gap.at, range.at + gap.at + gap.chars);
    // A text that has a slash at its end opens nothing.
    this.#dismissedAt = this.#slash?.at ?? -1;
    this.#close();
  }

  #draw(): void {
    const box = this.#box;
    const isOpen = this.#range !== null && this.isConnected;
    const hasActive = isOpen && this.#found.length > 0;
    render(isOpen ? this.#renderList() : nothing, this.#place);
    if (isOpen) box?.setAttribute('aria-controls', 'canned');
    else if (box?.getAttribute('aria-controls') === 'canned') box.removeAttribute('aria-controls');
    if (hasActive) box?.setAttribute('aria-activedescendant', `canned-${this.#active}`);
    else if (box?.getAttribute('aria-activedescendant')?.startsWith('canned-'))
      box.removeAttribute('aria-activedescendant');
    this.#place.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  #renderList(): TemplateResult {
    const [words, found] = [this.#words, this.#found];
    const shown = found.slice(0, maxShown);
    const active = found[this.#active];
    return html`<div class="canned" @mousedown=${keepFocus}>
      <p class="visually-hidden" role="status">${this.#replies ? words.found(found.length) : nothing}</p>
      ${
        shown.length > 0
          ? html`<div id="canned" class="canned-list" role="listbox" aria-label=${words.title} tabindex="-1">
              ${shown.map((reply, place) => this.#renderReply(reply, place))}
            </div>`
          : html`<div id="canned" class="canned-list">${this.#renderNone(words)}</div>`
      }
      ${found.length > shown.length ? html`<p class="canned-more">${words.more(found.length - shown.length)}</p>` : nothing}
      ${active ? this.#renderPreview(active, words) : nothing}
      <div class="canned-foot">
        <button class="text-button" @click=${this.#manage}>
          ${this.#replies?.length === 0 ? words.make : words.manage}
        </button>
      </div>
    </div>`;
  }

  #renderNone(words: CannedStrings): TemplateResult {
    if (this.#isFailed)
      return html`<p class="canned-none" role="alert">
        ${words.failed} <button class="text-button" @click=${() => void this.#load()}>${words.again}</button>
      </p>`;
    const told = !this.#replies ? words.loading : this.#replies.length === 0 ? words.empty : words.none;
    return html`<p class=${this.#replies ? 'canned-none' : 'canned-none waits'}>${told}</p>`;
  }

  #renderReply(reply: CannedReply, place: number): TemplateResult {
    const { title, text, scope } = reply;
    // Whoever uses the keyboard is in the text box, which points at the option.
    // eslint-disable-next-line lit-a11y/click-events-have-key-events
    return html`<div
      role="option"
      id="canned-${place}"
      aria-selected=${place === this.#active}
      @click=${() => this.#choose(reply)}
    >
      <span class="canned-words">
        <bdi class="canned-title" lang=${languageOf(title) ?? nothing}>${title}</bdi>
        <bdi class="canned-text" lang=${languageOf(text) ?? nothing}>${text.slice(0, 200)}</bdi>
      </span>
      <span class="canned-scope">${this.#words.marks[scope]}</span>
    </div>`;
  }

  #renderPreview(reply: CannedReply, words: CannedStrings): TemplateResult {
    const parts = this.#partsOf(reply);
    const hints = (['missing', 'unknown'] as const).flatMap((kind) => {
      const names = [...new Set(parts.filter((part) => part.kind === kind).map(({ text }) => text))];
      return names.length > 0 ? [`${names.join(' ')} ${words[kind]}`] : [];
    });
    return html`<div class="canned-preview" role="group" aria-label=${words.preview}>
      <p dir="auto" lang=${languageOf(reply.text) ?? nothing}>
        ${parts.map(({ kind, text }) => (kind === 'plain' ? text : html`<mark class=${kind}>${text}</mark>`))}
      </p>
      ${hints.map((hint) => html`<p class="canned-hint">${hint}</p>`)}
    </div>`;
  }

  readonly #manage = (): void => {
    const isNew = this.#replies?.length === 0;
    this.#onBlur();
    this.dispatchEvent(
      new CustomEvent('support-desk-canned-manage', { detail: { isNew }, bubbles: true, composed: true }),
    );
  };
}

/** Whoever chooses by pointer goes on writing. */
function keepFocus(event: Event): void {
  event.preventDefault();
}

if (!customElements.get('support-desk-canned')) customElements.define('support-desk-canned', CannedPicker);
