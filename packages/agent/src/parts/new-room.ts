/** Making a room: name, title, purpose, kind. */
import type { Lobby } from '@support-chat/client';
import {
  attributePattern,
  isRoomName,
  limits,
  roomKinds,
  type RoomKind,
  type RoomTemplate,
} from '@support-chat/protocol';
import { base } from '@support-chat/widget/parts';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { timeIn } from '../local-time.js';
import { newId } from '../new-id.js';
import type { DeskStrings } from '../strings.js';
import { areTopics, isChecklist, linesIn, listIn } from '../word-list.js';
import { listStrings } from '../list-strings.js';
import type { TemplateBar } from './template-bar.js';
import { choices, forms } from '../styles.js';

type Kind = Exclude<RoomKind, 'lane'>;
type Field = 'name' | 'title' | 'purpose';
type FormField = Field | 'opensAt' | 'topics' | 'boundTo' | 'checklist';

/** What is checked before a room is asked for. */
type Written = {
  readonly title: string;
  readonly name: string;
  readonly topics: readonly string[];
  readonly boundTo: readonly string[];
  readonly checklist: readonly string[];
  readonly isLate: boolean;
};

export type NewRoomFields = { readonly [F in Field]: string } & {
  readonly kind: Kind;
  readonly isPrivate?: true;
  /** Milliseconds since the epoch; absent when it is open at once. */
  readonly opensAt?: number;
  readonly topics?: readonly string[];
  readonly boundTo?: readonly string[];
  readonly checklist?: readonly string[];
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
    lobby: { attribute: false },
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
  /** Where templates are kept. */
  lobby: Pick<Lobby, 'shelf'> | null = null;

  private refusal = '';
  private kind: Kind = 'rollout';
  private wrong: FormField | null = null;
  private isBusy = false;
  /** The title that came from elsewhere; a template does not take its place. */
  #given = '';

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
    this.#given = title;
    this.refuse('');
    this.dialog.showModal();
    // The templates stand before it.
    this.#input('title').focus();
    void this.#beginTemplates();
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
        <support-desk-template-bar
          lang=${strings.locale}
          .template=${this.#template}
          @support-desk-template=${this.#begin}
        ></support-desk-template-bar>
        ${this.#field('title', strings.title, '', limits.maxTitleChars)}
        ${this.#field('name', strings.name, strings.nameHelp, 64)}
        ${this.#field('purpose', strings.purpose, strings.purposeHelp, limits.maxPurposeChars)} ${this.#renderKinds()}
        ${this.#field('topics', strings.topics, strings.topicsHelp, 300)}
        ${this.kind === 'incident' ? nothing : this.#field('boundTo', strings.boundTo, strings.boundToHelp, 300)}
        ${this.kind === 'team' ? nothing : this.#renderChecklist()}
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

  #renderChecklist(): TemplateResult {
    const words = listStrings[this.strings.locale === 'ja' ? 'ja' : 'en'];
    const isWrong = this.wrong === 'checklist';
    return html`<label>
      ${words.checklist}
      <textarea
        name="checklist"
        rows="4"
        dir="auto"
        aria-describedby="checklist-help"
        aria-invalid=${isWrong}
      ></textarea>
      <span id="checklist-help" class=${isWrong ? 'wrong' : 'help'}>${isWrong ? words.tooMany : words.newHelp}</span>
    </label>`;
  }

  async #beginTemplates(): Promise<void> {
    try {
      await import('./template-bar.js');
    } catch {
      return; // A room can be made without one.
    }
    await this.updateComplete;
    if (this.lobby) await this.renderRoot.querySelector<TemplateBar>('support-desk-template-bar')?.begin(this.lobby);
  }

  /** Writes what a template says into the form. */
  readonly #begin = async ({ detail }: CustomEvent<RoomTemplate>): Promise<void> => {
    const { kind, title, purpose, topics, boundTo, checklist } = detail;
    this.kind = kind;
    for (const choice of this.form.querySelectorAll<HTMLInputElement>('[name=kind]'))
      choice.checked = choice.value === kind;
    await this.updateComplete;
    const field = this.#input('title');
    field.value = this.#given === '' ? title : this.#given;
    const name = this.#input('name');
    if (name.dataset['own'] !== 'yes') name.value = nameFor(field.value);
    this.#input('purpose').value = purpose;
    this.#input('topics').value = topics.join(', ');
    const only = this.#input('boundTo');
    if (only) only.value = boundTo.join(', ');
    const list = this.#input('checklist');
    if (list) list.value = checklist.join('\n');
  };

  /** What is written, as a template; null while it is no whole one, which is shown. */
  readonly #template = (): RoomTemplate | null => {
    const { title, purpose, kind, topics = [], boundTo = [], checklist = [] } = this.#fields();
    const fault = this.#faultIn({ title, name: 'any', topics, boundTo, checklist, isLate: false });
    this.wrong = fault;
    if (fault) this.#input(fault)?.focus();
    return fault ? null : { kind, title, purpose, topics, boundTo, checklist };
  };

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
    const fields = this.#fields();
    const { title, name, topics = [], boundTo = [], checklist = [], opensAt } = fields;
    const isLate = opensAt !== undefined && opensAt <= Date.now();
    this.wrong = this.#faultIn({ title, name, topics, boundTo, checklist, isLate });
    if (this.wrong) return this.#input(this.wrong)?.focus();
    this.isBusy = true;
    this.dispatchEvent(new CustomEvent('support-desk-create', { detail: fields, bubbles: true }));
  };

  /** What is written. */
  #fields(): NewRoomFields {
    const opensAt = timeIn(this.#input('opensAt')?.value ?? '');
    const valueOf = (name: FormField): string => this.#input(name)?.value.trim() ?? '';
    const isPrivate = this.renderRoot.querySelector<HTMLInputElement>('[name=private]')?.checked === true;
    const name = isPrivate ? privateName(valueOf('name')) : valueOf('name');
    const topics = listIn(valueOf('topics'));
    const boundTo = isPrivate ? [] : listIn(valueOf('boundTo'));
    const checklist = linesIn(valueOf('checklist'));
    return {
      ...{ name, title: valueOf('title'), purpose: valueOf('purpose'), kind: this.kind },
      ...(isPrivate && { isPrivate }),
      ...(opensAt !== null && { opensAt }),
      ...(topics.length > 0 && { topics }),
      ...(boundTo.length > 0 && { boundTo }),
      ...(checklist.length > 0 && { checklist }),
    };
  }

  /** The first field in which something else is expected. */
  #faultIn(written: Written): FormField | null {
    const checks: readonly (readonly [FormField, boolean])[] = [
      ['title', written.title !== ''],
      ['name', isRoomName(written.name)],
      ['topics', areTopics(written.topics)],
      ['boundTo', written.boundTo.every((attribute) => attributePattern.test(attribute))],
      ['checklist', isChecklist(written.checklist)],
      ['opensAt', !written.isLate],
    ];
    return checks.find(([, isRight]) => !isRight)?.[0] ?? null;
  }

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
  return `${readable.slice(0, maxReadable).replace(/-+$/u, '') || 'team'}-${newId()}`;
}
