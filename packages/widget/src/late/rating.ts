/** Whether an answer helped, asked in one line below the question. Loaded with the first question that was solved. */
import type { Room } from '@support-chat/client';
import type { InquiryTable, Rating as Said } from '@support-chat/protocol';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { base } from '../styles/tokens.js';
import { ratingStrings } from './rating-strings.js';

type Mine = InquiryTable['ratings.mine']['answer'];

/** What the server said of each room: one question for all the lines of a list. */
const known = new WeakMap<Room, Promise<Mine | null>>();
/** Lines that are on the screen hear of what one of them did. */
const lines = new Set<Rating>();

/**
 * @summary Asks whom a question concerns whether its answer helped, when it is their turn, and shows what they said.
 *
 * @fires support-chat-room-wanted - Whoever has the room puts it into `detail.room`.
 */
export class Rating extends LitElement {
  static override properties = {
    question: { type: Number },
    lang: {},
    mine: { state: true },
    isChanging: { state: true },
    hasFailed: { state: true },
  };
  static override styles = [
    base,
    css`
      :host {
        display: block;
        inline-size: 100%;
        font-size: 12px;
        color: var(--_text-2);
      }
      .line {
        display: inline-flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 6px;
      }
      .text-button {
        min-inline-size: 44px;
        font-size: 12px;
      }
      .failed {
        color: var(--_danger);
      }
    `,
  ];

  question = 0;
  override lang = 'en';

  private mine: Mine | null = null;
  private isChanging = false;
  private hasFailed = false;

  #room: Room | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    const detail: { room: Room | null } = { room: null };
    this.dispatchEvent(new CustomEvent('support-chat-room-wanted', { detail, bubbles: true, composed: true }));
    this.#room = detail.room;
    lines.add(this);
    void this.look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    lines.delete(this);
  }

  /** Shows what is known; asks the server when nothing is. */
  async look(): Promise<void> {
    const room = this.#room;
    if (!room) return;
    let asked = known.get(room);
    if (!asked) known.set(room, (asked = room.ask('ratings.mine', {})));
    const mine = await asked;
    // Without a connection nothing was learned: the next line asks again.
    if (!mine && known.get(room) === asked) known.delete(room);
    this.mine = mine;
  }

  protected override render(): TemplateResult | typeof nothing {
    const words = ratingStrings[this.lang === 'ja' ? 'ja' : 'en'];
    const said = this.mine?.ratings.find(({ question }) => question === this.question)?.rating;
    const failure = this.hasFailed ? html`<span class="failed" role="alert">${words.failed}</span>` : nothing;
    if (said && !this.isChanging)
      return html`<span class="line"
        ><span role="status">${said === 'helped' ? words.helped : words.didNotHelp}</span>
        <button class="text-button" @click=${() => (this.isChanging = true)}>${words.change}</button></span
      >`;
    if (!said && this.mine?.offer !== this.question) return nothing;
    return html`<span class="line" role="group" aria-label=${words.ask}
      ><span>${words.ask}</span>
      <button class="text-button" @click=${() => void this.#say('helped')}>${words.yes}</button>
      <button class="text-button" @click=${() => void this.#say('did_not_help')}>${words.no}</button>
      ${failure}</span
    >`;
  }

  async #say(rating: Said): Promise<void> {
    const room = this.#room;
    if (!room) return;
    this.hasFailed = false;
    try {
      await room.act('question.rate', { question: this.question, rating });
      this.isChanging = false;
      known.delete(room);
      for (const line of lines) if (line.#room === room) void line.look();
    } catch {
      this.hasFailed = true;
    }
  }
}

if (!customElements.get('support-chat-rating')) customElements.define('support-chat-rating', Rating);
