/** What can be done with one message. Loaded when somebody wants to do something. */
import { isStaff, limits } from '@support-chat/protocol';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { icon, plusIcon, replyIcon } from '../icons.js';
import type { Conversation } from '../parts/conversation.js';
import { base } from '../styles/tokens.js';
import { ImeGuard } from '../ime-guard.js';
import { editIcon, react, roomOf, saidStrings, tell, undoIcon } from './around-message.js';
import type { SaidStrings } from './said-strings.js';
import type { MenuPlace, Wanted } from './said.js';

/** What most reactions are; others come with a picker. */
const quick = ['👍', '❤️', '😄', '🎉', '👀', '✅'] as const;
const gapPx = 8;

/**
 * @summary A small menu beside a message: react, reply, edit, take back. On a touch screen at its lower edge.
 *
 * @fires support-chat-room-wanted - Whoever has the room puts it into `detail.room`.
 * @fires support-chat-reply - The reader wants to reply to message `detail.seq`.
 */
export class MessageMenu extends LitElement {
  static override properties = {
    lang: {},
    step: { state: true },
    isBusy: { state: true },
    failure: { state: true },
  };
  static override styles = [
    base,
    css`
      :host {
        position: fixed;
        inset: auto;
        inline-size: 268px;
        max-inline-size: calc(100vw - 16px);
        max-block-size: calc(100dvh - 16px);
        margin: 0;
        padding: 6px;
        border: 1px solid var(--_hairline);
        border-radius: var(--_radius-m);
        background: var(--_surface);
        color: var(--_text);
        box-shadow: var(--_shadow);
        overflow: auto;
      }
      .emoji {
        display: flex;
        justify-content: space-between;
        margin-block-end: 4px;
        padding-block-end: 6px;
        border-block-end: 1px solid var(--_hairline);
      }
      .emoji:last-child {
        margin: 0;
        padding: 0;
        border: 0;
      }
      .emoji button {
        flex: 1;
        min-block-size: 36px;
        border-radius: var(--_radius-s);
        font-size: 20px;
        line-height: 1;
      }
      .emoji .more {
        display: grid;
        place-items: center;
        color: var(--_text-2);
      }
      .emoji button[aria-pressed='true'] {
        outline: 2px solid var(--_accent-text);
        outline-offset: -2px;
        background: var(--_accent-tint);
      }
      .item {
        display: flex;
        align-items: center;
        gap: 10px;
        inline-size: 100%;
        min-block-size: 36px;
        padding-inline: 10px;
        border-radius: var(--_radius-s);
        text-align: start;
      }
      .item svg {
        flex: none;
        color: var(--_text-2);
      }
      .item:hover,
      .emoji button:hover {
        background: var(--_surface-3);
      }
      .item.danger,
      .item.danger svg {
        color: var(--_danger);
      }
      p {
        margin: 4px 10px 8px;
        text-wrap: pretty;
      }
      .failure {
        color: var(--_danger);
      }
      label {
        display: block;
        margin: 0 10px 10px;
        font-size: 13px;
        font-weight: 600;
      }
      input {
        display: block;
        inline-size: 100%;
        min-block-size: 36px;
        margin-block-start: 4px;
        padding-inline: 10px;
        border: 1px solid var(--_control);
        border-radius: var(--_radius-s);
        font: inherit;
        font-size: 16px;
        font-weight: 400;
        color: inherit;
        background: var(--_surface);
      }
      .answers {
        display: flex;
        justify-content: flex-end;
        gap: 4px;
      }
      .answers .text-button {
        min-block-size: 36px;
        padding-inline: 12px;
      }
      .answers .danger {
        color: var(--_danger);
      }
      :focus-visible {
        outline-offset: -2px;
      }
      @media (hover: none), (max-width: 480px) {
        :host {
          inset: auto 0 0;
          inline-size: 100%;
          max-inline-size: 100%;
          padding: 10px 12px calc(12px + env(safe-area-inset-bottom));
          border-width: 1px 0 0;
          border-radius: var(--_radius-m) var(--_radius-m) 0 0;
        }
        .emoji button {
          min-block-size: 48px;
          font-size: 24px;
        }
        .item,
        .answers .text-button,
        input {
          min-block-size: 48px;
          font-size: 16px;
        }
      }
    `,
  ];

