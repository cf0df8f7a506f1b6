/** Handing questions to a colleague: one of them, or all that are one's own at the end of a shift. */
import type { Person, QueueRow } from '@support-chat/protocol';
import { base, face, faces, safeName } from '@support-chat/widget/parts';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Colleague } from '../colleagues.js';
import type { DeskStrings } from '../strings.js';
import { forms } from '../styles.js';

/** Enough of a question to hand it over. */
export type Handed = Pick<QueueRow, 'room' | 'seq'>;

/** @summary A dialog with the colleagues who can look into the questions from now on. */
export class HandOver extends LitElement {
  static override properties = {
    strings: { attribute: false },
    questions: { state: true },
    colleagues: { state: true },
    refusal: { state: true },
    done: { state: true },
  };
  static override styles = [
    base,
    faces,
    forms,
    css`
      ul {
        max-block-size: 40vh;
        margin: 0 -8px 16px;
        padding: 0;
        overflow: auto;
        list-style: none;
      }
      .row {
        display: flex;
        align-items: center;
        gap: 10px;
        inline-size: 100%;
        min-block-size: 44px;
        padding: 4px 8px;
        border-radius: var(--_radius-s);
        text-align: start;
      }
      .row:hover {
        background: var(--_surface-3);
      }
      .row .help {
        margin-inline-start: auto;
      }
    `,
  ];

  strings!: DeskStrings;

  private questions: readonly Handed[] = [];
  private colleagues: readonly Colleague[] = [];
  private refusal = '';
  /** How many are handed over so far; null while nobody was chosen. */
  private done: number | null = null;

  #hand: (question: Handed, to: Person) => Promise<unknown> = () => Promise.resolve();
  #refusalWords: (error: unknown) => string = String;

  private get dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog') as HTMLDialogElement;
  }

  /** Asks to whom these go; `hand` hands one over, or throws. */
  async ask(
    questions: readonly Handed[],
    colleagues: readonly Colleague[],
    hand: (question: Handed, to: Person) => Promise<unknown>,
    refusalWords: (error: unknown) => string,
  ): Promise<void> {
    this.questions = questions;
    this.colleagues = colleagues;
    this.refusal = '';
    this.done = null;
    this.#hand = hand;
    this.#refusalWords = refusalWords;
    await this.updateComplete;
    this.dialog.showModal();
  }

  protected override render(): TemplateResult {
    const { strings, questions, colleagues, done } = this;
    return html`<dialog aria-labelledby="heading">
      <h2 id="heading">${strings.handOverHeading(questions.length)}</h2>
      ${
        colleagues.length === 0
          ? html`<p>${strings.noColleagues}</p>`
          : html`<ul>
              ${colleagues.map(({ person, isHere }) => this.#renderColleague(person, isHere))}
            </ul>`
      }
      <p role="status" class="help">${done === null ? nothing : strings.handedOver(done, questions.length)}</p>
      ${this.refusal ? html`<p class="wrong" role="alert">${this.refusal}</p>` : nothing}
      <div class="buttons">
        <button class="button" @click=${() => this.dialog.close()}>${strings.cancel}</button>
      </div>
    </dialog>`;
  }

  #renderColleague(person: Person, isHere: boolean): TemplateResult {
    return html`<li>
      <button class="row" ?disabled=${this.done !== null && !this.refusal} @click=${() => void this.#handAll(person)}>
        ${face(person)}<bdi>${safeName(person.name)}</bdi>
        ${isHere ? html`<span class="help">${this.strings.isHere}</span>` : nothing}
      </button>
    </li>`;
  }

  /** One after the other; what was handed over stays so when the next is refused. */
  async #handAll(to: Person): Promise<void> {
    this.refusal = '';
    this.done = 0;
    const left = [...this.questions];
    for (const question of this.questions) {
      try {
        await this.#hand(question, to);
        this.done += 1;
        left.shift();
      } catch (error) {
        this.refusal = this.#refusalWords(error);
        this.questions = left;
        return;
      }
    }
    this.dialog.close();
  }
}

if (!customElements.get('support-desk-hand-over')) customElements.define('support-desk-hand-over', HandOver);
