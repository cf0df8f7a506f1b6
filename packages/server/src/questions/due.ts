/** How long a question stays as it is before something happens to it by itself: no question is ever left to nobody. */
import type { QuestionState } from '@support-chat/protocol';
import type { QuestionRow } from '../store/store.js';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** `open`: until it is escalated. `claimed`: until somebody looks whether its owner is still here. `answered`: until it counts as solved. */
export const waitMs: { readonly [S in Exclude<QuestionState, 'resolved' | 'merged'>]: number } = Object.freeze({
  open: 15 * minuteMs,
  claimed: 10 * minuteMs,
  answered: 3 * dayMs,
});

/** When something happens to a question that is in this state from `now` on. Milliseconds since the epoch. */
export function dueAfter(state: 'open' | 'claimed' | 'answered', now: number): number;
export function dueAfter(state: QuestionState, now: number): number | null;
export function dueAfter(state: QuestionState, now: number): number | null {
  return state === 'resolved' || state === 'merged' ? null : now + waitMs[state];
}

/** Each escalation waits twice as long as the one before, a day at most. */
export function dueAfterEscalations(count: number, now: number): number {
  return now + Math.min(waitMs.open * 2 ** count, dayMs);
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
