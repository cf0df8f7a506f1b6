/** What is broken or planned: those who run the room say so, everybody says whether it concerns them. */
import {
  limits,
  Refusal,
  type EventDraft,
  type Person,
  type ProblemChange,
  type ProblemDoc,
  type ProblemFacts,
  type ProblemState,
} from '@support-chat/protocol';
import type { Visit } from '../kinds/kind.js';
import { sightOf } from '../kinds/visibility.js';
import type { Held } from '../store/store.js';
import { requireManaged, requireVisit, requireWritable, type Command } from './command.js';

/** How far ahead of the server's clock the one of whoever announces an outage may be. */
const skewMs = 5 * 60_000;

/** Tells everybody. Refuses `forbidden` when the room has as many problems as it can. */
export const announceProblem: Command<'problem.announce'> = (held, by, { remark = null, ...input }) => {
  const { room } = requireRun(held, by);
  const count = room.problems?.length ?? 0;
  if (count >= limits.maxProblems)
    throw new Refusal('forbidden', `room "${room.name}" has ${count} problems; end one before announcing another`);
  return [told('announced', { seq: held.next, ...factsOf(input, held.now), remark, affected: 0 })];
};

/** Says how it stands. Refuses `changed` when somebody else did so meanwhile, or it is over. */
export const updateProblem: Command<'problem.update'> = (held, by, { problem: seq, rev, remark = null, ...input }) => {
  const before = requireProblem(held, requireRun(held, by), seq);
  if (before.rev !== rev) throw changed(seq, `message ${before.rev} by ${before.by.name} is newer than ${rev}`);
  return [told('updated', { seq, ...factsOf(input, held.now), remark, affected: before.affected })];
};

/** It is over. */
export const endProblem: Command<'problem.end'> = (held, by, { problem: seq, remark = null }) => {
  const { what, severity, title, startsAt, endsAt, affected } = requireProblem(held, requireRun(held, by), seq);
  return [told('ended', { seq, what, severity, title, startsAt, endsAt, remark, affected })];
};

/** It concerns whoever says so, too; once. */
export const joinProblem: Command<'problem.join'> = (held, by, { problem: seq }) => {
  const { affected } = requireProblem(held, requireWriter(held, by), seq);
  if (held.isAffected(seq)) throw changed(seq, 'you are counted already');
  return [{ type: 'problem.joined', audience: 'everyone', data: { problem: seq, affected: affected + 1 } }];
};

/** It does not, after all. */
export const leaveProblem: Command<'problem.leave'> = (held, by, { problem: seq }) => {
  const { affected } = requireProblem(held, requireWriter(held, by), seq);
  if (!held.isAffected(seq)) throw changed(seq, 'you are not counted');
  return [{ type: 'problem.left', audience: 'everyone', data: { problem: seq, affected: affected - 1 } }];
};

/** The person in the room, which they run and which is open. */
function requireRun(held: Held, by: Person): Visit {
  requireManaged(held, by);
  return requireWriter(held, by);
}

function requireWriter(held: Held, by: Person): Visit {
  const visit = requireVisit(held, by);
  requireWritable(visit, held, 'everyone');
  return visit;
}

/** The problem as it is. Throws Refusal('not_found'), or `changed` when it is over. */
function requireProblem({ message }: Held, visit: Visit, seq: number): ProblemDoc {
  const { from } = sightOf(visit);
  const problem = visit.room.problems?.find((one) => one.seq === seq && one.rev >= from);
  if (problem) return problem;
  const body = seq >= from ? message(seq)?.body : null;
  if (body?.kind === 'problem' && body.problem.seq === seq) throw changed(seq, 'it is over');
  throw new Refusal('not_found', `there is no problem ${seq} that you may see`);
}

function factsOf({ what, severity, title, startsAt, endsAt }: ProblemFacts, now: number): ProblemFacts {
  if (what === 'outage' && startsAt > now + skewMs)
    throw new Refusal('bad_request', `expected an outage that has begun; what begins at ${startsAt} is maintenance`);
  if (endsAt !== null && endsAt <= startsAt)
    throw new Refusal('bad_request', `expected endsAt after startsAt (${startsAt}), or null; got ${endsAt}`);
  return { what, severity, title, startsAt, endsAt };
}

function told(change: ProblemChange, problem: ProblemState): EventDraft {
  const { remark } = problem;
  const title = change === 'ended' ? `✓ ${problem.title}` : problem.title;
  const body = { kind: 'problem', change, problem, text: remark ? `${title} – ${remark}` : title } as const;
  return { type: 'message.posted', audience: 'everyone', data: { body } };
}

function changed(seq: number, how: string): Refusal {
  return new Refusal('changed', `problem ${seq} is not as you saw it: ${how}`);
}
