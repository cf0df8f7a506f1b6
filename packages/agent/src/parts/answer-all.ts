/** One answer to several questions, of one room or of many. Loaded when somebody asks for it. */
import { limits, textBytes, type QueueRow } from '@support-chat/protocol';
import { base, isImeKey } from '@support-chat/widget/parts';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { answerStrings } from '../answer-strings.js';
import { forms } from '../styles.js';

/** @summary A dialog that asks for the answer and posts it below each question. */
export class AnswerAll extends LitElement {
  static override properties = {
    lang: {},
    questions: { state: true },
    refusal: { state: true },
    isWrong: { state: true },
    done: { state: true },
  };
  static override styles = [
    base,
    forms,
    css`
      ul {
        max-block-size: 25vh;
        margin: 12px 0 16px;
        padding: 0 0 0 12px;
        overflow: auto;
        list-style: none;
        border-inline-start: 3px solid var(--_hairline);
        color: var(--_text-2);
      }
      li {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];

  override lang = 'en';

  private questions: readonly QueueRow[] = [];
  private refusal = '';
  private isWrong = false;
  /** How many are answered so far; null before the first. */
  private done: number | null = null;

  #answered = new Set<QueueRow>();
  #answer: (question: QueueRow, text: string) => Promise<unknown> = () => Promise.resolve();
  #refusalWords: (error: unknown) => string = String;
  #isBusy = false;

  private get dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog') as HTMLDialogElement;
  }
  private get textarea(): HTMLTextAreaElement {
    return this.renderRoot.querySelector('textarea') as HTMLTextAreaElement;
  }

  /** Asks for the answer to these; `answer` posts it to one, or throws. */
  async ask(
    questions: readonly QueueRow[],
    answer: (question: QueueRow, text: string) => Promise<unknown>,
    refusalWords: (error: unknown) => string,
  ): Promise<void> {
    this.questions = questions;
    this.refusal = '';
    this.isWrong = false;
    this.done = null;
    this.#answered = new Set();
    this.#answer = answer;
    this.#refusalWords = refusalWords;
    await this.updateComplete;
    this.textarea.value = '';
    this.dialog.showModal();
    this.textarea.focus();
  }

  protected override render(): TemplateResult {
    const { questions, done } = this;
    const words = answerStrings[this.lang === 'ja' ? 'ja' : 'en'];
    return html`<dialog aria-labelledby="heading">
      <h2 id="heading">${words.heading(questions.length)}</h2>
      <p class="help" id="help">${words.help}</p>
      <ul tabindex="0" aria-labelledby="heading">
        ${questions.map(({ excerpt }) => html`<li dir="auto">${excerpt}</li>`)}
      </ul>
      <form novalidate @submit=${this.#send}>
        <label
          >${words.answer}<textarea
            rows="4"
            aria-describedby=${this.isWrong ? 'wrong' : 'help'}
            aria-invalid=${this.isWrong}
            @keydown=${this.#onKey}
            @input=${() => (this.isWrong = false)}
          ></textarea>
        </label>
        ${this.isWrong ? html`<p class="wrong" id="wrong" role="alert">${words.empty}</p>` : nothing}
        <p role="status" class="help">${done === null ? nothing : words.sent(done, questions.length)}</p>
        ${this.refusal ? html`<p class="wrong" role="alert">${this.refusal}</p>` : nothing}
        <div class="buttons">
          <button type="button" class="button" @click=${() => this.dialog.close()}>${words.cancel}</button>
          <button class="button primary">${words.send}</button>
        </div>
      </form>
    </dialog>`;
  }

  /** As in other long texts: Enter is a new line, with Control or Command it sends. */
  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || isImeKey(event) || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.renderRoot.querySelector('form')?.requestSubmit();
  };

  /** One after the other; what was answered is not answered again when the next is refused. */
  readonly #send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const text = this.textarea.value;
    this.isWrong = text.trim() === '' || textBytes(text) > limits.maxTextBytes;
    if (this.isWrong) return this.textarea.focus();
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.refusal = '';
    try {
      for (const question of this.questions) {
        if (this.#answered.has(question)) continue;
        await this.#answer(question, text);
        this.#answered.add(question);
        this.done = this.#answered.size;
      }
      this.dialog.close();
      this.dispatchEvent(new CustomEvent('support-desk-answered', { bubbles: true, composed: true }));
    } catch (error) {
      this.done = this.#answered.size;
      this.refusal = this.#refusalWords(error);
    } finally {
      this.#isBusy = false;
    }
  };
}

if (!customElements.get('support-desk-answer-all')) customElements.define('support-desk-answer-all', AnswerAll);