  override lang = 'en';
  place!: MenuPlace;

  private step: 'acts' | 'retract' = 'acts';
  private isBusy = false;
  private failure = '';

  override connectedCallback(): void {
    super.connectedCallback();
    this.popover = 'auto';
    this.setAttribute('role', 'dialog');
    this.setAttribute('aria-label', this.#words.title);
    this.addEventListener('keydown', this.#onKey);
    this.addEventListener('toggle', this.#onToggle);
  }

  /** Opens it, at what is wanted. */
  async show(wanted: Wanted | undefined): Promise<void> {
    if (wanted === 'edit' && this.#mayEdit) return this.#edit();
    if (wanted === 'retract') {
      if (!this.#mayRetract) return this.remove();
      this.step = 'retract';
    }
    await this.updateComplete;
    this.place.anchor.setAttribute('aria-expanded', 'true');
    this.showPopover();
    this.#moveBeside(this.place.anchor);
    this.renderRoot.querySelector<HTMLElement>('input, button')?.focus();
  }

  protected override render(): TemplateResult {
    return this.step === 'retract' ? this.#renderRetract() : this.#renderActs();
  }

  #renderActs(): TemplateResult {
    const words = this.#words;
    const item = (
      drawing: Parameters<typeof icon>[0],
      label: string,
      act: () => void,
      className = '',
    ): TemplateResult => html`<button class="item ${className}" @click=${act}>${icon(drawing, 18)}${label}</button>`;
    return html`${
      this.#isOpen
        ? html`<div class="emoji" role="group" aria-label=${words.react}>
              ${quick.map((emoji) => this.#renderEmoji(emoji))}
              <button class="more" aria-label=${words.moreEmoji} title=${words.moreEmoji} @click=${this.#pick}>
                ${icon(plusIcon, 18)}
              </button>
            </div>
            ${item(replyIcon, words.reply, () => this.#reply())}`
        : nothing
    }
    ${this.#mayEdit ? item(editIcon, words.edit, () => this.#edit()) : nothing}
    ${
      this.#mayRetract
        ? item(undoIcon, words.retract, () => void this.#askRetract(), 'danger')
        : this.#isOpen
          ? nothing
          : html`<p>–</p>`
    }`;
  }

  #renderEmoji(emoji: string): TemplateResult {
    const { message, list } = this.place;
    const me = this.#room?.view.me?.id;
    const people = message.reactions?.find((reaction) => reaction.emoji === emoji)?.people ?? [];
    const isMine = people.some(({ id }) => id === me);
    return html`<button
      aria-pressed=${isMine}
      aria-label=${emoji}
      @click=${() => {
        react(list, message, emoji, !isMine);
        this.hidePopover();
      }}
    >
      ${emoji}
    </button>`;
  }

  /** The menu makes place for the picker. */
  readonly #pick = (): void => {
    const { list, message, anchor, locale } = this.place;
    this.hidePopover();
    void import('./emoji-picker.js')
      .then(({ pickEmoji }) => pickEmoji(list.renderRoot, anchor, locale === 'ja' ? 'ja' : 'en'))
      .then((emoji) => {
        if (emoji) react(list, message, emoji, true);
        anchor.focus();
      })
      .catch(() => anchor.focus()); // The others are there with the next press.
  };

  #renderRetract(): TemplateResult {
    const words = this.#words;
    const isMine = this.#isMine;
    return html`<p>${isMine ? words.retractAsk : words.retractOthers}</p>
      ${
        isMine
          ? nothing
          : html`<label
              >${words.reason}<input
                required
                maxlength=${limits.maxReasonChars}
                @compositionend=${(event: Event) => this.#ime.end(event)}
                @keydown=${this.#onInputKey}
            /></label>`
      }
      ${this.failure ? html`<p class="failure" role="alert">${this.failure}</p>` : nothing}
      <div class="answers">
        <button class="text-button" @click=${() => this.hidePopover()}>${words.keep}</button>
        <button class="text-button danger" aria-disabled=${this.isBusy} @click=${() => void this.#retract()}>
          ${words.retract}
        </button>
      </div>`;
  }

  get #words(): SaidStrings {
    return saidStrings[this.lang === 'ja' ? 'ja' : 'en'];
  }

  get #room(): ReturnType<typeof roomOf> {
    return roomOf(this.place.list);
  }

  get #isMine(): boolean {
    return this.place.message.by.id === this.#room?.view.me?.id;
  }

  /** Whether anything can be written there. */
  get #isOpen(): boolean {
    return this.#room?.view.room?.state !== 'closed';
  }

  get #mayEdit(): boolean {
    return this.#isMine && this.#isOpen;
  }

  /** The server decides; hosts who are no staff take others' messages back by its API. */
  get #mayRetract(): boolean {
    const me = this.#room?.view.me;
    return this.#isMine || (me !== null && me !== undefined && isStaff(me.role));
  }

  #reply(): void {
    const { message, list } = this.place;
    this.hidePopover();
    tell(list, 'support-chat-reply', { seq: message.re ?? message.seq });
  }

  #edit(): void {
    const { message, list, locale } = this.place;
    const room = this.#room;
    // The list stands in the conversation, whose text box is written in.
    const root = list.getRootNode();
    this.remove();
    if (!room || !(root instanceof ShadowRoot)) return;
    void import('./edit-message.js')
      .then(({ editMessage }) => editMessage({ conversation: root.host as Conversation, room, message, locale }))
      .catch(() => tell(list, 'support-chat-refused', { error: null }));
  }

  async #askRetract(): Promise<void> {
    this.step = 'retract';
    await this.updateComplete;
    this.#moveBeside(this.place.anchor);
    this.renderRoot.querySelector<HTMLElement>('input, button')?.focus();
  }

  async #retract(): Promise<void> {
    const { message, list } = this.place;
    const input = this.renderRoot.querySelector('input');
    const reason = input?.value.trim() ?? '';
    if (this.isBusy || (input && !input.reportValidity())) return;
    if (input && reason === '') return input.focus();
    this.isBusy = true;
    this.failure = '';
    try {
      await this.#room?.retract(message.seq, reason);
      this.hidePopover();
      list.focus();
    } catch {
      this.failure = this.#words.failed;
    }
    this.isBusy = false;
  }

  /** Below the anchor, above it where there is no space, and inside the window. On a narrow screen the style says where. */
  #moveBeside(anchor: HTMLElement): void {
    if (matchMedia('(hover: none), (max-width: 480px)').matches) return;
    const { top, bottom, right } = anchor.getBoundingClientRect();
    const { width, height } = this.getBoundingClientRect();
    const below = bottom + 4;
    const y = below + height + gapPx > innerHeight ? Math.max(gapPx, top - 4 - height) : below;
    const x = Math.max(gapPx, Math.min(right - width, innerWidth - width - gapPx));
    this.style.setProperty('inset', `${y}px auto auto ${x}px`);
  }

  readonly #ime = new ImeGuard();

  readonly #onInputKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !this.#ime.owns(event)) void this.#retract();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    // The panel closes with Escape, and the desk has keys of its own.
    event.stopPropagation();
    if (event.isComposing || event.target !== this) return;
    const { key } = event;
    if (key === 'Escape') {
      event.preventDefault();
      this.hidePopover();
      this.place.anchor.focus();
    }
    if (key !== 'ArrowDown' && key !== 'ArrowUp') return;
    event.preventDefault();
    const buttons = [...this.renderRoot.querySelectorAll('button')];
    const at = buttons.findIndex((button) => button.matches(':focus'));
    buttons[(at + (key === 'ArrowDown' ? 1 : -1) + buttons.length) % buttons.length]?.focus();
  };

  readonly #onToggle = (event: Event): void => {
    if ((event as ToggleEvent).newState !== 'closed') return;
    this.place.anchor.setAttribute('aria-expanded', 'false');
    this.remove();
  };
}

/** Opens the menu of a message; another one that is open closes. */
export function showMenu(place: MenuPlace): void {
  const menu = document.createElement('support-chat-message-menu') as MessageMenu;
  menu.place = place;
  menu.lang = place.locale;
  place.list.renderRoot.append(menu);
  void menu.show(place.wanted);
}

if (!customElements.get('support-chat-message-menu')) customElements.define('support-chat-message-menu', MessageMenu);
