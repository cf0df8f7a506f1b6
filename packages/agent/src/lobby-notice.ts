import type { LobbyView } from '@support-chat/client';
import type { Notice } from '@support-chat/widget/parts';

/** The lobby's connection, as the notice over the list shows it. */
export function noticeOf(lobby: LobbyView | null): Notice['view'] {
  if (!lobby) return null;
  const { connection, me } = lobby;
  return { connection, me, outgoing: [], outboxKeptIn: 'storage', state: 'ready', refusal: null };
}
