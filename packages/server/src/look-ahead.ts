/** What commands want to know that no transaction holds: read right before it. */
import { limits, type CommandName, type CommandTable, type Person } from '@support-chat/protocol';
import type { Beforehand } from './commands/command.js';
import { callsGroup, type Calls } from './people/calls.js';
import type { Store } from './store/store.js';

/** Gives what to read for a command; null for one that wants nothing. */
export function createLookAhead(
  store: Store,
  calls: Calls,
): (name: CommandName, input: CommandTable[CommandName]) => Promise<Beforehand> | null {
  return (name, input) => {
    const { room } = input;
    if (name === 'member.remove') return hostsOf(store, room).then((hosts) => ({ hosts }));
    if (name === 'room.describe' && 'boundTo' in input && input.boundTo?.length)
      return isMovedInto(store, room).then((found) => ({ isMovedInto: found }));
    if ('rev' in input && 'message' in input)
      return input.body.mentions ? calls.after(input).then((callees) => ({ callees })) : null;
    return callsGroup(input) ? calls.in(room).then((callees) => ({ callees })) : null;
  };
}

async function hostsOf(store: Store, room: string): Promise<readonly Person[]> {
  return (await store.members(room)).flatMap(({ person, as }) => (as === 'host' ? person : []));
}

/** Whether a question of the room, or of a lane beside it, was asked elsewhere or went elsewhere: that place names it. */
async function isMovedInto(store: Store, room: string): Promise<boolean> {
  if (await hasMovedIn(store, room)) return true;
  for (const { room: lane } of await store.lanes(room))
    if ((lane.questions?.moved ?? 0) > 0 || (await hasMovedIn(store, lane.name))) return true;
  return false;
}

/** Whether a question of this room was asked in another one. */
async function hasMovedIn(store: Store, room: string): Promise<boolean> {
  const seqs = (await store.readQuestions(room)).map(({ seq }) => seq);
  for (let from = 0; from < seqs.length; from += limits.maxMessagesPerPage) {
    const messages = await store.messages(room, seqs.slice(from, from + limits.maxMessagesPerPage));
    if (messages.some((message) => message.from)) return true;
  }
  return false;
}
