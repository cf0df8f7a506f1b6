/** When a question is over, and what is over with it; and as what it goes on where it is not. */
import type { EventDraft, MessageDoc, QuestionDoc, QuestionState } from '@support-chat/protocol';
import { endVisits, type Visits } from '../commands/visitors.js';

/** It needs no more: out with it is whoever is in the room for it alone. */
export function resolved(visits: Visits, question: number, was: QuestionState): EventDraft[] {
  const data = { question, was, now: 'resolved', dueAt: null } as const;
  return [{ type: 'question.resolved', audience: 'everyone', data }, ...endVisits(visits, question)];
}

/** Whether nobody asks any more what its author has taken back. `affected`: whom it concerns. */
export function isAskedNoMore({ by, retracted }: MessageDoc, affected: readonly string[]): boolean {
  // Who takes back the words of others does not take back that these wait.
  return retracted !== undefined && affected.every((id) => id === by.id && id === retracted.by.id);
}

/** What it is when it goes on as it was: one whose answer was taken back meanwhile waits again. */
export function stateAgain(was: QuestionState, question: QuestionDoc): QuestionState {
  return was === 'answered' && question.answer === null ? waitingState(question) : was;
}

/** It goes back to its owner, if it has one. */
export function waitingState({ owner }: QuestionDoc): 'claimed' | 'open' {
  return owner ? 'claimed' : 'open';
}
