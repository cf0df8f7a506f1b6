/** The conversation: a window of messages that stays at the bottom only if the reader was there. */
import type { OutgoingMessage } from '@support-chat/client';
import { isStaff, type MessageDoc, type Person } from '@support-chat/protocol';
import { adoptStyles, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { makeClockWords, type ClockWords } from '../clock-words.js';
import { downIcon, icon } from '../icons.js';
import { rowsOf } from '../list-rows.js';
import {
  boundsOf,
  growNewer,
  growOlder,
  keepMost,
  newestWindow,
  windowAround,
  windowSizes,
  type ListWindow,
  findMessage,
} from '../list-window.js';
import type { Strings } from '../strings.js';
import { faces } from '../styles/faces.js';
import { bubbleStyles, messageListStyles } from '../styles/message-list.js';
import { base } from '../styles/tokens.js';
import { renderOutgoing, renderRow, type AroundMessage, type RowContext } from './message-row.js';

/** Asked for at once: it is there before the room is. */
let around: AroundMessage | null = null;
let isAsked = true;
const aroundAnswered = Promise.all([import('../late/around-message.js'), import('../late/words.js')])
  .then(([line, words]) => (around = { ...line, ...words }))
  .catch(() => undefined) // Messages without it are better than none.
  .then(() => (isAsked = false));

/** How near an end counts as being there, and how near makes the window grow; CSS pixels. */
const atEndPx = 32;
const growPx = 400;
/** How far below the upper edge the line before new messages is put when a room is opened. */
const linePx = 48;

/**
 * @summary A log of messages with day dividers, a line before new ones, and a button back to the newest.
 *
 * @fires support-chat-older - The reader came near the oldest message; load older ones.
 * @fires support-chat-seen - The reader has seen everything up to `detail.seq`.
 * @fires support-chat-retry - Send the failed message `detail.cid` again.
 * @fires support-chat-edit - Take the failed message `detail.cid` back into the composer.
 *
 * @fires support-chat-act - Do `detail.name` with the question of `detail.input`.
 * @fires support-chat-reply - The reader wants to reply to message `detail.seq`.
 * @fires support-chat-room-wanted - Whoever has the room puts it into `detail.room`.
 * @fires support-chat-refused - What the reader wanted was refused: `detail.error`.
 * @fires support-chat-versions - The reader wants to see what message `detail.seq` said before.
 *
 * @csspart question - The line below a question.
 * @csspart message - One message. Own ones also have `message-own`.
 * @csspart bubble - The text of a message.
 * @csspart day - A day divider.
 * @csspart new-line - The line before new messages.
 */
export class MessageList extends LitElement {
  static override properties = {
    messages: { attribute: false },
    outgoing: { attribute: false },
    strings: { attribute: false },
    locale: {},
    me: { attribute: false },
    firstUnread: { attribute: false },
    hasOlder: { type: Boolean },
    isLoadingOlder: { type: Boolean },
    isLoading: { type: Boolean },
    roomTitle: {},
    isPlanned: { attribute: false },
    density: { reflect: true },
    moreActs: { attribute: false },
    isAtEnd: { state: true },
  };
  static override styles = [base, faces, messageListStyles, bubbleStyles];

  messages: readonly MessageDoc[] = [];
  outgoing: readonly OutgoingMessage[] = [];
  strings!: Strings;
  locale = 'en';
  me: Person | null = null;
  /** The message before which the line "new messages" stands. */
  firstUnread: number | null = null;
  hasOlder = false;
  isLoadingOlder = false;
  isLoading = false;
  /** Title for the words at the beginning of the room. */
  roomTitle = '';
  /** Nobody is asked to ask yet. */
  isPlanned = false;
  /** `feed` draws lines in place of bubbles. */
  density: 'bubbles' | 'feed' = 'bubbles';
  /** What else can be done with a question, beside what everybody can; null for nothing. */
  moreActs: RowContext['moreActs'] = null;

  private isAtEnd = true;

  #window: ListWindow | null = null;
  #words: ClockWords | null = null;
  #wordsFor = '';
  #anchor: { element: Element; top: number } | null = null;
  /** Newest message when the reader was last at the end. */
  #endSeq = 0;
  #seenSeq = 0;
  /** How far it could be scrolled when it was last put at the end; CSS pixels. */
  #way = 0;
  /** Where the line before new messages stands. */
  #lineSeq: number | null = null;
  #resize: ResizeObserver | null = null;
  /** Whether any of it is on the screen: a room further down the page is not being read. */
  #isInView = false;
  readonly #view = new IntersectionObserver((entries) => {
    this.#isInView = entries.at(-1)?.isIntersecting ?? false;
    if (this.isAtEnd) this.#rememberEnd();
    this.#tellSeen();
  });

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#tellSeen);
    this.#view.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.#tellSeen);
    this.#view.disconnect();
    this.#resize?.disconnect();
    this.#resize = null;
  }

  /** Takes the keyboard, also when a button in the list goes away by being pressed. */
  override focus(): void {
    this.#scroller?.focus({ preventScroll: true });
  }

  /** Brings a message into view, if it is among those loaded. */
  showMessage(seq: number): void {
    if (!this.messages.some((message) => message.seq === seq)) return;
    this.#window = windowAround(this.messages, seq);
    this.isAtEnd = false;
    this.#anchor = null;
    this.requestUpdate();
    void this.updateComplete.then(() => {
      const row = this.renderRoot.querySelector(`[data-seq="${seq}"]`);
      const scroller = this.#scroller;
      if (row && scroller)
        scroller.scrollTop += row.getBoundingClientRect().top - scroller.getBoundingClientRect().top - linePx;
    });
  }

  /** Shows the newest message. */
  scrollToEnd(): void {
    this.#window = newestWindow(this.messages);
    this.isAtEnd = true;
    this.#anchor = null;
    this.requestUpdate();
  }

  protected override scheduleUpdate(): Promise<unknown> | undefined {
    if (isAsked) return aroundAnswered.then(() => super.scheduleUpdate());
    void super.scheduleUpdate();
    return undefined;
  }

  protected override firstUpdated(): void {
    const { elementStyles } = this.constructor as typeof MessageList;
    if (around) adoptStyles(this.renderRoot as ShadowRoot, [...elementStyles, ...around.styles, around.textStyles]);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const previousOutgoing = changed.get('outgoing');
    const hasSent = this.outgoing.some((own) => !previousOutgoing?.some((known) => known.cid === own.cid));
    if (previousOutgoing && hasSent) {
      this.#lineSeq = null;
      this.scrollToEnd();
    }
    if (changed.has('firstUnread')) this.#lineSeq = null;
    if (this.messages.length === 0) this.#window = null;
    else if (!this.#window || (changed.has('firstUnread') && this.firstUnread !== null)) this.#openWindow();
    else if (changed.has('messages')) {
      this.#window = this.isAtEnd ? newestWindow(this.messages) : this.#keepPlace(this.#window);
    }
    if (changed.has('messages')) this.#markFirstUnseen();
    this.#rememberAnchor();
  }

  protected override updated(changed: PropertyValues<this>): void {
    const scroller = this.#scroller;
    if (!scroller) return;
    if (!this.#resize) {
      // A keyboard that opens or a font that arrives must not hide the newest line.
      this.#resize = new ResizeObserver(() => {
        if (this.isAtEnd) this.#keepEnd();
        this.#tellSeen();
      });
      this.#resize.observe(scroller);
    }
    // What comes into a row later makes the list longer, and the box not.
    this.#resize.observe(scroller.lastElementChild ?? scroller);
    if (this.isAtEnd) this.#keepEnd();
    else if (this.#anchor?.element.isConnected) {
      const moved = this.#anchor.element.getBoundingClientRect().top - this.#anchor.top;
      // Any other write would stop the browser on its way to where the reader wants to be.
      if (moved !== 0) scroller.scrollTop += moved;
    }
    this.#anchor = null;
    // Who sees everything there is cannot scroll to ask for more.
    const isFull = this.isAtEnd && scroller.scrollHeight > scroller.clientHeight;
    if ((changed.has('messages') || changed.has('hasOlder')) && !isFull) this.#onScroll();
    this.#tellSeen();
  }

  protected override render(): TemplateResult {
    const { strings } = this;
    return html`<div
        class="scroller"
        part="scroller"
        role="log"
        aria-live="off"
        aria-label=${strings.messages}
        aria-busy=${this.isLoading}
        tabindex="0"
        @scroll=${this.#onScroll}
        @keydown=${this.#onKey}
      >
        ${this.isLoading ? skeletons : this.#renderMessages()}
      </div>
      ${this.#renderJump()}`;
  }

  #renderMessages(): TemplateResult {
    const { strings, messages } = this;
    const bounds = this.#window ? boundsOf(messages, this.#window) : { start: 0, end: 0 };
    const words = this.#clockWords();
    const newest = messages.at(-1);
    const context: RowContext = {
      around,
      list: this,
      strings,
      words,
      locale: this.locale,
      me: this.me,
      canAnswer: this.me !== null && isStaff(this.me.role),
      find: (seq) => findMessage(messages, seq),
      act: (name, input) => this.#ask('support-chat-act', { name, input }),
      moreActs: this.moreActs,
      reply: (seq) => this.#ask('support-chat-reply', { seq }),
      show: (seq) => this.showMessage(seq),
      now: Date.now(),
      sentSeq: this.outgoing.length === 0 && newest?.by.id === this.#meId ? (newest?.seq ?? null) : null,
      retry: (cid) => {
        this.#ask('support-chat-retry', { cid });
        this.focus();
      },
      edit: (cid) => this.#ask('support-chat-edit', { cid }),
    };
    const rows = rowsOf(messages, bounds, { meId: this.#meId, firstUnread: this.#lineSeq, words });
    const isBeginning = bounds.start === 0 && !this.hasOlder;
    return html`${isBeginning ? this.#renderOpening() : html`<p class="older">${this.isLoadingOlder ? strings.loadingOlder : ''}</p>`}
      <ol role="list">
        ${repeat(
          rows,
          (row) => row.key,
          (row) => renderRow(row, context),
        )}
        ${
          bounds.end === messages.length
            ? repeat(
                this.outgoing,
                (message) => message.cid,
                (message) => renderOutgoing(message, context),
              )
            : nothing
        }
      </ol>`;
  }

  #renderOpening(): TemplateResult {
    const { strings } = this;
    const isEmpty = this.messages.length === 0 && this.outgoing.length === 0;
    return html`<p class="opening">
      ${this.roomTitle ? html`<strong>${strings.beginning(this.roomTitle)}</strong>` : nothing}
      ${this.density === 'feed' ? (isEmpty ? strings.empty : nothing) : this.isPlanned ? nothing : strings.welcome}
    </p>`;
  }

  #renderJump(): TemplateResult | typeof nothing {
    if (this.isAtEnd || this.messages.length === 0) return nothing;
    const unseen = this.#countUnseen();
    return html`<button class="jump ${unseen > 0 ? 'unseen' : ''}" part="jump" @click=${this.#jump}>
      ${icon(downIcon, 16)}${this.strings.jumpToNewest(unseen)}
    </button>`;
  }

  get #meId(): string | null {
    return this.me?.id ?? null;
  }

  /** Whether somebody can be looking at it. */
  get #isRead(): boolean {
    return this.#isInView && document.visibilityState === 'visible';
  }

  get #scroller(): HTMLElement | null {
    return this.renderRoot.querySelector('.scroller');
  }

  #openWindow(): void {
    const unread = this.firstUnread;
    this.#lineSeq = unread;
    this.#window = unread === null ? newestWindow(this.messages) : windowAround(this.messages, unread);
    this.isAtEnd = unread === null;
    this.#endSeq = this.messages.at(-1)?.seq ?? 0;
    if (unread === null) return;
    void this.updateComplete.then(() => {
      const line = this.renderRoot.querySelector('.divider.new');
      const scroller = this.#scroller;
      // Not `scrollIntoView`: that would scroll the host page, too.
      if (line && scroller)
        scroller.scrollTop += line.getBoundingClientRect().top - scroller.getBoundingClientRect().top - linePx;
      this.#onScroll();
    });
  }

  /** The window of a reader who is further up, after messages were put before or after. */
  #keepPlace(window: ListWindow): ListWindow {
    const kept = keepMost(this.messages, window);
    const scroller = this.#scroller;
    const waitsAtTop = scroller && scroller.clientHeight > 0 && scroller.scrollTop < growPx;
    return waitsAtTop && boundsOf(this.messages, kept).start > 0 ? growOlder(this.messages, kept) : kept;
  }

  #clockWords(): ClockWords {
    const wanted = `${this.locale} ${this.strings.today}`;
    if (!this.#words || this.#wordsFor !== wanted) {
      this.#words = makeClockWords(this.locale, this.strings);
      this.#wordsFor = wanted;
    }
    return this.#words;
  }

  #countUnseen(): number {
    let count = 0;
    for (let i = this.messages.length - 1; i >= 0; i -= 1) {
      const message = this.messages[i];
      if (!message || message.seq <= this.#endSeq) break;
      if (message.by.id !== this.#meId) count += 1;
    }
    return count;
  }

  /** What arrives while the reader is elsewhere gets a line before it. */
  #markFirstUnseen(): void {
    if (this.isAtEnd && this.#isRead) return;
    if (this.#endSeq === 0 || (this.#lineSeq ?? 0) > this.#endSeq) return;
    const first = this.messages.slice(-windowSizes.most).find((m) => m.seq > this.#endSeq && m.by.id !== this.#meId);
    if (first) this.#lineSeq = first.seq;
  }

  /** Before the document changes: the first message in view, to be put back where it was. */
  #rememberAnchor(): void {
    const scroller = this.#scroller;
    if (!scroller || this.isAtEnd) return;
    const { top } = scroller.getBoundingClientRect();
    for (const element of scroller.querySelectorAll('[data-seq]')) {
      const box = element.getBoundingClientRect();
      if (box.bottom <= top) continue;
      this.#anchor = { element, top: box.top };
      return;
    }
  }

  #keepEnd(): void {
    const scroller = this.#scroller;
    if (scroller) {
      scroller.scrollTop = scroller.scrollHeight;
      this.#way = wayIn(scroller);
    }
    this.#rememberEnd();
  }

  #rememberEnd(): void {
    if (this.#isRead) this.#endSeq = this.messages.at(-1)?.seq ?? 0;
  }

  readonly #onScroll = (): void => {
    const scroller = this.#scroller;
    // Without a place on the screen everything is near both ends.
    if (!scroller || !this.#window || scroller.clientHeight === 0) return;
    // The browser scrolls, too, when a size changes: that is no reader who leaves the end.
    const way = wayIn(scroller);
    if (this.isAtEnd && way !== this.#way) return this.#keepEnd();
    const { start, end } = boundsOf(this.messages, this.#window);
    const below = way - scroller.scrollTop;
    const isNewest = end === this.messages.length;
    this.isAtEnd = isNewest && below < atEndPx;
    if (scroller.scrollTop < growPx && start > 0) this.#show(growOlder(this.messages, this.#window));
    else if (scroller.scrollTop < growPx && this.hasOlder && !this.isLoadingOlder) this.#ask('support-chat-older', {});
    else if (below < growPx && !isNewest) this.#show(growNewer(this.messages, this.#window));
    this.#tellSeen();
  };

  /** The newest message, not the last that is drawn, and at once: a browser that glides there is stopped by what changes meanwhile. */
  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'End' || event.target !== event.currentTarget) return;
    event.preventDefault();
    this.scrollToEnd();
  };

  readonly #jump = (): void => {
    this.scrollToEnd();
    this.focus();
  };

  #show(window: ListWindow): void {
    this.#window = window;
    this.requestUpdate();
  }

  readonly #tellSeen = (): void => {
    const scroller = this.#scroller;
    if (!scroller || !this.#isRead || scroller.clientHeight === 0) return;
    const seq = this.isAtEnd ? this.messages.at(-1)?.seq : this.#lastInView(scroller);
    if (seq === undefined || seq <= this.#seenSeq) return;
    this.#seenSeq = seq;
    this.#ask('support-chat-seen', { seq });
  };

  #lastInView(scroller: HTMLElement): number | undefined {
    const { bottom } = scroller.getBoundingClientRect();
    const rows = [...scroller.querySelectorAll<HTMLElement>('[data-seq]')];
    const last = rows.findLast((row) => row.getBoundingClientRect().bottom <= bottom + atEndPx);
    return last ? Number(last.dataset['seq']) : undefined;
  }

  #ask(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

/** How far the box can be scrolled; CSS pixels. */
const wayIn = ({ scrollHeight, clientHeight }: HTMLElement): number => scrollHeight - clientHeight;

const skeletons = html`<div class="skeletons" aria-hidden="true">
  <div class="skeleton"></div>
  <div class="skeleton"></div>
  <div class="skeleton"></div>
</div>`;
