import { excerptOf } from './bodies.js';
import type { MessageDoc } from './documents.js';
import type { QueueRow } from './frames.js';

/** Messages as rows of the queue; none for one that asks nothing. */
export function queueRowsOf(room: string, messages: readonly MessageDoc[]): QueueRow[] {
  return messages.flatMap(({ seq, rev, at, by, body, question }) => {
    if (!question) return [];
    const { state, owner, affected, escalations, promised } = question;
    return [
      {
        ...{ room, seq, rev, at, by, excerpt: excerptOf(body), state, owner, affected: affected.length, escalations },
        ...(promised !== undefined && { promised }),
      },
    ];
  });
}
