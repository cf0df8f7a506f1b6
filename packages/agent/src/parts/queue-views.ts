/** What somebody looks at again and again in the queue: kept at the server, for them alone. Loaded when it is opened. */
import type { Lobby } from '@support-chat/client';
import { limits, type QueueView, type ShelfItem } from '@support-chat/protocol';
import { base, closeIcon, icon } from '@support-chat/widget/parts';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { listStrings, type ListStrings } from '../list-strings.js';
import { newId } from '../new-id.js';
import { forms } from '../styles.js';

type View = ShelfItem<'views'>;

/**
 * @summary One's own views of the queue, and a way to keep the one that is shown.
 *
 * @fires support-desk-view - The queue shall show `detail`.
 */
export class QueueViews extends LitElement {
  static override properties = {
    lang: {},
    lobby: { attribute: false },
    shown: { attribute: false },
    views: { state: true },
    isNaming: { state: true },
    told: { state: true },
  };
  static override styles = [
    base,
    forms,
    css`
      :host {
        display: block;
        padding: 8px 16px;
        background: var(--_surface-2);
        border-block-end: 1px solid var(--_hairline);
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: inline-flex;
        align-items: center;
        min-inline-size: 0;
        background: var(--_surface);
        border: 1px solid var(--_hairline);
        border-radius: 999px;
      }
      li .view {
        min-block-size: 36px;
        padding-inline: 14px 6px;
        font-weight: 600;
        overflow-wrap: anywhere;
        text-align: start;
      }
      li .view[aria-pressed='true'] {
        color: var(--_accent-text);
      }
      li .icon-button {
        inline-size: 32px;
        block-size: 32px;
        border-radius: 999px;
      }
      form {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 8px;
        margin-block-start: 8px;
      }
      form label {
        flex: 1 1 180px;
      }
      .help {
        margin: 0;
      }
      .keep {
        margin: 6px -8px 0;
      }
    `,
  ];

  override lang = 'en';
  lobby: Pick<Lobby, 'shelf'> | null = null;
  /** What the queue shows now. */
  shown: QueueView = { filter: '', query: '' };

  /** Null while they are read. */
  private views: readonly View[] | null = null;
  private isNaming = false;
  private told = '';

  get #words(): ListStrings {
    return listStrings[this.lang === 'ja' ? 'ja' : 'en'];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#try(() => this.#load());
  }

  protected override render(): TemplateResult {
    const words = this.#words;
    const isKept = this.views?.some(({ value }) => isSame(value, this.shown)) === true;
    return html`${this.views?.length === 0 ? html`<p class="help">${words.noViews}</p>` : nothing}
      <ul aria-label=${words.views}>
        ${this.views?.map((view) => this.#renderView(view, words))}
      </ul>
      ${
        this.isNaming
          ? this.#renderForm(words)
          : html`<button class="text-button keep" ?hidden=${isKept} @click=${() => void this.#ask()}>
              ${words.keepView}
            </button>`
      }
      <p class="help" role="status">${this.told}</p>`;
  }

  #renderView({ id, rev, title, value }: View, words: ListStrings): TemplateResult {
    return html`<li>
      <button
        class="view"
        aria-pressed=${isSame(value, this.shown)}
        @click=${() => this.dispatchEvent(new CustomEvent('support-desk-view', { detail: value }))}
      >
        <bdi>${title}</bdi></button
      ><button
        class="icon-button"
        aria-label=${words.dropView(title)}
        @click=${() =>
          void this.#try(async () => {
            await this.lobby?.shelf('shelf.drop', { id, rev });
            await this.#load();
            this.told = words.droppedView(title);
          })}
      >
        ${icon(closeIcon, 14)}
      </button>
    </li>`;
  }

  #renderForm(words: ListStrings): TemplateResult {
    return html`<form @submit=${this.#keep}>
      <label
        >${words.viewName}<input
          required
          maxlength=${limits.maxShelfTitleChars}
          autocomplete="off"
          aria-describedby="view-help"
      /></label>
      <button type="button" class="button" @click=${() => (this.isNaming = false)}>${words.cancel}</button>
      <button class="button primary">${words.save}</button>
      <span id="view-help" class="help">${words.viewHelp}</span>
    </form>`;
  }

  async #ask(): Promise<void> {
    this.isNaming = true;
    await this.updateComplete;
    this.renderRoot.querySelector('input')?.focus();
  }

  readonly #keep = (event: SubmitEvent): void => {
    event.preventDefault();
    const title = this.renderRoot.querySelector('input')?.value.trim() ?? '';
    if (title === '') return;
    const fields = { shelf: 'views', id: newId(), rev: 0, title, value: { ...this.shown } } as const;
    void this.#try(async () => {
      await this.lobby?.shelf('shelf.keep', fields);
      await this.#load();
      this.isNaming = false;
      this.told = this.#words.keptView(title);
      await this.updateComplete;
      // The one that was kept.
      this.renderRoot.querySelector<HTMLElement>('.view[aria-pressed=true]')?.focus();
    });
  };

  async #load(): Promise<void> {
    const answer = await this.lobby?.shelf('shelf.list', { shelf: 'views' });
    const views = (answer?.items ?? []).flatMap((item) => (item.shelf === 'views' ? [item] : []));
    this.views = views.sort((a, b) => a.title.localeCompare(b.title, this.lang));
  }

  async #try(act: () => Promise<void>): Promise<void> {
    this.told = '';
    try {
      await act();
    } catch {
      this.told = this.#words.notDone;
    }
  }
}

function isSame(a: QueueView, b: QueueView): boolean {
  return a.filter === b.filter && a.query.trim() === b.query.trim();
}

if (!customElements.get('support-desk-queue-views')) customElements.define('support-desk-queue-views', QueueViews);
