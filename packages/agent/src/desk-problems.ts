/** Between the form about problems and the open room. */
import type { Room, RoomView } from '@support-chat/client';
import { Refusal, type ProblemDoc } from '@support-chat/protocol';
import { mayAnnounce } from './room-problems.js';
import type { ProblemForm, ProblemWish } from './parts/problem-form.js';

/** Somebody wants the form. */
export type ProblemOpen = CustomEvent<{ mode: 'announce' | 'update' | 'end'; problem: ProblemDoc | null }>;

/** Opens the form for a new problem, where there can be one. */
export function announceProblem(view: RoomView | null, form: ProblemForm): void {
  if (view?.room && mayAnnounce(view.room)) void form.show('announce');
}

/** Does what the form asks for, and tells it what came of that. Never rejects. */
export async function tellProblem(
  room: Room | null | undefined,
  form: ProblemForm,
  { name, input }: ProblemWish,
  refusalWords: (error: unknown) => string,
): Promise<void> {
  try {
    // The form makes the input that goes with the name.
    await room?.act(name, input);
    form.close();
  } catch (error) {
    const isOld = error instanceof Refusal && error.code === 'changed';
    const seq = 'problem' in input ? input.problem : null;
    const now = isOld ? room?.view.room?.problems?.find((problem) => problem.seq === seq) : null;
    form.refuse(refusalWords(error), now);
  }
}
