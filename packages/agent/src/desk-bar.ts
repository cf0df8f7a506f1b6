/** The desk's head: whose it is, and what concerns the agent alone. */
import type { LobbyView } from '@support-chat/client';
import { face, icon } from '@support-chat/widget/parts';
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { DeskStrings } from './strings.js';

const moonIcon = svg`<path d="M20 14.5A8.5 8.5 0 019.5 4 8.5 8.5 0 1020 14.5z"></path>`;

/** The bar above the rooms. */
export function renderDeskBar({
  strings,
  lobby,
  switchBusy,
  showKeys,
  signOut,
}: {
  readonly strings: DeskStrings;
  readonly lobby: LobbyView | null;
  readonly switchBusy: () => void;
  readonly showKeys: () => void;
  readonly signOut: () => void;
}): TemplateResult {
  return html`<div class="bar">
    <h1>${strings.desk}</h1>
    ${lobby?.me ? face(lobby.me) : nothing}
    <button
      class="icon-button disturb"
      aria-label=${strings.doNotDisturb}
      title=${strings.doNotDisturb}
      aria-pressed=${lobby?.isBusy ?? false}
      ?disabled=${lobby?.state !== 'ready'}
      @click=${switchBusy}
    >
      ${icon(moonIcon)}
    </button>
    <button class="icon-button" aria-label=${strings.keys} title=${strings.keys} @click=${showKeys}>?</button>
    <button class="text-button" @click=${signOut}>${strings.signOut}</button>
  </div>`;
}
