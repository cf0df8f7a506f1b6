/** A link into the person's own lane: `#support-chat=vpn~ana/12`. The launcher opens the room before the `~`, this the rest. */
import type { Room } from '@support-chat/client';
import { laneName } from '@support-chat/protocol';
import type { Panel } from '../parts/panel.js';
import { showMessageOf } from './show-message.js';

const pattern = /[?&#]support-chat=([\w.-]+~[\w.-]+)\/(\d+)/;

/** Follows the link that the page was opened with, and those that come, for as long as the panel is in the page. */
export function followLaneLinks(panel: Panel, home: Room): void {
  const follow = (): void => {
    if (!panel.isConnected) return removeEventListener('hashchange', follow);
    const [, address, seq] = pattern.exec(location.search + location.hash) ?? [];
    const { me, name } = home.view;
    // Whoever else follows it sees the room, and nothing of the lane.
    if (!me || address !== laneName(name, me.id)) return;
    const bubbles = { bubbles: true, composed: true };
    if (!panel.isLane)
      panel.renderRoot.dispatchEvent(new CustomEvent('support-chat-lane', { detail: { isLane: true }, ...bubbles }));
    const detail: { room: Room | null } = { room: null };
    panel.renderRoot.dispatchEvent(new CustomEvent('support-chat-room-wanted', { detail, ...bubbles }));
    if (detail.room) void showOnceReady(panel, detail.room, Number(seq));
  };
  addEventListener('hashchange', follow);
  // Whose lane it is is known then.
  void ready(home).then(follow);
}

async function ready(room: Room): Promise<void> {
  let end: (() => void) | undefined;
  await new Promise<void>((resolve) => {
    end = room.subscribe((view) => view.state === 'ready' && resolve());
  });
  end?.();
}

async function showOnceReady(panel: Panel, lane: Room, seq: number): Promise<void> {
  await ready(lane);
  // The panel gets the view in a later turn.
  await new Promise((resolve) => setTimeout(resolve));
  await showMessageOf(lane, panel.conversation, seq);
}
