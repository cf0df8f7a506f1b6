import type { Lobby } from '@support-chat/client';
import type { CannedReply } from '@support-chat/protocol';

/** All canned replies that may be used in the room. Throws Refusal. */
export async function readCanned(lobby: Pick<Lobby, 'canned'>, room: string): Promise<readonly CannedReply[]> {
  const found: CannedReply[] = [];
  for (;;) {
    const after = found.at(-1)?.id;
    const { replies, isLast } = await lobby.canned('canned.list', { room, ...(after && { after }) });
    found.push(...replies);
    if (isLast || replies.length === 0) return found;
  }
}
