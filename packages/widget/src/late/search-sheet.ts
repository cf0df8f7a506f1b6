/** The search of the widget: a sheet over the room. Loaded when somebody wants to search. */
import type { Client, Room } from '@support-chat/client';
import type { FoundMessage } from '@support-chat/protocol';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { closeIcon, icon } from '../icons.js';
import type { Language } from '../launcher-strings.js';
import type { Panel } from '../parts/panel.js';
import { base } from '../styles/tokens.js';
import { roomLink } from './room-link.js';
import { searchStrings } from './search-strings.js';
import { SearchView } from './search-view.js';

/**
 * @summary The search in a sheet that covers the room.
 *
 * @fires support-chat-search-closed - The person is done with it.
 */
class SearchSheet extends LitElement {
  static override properties = { lang: {} };
  static override styles = [
    base,
    css`
      :host {
        position: absolute;
        inset: 0;
        z-index: 3;
        display: flex;
        flex-direction: column;
        background: var(--_surface);
      }
      header {
        display: flex;
        align-items: center;
        gap: 4px;
        flex: none;
        padding: 12px 8px 10px 16px;
      }
      h2 {
        flex: 1;
        margin: 0;
        font-size: 16px;
        font-weight: 650;
        line-height: 36px;
      }
      ::slotted(*) {
        flex: 1;
        padding-inline: 16px;
      }
    `,
  ];

  override lang: Language = 'en';

  protected override render(): TemplateResult {
    const { search, close } = searchStrings[this.lang];
    return html`<header>
        <h2>${search}</h2>
        <button class="icon-button" aria-label=${close} title=${close} @click=${this.#close}>${icon(closeIcon)}</button>
      </header>
      <slot></slot>`;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('keydown', this.#onKey);
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing) return;
    // The panel stays.
    event.preventDefault();
    this.#close();
  };

  readonly #close = (): void => void this.dispatchEvent(new CustomEvent('support-chat-search-closed'));
}

if (!customElements.get('support-chat-search')) customElements.define('support-chat-search', SearchSheet);

/** Shows the sheet over the panel. `from` gets the focus back. */
export function showSearch(panel: Panel, client: Client, home: Room, from: HTMLElement): void {
  const sheet = document.createElement('support-chat-search') as SearchSheet;
  const view = new SearchView();
  sheet.lang = view.lang = panel.lang;
  view.room = home.view.name;
  view.canLeaveRoom = home.view.me?.role !== 'guest';
  view.ask = (input) => client.search(input);
  view.linkTo = (found) => linkTo(found, home);
  const covered = [...panel.renderRoot.children].filter(
    (element): element is HTMLElement => element.localName !== 'slot',
  );
  const cover = (isCovered: boolean): void => {
    for (const element of covered) element.inert = isCovered;
  };
  const close = (): void => {
    sheet.remove();
    cover(false);
  };
  sheet.addEventListener('support-chat-search-closed', () => {
    close();
    from.focus();
  });
  sheet.addEventListener('support-chat-found', (event) => {
    event.stopPropagation();
    close();
    const { room, seq } = (event as CustomEvent<{ room: string; seq: number }>).detail;
    void show(panel, client, home, { room, seq });
  });
  cover(true);
  sheet.append(view);
  panel.append(sheet);
  view.focus();
}

/** Others come to a message of this room by the page that has it; a lane is nobody else's to open from there. */
function linkTo({ room, seq }: FoundMessage, home: Room): string | null {
  if (room !== home.view.name) return null;
  const here = location.href.replace(/[?&#]support-chat=[^?&#]*/u, '');
  return roomLink(home.view.room?.page ?? here, room, seq);
}

async function show(
  panel: Panel,
  client: Client,
  home: Room,
  { room, seq }: { readonly room: string; readonly seq: number },
): Promise<void> {
  // The only lane that the person sees beside it is theirs.
  const isLane = room.startsWith(`${home.view.name}~`);
  if (room !== home.view.name && !isLane) {
    const { goElsewhere } = await import('./around-message.js');
    return goElsewhere(panel, room, seq);
  }
  const { showMessageOf } = await import('./show-message.js');
  const { conversation } = panel;
  if (panel.isLane !== isLane)
    conversation.dispatchEvent(new CustomEvent('support-chat-lane', { detail: { isLane }, bubbles: true }));
  const shown = client.join(room);
  await readyOf(shown);
  await showMessageOf(shown, conversation, seq);
  panel.focus();
  shown.leave();
}

function readyOf(room: Room): Promise<void> {
  return new Promise((resolve) => {
    const end = room.subscribe(({ state }) => {
      if (state === 'loading') return;
      queueMicrotask(() => end());
      resolve();
    });
  });
}
