/** Saying that a question is the same as another one of its room. */
import type { Room } from '@support-chat/client';
import { excerptOf, type MessageDoc, type Suggestion } from '@support-chat/protocol';
import { base, languageOf, safeName, type AllStrings } from '@support-chat/widget/parts';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { DeskStrings } from '../strings.js';
import { forms } from '../styles.js';

/**
 * @summary A dialog with the questions that are like one, to choose the one that goes on for both.
 *
 * @fires support-desk-merged - Question `detail.question` is now merged into `detail.into`.
 */
export class SameAs extends LitElement {
  static override properties = {
    strings: { attribute: false },
    widgetStrings: { attribute: false },
    message: { state: true },
    rows: { state: true },
    refusal: { state: true },
    isBusy: { state: true },
  };
  static override styles = [
    base,
    forms,
    css`
      blockquote {
        margin: 0 0 16px;
        padding-inline-start: 12px;
        border-inline-start: 3px solid var(--_hairline);
        color: var(--_text-2);
      }
      ul {
        min-block-size: 220px;
        max-block-size: 40vh;
        margin: 12px -8px 16px;
        padding: 0;
        overflow: auto;
        list-style: none;
      }
      .row {
        display: block;
        inline-size: 100%;
        padding: 8px;
        border-radius: var(--_radius-s);
        text-align: start;
      }
      .row:hover {
        background: var(--_surface-3);
      }
      .asked {
        display: block;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .row .help {
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
      }
      .none {
        padding: 8px;
        color: var(--_text-2);
      }
    `,
  ];

  strings!: DeskStrings;
  widgetStrings!: AllStrings;

  private message: MessageDoc | null = null;
  /** Null while the first answer is on its way. */
  private rows: readonly Suggestion[] | null = null;
  private refusal = '';
  private isBusy = false;

  #room: Room | null = null;
  #refusalWords: (error: unknown) => string = String;
  #sought = '';

  private get dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog') as HTMLDialogElement;
  }

  private get input(): HTMLInputElement {
    return this.renderRoot.querySelector('input') as HTMLInputElement;
  }

  /** Asks which question of the room `message` is the same as. */
  ask(message: MessageDoc, room: Room, refusalWords: (error: unknown) => string): void {
    this.message = message;
    this.#room = room;
    this.#refusalWords = refusalWords;
    this.rows = null;
    this.refusal = '';
    this.input.value = '';
    this.dialog.showModal();
    void this.#seek(message.body.text);
  }

  protected override render(): TemplateResult {
    const { strings, message, rows } = this;
    return html`<dialog aria-labelledby="heading">
      <h2 id="heading">${strings.sameAs}</h2>
      <blockquote lang=${languageOf(message?.body.text ?? '') ?? nothing} dir="auto">
        ${message ? excerptOf(message.body) : nothing}
      </blockquote>
      <label>
        ${strings.findQuestion}
        <input type="search" autocomplete="off" @input=${this.#onInput} aria-describedby="merge-help" />
        <span id="merge-help" class="help">${strings.sameAsHelp}</span>
      </label>
      <ul aria-busy=${rows === null}>
        ${rows?.map((row) => this.#renderRow(row))}
        ${rows?.length === 0 ? html`<li class="none">${strings.noQuestionMatch}</li>` : nothing}
      </ul>
      ${this.refusal ? html`<p class="wrong" role="alert">${this.refusal}</p>` : nothing}
      <div class="buttons">
        <button class="button" @click=${() => this.dialog.close()}>${strings.cancel}</button>
      </div>
    </dialog>`;
  }

  #renderRow({ seq, excerpt, state, by, affected }: Suggestion): TemplateResult {
    const { widgetStrings } = this;
    return html`<li>
      <button class="row" ?disabled=${this.isBusy} @click=${() => void this.#merge(seq)}>
        <span class="asked" lang=${languageOf(excerpt) ?? nothing} dir="auto">${excerpt}</span>
        <span class="help">
          <bdi>${safeName(by.name)}</bdi>
          <span>${widgetStrings.questionStates[state]}</span>
          ${affected > 1 ? html`<span>${widgetStrings.affected(affected)}</span>` : nothing}
        </span>
      </button>
    </li>`;
  }

  readonly #onInput = (): void => {
    const text = this.input.value.trim();
    void this.#seek(text === '' ? (this.message?.body.text ?? '') : text);
  };

  /** The answer to what was asked last counts. */
  async #seek(text: string): Promise<void> {
    this.#sought = text;
    const [room, message] = [this.#room, this.message];
    const rows = (await room?.ask('question.suggest', { text }))?.rows ?? [];
    if (this.#sought !== text || this.message !== message) return;
    this.rows = rows.filter(({ seq }) => seq !== message?.seq);
  }

  async #merge(into: number): Promise<void> {
    const question = this.message?.seq;
    if (question === undefined) return;
    this.isBusy = true;
    this.refusal = '';
    try {
      await this.#room?.act('question.merge', { question, into });
      this.dialog.close();
      this.dispatchEvent(new CustomEvent('support-desk-merged', { detail: { question, into } }));
    } catch (error) {
      this.refusal = this.#refusalWords(error);
    } finally {
      this.isBusy = false;
    }
  }
}
