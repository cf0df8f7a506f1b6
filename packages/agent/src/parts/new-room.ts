/** Making a room: name, title, purpose. */
import { isRoomName, limits } from '@support-chat/protocol';
import { base } from '@support-chat/widget/parts';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { DeskStrings } from '../strings.js';
import { forms } from '../styles.js';

export type NewRoomFields = { readonly name: string; readonly title: string; readonly purpose: string };

/**
 * @summary A dialog that asks for a new room's name, title and purpose.
 *
 * @fires support-desk-create - The agent wants the room `detail`. Call `close()` or `refuse(words)` when it is decided.
 */
export class NewRoom extends LitElement {
  static override properties = {
    strings: { attribute: false },
    refusal: { state: true },
    wrong: { state: true },
    isBusy: { state: true },
  };
  static override styles = [base, forms];

  strings!: DeskStrings;

  private refusal = '';
  private wrong: keyof NewRoomFields | null = null;
  private isBusy = false;

  private get dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog') as HTMLDialogElement;
  }
  private get form(): HTMLFormElement {
    return this.renderRoot.querySelector('form') as HTMLFormElement;
  }

  /** Whether the dialog is on the screen. */
  get isOpen(): boolean {
    return this.hasUpdated && this.dialog.open;
  }

  show(): void {
    this.form.reset();
    delete this.#input('name').dataset['own'];
    this.refuse('');
    this.dialog.showModal();
  }

  close(): void {
    this.isBusy = false;
    this.dialog.close();
  }

  /** Shows why the room was not made; the fields stay as they are. */
  refuse(words: string): void {
    this.isBusy = false;
    this.refusal = words;
    this.wrong = null;
  }

  protected override render(): TemplateResult {
    const { strings } = this;
    return html`<dialog aria-labelledby="heading">
      <h2 id="heading">${strings.newRoom}</h2>
      <form novalidate @submit=${this.#submit} @input=${this.#proposeName}>
        ${this.#field('title', strings.title, '', limits.maxTitleChars)}
        ${this.#field('name', strings.name, strings.nameHelp, 64)}
        ${this.#field('purpose', strings.purpose, strings.purposeHelp, limits.maxPurposeChars)}
        ${this.refusal ? html`<p class="wrong" role="alert">${this.refusal}</p>` : nothing}
        <div class="buttons">
          <button type="button" class="button" @click=${() => this.close()}>${strings.cancel}</button>
          <button class="button primary" ?disabled=${this.isBusy}>${strings.create}</button>
        </div>
      </form>
    </dialog>`;
  }

  #field(name: keyof NewRoomFields, label: string, help: string, maxLength: number): TemplateResult {
    const { strings } = this;
    const words = name === 'name' ? strings.nameWrong : strings.required;
    return html`<label>
      ${label}
      <input
        name=${name}
        maxlength=${maxLength}
        autocomplete="off"
        autocapitalize=${name === 'name' ? 'none' : 'sentences'}
        aria-describedby="${name}-help"
        aria-invalid=${this.wrong === name}
      />
      <span id="${name}-help" class=${this.wrong === name ? 'wrong' : 'help'}
        >${this.wrong === name ? words : help}</span
      >
    </label>`;
  }

  /** While the name was not written by hand it follows the title. */
  readonly #proposeName = (event: Event): void => {
    const field = event.target as HTMLInputElement;
    const name = this.#input('name');
    if (field.name === 'name') name.dataset['own'] = field.value === '' ? '' : 'yes';
    if (field.name !== 'title' || name.dataset['own'] === 'yes') return;
    name.value = field.value
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/gu, '-')
      .slice(0, 64)
      .replace(/^-+|-+$/gu, '');
  };

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const valueOf = (name: keyof NewRoomFields): string => this.#input(name).value.trim();
    const fields: NewRoomFields = { name: valueOf('name'), title: valueOf('title'), purpose: valueOf('purpose') };
    this.wrong = fields.title === '' ? 'title' : isRoomName(fields.name) ? null : 'name';
    if (this.wrong) return this.#input(this.wrong).focus();
    this.isBusy = true;
    this.dispatchEvent(new CustomEvent('support-desk-create', { detail: fields, bubbles: true }));
  };

  #input(name: keyof NewRoomFields): HTMLInputElement {
    // The three fields are rendered above under exactly these names.
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }
}
