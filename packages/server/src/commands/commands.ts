import {
  parseLaneName,
  Refusal,
  type CommandName,
  type CommandTable,
  type EventDraft,
  type Person,
} from '@support-chat/protocol';
import type { Held } from '../store/store.js';
import type { Beforehand, Command } from './command.js';
import { setChecklist, tickChecklist } from './checklist.js';
import { beginLane } from './lanes.js';
import { makeLink, revokeLink } from './links.js';
import { addMember, removeMember } from './members.js';
import { postMessage } from './message-post.js';
import { editMessage, reactToMessage, retractMessage } from './said.js';
import { pinMessage, unpinMessage } from './pins.js';
import { announceProblem, endProblem, joinProblem, leaveProblem, updateProblem } from './problems.js';
import {
  answerQuestion,
  claimQuestion,
  handQuestion,
  joinQuestion,
  leaveQuestion,
  mergeQuestion,
  moveQuestion,
  rateQuestion,
  promiseQuestion,
  releaseQuestion,
  reopenQuestion,
  resolveQuestion,
  splitQuestion,
} from './questions.js';
import { archiveRoom, unarchiveRoom } from './room-archive.js';
import { closeRoom } from './room-close.js';
import { createRoom } from './room-create.js';
import { deleteRoom, recoverRoom } from './room-delete.js';
import { describeRoom } from './room-describe.js';
import { openRoom, planRoom } from './room-plan.js';
import { reopenRoom } from './room-reopen.js';

/** Every command by name; a row in the protocol without one here does not compile. */
export const commands: { readonly [N in CommandName]: Command<N> } = Object.freeze({
  'message.post': postMessage,
  'message.edit': editMessage,
  'message.retract': retractMessage,
  'message.react': reactToMessage,
  'message.pin': pinMessage,
  'message.unpin': unpinMessage,
  'room.create': createRoom,
  'room.describe': describeRoom,
  'room.plan': planRoom,
  'room.open': openRoom,
  'checklist.set': setChecklist,
  'checklist.tick': tickChecklist,
  'room.close': closeRoom,
  'room.reopen': reopenRoom,
  'room.archive': archiveRoom,
  'room.unarchive': unarchiveRoom,
  'room.delete': deleteRoom,
  'room.recover': recoverRoom,
  'lane.begin': beginLane,
  'member.add': addMember,
  'member.remove': removeMember,
  'link.make': makeLink,
  'link.revoke': revokeLink,
  'question.claim': claimQuestion,
  'question.hand': handQuestion,
  'question.release': releaseQuestion,
  'question.promise': promiseQuestion,
  'question.answer': answerQuestion,
  'question.resolve': resolveQuestion,
  'question.reopen': reopenQuestion,
  'question.merge': mergeQuestion,
  'question.split': splitQuestion,
  'question.move': moveQuestion,
  'question.rate': rateQuestion,
  'question.join': joinQuestion,
  'question.leave': leaveQuestion,
  'problem.announce': announceProblem,
  'problem.update': updateProblem,
  'problem.end': endProblem,
  'problem.join': joinProblem,
  'problem.leave': leaveProblem,
});

/**
 * What the command makes of the room. An archived room, and the lanes beside it, only hear that it is taken out again or
 * deleted: all else is refused with `room_closed`, to those to whom the command itself refuses nothing.
 */
export function decide<N extends CommandName>(
  name: N,
  held: Held,
  by: Person,
  input: CommandTable[N],
  beforehand?: Beforehand | null,
): readonly EventDraft[] {
  // The table ties each name to its input; indexing it with a type parameter loses the tie.
  const command = commands[name] as Command<N>;
  const drafts = command(held, by, input, beforehand);
  const { room } = held;
  const archived = room?.archived ?? (room?.lane && held.beside(room.lane.of)?.archived);
  // Asked last: whoever may not see the room, or not do this, hears what everybody hears.
  if (archived && drafts.length > 0 && !endsArchive.has(name))
    throw new Refusal('room_closed', `room "${room?.name}" is archived; nothing in it can be changed`);
  return drafts;
}

/** A deleted room comes back as it was, archived too. */
const endsArchive: ReadonlySet<CommandName> = new Set(['room.unarchive', 'room.delete', 'room.recover']);

/** Ids of the people, beside whoever acts, whose membership a command wants to see. */
export function membersOf(input: CommandTable[CommandName], beforehand?: Beforehand | null): readonly string[] {
  if (beforehand?.hosts && 'person' in input && typeof input.person === 'string')
    return [input.person, ...beforehand.hosts.map(({ id }) => id)];
  if ('guests' in input) return input.guests;
  if ('body' in input) return input.body.mentions?.flatMap(({ person }) => person ?? []) ?? [];
  if ('to' in input) return [input.to.id];
  if (!('person' in input)) return [];
  return [typeof input.person === 'string' ? input.person : input.person.id];
}

/** The rooms that a command wants to see beside its own: those beside which lanes are. */
export function besideOf(input: CommandTable[CommandName]): readonly string[] {
  const home = parseLaneName(input.room)?.of ?? [];
  return [home, 'toRoom' in input ? (parseLaneName(input.toRoom)?.of ?? input.toRoom) : []].flat();
}

/** The problem for which a command wants to know whether whoever acts is counted. */
export function affectsOf(input: CommandTable[CommandName]): number | null {
  return 'problem' in input ? input.problem : null;
}

/** Ids of the files that a command wants to see. */
export function filesNamedIn(input: CommandTable[CommandName]): readonly string[] {
  return ('files' in input && input.files) || [];
}

/** Numbers of the messages that a command wants to see. */
export function aboutOf(input: CommandTable[CommandName]): readonly number[] {
  if ('message' in input) return [input.message];
  if ('link' in input) return [input.link];
  if ('answer' in input) return [input.question, input.answer];
  if ('into' in input) return [input.question, input.into];
  if ('question' in input) return [input.question];
  if ('forQuestion' in input && input.forQuestion !== undefined) return [input.forQuestion];
  if ('pin' in input) return [input.pin];
  if ('problem' in input) return [input.problem];
  return 're' in input && input.re !== undefined ? [input.re] : [];
}
