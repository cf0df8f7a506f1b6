/** The end of a room for good: deleting it, and taking it back. Loaded when somebody asks for it. */
import type { RoomDoc } from '@support-chat/protocol';
import { base, safeName } from '@support-chat/widget/parts';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { roomEndStrings, type RoomEndStrings } from '../room-end-strings.js';
import { forms } from '../styles.js';

/** How the dialog gets at the server. Each throws a Refusal. */
export type RoomEndSource = {
  delete(room: string, name: string, reason: string): Promise<unknown>;
  recover(room: string): Promise<unknown>;
  deleted(): Promise<readonly RoomDoc[]>;
  words(error: unknown): string;
};

type Shown =
  | { readonly is: 'nothing' }
  | { readonly is: 'ask'; readonly room: RoomDoc }
  | { readonly is: 'list'; readonly rooms: readonly RoomDoc[] | null; readonly hasFailed: boolean };

const dayMs = 86_400_000;

/** @summary Asks before a room is deleted, and lists the deleted ones for who may take them back. */
export class RoomEnd extends LitElement {
  static override properties = {
    lang: {},
    shown: { state: true },
    objection: { state: true },
    isWrong: { state: true },
    isBusy: { state: true },
    done: { state: true },
  };
  static override styles = [
    base,
    forms,
    css`
      ul {
        display: grid;
        gap: 12px;
        margin: 16px 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 4px 12px;
        padding-block-end: 12px;
        border-block-end: 1px solid var(--_hairline);
      }
      li > div {
        flex: 1 1 220px;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      .name {
        font-family: var(--_mono, ui-monospace, monospace);
        user-select: all;
      }
      li p {
        margin: 0;
      }
    `,
  ];

  override lang = 'en';

  private shown: Shown = { is: 'nothing' };
  private objection = '';
  private isWrong = false;
  private isBusy = false;
  /** What was done last, in words. */
  private done = '';

  #source: RoomEndSource | null = null;

