/** When what happened to each question of a room, folded from its log. Pure. */
import type { Person, Rating, StoredEvent } from '@support-chat/protocol';

/** One question, as far as numbers need it. */
export type QuestionFacts = {
  readonly askedAt: number;
  readonly by: string;
  /** When it first had an answer. */
  answeredAt: number | null;
  /** Who wrote what counts as its answer now. */
  answerBy: Person | null;
  /** When it was last solved, and not reopened since. */
  resolvedAt: number | null;
  /** Whether another one goes on for it. */
  isMerged: boolean;
  /** Whether it goes on in another room, which counts it. */
  isMoved: boolean;
  /** When it began to wait for somebody, and when it no longer did, in turn; it waits where their number is odd. */
  readonly turns: number[];
  readonly affected: Set<string>;
  /** What each person said of it last, by id, and when. */
  readonly ratings: Map<string, { readonly rating: Rating; readonly at: number }>;
};

export class RoomFacts {
  readonly questions = new Map<number, QuestionFacts>();
  /** Who wrote each reply. */
  readonly #replies = new Map<number, Person>();
  #cursor = 0;
  messages = 0;
  readonly people = new Set<string>();

  /** How much it holds, for whoever must not hold too much. */
  get size(): number {
    return this.questions.size + this.#replies.size;
  }

  /** Takes the next events; those it knows change nothing. */
  take(events: readonly StoredEvent[]): void {
    for (const event of events) {
      if (event.seq <= this.#cursor) continue;
      this.#cursor = event.seq;
      // What is said among staff is not what the room's numbers count.
      if (event.audience === 'everyone') this.#takeOne(event);
      else if (event.type === 'rating.given')
        this.questions.get(event.data.question)?.ratings.set(event.by.id, { rating: event.data.rating, at: event.at });
    }
  }

  #takeOne(event: StoredEvent): void {
    const { seq, at, by } = event;
    if (event.type === 'message.posted') {
      this.messages += 1;
      this.people.add(by.id);
      if (event.data.re !== undefined) this.#replies.set(seq, by);
      if (event.data.asks) this.questions.set(seq, askedBy(by.id, at));
      return;
    }
    const facts = 'question' in event.data ? this.questions.get(event.data.question) : undefined;
    if (!facts) return;
    this.#takeAbout(facts, event);
    if ('now' in event.data) takeTurn(facts, event.data.now === 'open' || event.data.now === 'claimed', at);
  }

  #takeAbout(facts: QuestionFacts, event: StoredEvent): void {
    switch (event.type) {
      case 'question.answered':
        facts.answeredAt ??= event.at;
        facts.answerBy = this.#replies.get(event.data.answer) ?? null;
        break;
      case 'question.resolved':
        facts.resolvedAt = event.at;
        break;
      case 'question.reopened':
        facts.answerBy = null;
        // Its answer alone was taken back.
        if (event.data.now !== 'resolved') facts.resolvedAt = null;
        break;
      case 'question.merged':
        facts.isMerged = true;
        break;
      case 'question.split':
        facts.isMerged = false;
        break;
      case 'question.moved':
        facts.isMoved = true;
        break;
      case 'question.returned':
        facts.isMoved = false;
        break;
      case 'question.joined':
        facts.affected.add(event.by.id);
        break;
      case 'question.left':
        facts.affected.delete(event.by.id);
        break;
      case 'question.inherited':
        for (const id of event.data.people) facts.affected.add(id);
        break;
      case 'question.disinherited':
        for (const id of event.data.people) facts.affected.delete(id);
        break;
      default:
        break;
    }
  }
}

function askedBy(by: string, at: number): QuestionFacts {
  return {
    ...{ askedAt: at, by, answeredAt: null, answerBy: null, resolvedAt: null, isMerged: false, isMoved: false },
    turns: [at],
    affected: new Set([by]),
    ratings: new Map(),
  };
}

function takeTurn({ turns }: QuestionFacts, isWaiting: boolean, at: number): void {
  if (isWaiting !== (turns.length % 2 === 1)) turns.push(at);
}
