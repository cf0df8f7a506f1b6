/** How long a question stays as it is before something happens to it by itself: no question is ever left to nobody. */
import type { QuestionDoc, QuestionState, RoomDoc } from '@support-chat/protocol';
import type { QuestionRow } from '../store/store.js';

const minuteMs = 60_000;
export const dayMs = 24 * 60 * minuteMs;

/** `open`: until it is escalated. `claimed`: until somebody looks whether its owner is still here. `answered`: until it counts as solved. */
export const waitMs: { readonly [S in Exclude<QuestionState, 'resolved' | 'merged' | 'moved'>]: number } =
  Object.freeze({
    open: 15 * minuteMs,
    claimed: 10 * minuteMs,
    answered: 3 * dayMs,
  });

/** What a room says of its own; as everywhere where it says nothing. The one place that business hours have to know. */
function waitOf(state: keyof typeof waitMs, room: Pick<RoomDoc, 'waits'> | null): number {
  return (state === 'claimed' ? undefined : room?.waits?.[state]) ?? waitMs[state];
}

/** When something happens to a question of the room that is in this state from `now` on. Milliseconds since the epoch. */
export function dueAfter(state: 'open' | 'claimed' | 'answered', now: number, room: RoomDoc | null): number;
export function dueAfter(state: QuestionState, now: number, room: RoomDoc | null): number | null;
export function dueAfter(state: QuestionState, now: number, room: RoomDoc | null): number | null {
  return state === 'open' || state === 'claimed' || state === 'answered' ? now + waitOf(state, room) : null;
}

/** No promise reaches further. */
export const longestPromiseMs = 90 * dayMs;

/** As `dueAfter`, for a question that may carry a promise: it stays with whoever looks into it, and is not asked about before. */
export function dueAgain(
  state: QuestionState,
  now: number,
  { room, question: { promised } }: { readonly room: RoomDoc | null; readonly question: QuestionDoc },
): { readonly dueAt: number | null; readonly promised?: number } {
  const dueAt = dueAfter(state, now, room);
  if (promised === undefined || !keepsPromise.has(state)) return { dueAt };
  return { dueAt: state === 'claimed' && promised > now ? promised : dueAt, promised };
}

/** What is merged or on its way elsewhere may come back as it was. */
const keepsPromise: ReadonlySet<QuestionState> = new Set(['claimed', 'merged', 'moved']);

/** Each escalation waits twice as long as the one before, a day at most, or as long as the first where that is longer. */
export function dueAfterEscalations(count: number, now: number, room: RoomDoc | null): number {
  const first = waitOf('open', room);
  return now + Math.min(first * 2 ** count, Math.max(dayMs, first));
}

/** How long the owner of a question is taken for present without another look. */
const trustMs = 5 * minuteMs;

/** When to look again at a question that is due and may stay as it is, because its owner is here; null when it may not. */
export function putOffUntil(
  { state }: Pick<QuestionRow, 'state'>,
  { isOwnerHere, now }: { readonly isOwnerHere: boolean; readonly now: number },
): number | null {
  return state === 'claimed' && isOwnerHere ? now + trustMs : null;
}
