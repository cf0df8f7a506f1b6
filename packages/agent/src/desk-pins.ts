import type { RoomView } from '@support-chat/client';
import { html, type TemplateResult } from 'lit';
import type { DeskActs } from './desk-acts.js';
import type { DeskSession } from './desk-session.js';

type PinEvent = CustomEvent<{ readonly seq: number }>;

/** What is pinned in the open room, above its conversation. */
export function renderDeskPins(
  view: RoomView | null,
  lang: string,
  { session, acts }: { readonly session: () => DeskSession | null; readonly acts: DeskActs },
): TemplateResult {
  const room = view?.room;
  return html`<support-chat-pins
    lang=${lang}
    .pins=${room?.pins ?? []}
    ?canUnpin=${room?.state === 'open' && !room.lane}
    ?hidden=${!room?.pins?.length}
    @support-chat-pin-show=${({ detail }: PinEvent) => void session()?.reveal(detail.seq)}
    @support-chat-unpin=${({ detail }: PinEvent) => void acts.unpin(detail.seq)}
  ></support-chat-pins>`;
}
