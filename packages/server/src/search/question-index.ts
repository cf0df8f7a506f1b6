/** The questions of one room, to be found by what somebody types. Pure: no clock, no I/O. */
import { excerptOf, type MessageDoc, type Suggestion } from '@support-chat/protocol';
import { queryOf, tokensOf, type Query, type Token } from './tokens.js';

/** What is said in many words is found by its beginning. */
const maxChars = 600;
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
  /** Number of the question that goes on for it. */
  readonly into: number | null;
  /** What the question is made of, each once. */
  readonly asked: readonly Token[];
  /** By what it can be found, and how much that counts: 1 for what is in the question. */
  readonly shares: ReadonlyMap<string, number>;
};

/** Who looks. */
export type Looker = {
  readonly person: string;
  /** Number of the first event they see. */
  readonly from: number;
};

export class QuestionIndex {
  readonly #entries = new Map<number, Entry>();
  /** By token, the questions that have it. */
  readonly #postings = new Map<string, Set<number>>();
  /** The tokens that are words; what is being typed is compared with their beginnings. */
  readonly #words = new Set<string>();

  get size(): number {
    return this.#entries.size;
  }

  /** Adds a question with its answer, in place of what was known of it. */
  put(message: MessageDoc, answer: MessageDoc | null): void {
    const { seq, at, by, body, question } = message;
    this.remove(seq);
    if (!question || message.audience === 'staff') return;
    const text = body.text.slice(0, maxChars);
    const shares = new Map<string, number>();
    if (answer) for (const token of tokensOf(answer.body.text.slice(0, maxChars))) shares.set(token.text, answerShare);
    for (const token of tokensOf(text)) shares.set(token.text, 1);
    const { state, affected, merged } = question;
    this.#entries.set(seq, {
      shown: {
        ...{ seq, at, by, excerpt: excerptOf(body), state, affected: affected.length },
        answer: answer && { by: answer.by, excerpt: excerptOf(answer.body) },
      },
      affected: new Set(affected),
      into: merged?.into ?? null,
      asked: queryOf(text).tokens,
      shares,
    });
    for (const token of shares.keys()) this.#post(token, seq);
  }

  remove(seq: number): void {
    for (const token of this.#entries.get(seq)?.shares.keys() ?? []) {
      const posting = this.#postings.get(token);
      posting?.delete(seq);
      if (posting?.size !== 0) continue;
      this.#postings.delete(token);
      this.#words.delete(token);
    }
    this.#entries.delete(seq);
  }

  /** The questions most like what was typed: those with an answer first, then the better match, then the newer. */
  suggest(text: string, { person, from }: Looker, limit: number): Suggestion[] {
    const scores = this.#scoresOf(queryOf(text.slice(0, maxChars)), from);
    const atLeast = Math.max(minScore, minShareOfBest * Math.max(0, ...scores.values()));
    return [...scores]
      .filter(([, score]) => score >= atLeast)
      .map(([seq, score]) => ({ entry: this.#entry(seq), score }))
      .sort((a, b) => rankOf(b.entry) - rankOf(a.entry) || b.score - a.score || b.entry.shown.seq - a.entry.shown.seq)
      .slice(0, limit)
      .map(({ entry: { shown, affected } }) => ({ ...shown, concernsMe: affected.has(person) }));
  }

  #post(token: string, seq: number): void {
    const posting = this.#postings.get(token);
    if (posting) posting.add(seq);
    else this.#postings.set(token, new Set([seq]));
    if (/^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u.test(token)) this.#words.add(token);
  }

  /** By question, the share of what was typed that it has, or the share of it that was typed; whichever is more. */
  #scoresOf({ tokens, unfinished }: Query, from: number): Map<number, number> {
    const found = new Map<number, { said: number; weight: number }>();
    let sought = 0;
    for (const { text, weight } of tokens) {
      const matches = this.#matchesOf(text, text === unfinished);
      const rarity = this.#rarityOf(matches.size);
      sought += weight * rarity;
      for (const [seq, share] of matches) {
        const sum = found.get(seq) ?? { said: 0, weight: 0 };
        found.set(seq, { said: sum.said + weight * share, weight: sum.weight + weight * share * rarity });
      }
    }
    const typed = new Set(tokens.map(({ text }) => text));
    const scores = new Map<number, number>();
    for (const [seq, { said, weight }] of found) {
      // What was merged is other words for the one that goes on.
      const shown = this.#goingOn(seq);
      if (shown < from || said < minMatch) continue;
      scores.set(shown, Math.max(scores.get(shown) ?? 0, weight / sought, this.#shareTyped(seq, typed)));
    }
    return scores;
  }

  /** By question that has this token, how much it counts there. */
  #matchesOf(text: string, isUnfinished: boolean): Map<number, number> {
    const texts = isUnfinished ? [...this.#words].filter((word) => word.startsWith(text)) : [text];
    const matches = new Map<number, number>();
    for (const found of texts)
      for (const seq of this.#postings.get(found) ?? [])
        matches.set(seq, Math.max(matches.get(seq) ?? 0, this.#entry(seq).shares.get(found) ?? 0));
    return matches;
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

function rankOf({ shown: { answer, state } }: Entry): number {
  return answer || state === 'resolved' ? 1 : 0;
}
