/** Who is let in by a message that calls them. Pure. */
import type { RoomView } from '@support-chat/client';
import { isStaff, type FoundPerson } from '@support-chat/protocol';

type Calling = {
  readonly view: RoomView | null;
  /** Wrote what is loaded. */
  readonly hasWritten: boolean;
  /** Number of the question that the message replies to, if that is not solved. */
  readonly question: number | undefined;
};

/** Somebody from outside whom staff call: to be of help they are let in; who may not enter is let in anyway. */
export function isLetIn(
  { id, role, as, mayEnter, isHere }: FoundPerson,
  { view, hasWritten, question }: Calling,
): boolean {
  if (!mayEnter) return true;
  const isCalledByStaff = isStaff(view?.me?.role ?? 'guest');
  const visits = view?.room?.visitors?.filter(({ person }) => person.id === id) ?? [];
  // Here for another question: they stay for this one, too.
  if (visits.length > 0)
    return (
      isCalledByStaff &&
      question !== undefined &&
      visits.every((visit) => visit.as !== 'guest' && visit.questions.at(-1) !== question)
    );
  const isSupport = view?.room !== undefined && view.room?.kind !== 'team' && view.room?.kind !== 'lane';
  const isKnown = as !== null || isHere || isStaff(role) || hasWritten;
  return isSupport && isCalledByStaff && !isKnown;
}
