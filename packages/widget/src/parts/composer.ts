/** Where a message is written. It never touches the text while an input method composes. */
import { limits, textBytes } from '@support-chat/protocol';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { icon, sendIcon } from '../icons.js';
import { ImeGuard } from '../ime-guard.js';
import type { Strings } from '../strings.js';
import { base } from '../styles/tokens.js';

/** From this share of the limit on, the composer says how much is left. */
const counterFrom = 0.8;
const maxRows = 8;

/**
 * @summary A text box that grows, a send button, and a counter near the limit.
 *
 * @fires support-chat-send - The person sends `detail.text`. Cancel it to keep the text in the box.
 * @fires support-chat-draft - The text became `detail.text`.
 *
 * @csspart textbox - The text box.
 * @csspart send - The send button.
 */
export class Composer extends LitElement {
  static override properties = {
    strings: { attribute: false },
    refusal: {},
    hasFiles: {},
    bytes: { state: true },
    chars: { state: true },
    isBlank: { state: true },
  };
  static override styles = [
    base,
    css`
      :host {
        display: block;
        padding: 8px 12px 10px;
      }
      .box {
        display: flex;
        align-items: flex-end;
        gap: 4px;
        padding: 4px 4px 4px 12px;
        border: 1px solid var(--_control);
        border-radius: var(--_radius-m);
        background: var(--_surface);
        transition: border-color var(--_fast);
      }
      .box:focus-within {
        border-color: var(--_focus);
        outline: 1px solid var(--_focus);
      }
      .box.too-long {
        border-color: var(--_danger);
        outline-color: var(--_danger);
      }
      textarea {
        flex: 1;
        min-inline-size: 0;
        field-sizing: content;
        min-block-size: 36px;
        max-block-size: min(200px, 30vh);
        padding: 6px 0;
        border: 0;
        resize: none;
        background: none;
        color: inherit;
        font: inherit;
        font-size: 16px;
        line-height: 24px;
      }
      textarea:focus-visible {
        outline: none;
      }
      textarea::placeholder {
        color: var(--_text-2);
        opacity: 1;
      }
      .send {
        display: grid;
        place-items: center;
        flex: none;
        inline-size: 36px;
        block-size: 36px;
        border-radius: var(--_radius-s);
        color: var(--_on-accent);
        background: var(--_accent);
        transition: background-color var(--_fast);
      }
      .send[aria-disabled='true'] {
        color: var(--_text-2);
        background: var(--_surface-3);
        cursor: default;
      }
      .below {
        margin: 4px 4px 0;
        font-size: 12px;
        color: var(--_text-2);
        font-variant-numeric: tabular-nums;
      }
      .below.too-long {
        color: var(--_danger);
      }
    `,
  ];

  strings!: Strings;
  /** Why the last send was refused before it left; shown until the text changes. */
  refusal = '';

  /** Files go with it: then there need be no words. */
  hasFiles = false;

  private bytes = 0;
  private chars = 0;
  private isBlank = true;

  private get textarea(): HTMLTextAreaElement {
    return this.renderRoot.querySelector('textarea') as HTMLTextAreaElement;
  }

  readonly #ime = new ImeGuard();

  /** The text in the box. Setting it does nothing while an input method composes. */
  get text(): string {
    return this.hasUpdated ? this.textarea.value : '';
  }

  set text(value: string) {
    if (!this.hasUpdated) void this.updateComplete.then(() => (this.text = value));
    if (!this.hasUpdated || this.#ime.isComposing) return;
    this.textarea.value = value;
    this.#measure();
  }

  override focus(options?: FocusOptions): void {
    void this.updateComplete.then(() => this.textarea.focus(options));
  }

  protected override render(): TemplateResult {
    const { strings } = this;
    const isTooLong = this.bytes > limits.maxTextBytes;
    const below = this.refusal || this.#counter();
    return html`<div class=${isTooLong ? 'box too-long' : 'box'}>
        <textarea
          part="textbox"
          rows="1"
          aria-label=${strings.message}
          aria-describedby="below"
          aria-invalid=${isTooLong}
          placeholder=${strings.placeholder}
          dir="auto"
          autocomplete="off"
          enterkeyhint=${hasTouchKeyboard() ? 'enter' : 'send'}
          @compositionstart=${() => this.#ime.begin()}
          @compositionend=${this.#onCompositionEnd}
          @keydown=${this.#onKeydown}
          @input=${this.#onInput}
        ></textarea>
        <button
          class="send"
          part="send"
          aria-label=${strings.send}
          aria-disabled=${(this.isBlank && !this.hasFiles) || isTooLong}
          @click=${this.#send}
        >
          ${icon(sendIcon)}
        </button>
      </div>
      <p id="below" class=${isTooLong || this.refusal ? 'below too-long' : 'below'} aria-live="polite">${below}</p>`;
  }

  /** The limit is in bytes; people count characters, so it is told in characters of this text's own width. */
  #counter(): string {
    if (this.bytes < limits.maxTextBytes * counterFrom) return '';
    const bytesPerChar = this.bytes / Math.max(1, this.chars);
    const left = Math.floor((limits.maxTextBytes - this.bytes) / bytesPerChar);
    return this.strings.charsLeft(left);
  }

  readonly #onInput = (): void => {
    this.#measure();
    this.refusal = '';
    this.#tell('support-chat-draft', this.text);
  };

  readonly #onCompositionEnd = (event: CompositionEvent): void => {
    this.#ime.end(event);
    this.#measure();
  };

  readonly #onKeydown = (event: KeyboardEvent): void => {
    const isOfIme = this.#ime.owns(event);
    // In Safari's order nothing but this guard knows that the Escape ended a composition and shall close nothing.
    if (isOfIme && event.key === 'Escape') event.stopPropagation();
    if (isOfIme || event.key !== 'Enter') return;
    const isForced = event.ctrlKey || event.metaKey;
    if (!isForced && (event.shiftKey || event.altKey || hasTouchKeyboard())) return;
    event.preventDefault();
    this.#send();
  };

  readonly #send = (): void => {
    const text = this.text;
    if (this.#ime.isComposing || (text.trim() === '' && !this.hasFiles) || textBytes(text) > limits.maxTextBytes) {
      this.textarea.focus();
      return;
    }
    if (!this.#tell('support-chat-send', text)) return;
    this.textarea.value = '';
    this.#measure();
    this.textarea.focus();
  };

  #measure(): void {
    const text = this.text;
    this.isBlank = text.trim() === '';
    // Counting a long text on each key is waste while it is far from the limit.
    const isNear = text.length * 3 >= limits.maxTextBytes * counterFrom;
    this.bytes = isNear ? textBytes(text) : 0;
    this.chars = isNear ? Array.from(text).length : 0;
    // Browsers without `field-sizing` grow by rows.
    this.textarea.rows = Math.min(maxRows, text.split('\n').length);
  }

  #tell(name: string, text: string): boolean {
    return this.dispatchEvent(
      new CustomEvent(name, { detail: { text }, bubbles: true, composed: true, cancelable: true }),
    );
  }
}

/** On a touch keyboard Enter makes a new line; sending has its button. */
function hasTouchKeyboard(): boolean {
  return matchMedia('(hover: none) and (pointer: coarse)').matches;
}
