/** What support has to do in the open room, who did what, and the list as text to edit. Loaded with the first room. */
import { Refusal, type ChecklistItem, type RoomDoc } from '@support-chat/protocol';
import { base, safeName } from '@support-chat/widget/parts';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { listStrings, type ListStrings } from '../list-strings.js';
import { momentIn } from '../local-time.js';
import { forms } from '../styles.js';
import { isChecklist, linesIn } from '../word-list.js';

/** What the list does through the desk. */
export type ChecklistSource = {
  set(room: string, items: readonly string[]): Promise<unknown>;
  tick(
    room: string,
    change: { readonly item: number; readonly text: string; readonly isDone: boolean },
  ): Promise<unknown>;
};

/** What a list that nobody has begun is. */
const empty: readonly ChecklistItem[] = [];

/** @summary The checklist of a room. */
export class Checklist extends LitElement {
  static override properties = {
    lang: {},
    room: { attribute: false },
    source: { attribute: false },
    isEditing: { state: true },
    wrong: { state: true },
    isBusy: { state: true },
  };
  static override styles = [
    base,
    forms,
    css`
      :host {
        display: block;
        margin-block-start: 20px;
      }
      h3 {
        display: flex;
        align-items: center;
        justify-content: space-between;
        min-block-size: 28px;
        margin: 0 0 4px;
        font-size: 12px;
        font-weight: 600;
        color: var(--_text-2);
      }
      h3 button {
        font-size: 12px;
      }
      .help,
      .by {
        margin: 0;
        font-size: 12px;
        color: var(--_text-2);
      }
      ul {
        margin: 4px 0 0;
        padding: 0;
        list-style: none;
      }
      li label {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0 8px;
        padding-block: 4px;
        font-weight: 400;
        overflow-wrap: anywhere;
      }
      li input {
        inline-size: 18px;
        min-block-size: 18px;
        margin: 2px 0 0;
        accent-color: var(--_accent);
      }
      .by {
        grid-column: 2;
      }
      textarea {
        min-block-size: 140px;
      }
    `,
  ];

  override lang = 'en';
  room: RoomDoc | null = null;
  source: ChecklistSource | null = null;

  private isEditing = false;
  private wrong = '';
  private isBusy = false;

  protected override willUpdate(changed: Map<string, unknown>): void {
    const before = changed.get('room') as RoomDoc | null | undefined;
    if (!before || before.name === this.room?.name) return;
    this.isEditing = false;
    this.wrong = '';
  }

  protected override render(): TemplateResult | typeof nothing {
    const { room } = this;
    if (!room) return nothing;
    const words = listStrings[this.lang === 'ja' ? 'ja' : 'en'];
    const items = room.checklist ?? empty;
    const done = items.filter((item) => item.done).length;
    const mayEdit = !room.archived && !this.isEditing;
    return html`<h3>
        <span id="heading"
          >${words.checklist}${items.length > 0 ? ` – ${words.done(done, items.length)}` : nothing}</span
        >
        ${
          mayEdit
            ? html`<button class="text-button" aria-describedby="heading" @click=${() => void this.#edit()}>
                ${items.length > 0 ? words.edit : words.add}
              </button>`
            : nothing
        }
      </h3>
      ${this.isEditing ? this.#renderForm(items, words) : this.#renderItems(items, words)}
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : nothing}`;
  }

  #renderItems(items: readonly ChecklistItem[], words: ListStrings): TemplateResult {
    if (items.length === 0) return html`<p class="help">${words.none}</p>`;
    return html`<ul aria-labelledby="heading">
      ${items.map(
        ({ text, done }, index) =>
          html`<li>
            <label
              ><input
                type="checkbox"
                .checked=${done !== null}
                ?disabled=${this.room?.archived !== undefined}
                @change=${(event: Event) => void this.#tick(event, index, words)}
              /><span dir="auto">${text}</span>${
                done
                  ? html`<span class="by">${words.doneBy(safeName(done.by.name), momentIn(this.lang, done.at))}</span>`
                  : nothing
              }</label
            >
          </li>`,
      )}
    </ul>`;
  }

  #renderForm(items: readonly ChecklistItem[], words: ListStrings): TemplateResult {
    return html`<form @submit=${(event: SubmitEvent) => void this.#save(event, words)}>
      <textarea
        aria-labelledby="heading"
        aria-describedby="help"
        dir="auto"
        .value=${items.map(({ text }) => text).join('\n')}
      ></textarea>
      <span id="help" class="help">${words.editHelp}</span>
      <div class="buttons">
        <button type="button" class="button" @click=${() => this.#endEdit()}>${words.cancel}</button>
        <button class="button primary" ?disabled=${this.isBusy}>${words.save}</button>
      </div>
    </form>`;
  }

  async #edit(): Promise<void> {
    this.isEditing = true;
    await this.updateComplete;
    this.renderRoot.querySelector('textarea')?.focus();
  }

  /** The way back to where it began. */
  #endEdit(): void {
    this.isEditing = false;
    this.wrong = '';
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('h3 button')?.focus());
  }

  async #tick(event: Event, item: number, words: ListStrings): Promise<void> {
    const box = event.target as HTMLInputElement;
    const { room, source } = this;
    const text = room?.checklist?.[item]?.text ?? '';
    if (await this.#try(() => source?.tick(room?.name ?? '', { item, text, isDone: box.checked }), words)) return;
    // As it is, until somebody does it.
    box.checked = (this.room?.checklist?.[item]?.done ?? null) !== null;
  }

  async #save(event: SubmitEvent, words: ListStrings): Promise<void> {
    event.preventDefault();
    const items = linesIn(this.renderRoot.querySelector('textarea')?.value ?? '');
    if (!isChecklist(items)) {
      this.wrong = words.tooMany;
      return;
    }
    this.isBusy = true;
    const isKept = await this.#try(() => this.source?.set(this.room?.name ?? '', items), words);
    this.isBusy = false;
    if (isKept) this.#endEdit();
  }

  async #try(act: () => Promise<unknown> | undefined, words: ListStrings): Promise<boolean> {
    this.wrong = '';
    try {
      await act();
      return true;
    } catch (error) {
      this.wrong = error instanceof Refusal && error.code === 'changed' ? words.changed : words.notDone;
      return false;
    }
  }
}

if (!customElements.get('support-desk-checklist')) customElements.define('support-desk-checklist', Checklist);
