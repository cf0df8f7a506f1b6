/** Search over all rooms. Loaded when somebody asks for it. */
import type { Client } from '@support-chat/client';
import type { FoundMessage, RoomDoc } from '@support-chat/protocol';
import { base, type Language } from '@support-chat/widget/parts';
import { searchWords, type SearchView } from '@support-chat/widget/search';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { hashOf } from '../desk-place.js';
import { roomLink } from '../room-link.js';
import { forms } from '../styles.js';

/**
 * @summary A dialog with the search of messages.
 *
 * @fires support-desk-choose - The agent goes to message `detail.seq` of room `detail.name`.
 */
export class SearchDialog extends LitElement {
  static override properties = { lang: {}, client: { state: true }, rooms: { state: true } };
  static override styles = [
    base,
    forms,
    css`
      dialog {
        inline-size: min(720px, calc(100vw - 32px));
        block-size: min(720px, calc(100dvh - 32px));
        margin-block-start: max(16px, 8dvh);
        padding: 16px 20px 0;
        overflow: hidden;
      }
      dialog[open] {
        display: flex;
        flex-direction: column;
      }
      h2 {
        flex: none;
      }
      support-chat-search-view {
        flex: 1;
      }
      @media (max-width: 720px) {
        dialog {
          inline-size: 100vw;
          max-inline-size: none;
          block-size: 100dvh;
          max-block-size: none;
          margin: 0;
          padding: 16px 16px 0;
          border: 0;
          border-radius: 0;
        }
      }
      header {
        display: flex;
        align-items: center;
        gap: 8px;
        flex: none;
        margin-block-end: 12px;
      }
      header h2 {
        flex: 1;
        margin: 0;
      }
    `,
  ];

  override lang: Language = 'en';

  private client: Client | null = null;
  private rooms: readonly RoomDoc[] = [];

  /** Opens the search; what was looked for last is still there. */
  async open(client: Client, rooms: readonly RoomDoc[]): Promise<void> {
    this.client = client;
    this.rooms = rooms;
    await this.updateComplete;
    this.#dialog.showModal();
    this.renderRoot.querySelector<SearchView>('support-chat-search-view')?.focus();
  }

  protected override render(): TemplateResult {
    const { client } = this;
    return html`<dialog aria-labelledby="heading">
      <header>
        <h2 id="heading">${searchWords[this.lang]}</h2>
        <button class="button" @click=${() => this.#dialog.close()}>${closeWords[this.lang]}</button>
      </header>
      <support-chat-search-view
        .lang=${this.lang}
        .rooms=${this.rooms.filter(({ kind }) => kind !== 'lane').map(({ name }) => name)}
        .ask=${(input: Parameters<Client['search']>[0]) => client?.search(input) ?? Promise.resolve(null)}
        .linkTo=${(found: FoundMessage) => this.#linkTo(found)}
        @support-chat-found=${this.#go}
      ></support-chat-search-view>
    </dialog>`;
  }

  get #dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog') as HTMLDialogElement;
  }

  /** Everybody can open the page of a room; where nobody said which it is, and in lanes, colleagues open the desk. */
  #linkTo({ room, seq }: FoundMessage): string {
    const page = this.rooms.find(({ name }) => name === room)?.page;
    return page ? roomLink(page, room, seq) : `${location.origin}${location.pathname}${hashOf({ room, seq })}`;
  }

  readonly #go = ({ detail }: CustomEvent<{ room: string; seq: number }>): void => {
    this.#dialog.close();
    const { room: name, seq } = detail;
    this.dispatchEvent(new CustomEvent('support-desk-choose', { detail: { name, seq }, bubbles: true }));
  };
}

const closeWords = { en: 'Close', ja: '閉じる' };

if (!customElements.get('support-desk-search')) customElements.define('support-desk-search', SearchDialog);
