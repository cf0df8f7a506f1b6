/** Making a room: name, title, purpose, kind. */
import { attributePattern, isRoomName, limits, roomKinds, type RoomKind } from '@support-chat/protocol';
import { base } from '@support-chat/widget/parts';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { timeIn } from '../local-time.js';
import type { DeskStrings } from '../strings.js';
import { areTopics, listIn } from '../word-list.js';
import { choices, forms } from '../styles.js';

type Kind = Exclude<RoomKind, 'lane'>;
type Field = 'name' | 'title' | 'purpose';
type FormField = Field | 'opensAt' | 'topics' | 'boundTo';

export type NewRoomFields = { readonly [F in Field]: string } & {
  readonly kind: Kind;
  readonly isPrivate?: true;
  /** Milliseconds since the epoch; absent when it is open at once. */
  readonly opensAt?: number;
  readonly topics?: readonly string[];
  readonly boundTo?: readonly string[];
};

/** Lanes begin by themselves. */
const kinds = roomKinds.filter((kind): kind is Kind => kind !== 'lane');
/** What is left of a name for words, before a hyphen and 32 digits that nobody guesses. */
const maxReadable = 31;

/**
 * @summary A dialog that asks for a new room's name, title, purpose and kind.
 *
 * @fires support-desk-create - The agent wants the room `detail`. Call `close()` or `refuse(words)` when it is decided.
 */
export class NewRoom extends LitElement {
  static override properties = {
    strings: { attribute: false },
    refusal: { state: true },
    wrong: { state: true },
    isBusy: { state: true },
    kind: { state: true },
  };
  static override styles = [
    base,
    forms,
    choices,
    css`
      .option {
        inline-size: 100%;
      }
      .option .help {
        display: block;
        padding-inline-start: 26px;
      }
    `,
  ];

  strings!: DeskStrings;

  private refusal = '';
  private kind: Kind = 'rollout';
  private wrong: FormField | null = null;
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

  /** Opens the dialog, empty but for what is given. */
  show({ kind = 'rollout', title = '' }: { readonly kind?: Kind; readonly title?: string } = {}): void {
    this.form.reset();
    this.kind = kind;
    for (const choice of this.form.querySelectorAll<HTMLInputElement>('[name=kind]'))
      choice.checked = choice.value === kind;
    this.#input('title').value = title;
    delete this.#input('name').dataset['own'];
    this.#input('name').value = nameFor(title);
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
        ${this.#field('purpose', strings.purpose, strings.purposeHelp, limits.maxPurposeChars)} ${this.#renderKinds()}
        ${this.#field('topics', strings.topics, strings.topicsHelp, 300)}
        ${this.kind === 'incident' ? nothing : this.#field('boundTo', strings.boundTo, strings.boundToHelp, 300)}
        ${this.#field('opensAt', strings.opensField, strings.opensHelp, 30, 'datetime-local')}
        ${this.refusal ? html`<p class="wrong" role="alert">${this.refusal}</p>` : nothing}
        <div class="buttons">
          <button type="button" class="button" @click=${() => this.close()}>${strings.cancel}</button>
          <button class="button primary" ?disabled=${this.isBusy}>${strings.create}</button>
        </div>
      </form>
    </dialog>`;
  }

  #renderKinds(): TemplateResult {
    const { strings } = this;
    return html`<fieldset @change=${this.#chooseKind}>
        <legend>${strings.kind}</legend>
        ${kinds.map(
          (kind) =>
            html`<div class="option">
              <label class="choice"
                ><input
                  type="radio"
                  name="kind"
                  value=${kind}
                  aria-describedby="${kind}-help"
                  ?checked=${kind === 'rollout'}
                />${strings.kinds[kind].name}</label
              ><span id="${kind}-help" class="help">${strings.kinds[kind].help}</span>
            </div>`,
        )}
      </fieldset>
      ${
        this.kind === 'team'
          ? html`<div class="option">
              <label class="choice"
                ><input type="checkbox" name="private" aria-describedby="private-help" />${strings.privateRoom}</label
              ><span id="private-help" class="help">${strings.privateHelp}</span>
            </div>`
          : nothing
      }`;
  }

  #field(name: FormField, label: string, help: string, maxLength: number, type = 'text'): TemplateResult {
    const { strings } = this;
    const words =
      {
        name: strings.nameWrong,
        opensAt: strings.opensWrong,
        topics: strings.topicsWrong,
        boundTo: strings.boundToWrong,
      }[name as string] ?? strings.required;
    return html`<label>
      ${label}
      <input
        type=${type}
        name=${name}
        maxlength=${maxLength}
        autocomplete="off"
        autocapitalize=${name === 'name' || name === 'boundTo' ? 'none' : 'sentences'}
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
    name.value = nameFor(field.value);
  };

  readonly #chooseKind = (event: Event): void => {
    // The values are those of the kinds.
    this.kind = (event.target as HTMLInputElement).value as Kind;
  };

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const opensAt = timeIn(this.#input('opensAt').value);
    const valueOf = (name: Field): string => this.#input(name).value.trim();
    const isPrivate = this.renderRoot.querySelector<HTMLInputElement>('[name=private]')?.checked === true;
    const name = isPrivate ? privateName(valueOf('name')) : valueOf('name');
    const topics = listIn(this.#input('topics').value);
    const boundTo = isPrivate ? [] : listIn(this.#input('boundTo')?.value ?? '');
    const fields: NewRoomFields = {
      ...{ name, title: valueOf('title'), purpose: valueOf('purpose'), kind: this.kind },
      ...(isPrivate && { isPrivate }),
      ...(opensAt !== null && { opensAt }),
      ...(topics.length > 0 && { topics }),
      ...(boundTo.length > 0 && { boundTo }),
    };
    const isLate = opensAt !== null && opensAt <= Date.now();
    const checks: readonly (readonly [FormField, boolean])[] = [
      ['title', fields.title !== ''],
      ['name', isRoomName(fields.name)],
      ['topics', areTopics(topics)],
      ['boundTo', boundTo.every((attribute) => attributePattern.test(attribute))],
      ['opensAt', !isLate],
    ];
    this.wrong = checks.find(([, isRight]) => !isRight)?.[0] ?? null;
    if (this.wrong) return this.#input(this.wrong).focus();
    this.isBusy = true;
    this.dispatchEvent(new CustomEvent('support-desk-create', { detail: fields, bubbles: true }));
  };

  #input(name: FormField): HTMLInputElement {
    // The fields are rendered above under exactly these names.
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }
}

/** A name that follows the title; empty where the title has nothing that a name can have. */
function nameFor(title: string): string {
  return title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .slice(0, 64)
    .replace(/^-+|-+$/gu, '');
}

/** Nobody finds out by trying names that the room is there. */
function privateName(readable: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${readable.slice(0, maxReadable).replace(/-+$/u, '') || 'team'}-${digits}`;
}
