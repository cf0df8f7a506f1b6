/** Templates of rooms in the dialog that makes one: chosen, kept, changed and deleted. Loaded with the first room that is made. */
import type { Lobby } from '@support-chat/client';
import { type RoomTemplate, type ShelfItem } from '@support-chat/protocol';
import { base } from '@support-chat/widget/parts';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { listStrings, type ListStrings } from '../list-strings.js';
import { newId } from '../new-id.js';
import { forms } from '../styles.js';

type Template = ShelfItem<'templates'>;

/**
 * @summary A choice of templates, and what can be done with one.
 *
 * @fires support-desk-template - The room shall begin as `detail` says.
 */
export class TemplateBar extends LitElement {
  static override properties = {
    lang: {},
    template: { attribute: false },
    items: { state: true },
    chosen: { state: true },
    told: { state: true },
    isWrong: { state: true },
    isDropping: { state: true },
  };
  static override styles = [
    base,
    forms,
    css`
      :host {
        display: block;
        margin-block-end: 12px;
      }
      label {
        display: grid;
        gap: 4px;
        font-weight: 600;
      }
      select {
        inline-size: 100%;
        min-block-size: 40px;
        padding: 8px 10px;
        font: inherit;
        font-size: 16px;
        font-weight: 400;
        color: inherit;
        background: var(--_surface);
        border: 1px solid var(--_control);
        border-radius: var(--_radius-s);
      }
      .acts {
        display: flex;
        flex-wrap: wrap;
        gap: 0 4px;
        margin: 4px -8px 0;
      }
      p {
        margin: 4px 0 0;
      }
    `,
  ];

  override lang = 'en';
  /** The room as it is written now; null while something of it is missing, which the form says. */
  template: () => RoomTemplate | null = () => null;

  private items: readonly Template[] = [];
  private chosen: Template | null = null;
  private told = '';
  private isWrong = false;
  private isDropping = false;
  #lobby: Pick<Lobby, 'shelf'> | null = null;

  get #words(): ListStrings {
    return listStrings[this.lang === 'ja' ? 'ja' : 'en'];
  }

  /** Reads what there is; nothing is chosen. */
  async begin(lobby: Pick<Lobby, 'shelf'>): Promise<void> {
    this.#lobby = lobby;
    this.chosen = null;
    this.told = '';
    this.isDropping = false;
    // A room can be made without one.
    await this.#load().catch(() => undefined);
  }

  protected override render(): TemplateResult {
    const words = this.#words;
    const { chosen, items } = this;
    return html`${
        items.length > 0
          ? html`<label
              >${words.template}<select @change=${this.#choose}>
                <option value="" ?selected=${!chosen}>${words.noTemplate}</option>
                ${items.map(({ id, title }) => html`<option value=${id} ?selected=${id === chosen?.id}>${title}</option>`)}
              </select></label
            >`
          : nothing
      }
      ${chosen && this.isDropping ? this.#renderDrop(chosen, words) : this.#renderActs(chosen, words)}
      <p class=${this.isWrong ? 'wrong' : 'help'} role="status">${this.told}</p>`;
  }

  #renderActs(chosen: Template | null, words: ListStrings): TemplateResult {
    return html`<div class="acts">
      <button type="button" class="text-button" @click=${() => void this.#keep(null)}>${words.keepTemplate}</button>
      ${
        chosen
          ? html`<button type="button" class="text-button" @click=${() => void this.#keep(chosen)}>
                ${words.updateTemplate}
              </button>
              <button type="button" class="text-button" @click=${() => (this.isDropping = true)}>
                ${words.dropTemplate}
              </button>`
          : nothing
      }
    </div>`;
  }

  #renderDrop(chosen: Template, words: ListStrings): TemplateResult {
    return html`<p role="alert">${words.dropTemplateAsk(chosen.title)}</p>
      <div class="acts">
        <button type="button" class="text-button" @click=${() => (this.isDropping = false)}>${words.noDrop}</button>
        <button type="button" class="text-button" @click=${() => void this.#drop(chosen)}>${words.yesDrop}</button>
      </div>`;
  }

  readonly #choose = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    this.chosen = this.items.find(({ id }) => id === value) ?? null;
    this.told = '';
    this.isDropping = false;
    if (this.chosen)
      this.dispatchEvent(new CustomEvent('support-desk-template', { detail: this.chosen.value, bubbles: true }));
  };

  /** As a new one, or in the place of the one that was chosen. */
  async #keep(before: Template | null): Promise<void> {
    const value = this.template();
    if (!value) return;
    const { id, rev } = before ?? { id: newId(), rev: 0 };
    const title = value.title.slice(0, 80);
    await this.#try(async () => {
      await this.#lobby?.shelf('shelf.keep', { shelf: 'templates', id, rev, title, value });
      await this.#load();
      this.chosen = this.items.find((item) => item.id === id) ?? null;
      this.told = this.#words.keptTemplate(title);
    });
  }

  async #drop({ id, rev }: Template): Promise<void> {
    this.isDropping = false;
    await this.#try(async () => {
      await this.#lobby?.shelf('shelf.drop', { id, rev });
      this.chosen = null;
      await this.#load();
      this.told = this.#words.droppedTemplate;
    });
  }

  async #load(): Promise<void> {
    const answer = await this.#lobby?.shelf('shelf.list', { shelf: 'templates' });
    const items = (answer?.items ?? []).flatMap((item) => (item.shelf === 'templates' ? [item] : []));
    this.items = items.sort((a, b) => a.title.localeCompare(b.title, this.lang));
  }

  async #try(act: () => Promise<void>): Promise<void> {
    this.isWrong = false;
    try {
      await act();
    } catch {
      this.isWrong = true;
      this.told = this.#words.notDone;
      // Somebody else may have changed it; the next try is about what there is now.
      await this.#load().catch(() => undefined);
      this.chosen = this.items.find(({ id }) => id === this.chosen?.id) ?? null;
    }
  }
}

if (!customElements.get('support-desk-template-bar')) customElements.define('support-desk-template-bar', TemplateBar);
