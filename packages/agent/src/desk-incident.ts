/** A room for an incident out of a question: made, told what was asked, and known where it was asked. */
import { excerptOf, type MessageDoc } from '@support-chat/protocol';
import { safeName } from '@support-chat/widget/parts';
import type { DeskSession } from './desk-session.js';
import { hashOf } from './desk-place.js';
import type { NewRoom } from './parts/new-room.js';
import { titleOf } from './room-words.js';
import type { DeskStrings } from './strings.js';

const maxTitleChars = 80;

export type DeskIncident = {
  /** Asks for the room of an incident that message `asked` of the open room tells of. */
  begin(asked: MessageDoc): void;
  /** The room that was asked for is there: says in it what was asked, and where it was asked that it is there. */
  end(room: string): Promise<void>;
  /** The next room is none of this. */
  forget(): void;
};

export function createDeskIncident(seams: {
  readonly session: () => DeskSession | null;
  readonly newRoom: () => NewRoom;
  readonly strings: () => DeskStrings;
  /** Says in words why something was not done. */
  refuse(error: unknown): void;
}): DeskIncident {
  let from: { readonly room: string; readonly title: string; readonly asked: MessageDoc } | null = null;
  return {
    begin: (asked) => {
      const room = seams.session()?.room?.view.room;
      if (!room) return;
      from = { room: room.name, title: titleOf(room), asked };
      seams.newRoom().show({ kind: 'incident', title: excerptOf(asked.body, maxTitleChars) });
    },
    end: async (room) => {
      const [source, session] = [from, seams.session()];
      from = null;
      if (!source || !session) return;
      const { asked } = source;
      const strings = seams.strings();
      const there = strings.incidentFrom(safeName(asked.by.name), source.title);
      const post = (to: string, text: string, more: { audience?: 'staff'; re?: number } = {}) =>
        session.lobby.send('message.post', { room: to, body: { kind: 'text', text }, ...more });
      try {
        await post(room, `${there}\n${addressOf({ room: source.room, seq: asked.seq })}\n\n${asked.body.text}`);
        // A note: what everybody sees as a reply would count as the answer.
        const note = `${strings.incidentMade}\n${addressOf({ room, seq: null })}`;
        await post(source.room, note, { audience: 'staff', re: asked.seq });
      } catch (error) {
        // The room is there all the same.
        seams.refuse(error);
      }
    },
    forget: () => (from = null),
  };
}

/** Of the desk, for those who may be there. */
function addressOf(place: { readonly room: string; readonly seq: number | null }): string {
  return `${location.origin}${location.pathname}${hashOf(place)}`;
}
