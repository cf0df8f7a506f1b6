/** Reads new messages to a screen reader: politely, and many at once as a number. Loaded beside the first messages. */
import type { MessageDoc } from '@support-chat/protocol';
import { excerptOf } from '@support-chat/protocol';
import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import type { Strings } from '../strings.js';
import { base } from '../styles/tokens.js';
import { safeName } from '../text-language.js';

/** What arrives within this time is announced together. */
const batchMs = 1_000;
const mostReadOut = 3;

/** @summary A polite live region beside the log; the log itself is silent, so that older messages are not read out. */
export class Announcer extends LitElement {
  static override properties = {
    strings: { attribute: false },
    messages: { attribute: false },
    meId: { attribute: false },
    words: { state: true },
  };
  static override styles = [base];

  strings!: Strings;
  /** Null until it is known what was there before. */
  messages: readonly MessageDoc[] | null = null;
  meId: string | null = null;

  private words = '';

  #readSeq: number | null = null;
  /** Ends by itself, also while the page moves the element: it must speak afterwards. */
  #timer: ReturnType<typeof setTimeout> | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('messages') || !this.messages) return;
    const newest = this.messages.at(-1)?.seq ?? 0;
    this.#readSeq ??= newest;
    if (newest > this.#readSeq && !this.#timer) this.#timer = setTimeout(() => this.#announce(), batchMs);
  }

  protected override render(): TemplateResult {
    return html`<div class="visually-hidden" role="status" aria-live="polite">${this.words}</div>`;
  }

  #announce(): void {
    this.#timer = undefined;
    const { messages } = this;
    if (!messages) return;
    const after = this.#readSeq ?? 0;
    this.#readSeq = messages.at(-1)?.seq ?? after;
    const fresh = messages.slice(-50).filter((message) => message.seq > after && message.by.id !== this.meId);
    if (fresh.length === 0) return;
    const words =
      fresh.length > mostReadOut
        ? this.strings.announceMany(fresh.length)
        : fresh.map((m) => this.strings.announce(safeName(m.by.name), excerptOf(m.body, 300))).join(' ');
    // A space at the end is not heard, but makes readers hear the same words again.
    this.words = words === this.words ? `${words}\u00A0` : words;
  }
}

if (!customElements.get('support-chat-announcer')) customElements.define('support-chat-announcer', Announcer);
