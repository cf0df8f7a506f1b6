/** The questions of one room, to be found by what somebody types. Pure: no clock, no I/O. */
import { excerptOf, type MessageDoc, type Suggestion } from '@support-chat/protocol';
import { queryOf, tokensOf, type Query, type Token } from './tokens.js';

/** What is said in many words is found by its beginning. */
const maxChars = 240;
/** What is typed is compared by the tokens that say most. */
const maxSought = 32;
/** Places that are looked at for one text, the rarest tokens first: whoever types must not hold others up. */
const maxLooks = 20_000;
/** Questions that are compared both ways. */
const maxCompared = 50;
/** An answer says less of what was asked than the question. */
const answerShare = 0.5;
/** From which share of what was typed, or of what was asked, a question counts as like it. */
const minScore = 0.4;
/** What matches much worse than the best is noise beside it. */
const minShareOfBest = 0.6;
/** What a match must say at least: a word, or a few characters of kana. */
const minMatch = 0.5;

type Entry = {
  readonly shown: Omit<Suggestion, 'concernsMe'>;
  readonly affected: ReadonlySet<string>;
  /** Number of the message that answers it. */
  readonly answer: number | null;
  /** Number of the question that goes on for it. */
  readonly into: number | null;
  /** What the question is made of, each once. */
  readonly asked: readonly Token[];
  /** What it can be found by. */
  readonly tokens: ReadonlySet<string>;
};

/** Who looks. */
export type Looker = {
  readonly person: string;
  /** Number of the first event they see. */
  readonly from: number;
};

export class QuestionIndex {
  readonly #maxSize: number;
  readonly #entries = new Map<number, Entry>();
  /** By token, the questions that have it, and how much it counts there: 1 for what is in the question. */
  readonly #postings = new Map<string, Map<number, number>>();
  /** By number of an answer, the question. */
  readonly #answered = new Map<number, number>();
  /** The tokens that are words; what is being typed is compared with their beginnings. */
  readonly #words = new Set<string>();
  #size = 0;

  /** `maxSize`: places it holds; past it the oldest questions go. */
  constructor(maxSize = 400_000) {
    this.#maxSize = maxSize;
  }

  /** Places: each token of each question. What it costs in memory is a multiple of it. */
  get size(): number {
    return this.#size;
  }

