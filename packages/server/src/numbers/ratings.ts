/** What somebody said of the questions of a room, and what they are asked about. Pure. */
import type { InquiryTable } from '@support-chat/protocol';
import type { QuestionFacts } from './facts.js';

const dayMs = 86_400_000;
/** Nobody is asked again within this time after they rated something here. */
const pauseMs = dayMs;
/** Who comes back later than this after a solution is not asked about it any more. */
const freshMs = 3 * dayMs;

/** All that this person rated, and the question that was solved last for them and that they did not. */
export function ratingsBy(
  person: string,
  questions: ReadonlyMap<number, QuestionFacts>,
  now: number,
): InquiryTable['ratings.mine']['answer'] {
  const ratings: InquiryTable['ratings.mine']['answer']['ratings'][number][] = [];
  let [lastAt, offer, solvedAt] = [Number.NEGATIVE_INFINITY, null as number | null, now - freshMs];
  for (const [question, { ratings: said, affected, resolvedAt, answeredAt, isMerged }] of questions) {
    const own = said.get(person);
    if (own) {
      ratings.push({ question, rating: own.rating });
      lastAt = Math.max(lastAt, own.at);
    } else if (affected.has(person) && !isMerged && answeredAt !== null && resolvedAt !== null && resolvedAt > solvedAt)
      [offer, solvedAt] = [question, resolvedAt];
  }
  return { ratings, offer: now - lastAt < pauseMs ? null : offer };
}
