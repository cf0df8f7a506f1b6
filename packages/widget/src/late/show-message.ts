import type { Room } from '@support-chat/client';
import type { Conversation } from '../parts/conversation.js';

/** Pages that are loaded to reach a message. */
const maxPages = 40;

/** Brings a message of the room into view, however far back it is. */
export async function showMessageOf(room: Room, conversation: Conversation, seq: number): Promise<void> {
  const isThere = (): boolean => room.view.messages.some((message) => message.seq === seq);
  for (let pages = 0; pages < maxPages && !isThere() && room.view.hasOlder; pages += 1) await room.loadOlder();
  // What the room has just got is on its way to the conversation.
  await new Promise((resolve) => setTimeout(resolve));
  if (isThere() && conversation.view?.name === room.view.name) conversation.showMessage(seq);
}