  /** Adds a question with its answer, in place of what was known of it. */
  put(message: MessageDoc, answeredWith: MessageDoc | null): void {
    const answer = answeredWith?.retracted ? null : answeredWith;
    const { seq, at, by, body, question } = message;
    this.remove(seq);
    // What goes on elsewhere is found there.
    if (!question || question.moved || message.retracted || message.audience === 'staff') return;
    const text = body.text.slice(0, maxChars);
    const shares = new Map<string, number>();
    if (answer) for (const token of tokensOf(answer.body.text.slice(0, maxChars))) shares.set(token.text, answerShare);
    for (const token of tokensOf(text)) shares.set(token.text, 1);
    const { state, affected, merged } = question;
    if (answer) this.#answered.set(answer.seq, seq);
    this.#entries.set(seq, {
      shown: {
        ...{ seq, at, by, excerpt: excerptOf(body), state, affected: affected.length },
        answer: answer && { by: answer.by, excerpt: excerptOf(answer.body) },
      },
      affected: new Set(affected),
      answer: answer?.seq ?? null,
      into: merged?.into ?? null,
      asked: queryOf(text).tokens,
      tokens: new Set(shares.keys()),
    });
    for (const [token, share] of shares) this.#post(token, seq, share);
    while (this.#size > this.#maxSize && this.#entries.size > 1) this.remove(this.#oldest());
  }

  /** The question that this message answers; undefined when it answers none that is here. */
  answeredBy(answer: number): number | undefined {
    return this.#answered.get(answer);
  }

  remove(seq: number): void {
    for (const token of this.#entries.get(seq)?.tokens ?? []) {
      const posting = this.#postings.get(token);
      if (posting?.delete(seq)) this.#size -= 1;
      if (posting?.size !== 0) continue;
      this.#postings.delete(token);
      this.#words.delete(token);
    }
    this.#answered.delete(this.#entries.get(seq)?.answer ?? 0);
    this.#entries.delete(seq);
  }

  /** The questions most like what was typed: those with an answer first, then the better match, then the newer. */
  suggest(text: string, { person, from }: Looker, limit: number): Suggestion[] {
    const scores = this.#scoresOf(queryOf(text.slice(0, maxChars)), from);
    let best = 0;
    for (const score of scores.values()) best = Math.max(best, score);
    const atLeast = Math.max(minScore, minShareOfBest * best);
    return [...scores]
      .filter(([, score]) => score >= atLeast)
      .map(([seq, score]) => ({ entry: this.#entry(seq), score }))
      .sort((a, b) => rankOf(b.entry) - rankOf(a.entry) || b.score - a.score || b.entry.shown.seq - a.entry.shown.seq)
      .slice(0, limit)
      .map(({ entry: { shown, affected } }) => ({ ...shown, concernsMe: affected.has(person) }));
  }

  /** The questions that concern somebody, as `questions.mine` gives them. What was merged is told by the one that goes on. */
  concerning({ person, from }: Looker, limit: number): Suggestion[] {
    return [...this.#entries.values()]
      .filter(({ shown, affected }) => shown.seq >= from && shown.state !== 'merged' && affected.has(person))
      .map(({ shown }) => ({ ...shown, concernsMe: true }))
      .sort((a, b) => turnOf(a) - turnOf(b) || b.seq - a.seq)
      .slice(0, limit);
  }

  #oldest(): number {
    // A map gives its keys in the order in which they came; changed questions come again.
    const [first = 0] = this.#entries.keys();
    return first;
  }

  #post(token: string, seq: number, share: number): void {
    const posting = this.#postings.get(token);
    if (posting) posting.set(seq, share);
    else this.#postings.set(token, new Map([[seq, share]]));
    this.#size += 1;
    if (/^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u.test(token)) this.#words.add(token);
  }

  /** By question, the share of what was typed that it has, or the share of it that was typed; whichever is more. */
  #scoresOf(query: Query, from: number): Map<number, number> {
    const { sought, tokens } = this.#soughtIn(query);
    const [weights, said] = [new Map<number, number>(), new Map<number, number>()];
    let looks = 0;
    for (const { weight, rarity, postings } of sought) {
      const places = postings.flatMap((posting) => [...posting]);
      for (const [seq, share] of places) {
        if (seq < from) continue;
        said.set(seq, (said.get(seq) ?? 0) + weight * share);
        weights.set(seq, (weights.get(seq) ?? 0) + weight * share * rarity);
      }
      looks += places.length;
      if (looks > maxLooks) break;
    }
    const whole = sought.reduce((sum, { weight, rarity }) => sum + weight * rarity, 0);
    const near = [...weights].filter(([seq]) => (said.get(seq) ?? 0) >= minMatch).sort(([, a], [, b]) => b - a);
    const scores = new Map<number, number>();
    for (const [seq, weight] of near.slice(0, maxCompared)) {
      // What was merged is other words for the one that goes on.
      const shown = this.#goingOn(seq);
      if (shown < from) continue;
      scores.set(shown, Math.max(scores.get(shown) ?? 0, weight / whole, this.#shareTyped(seq, tokens)));
    }
    return scores;
  }

  /** What is looked for, the rarest first. */
  #soughtIn({ tokens, unfinished }: Query) {
    const all = tokens.map(({ text, weight }) => {
      const texts = text === unfinished ? this.#beginningWith(text) : [text];
      const postings = texts.flatMap((found) => this.#postings.get(found) ?? []);
      const count = postings.reduce((sum, { size }) => sum + size, 0);
      return { weight, rarity: this.#rarityOf(count), postings };
    });
    const sought = all.sort((a, b) => b.weight * b.rarity - a.weight * a.rarity).slice(0, maxSought);
    return { sought, tokens: new Set(tokens.map(({ text }) => text)) };
  }

  #beginningWith(text: string): string[] {
    const found: string[] = [];
    for (const word of this.#words) if (word.startsWith(text)) found.push(word);
    return found;
  }

  #rarityOf(count: number): number {
    return Math.log(1 + this.#entries.size / Math.max(1, count));
  }

  /** How much of what was asked in this question is in what was typed. */
  #shareTyped(seq: number, typed: ReadonlySet<string>): number {
    let [both, all] = [0, 0];
    for (const { text, weight } of this.#entry(seq).asked) {
      const counts = weight * this.#rarityOf(this.#postings.get(text)?.size ?? 0);
      all += counts;
      if (typed.has(text)) both += counts;
    }
    return all === 0 ? 0 : both / all;
  }

  #goingOn(seq: number): number {
    const { into } = this.#entry(seq);
    return into !== null && this.#entries.has(into) ? this.#goingOn(into) : seq;
  }

  #entry(seq: number): Entry {
    const entry = this.#entries.get(seq);
    if (!entry) throw new TypeError(`the index has postings of question ${seq}, but not the question`);
    return entry;
  }
}

/** What somebody can do something about comes first. */
function turnOf({ state }: Suggestion): number {
  return state === 'answered' ? 0 : state === 'resolved' ? 2 : 1;
}

function rankOf({ shown: { answer, state } }: Entry): number {
  return answer || state === 'resolved' ? 1 : 0;
}
