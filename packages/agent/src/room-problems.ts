import { stageOf, type RoomDoc } from '@support-chat/protocol';

/** Whether the expected end of something in the room has passed: staff have to say how it stands. */
export function overdueOf({ state, problems = [] }: RoomDoc, now: number): boolean {
  return state === 'open' && problems.some((problem) => stageOf(problem, now) === 'overdue');
}

/** Whether staff say here what is broken: not in private, and not among colleagues, whose hosts do. The server decides. */
export function mayAnnounce({ state, kind }: RoomDoc): boolean {
  return state === 'open' && kind !== 'lane' && kind !== 'team';
}
