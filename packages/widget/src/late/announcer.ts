/** Reads new messages to a screen reader: politely, and many at once as a number. Loaded beside the first messages. */
import type { MessageDoc } from '@support-chat/protocol';
import { excerptOf } from '@support-chat/protocol';
import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { base } from '../styles/tokens.js';
import { safeName } from '../text-language.js';

/** What arrives within this time is announced together. */
const batchMs = 1_000;
const mostReadOut = 3;

const strings = {
  en: {
    announce: (author: string, text: string) => `${author}: ${text}`,
    announceMany: (n: number) => `${n} new messages`,
  },
  ja: {
    announce: (author: string, text: string) => `${author}：${text}`,
    announceMany: (n: number) => `新着メッセージ${n}件`,
  },
};

/** @summary A polite live region beside the log; the log itself is silent, so that older messages are not read out. */
export class Announcer extends LitElement {
  static override properties = {
    lang: {},
    messages: { attribute: false },
    meId: { attribute: false },
    words: { state: true },
  };
  static override styles = [base];

  override lang = 'en';
  /** Null until it is known what was there before. */
  messages: readonly MessageDoc[] | null = null;
  meId: string | null = null;

  private words = '';

  #readSeq: number | null = null;
  /** Numbers of the messages in the words. */
  #said: ReadonlySet<number> = new Set();
  /** Ends by itself, also while the page moves the element: it must speak afterwards. */
  #timer: ReturnType<typeof setTimeout> | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('messages') || !this.messages) return;
    // What was read out is in the page still.
    if (this.messages.some(({ seq, retracted }) => retracted && this.#said.has(seq))) this.words = '';
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
    const fresh = messages
      .slice(-50)
      .filter(({ seq, by, retracted }) => seq > after && by.id !== this.meId && !retracted);
    if (fresh.length === 0) return;
    const said = strings[this.lang === 'ja' ? 'ja' : 'en'];
    const words =
      fresh.length > mostReadOut
        ? said.announceMany(fresh.length)
        : fresh.map((m) => said.announce(safeName(m.by.name), excerptOf(m.body, 300))).join(' ');
    this.#said = new Set(fresh.map(({ seq }) => seq));
    // A space at the end is not heard, but makes readers hear the same words again.
    this.words = words === this.words ? `${words}\u00A0` : words;
  }
}

if (!customElements.get('support-chat-announcer')) customElements.define('support-chat-announcer', Announcer);
