/** The button in the header that opens the search. Loaded when the room is there. */
import type { Client, Room } from '@support-chat/client';
import { render, svg } from 'lit';
import { icon } from '../icons.js';
import type { Panel } from '../parts/panel.js';

export const searchIcon = svg`<circle cx="10.5" cy="10.5" r="6"></circle><path d="M15 15l5 5"></path>`;

/** What the search is called everywhere. */
export const searchWords = { en: 'Search messages', ja: 'メッセージを検索' };

/** Puts the button there. `home` is the room of the tag. */
export function addSearch(panel: Panel, client: Client, home: Room): void {
  const button = document.createElement('button');
  button.slot = 'actions';
  button.className = 'icon-button';
  render(icon(searchIcon), button);
  const label = (): void => {
    button.title = button.ariaLabel = searchWords[panel.lang];
  };
  label();
  new MutationObserver(label).observe(panel, { attributeFilter: ['lang'] });
  button.addEventListener(
    'click',
    () =>
      void import('./search-sheet.js')
        .then(({ showSearch }) => showSearch(panel, client, home, button))
        .catch(() => undefined), // Loaded with the next press.
  );
  panel.renderRoot.querySelector('support-chat-room-header')?.append(button);
}
