/** Saying until when a question is answered. Loaded when somebody asks for it. */
import type { Room } from '@support-chat/client';
import { excerptOf, type MessageDoc } from '@support-chat/protocol';
import { base } from '@support-chat/widget/parts';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { localTime, momentIn, timeIn } from '../local-time.js';
import { promiseStrings, type PromiseStrings } from '../promise-strings.js';
import { promiseTimes } from '../promise-times.js';
import { forms } from '../styles.js';

const longestMs = 90 * 86_400_000;

/** @summary A dialog that asks until when a question is answered. */
export class PromiseDialog extends LitElement {
  static override properties = {
    lang: {},
    asked: { state: true },
    times: { state: true },
    refusal: { state: true },
    isWrong: { state: true },
    isBusy: { state: true },
  };
  static override styles = [
    base,
    forms,
    css`
      blockquote {
        margin: 0 0 12px;
        padding-inline-start: 10px;
        border-inline-start: 3px solid var(--_hairline);
        overflow-wrap: anywhere;
      }
      .times {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-block-end: 12px;
      }
    `,
  ];

  override lang = 'en';

  private asked: MessageDoc | null = null;
  private times: readonly number[] = [];
  private refusal = '';
  private isWrong = false;
  private isBusy = false;

  #room: Room | null = null;
  #refusalWords: (error: unknown) => string = String;

  private get dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog') as HTMLDialogElement;
  }
  private get field(): HTMLInputElement {
    return this.renderRoot.querySelector('input') as HTMLInputElement;
  }

  get #words(): PromiseStrings {
    return promiseStrings[this.lang === 'ja' ? 'ja' : 'en'];
  }

  /** Asks until when this question of the room is answered. */
  async ask(room: Room, asked: MessageDoc, refusalWords: (error: unknown) => string): Promise<void> {
    this.#room = room;
    this.#refusalWords = refusalWords;
    this.asked = asked;
    this.times = promiseTimes(Date.now());
    this.refusal = '';
    this.isWrong = this.isBusy = false;
    await this.updateComplete;
    const { promised } = asked.question ?? {};
    this.field.value = localTime(promised ?? this.times.at(-1) ?? Date.now());
    this.dialog.showModal();
    this.field.focus();
  }

  protected override render(): TemplateResult {
    const [words, { asked, isWrong }] = [this.#words, this];
    return html`<dialog aria-labelledby="heading">
      <h2 id="heading">${words.heading}</h2>
      ${asked ? html`<blockquote dir="auto">${excerptOf(asked.body, 140)}</blockquote>` : nothing}
      <form novalidate @submit=${this.#submit}>
        <p class="help">${words.help}</p>
        <label>
          ${words.until}
          <input type="datetime-local" aria-describedby="until-help" aria-invalid=${isWrong} />
          <span id="until-help" class="wrong">${isWrong ? words.wrong : nothing}</span>
        </label>
        <div class="times" role="group" aria-label=${words.often}>
          ${this.times.map(
            (at) =>
              html`<button type="button" class="button" @click=${() => this.#choose(at)}>
                ${momentIn(this.lang, at)}
              </button>`,
          )}
        </div>
        ${this.refusal ? html`<p class="wrong" role="alert">${this.refusal}</p>` : nothing}
        <div class="buttons">
          <button type="button" class="button" @click=${() => this.dialog.close()}>${words.cancel}</button>
          <button class="button primary" ?disabled=${this.isBusy}>${words.promise}</button>
        </div>
      </form>
    </dialog>`;
  }

  #choose(at: number): void {
    this.field.value = localTime(at);
    this.isWrong = false;
  }

  readonly #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const [room, asked, until] = [this.#room, this.asked, timeIn(this.field.value)];
    if (!room || !asked) return;
    const now = Date.now();
    this.isWrong = until === null || until <= now || until > now + longestMs || until === asked.question?.promised;
    if (this.isWrong || until === null) return this.field.focus();
    this.isBusy = true;
    this.refusal = '';
    try {
      await room.act('question.promise', { question: asked.seq, until });
      this.dialog.close();
    } catch (error) {
      this.refusal = this.#refusalWords(error);
    } finally {
      this.isBusy = false;
    }
  };
}

if (!customElements.get('support-desk-promise-dialog'))
  customElements.define('support-desk-promise-dialog', PromiseDialog);
