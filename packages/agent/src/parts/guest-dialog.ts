/** Making a link for somebody from outside. Loaded when somebody asks for it. */
import type { Room } from '@support-chat/client';
import { excerptOf, limits, type MessageDoc } from '@support-chat/protocol';
import { base } from '@support-chat/widget/parts';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { newGuestLink } from '../guest-link.js';
import { guestDialogStrings, type GuestDialogStrings } from '../guest-dialog-strings.js';
import { forms } from '../styles.js';

const hourMs = 3_600_000;
/** How long a link may last, by the name of its words. */
const lasts = { hours: 4 * hourMs, day: 24 * hourMs, week: 7 * 24 * hourMs } as const;
const uses = [1, 5, 20] as const;

/** @summary A dialog that asks for whom a link is and how long it lasts, and shows it once. */
export class GuestDialog extends LitElement {
  static override properties = {
    lang: {},
    address: { state: true },
    refusal: { state: true },
    isBusy: { state: true },
    isCopied: { state: true },
    question: { state: true },
  };
  static override styles = [
    base,
    forms,
    css`
      fieldset {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0;
        font-weight: 600;
      }
      fieldset label {
        display: flex;
        align-items: center;
        gap: 6px;
        min-block-size: 32px;
        font-weight: 400;
      }
      .ends {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        align-items: center;
        gap: 0 8px;
        margin-block: 12px;
      }
      .ends .help,
      .ends q {
        grid-column: 2;
        font-weight: 400;
      }
      .ends q {
        overflow: hidden;
        white-space: nowrap;
        text-overflow: ellipsis;
        color: var(--_text-2);
      }
      .ends input {
        inline-size: 18px;
        min-block-size: 18px;
        margin: 0;
      }
      input[type='radio'] {
        inline-size: 18px;
        min-block-size: 18px;
        margin: 0;
      }
      output {
        display: block;
        padding: 10px 12px;
        border-radius: var(--_radius-s);
        background: var(--_surface-2);
        font-family: ui-monospace, monospace;
        font-size: 13px;
        overflow-wrap: anywhere;
        user-select: all;
      }
    `,
  ];

  override lang = 'en';

  /** Of the link that was made; gone when the dialog is closed. */
  private address = '';
  private refusal = '';
  private isBusy = false;
  private isCopied = false;
  /** The question that the link is for; null when it is for the room. */
  private question: MessageDoc | null = null;

  #room: Room | null = null;
  #server = '';
  #refusalWords: (error: unknown) => string = String;

  private get dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog') as HTMLDialogElement;
  }

  get #words(): GuestDialogStrings {
    return guestDialogStrings[this.lang === 'ja' ? 'ja' : 'en'];
  }

  /** Asks for a link into this room of the server, for a question of it if there is one. */
  async ask(
    room: Room,
    server: string,
    refusalWords: (error: unknown) => string,
    question: MessageDoc | null = null,
  ): Promise<void> {
    this.#room = room;
    this.question = question;
    this.#server = server;
    this.#refusalWords = refusalWords;
    this.refusal = this.address = '';
    this.isCopied = false;
    await this.updateComplete;
    this.renderRoot.querySelector('form')?.reset();
    this.dialog.showModal();
  }

  protected override render(): TemplateResult {
    const words = this.#words;
    return html`<dialog aria-labelledby="heading" @close=${() => (this.address = '')}>
      <h2 id="heading">${words.heading}</h2>
      ${this.address ? this.#renderLink(words) : this.#renderForm(words)}
    </dialog>`;
  }

  #renderForm(words: GuestDialogStrings): TemplateResult {
    return html`<form novalidate @submit=${this.#submit}>
      <p class="help">${words.help}</p>
      <label>
        ${words.label}
        <input name="label" maxlength=${limits.maxTitleChars} autocomplete="off" aria-describedby="label-help" />
        <span id="label-help" class="help">${words.labelHelp}</span>
      </label>
      ${this.#choice('lasts', words.lasts, Object.keys(lasts), (key) => words.spans[key as keyof typeof lasts])}
      ${this.#choice('uses', words.uses, uses.map(String), (count) => words.people(Number(count)))}
      ${this.question ? this.#renderEnds(this.question, words) : nothing}
      ${this.refusal ? html`<p class="wrong" role="alert">${this.refusal}</p>` : nothing}
      <div class="buttons">
        <button type="button" class="button" @click=${() => this.dialog.close()}>${words.cancel}</button>
        <button class="button primary" ?disabled=${this.isBusy}>${words.make}</button>
      </div>
    </form>`;
  }

  #renderEnds({ body }: MessageDoc, words: GuestDialogStrings): TemplateResult {
    return html`<label class="ends">
      <input type="checkbox" name="ends" value="solved" checked aria-describedby="ends-help" />${words.endsWhenSolved}
      <q dir="auto">${excerptOf(body, 80)}</q>
      <span class="help" id="ends-help">${words.endsHelp}</span>
    </label>`;
  }

  #choice(name: string, legend: string, values: readonly string[], wordsOf: (value: string) => string): TemplateResult {
    return html`<fieldset>
      <legend>${legend}</legend>
      ${values.map(
        (value, place) =>
          html`<label
            ><input type="radio" name=${name} value=${value} ?checked=${place === 0} />${wordsOf(value)}</label
          >`,
      )}
    </fieldset>`;
  }

  #renderLink(words: GuestDialogStrings): TemplateResult {
    return html`<p>${words.once}</p>
      <output>${this.address}</output>
      <p class="help">${words.revokeHelp}</p>
      <div class="buttons">
        <button class="button" @click=${this.#copy}>${this.isCopied ? words.copied : words.copy}</button>
        <button class="button primary" @click=${() => this.dialog.close()}>${words.done}</button>
      </div>`;
  }

  readonly #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const textOf = (name: string): string => {
      const value = fields.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    const label = textOf('label');
    if (label === '') return this.renderRoot.querySelector('input')?.focus();
    const room = this.#room;
    if (!room) return;
    this.isBusy = true;
    this.refusal = '';
    try {
      const link = await newGuestLink();
      const expiresAt = Date.now() + lasts[textOf('lasts') as keyof typeof lasts];
      const { seq } = await room.act('link.make', {
        label,
        hash: link.hash,
        expiresAt,
        maxUses: Number(textOf('uses')),
        ...(this.question && textOf('ends') !== '' && { forQuestion: this.question.seq }),
      });
      this.address = link.address(this.#server, room.view.name, seq);
    } catch (error) {
      this.refusal = this.#refusalWords(error);
    } finally {
      this.isBusy = false;
    }
  };

  readonly #copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(this.address);
      this.isCopied = true;
    } catch {
      // Pages without https have no clipboard: the address is marked for Ctrl C.
      const output = this.renderRoot.querySelector('output');
      if (output) getSelection()?.selectAllChildren(output);
    }
  };
}

if (!customElements.get('support-desk-guest-dialog')) customElements.define('support-desk-guest-dialog', GuestDialog);
