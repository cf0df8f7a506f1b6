import type { RoomDoc } from '@support-chat/protocol';
import { backIcon, icon, infoIcon, lockIcon, safeName } from '@support-chat/widget/parts';
import { html, nothing, type TemplateResult } from 'lit';
import { titleOf } from './room-words.js';
import type { DeskStrings } from './strings.js';

/** The bar above the pane: which room it is, or the queue of all. */
export function renderTitleBar(
  desk: DeskStrings,
  room: RoomDoc | null,
  pane: {
    /** Whether a room was chosen; it may be on its way. */
    readonly isRoom: boolean;
    readonly hasFacts: boolean;
    readonly back: () => void;
    readonly toggleFacts: () => void;
  },
): TemplateResult {
  return html`<header class="title-bar">
    <button class="icon-button back" aria-label=${desk.back} @click=${pane.back}>${icon(backIcon)}</button>
    <h2>
      ${room?.lane || room?.isPrivate ? icon(lockIcon, 16) : nothing}<bdi
        >${pane.isRoom ? (room ? titleOf(room) : '') : desk.questions}</bdi
      >
    </h2>
    <span class="purpose"
      >${room?.lane ? desk.laneReaders(safeName(room.lane.person.name)) : (room?.purpose ?? '')}</span
    >
    ${
      room
        ? html`<button
            class="icon-button facts"
            aria-label=${desk.facts}
            aria-expanded=${pane.hasFacts}
            title=${desk.facts}
            @click=${pane.toggleFacts}
          >
            ${icon(infoIcon)}
          </button>`
        : nothing
    }
  </header>`;
}
