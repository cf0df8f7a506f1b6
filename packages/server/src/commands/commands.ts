import { parseLaneName, type CommandName, type CommandTable } from '@support-chat/protocol';
import type { Command } from './command.js';
import { beginLane } from './lanes.js';
import { makeLink, revokeLink } from './links.js';
import { addMember, removeMember } from './members.js';
import { postMessage } from './message-post.js';
import { announceProblem, endProblem, joinProblem, leaveProblem, updateProblem } from './problems.js';
import {
  answerQuestion,
  claimQuestion,
  handQuestion,
  joinQuestion,
  leaveQuestion,
  mergeQuestion,
  releaseQuestion,
  reopenQuestion,
  resolveQuestion,
  splitQuestion,
} from './questions.js';
import { closeRoom } from './room-close.js';
import { createRoom } from './room-create.js';
import { describeRoom } from './room-describe.js';
import { reopenRoom } from './room-reopen.js';

/** Every command by name; a row in the protocol without one here does not compile. */
export const commands: { readonly [N in CommandName]: Command<N> } = Object.freeze({
  'message.post': postMessage,
  'room.create': createRoom,
  'room.describe': describeRoom,
  'room.close': closeRoom,
  'room.reopen': reopenRoom,
  'lane.begin': beginLane,
  'member.add': addMember,
  'member.remove': removeMember,
  'link.make': makeLink,
  'link.revoke': revokeLink,
  'question.claim': claimQuestion,
  'question.hand': handQuestion,
  'question.release': releaseQuestion,
  'question.answer': answerQuestion,
  'question.resolve': resolveQuestion,
  'question.reopen': reopenQuestion,
  'question.merge': mergeQuestion,
  'question.split': splitQuestion,
  'question.join': joinQuestion,
  'question.leave': leaveQuestion,
  'problem.announce': announceProblem,
  'problem.update': updateProblem,
  'problem.end': endProblem,
  'problem.join': joinProblem,
  'problem.leave': leaveProblem,
});

/** Ids of the people, beside whoever acts, whose membership a command wants to see. */
export function membersOf(input: CommandTable[CommandName]): readonly string[] {
  if ('guests' in input) return input.guests;
  if ('to' in input) return [input.to.id];
  if (!('person' in input)) return [];
  return [typeof input.person === 'string' ? input.person : input.person.id];
}

/** The room that a command wants to see beside its own. */
export function besideOf({ room }: CommandTable[CommandName]): string | null {
  return parseLaneName(room)?.of ?? null;
}

/** The problem for which a command wants to know whether whoever acts is counted. */
export function affectsOf(input: CommandTable[CommandName]): number | null {
  return 'problem' in input ? input.problem : null;
}

/** Numbers of the messages that a command wants to see. */
export function aboutOf(input: CommandTable[CommandName]): readonly number[] {
  if ('link' in input) return [input.link];
  if ('answer' in input) return [input.question, input.answer];
  if ('into' in input) return [input.question, input.into];
  if ('question' in input) return [input.question];
  if ('problem' in input) return [input.problem];
  return 're' in input && input.re !== undefined ? [input.re] : [];
}
