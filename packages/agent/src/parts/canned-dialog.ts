/** Canned replies seen, made, changed and dropped. Loaded when somebody asks for it. */
import type { Lobby } from '@support-chat/client';
import { cannedScopes, limits, Refusal, textBytes, type CannedReply, type CannedScope } from '@support-chat/protocol';
import { base, languageOf } from '@support-chat/widget/parts';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { readCanned } from '../canned-list.js';
import { findCanned } from '../canned-match.js';
import { cannedStrings, type CannedStrings } from '../canned-strings.js';
import { newId } from '../new-id.js';
import { forms } from '../styles.js';

/** What is being written. `rev`: 0 for a new one. */
type Draft = {
  readonly id: string;
  readonly rev: number;
  readonly scope: CannedScope;
  readonly title: string;
  readonly reading: string;
  readonly text: string;
};

/** As many are drawn; whoever looks for another one types. */
const maxShown = 100;

/**
 * @summary A dialog with the canned replies of a room, and a form for one.
 *
 * @fires support-desk-canned-changed - There are others now.
 */
export class CannedDialog extends LitElement {
  static override properties = {
    lang: {},
    replies: { state: true },
    query: { state: true },
    draft: { state: true },
    wrong: { state: true },
    isFailed: { state: true },
    isBusy: { state: true },
    isDropping: { state: true },
  };
  static override styles = [
    base,
    forms,
    css`
      dialog {
        inline-size: min(560px, calc(100vw - 32px));
      }
      select {
        min-block-size: 40px;
        padding: 8px 10px;
        font: inherit;
        font-size: 16px;
        color: inherit;
        background: var(--_surface);
        border: 1px solid var(--_control);
        border-radius: var(--_radius-s);
      }
      textarea {
        min-block-size: 120px;
      }
      .top {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .top input {
        flex: 1 1 180px;
        inline-size: auto;
      }
      ul {
        block-size: min(360px, 46vh);
        margin: 12px 0;
        padding: 0;
        overflow-y: auto;
        list-style: none;
        border-block: 1px solid var(--_hairline);
      }
      li button {
        display: block;
        inline-size: 100%;
        min-block-size: 48px;
        padding: 6px 8px;
        text-align: start;
      }
      li + li {
        border-block-start: 1px solid var(--_hairline);
      }
      li button:hover {
        background: var(--_surface-2);
      }
      li bdi,
      li span {
        display: block;
        overflow: hidden;
        white-space: nowrap;
        text-overflow: ellipsis;
      }
      li bdi {
        font-weight: 600;
      }
      li .less bdi {
        display: inline;
        font-weight: 400;
      }
      li .less,
      .none {
        font-size: 12px;
        color: var(--_text-2);
      }
      .none {
        padding: 12px 8px;
        font-size: 14px;
      }
      .none.waits {
        animation: waits 1ms 300ms backwards;
      }
      @keyframes waits {
        from {
          opacity: 0;
        }
      }
      .ask {
        margin: 0;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .first {
        margin-inline-end: auto;
      }
      :focus-visible {
        outline-offset: -2px;
      }
    `,
  ];

  override lang = 'en';

  /** Null while they are read. */
  private replies: readonly CannedReply[] | null = null;
  private query = '';
  /** Null while the list is shown. */
  private draft: Draft | null = null;
  private wrong = '';
  private isFailed = false;
  private isBusy = false;
  private isDropping = false;

  #lobby: Pick<Lobby, 'canned'> | null = null;
  #room = '';

