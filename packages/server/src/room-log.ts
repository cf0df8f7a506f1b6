/** The one way to write: guards, decide inside the append, commit, hint. */
import { hash } from 'node:crypto';
import type { Appended, CommandName, CommandTable, Person } from '@support-chat/protocol';
import type { Bus } from './bus/bus.js';
import type { Command } from './commands/command.js';
import { aboutOf, affectsOf, besideOf, commands, membersOf } from './commands/commands.js';
import type { Store } from './store/store.js';

/** Runs before the append, in order; throws a Refusal to stop the command. Pure. */
export type Guard = (by: Person, name: CommandName, input: CommandTable[CommandName]) => void;

export type RoomLog = {
  /**
   * Appends what one parsed command asks for. Resolves when it is durable, to the same answer when its cid was seen before.
   * Commands submitted in one turn are stored in that order. Throws Refusal.
   */
  submit<N extends CommandName>(by: Person, name: N, input: CommandTable[N]): Promise<Appended>;
};

/** Everything that appends goes through the log this makes. */
export function createRoomLog(options: {
  readonly store: Store;
  readonly bus: Bus;
  readonly guards?: readonly Guard[];
}): RoomLog {
  const { store, bus, guards = [] } = options;
  return {
    // Synchronous up to the append: the order of calls is the order in the log.
    submit: async (by, name, input) => {
      for (const guard of guards) guard(by, name, input);
      // The table ties each name to its input; indexing it with a type parameter loses the tie.
      const decide = commands[name] as Command<typeof name>;
      const { seq, at, dup, events } = await store.append({
        room: input.room,
        by,
        cid: input.cid,
        hash: hashOf(name, input),
        decide: (held) => decide(held, by, input),
        about: aboutOf(input),
        members: membersOf(input),
        beside: besideOf(input),
        affects: affectsOf(input),
      });
      // Also when it was there already: the answer to it may have been lost before anybody was told.
      bus.publish({ type: 'hint', room: input.room, head: seq + events.length - 1 });
      return { seq, at, dup };
    },
  };
}

/** Tells one command's content from another's. Parsed input has its keys in the schema's order. */
function hashOf(name: CommandName, input: CommandTable[CommandName]): string {
  return hash('sha256', JSON.stringify([name, input]), 'base64url').slice(0, 22);
}
