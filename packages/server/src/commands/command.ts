/** What a command is here: pure, synchronous, run inside the append. */
import {
  Refusal,
  type CommandName,
  type CommandTable,
  type EventDraft,
  type Person,
  type RoomDoc,
} from '@support-chat/protocol';
import { kinds } from '../kinds/kinds.js';
import { requireVisible } from '../kinds/visibility.js';
import type { Held } from '../store/store.js';

/** What this command makes of the room: its events, or a thrown Refusal. */
export type Command<N extends CommandName> = (held: Held, by: Person, input: CommandTable[N]) => readonly EventDraft[];

/** The room, if the person runs it. Throws Refusal('not_found' | 'forbidden'). */
export function requireManaged(room: RoomDoc | null, by: Person): RoomDoc {
  const visible = requireVisible(room, by);
  if (kinds[visible.kind].mayManage(by)) return visible;
  throw new Refusal('forbidden', `running room "${visible.name}" needs an agent or a manager, you are ${by.role}`);
}