  private get dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog') as HTMLDialogElement;
  }

  get #words(): CannedStrings {
    return cannedStrings[this.lang === 'ja' ? 'ja' : 'en'];
  }

  /** Shows those of a room; with `text`, a new one that says it. `room` is no lane. */
  async ask(lobby: Pick<Lobby, 'canned'>, room: string, text?: string): Promise<void> {
    this.#lobby = lobby;
    this.#room = room;
    this.query = '';
    this.#edit(text === undefined ? null : newDraft(text));
    this.replies = null;
    await this.updateComplete;
    this.dialog.showModal();
    await this.#load();
  }

  protected override render(): TemplateResult {
    const words = this.#words;
    return html`<dialog aria-labelledby="heading">
      <h2 id="heading">${this.draft ? (this.draft.rev > 0 ? words.edit : words.make) : words.title}</h2>
      ${this.draft ? this.#renderForm(this.draft, words) : this.#renderList(words)}
    </dialog>`;
  }

  #renderList(words: CannedStrings): TemplateResult {
    const found = findCanned(this.replies ?? [], this.query, { locale: this.lang });
    return html`<div class="top">
        <input
          type="search"
          autocomplete="off"
          aria-label=${words.search}
          placeholder=${words.search}
          .value=${this.query}
          @input=${({ target }: Event) => (this.query = (target as HTMLInputElement).value)}
        />
        <button class="button" @click=${() => this.#edit(newDraft(''))}>${words.make}</button>
      </div>
      <ul role="list">
        ${repeat(
          found.slice(0, maxShown),
          ({ id }) => id,
          (reply) =>
            html`<li>
              <button @click=${() => this.#edit({ reading: '', ...reply })}>
                <bdi lang=${languageOf(reply.title) ?? nothing}>${reply.title}</bdi>
                <span class="less">${words.scopes[reply.scope]} · <bdi>${reply.text.slice(0, 200)}</bdi></span>
              </button>
            </li>`,
        )}
        ${found.length > maxShown ? html`<li class="none">${words.more(found.length - maxShown)}</li>` : nothing}
        ${found.length === 0 ? html`<li class=${this.replies || this.isFailed ? 'none' : 'none waits'}>${this.#none(words)}</li>` : nothing}
      </ul>
      <div class="buttons">
        ${this.isFailed ? html`<button class="button" @click=${() => void this.#load()}>${words.again}</button>` : nothing}
        <button class="button primary" @click=${() => this.dialog.close()}>${words.close}</button>
      </div>`;
  }

  #none(words: CannedStrings): string {
    if (this.isFailed) return words.failed;
    if (!this.replies) return words.loading;
    return this.replies.length === 0 ? words.empty : words.none;
  }

  #renderForm(draft: Draft, words: CannedStrings): TemplateResult {
    return html`<form novalidate @submit=${this.#save}>
      <label>
        ${words.name}
        <input name="title" maxlength=${limits.maxCannedTitleChars} autocomplete="off" .value=${draft.title} />
      </label>
      <label>
        ${words.reading}
        <input
          name="reading"
          maxlength=${limits.maxCannedTitleChars}
          autocomplete="off"
          aria-describedby="reading-help"
          .value=${draft.reading}
        />
        <span id="reading-help" class="help">${words.readingHelp}</span>
      </label>
      <label>
        ${words.text}
        <textarea name="text" rows="6" dir="auto" aria-describedby="text-help" .value=${draft.text}></textarea>
        <span id="text-help" class="help">${words.textHelp}</span>
      </label>
      <label>
        ${words.scope}
        <select name="scope">
          ${cannedScopes.map(
            (scope) => html`<option value=${scope} ?selected=${scope === draft.scope}>${words.scopes[scope]}</option>`,
          )}
        </select>
      </label>
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : nothing}
      ${this.isDropping ? this.#renderDrop(draft, words) : this.#renderButtons(draft, words)}
    </form>`;
  }

  #renderButtons(draft: Draft, words: CannedStrings): TemplateResult {
    return html`<div class="buttons">
      ${
        draft.rev > 0
          ? html`<button type="button" class="button danger first" @click=${() => this.#askDrop()}>
              ${words.drop}
            </button>`
          : nothing
      }
      <button type="button" class="button" @click=${() => this.#edit(null)}>${words.cancel}</button>
      <button class="button primary" ?disabled=${this.isBusy}>${words.save}</button>
    </div>`;
  }

  #renderDrop(draft: Draft, words: CannedStrings): TemplateResult {
    return html`<p class="ask" role="alert">${words.dropAsk(draft.title)}</p>
      <div class="buttons">
        <button type="button" class="button keep" @click=${() => (this.isDropping = false)}>${words.dropNo}</button>
        <button type="button" class="button danger" ?disabled=${this.isBusy} @click=${this.#drop}>
          ${words.dropYes}
        </button>
      </div>`;
  }

  #edit(draft: Draft | null): void {
    this.draft = draft;
    this.wrong = '';
    this.isDropping = false;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('input')?.focus());
  }

  #askDrop(): void {
    this.isDropping = true;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.keep')?.focus());
  }

  async #load(): Promise<void> {
    const lobby = this.#lobby;
    if (!lobby) return;
    this.isFailed = false;
    try {
      this.replies = await readCanned(lobby, this.#room);
    } catch {
      this.isFailed = true; // The list says so.
    }
  }

  readonly #save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { draft } = this;
    if (!draft || this.isBusy) return;
    const words = this.#words;
    const fields = new FormData(event.target as HTMLFormElement);
    const textOf = (name: string): string => {
      const value = fields.get(name);
      return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : '';
    };
    const [title, reading, text] = [textOf('title').trim(), textOf('reading').trim(), textOf('text')];
    const scope = textOf('scope') as CannedScope;
    const written = { ...draft, title, reading, text, scope };
    const blank = title === '' ? 'input' : text.trim() === '' ? 'textarea' : null;
    if (blank) return this.#object(written, words.required, blank);
    const tooMany = textBytes(text) - limits.maxTextBytes;
    if (tooMany > 0) return this.#object(written, words.tooLong(tooMany), 'textarea');
    const { id, rev } = draft;
    await this.#try(written, () =>
      this.#lobby?.canned('canned.keep', {
        ...{ id, rev, scope, title, text },
        ...(scope === 'room' && { room: this.#room }),
        ...(reading !== '' && { reading }),
      }),
    );
  };

  readonly #drop = (): void => {
    const { draft } = this;
    if (!draft || this.isBusy) return;
    void this.#try(draft, () => this.#lobby?.canned('canned.drop', { id: draft.id, rev: draft.rev }));
  };

  #object(draft: Draft, words: string, selector: string): void {
    this.draft = draft;
    this.wrong = words;
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  async #try(written: Draft, act: () => Promise<unknown> | undefined): Promise<void> {
    this.isBusy = true;
    this.draft = written;
    this.wrong = '';
    try {
      await act();
      this.dispatchEvent(new CustomEvent('support-desk-canned-changed', { bubbles: true, composed: true }));
      this.#edit(null);
      await this.#load();
    } catch (error) {
      await this.#refused(written, error instanceof Refusal ? error.code : '');
    } finally {
      this.isBusy = false;
    }
  }

  /** What was written stays; what it is to replace is looked at anew. */
  async #refused(written: Draft, code: string): Promise<void> {
    const words = this.#words;
    this.isDropping = false;
    this.wrong = code === 'changed' ? words.changed : code === 'forbidden' ? words.full : words.notDone;
    if (code !== 'changed') return;
    await this.#load();
    const now = this.replies?.find(({ id }) => id === written.id);
    this.draft = { ...written, ...(now ? { rev: now.rev } : { id: newDraft('').id, rev: 0 }) };
  }
}

function newDraft(text: string): Draft {
  return { id: newId(), rev: 0, scope: 'me', title: '', reading: '', text };
}

if (!customElements.get('support-desk-canned-dialog'))
  customElements.define('support-desk-canned-dialog', CannedDialog);