  private get dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog') as HTMLDialogElement;
  }

  /** Asks whether the room is to be deleted. */
  ask(room: RoomDoc, source: RoomEndSource): Promise<void> {
    return this.#open({ is: 'ask', room }, source);
  }

  /** Shows what was deleted. */
  async list(source: RoomEndSource): Promise<void> {
    await this.#open({ is: 'list', rooms: null, hasFailed: false }, source);
    await this.#load();
  }

  protected override render(): TemplateResult {
    const words = this.#words;
    const { shown } = this;
    return html`<dialog aria-labelledby="heading" @close=${this.#forget}>
      ${shown.is === 'ask' ? this.#renderAsk(words, shown.room) : nothing}
      ${shown.is === 'list' ? this.#renderList(words, shown) : nothing}
    </dialog>`;
  }

  #renderAsk(words: RoomEndStrings, room: RoomDoc): TemplateResult {
    return html`<h2 id="heading">${words.deleteHeading(room.title)}</h2>
      <p>${words.deleteHelp}</p>
      <form @submit=${this.#delete} novalidate>
        <label
          >${words.typeName(room.name)}<input
            class="name"
            name="name"
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            aria-invalid=${this.isWrong}
            aria-describedby=${this.isWrong ? 'wrong' : nothing}
            @input=${() => (this.isWrong = false)}
        /></label>
        ${this.isWrong ? html`<p class="wrong" id="wrong" role="alert">${words.wrongName}</p>` : nothing}
        <label
          >${words.reason}<input name="reason" maxlength="500" aria-describedby="reason-help" /><span
            class="help"
            id="reason-help"
            >${words.reasonHelp}</span
          ></label
        >
        ${this.objection ? html`<p class="wrong" role="alert">${this.objection}</p>` : nothing}
        <div class="buttons">
          <button type="button" class="button" @click=${() => this.dialog.close()}>${words.cancel}</button>
          <button class="button danger" ?disabled=${this.isBusy}>${words.remove}</button>
        </div>
      </form>`;
  }

  #renderList(words: RoomEndStrings, { rooms, hasFailed }: Extract<Shown, { is: 'list' }>): TemplateResult {
    return html`<h2 id="heading">${words.listHeading}</h2>
      <p role="status">${this.done}</p>
      <p class="help">${words.listHelp}</p>
      ${this.objection ? html`<p class="wrong" role="alert">${this.objection}</p>` : nothing}
      ${
        hasFailed
          ? html`<p class="wrong" role="alert">
              ${words.failed}
              <button class="text-button" @click=${() => void this.#load()}>${words.retry}</button>
            </p>`
          : rooms === null
            ? html`<p>${words.loading}</p>`
            : rooms.length === 0
              ? html`<p>${words.empty}</p>`
              : html`<ul>
                  ${rooms.map((room) => this.#renderRoom(words, room))}
                </ul>`
      }
      <div class="buttons">
        <button class="button" @click=${() => this.dialog.close()}>${words.close}</button>
      </div>`;
  }

  #renderRoom(words: RoomEndStrings, room: RoomDoc): TemplateResult {
    const { name, title, deleted, erasedAt, messages } = room;
    return html`<li>
      <div>
        <p dir="auto"><b>${title || name}</b></p>
        ${
          deleted
            ? html`<p class="help">${words.deletedBy(safeName(deleted.by.name), this.#day(deleted.at))}</p>`
            : nothing
        }
        ${deleted?.reason ? html`<p class="help" dir="auto">${deleted.reason}</p>` : nothing}
        <p class="help">
          ${erasedAt === undefined ? words.untilDay(this.#day((deleted?.until ?? 0) - dayMs)) : words.erasedOn(this.#day(erasedAt), messages)}
        </p>
      </div>
      ${
        erasedAt === undefined
          ? html`<button class="button" ?disabled=${this.isBusy} @click=${() => void this.#recover(room)}>
              ${words.recover}<span class="visually-hidden"> – ${title}</span>
            </button>`
          : nothing
      }
    </li>`;
  }

  /** Told late: it may be open again. */
  readonly #forget = (): void => {
    if (!this.dialog.open) this.shown = { is: 'nothing' };
  };

  get #words(): RoomEndStrings {
    return roomEndStrings[this.lang === 'ja' ? 'ja' : 'en'];
  }

  #day(at: number): string {
    return new Intl.DateTimeFormat(this.lang, { dateStyle: 'long' }).format(at);
  }

  async #open(shown: Shown, source: RoomEndSource): Promise<void> {
    this.#source = source;
    this.shown = shown;
    this.objection = this.done = '';
    this.isWrong = this.isBusy = false;
    await this.updateComplete;
    this.dialog.showModal();
  }

  async #load(): Promise<void> {
    this.shown = { is: 'list', rooms: null, hasFailed: false };
    const rooms = await this.#source?.deleted().catch(() => null);
    this.shown = { is: 'list', rooms: rooms ?? null, hasFailed: !rooms };
  }

  readonly #delete = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { shown } = this;
    if (shown.is !== 'ask' || this.isBusy) return;
    const { room } = shown;
    const fields = new FormData(event.target as HTMLFormElement);
    const [name, reason] = [textOf(fields.get('name')).trim(), textOf(fields.get('reason')).trim()];
    this.isWrong = name !== room.name;
    if (this.isWrong) return this.renderRoot.querySelector('input')?.focus();
    await this.#trying(async (source) => {
      await source.delete(room.name, name, reason);
      await this.#load();
      const until = this.shown.is === 'list' ? this.shown.rooms?.find((one) => one.name === room.name) : undefined;
      this.done = this.#words.deletedUntil(room.title, this.#day((until?.deleted?.until ?? Date.now()) - dayMs));
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>('.buttons .button')?.focus();
    });
  };

  async #recover({ name }: RoomDoc): Promise<void> {
    await this.#trying(async (source) => {
      await source.recover(name);
      await this.#load();
      this.done = this.#words.recovered;
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>('.buttons .button')?.focus();
    });
  }

  async #trying(act: (source: RoomEndSource) => Promise<void>): Promise<void> {
    const source = this.#source;
    if (!source) return;
    this.isBusy = true;
    this.objection = '';
    try {
      await act(source);
    } catch (error) {
      this.objection = source.words(error);
    } finally {
      this.isBusy = false;
    }
  }
}

function textOf(value: FormDataEntryValue | null): string {
  return typeof value === 'string' ? value : '';
}

if (!customElements.get('support-desk-room-end')) customElements.define('support-desk-room-end', RoomEnd);
