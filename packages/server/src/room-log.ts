/** The one way to write: guards, decide inside the append, commit, hint. */
import { hash } from 'node:crypto';
import type { Appended, CommandName, CommandTable, Person, StoredEvent } from '@support-chat/protocol';
import { appendAndTell } from './append-and-tell.js';
import type { Bus } from './bus/bus.js';
import type { Beforehand } from './commands/command.js';
import { aboutOf, affectsOf, besideOf, decide, filesNamedIn, membersOf } from './commands/commands.js';
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
  /** Run when the command is known to be one that is done, and not again for a retry of it. */
  readonly admits?: readonly Guard[];
  /** What a command wants to know beforehand; null for one that wants nothing. */
  readonly lookAhead?: (name: CommandName, input: CommandTable[CommandName]) => Promise<Beforehand> | null;
  /** Told of what was appended. */
  readonly onAppended?: (room: string, events: readonly StoredEvent[]) => void;
}): RoomLog {
  const { store, bus, guards = [], admits = [], lookAhead = () => null, onAppended } = options;
  /** By author, the command that waits to know whom it means: what they do after it comes after it in the log. */
  const waiting = new Map<string, Promise<unknown>>();
  /** The message that the one to be taken back replies to, which it may have answered. That never changes. */
  const rootsOf = (name: CommandName, input: CommandTable[CommandName]): Promise<number[]> | null =>
    name === 'message.retract'
      ? store.messages(input.room, aboutOf(input)).then((messages) => messages.flatMap(({ re }) => re ?? []))
      : null;
  return {
    // Synchronous up to the append: the order of calls is the order in the log.
    submit: async (by, name, input) => {
      for (const guard of guards) guard(by, name, input);
      const asked = lookAhead(name, input);
      const roots = rootsOf(name, input);
      const before = waiting.get(by.id);
      const turn = (asked || roots || before) && Promise.allSettled([asked, roots, before]);
      if (turn) {
        waiting.set(by.id, turn);
        await turn;
        if (waiting.get(by.id) === turn) waiting.delete(by.id);
      }
      const beforehand = asked && (await asked);
      const about = [...aboutOf(input), ...((roots && (await roots)) ?? [])];
      const { seq, at, dup, events } = await appendAndTell(
        { store, bus },
        // Plainly, without spreading parts: this runs for every message.
        {
          room: input.room,
          by,
          cid: input.cid,
          hash: hashOf(name, input),
          decide: (held) => {
            const drafts = decide(name, held, by, input, beforehand);
            for (const admit of admits) admit(by, name, input);
            return drafts;
          },
          about,
          members: membersOf(input, beforehand),
          beside: besideOf(input),
          affects: affectsOf(input),
          files: filesNamedIn(input),
        },
      );
      if (!dup) onAppended?.(input.room, events);
      return { seq, at, dup };
    },
  };
}

/** Tells one command's content from another's. Parsed input has its keys in the schema's order. */
function hashOf(name: CommandName, input: CommandTable[CommandName]): string {
  return hash('sha256', JSON.stringify([name, input]), 'base64url').slice(0, 22);
}
