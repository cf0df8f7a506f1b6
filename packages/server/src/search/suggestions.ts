/** An index of the questions of each room where somebody types, kept as far as the room's log. */
import { limits, type MessageDoc, type Suggestion } from '@support-chat/protocol';
import type { Store } from '../store/store.js';
import { QuestionIndex, type Looker } from './question-index.js';

/** Questions of all rooms together; the room used longest ago goes first. */
const maxQuestions = 50_000;
const maxRooms = 200;
/** Questions put into an index before others have their turn. */
const portion = 200;

type Known = {
  readonly epoch: string;
  readonly index: QuestionIndex;
  /** The event up to which the index knows the room. */
  head: number;
  /** The reading under way. */
  reading: Promise<void>;
};

export class Suggestions {
  readonly #store: Store;
  /** The one used longest ago comes first. */
  readonly #rooms = new Map<string, Known>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Questions of the room like this text, best first; the room is at `head` or later. */
  async suggest(room: string, head: number, text: string, looker: Looker): Promise<readonly Suggestion[]> {
    const known = this.#known(room);
    if (known.head < head) {
      // One after the other: what the first has read, the next need not.
      known.reading = known.reading.catch(() => undefined).then(() => this.#readOn(room, known, head));
      await known.reading;
    }
    return known.index.suggest(text, looker, limits.maxSuggestions);
  }

  #known(room: string): Known {
    const { epoch } = this.#store;
    const before = this.#rooms.get(room);
    const known =
      before?.epoch === epoch ? before : { epoch, index: new QuestionIndex(), head: 0, reading: Promise.resolve() };
    this.#rooms.delete(room);
    this.#rooms.set(room, known);
    this.#forgetSome();
    return known;
  }

  async #readOn(room: string, known: Known, head: number): Promise<void> {
    if (known.head >= head) return;
    const questions = await this.#store.questionsAfter(room, known.head);
    for (let at = 0; at < questions.length; at += portion) {
      const some = questions.slice(at, at + portion);
      const answers = await this.#answersTo(room, some);
      for (const message of some) known.index.put(message, answers.get(message.question?.answer ?? 0) ?? null);
      // Whoever writes a message now must not wait until thousands are indexed.
      await new Promise((resolve) => setImmediate(resolve));
    }
    known.head = head;
  }

  async #answersTo(room: string, questions: readonly MessageDoc[]): Promise<Map<number, MessageDoc>> {
    const numbers = questions.flatMap(({ question }) => question?.answer ?? []);
    const answers = numbers.length > 0 ? await this.#store.messages(room, numbers) : [];
    return new Map(answers.map((message) => [message.seq, message]));
  }

  #forgetSome(): void {
    let questions = 0;
    for (const { index } of this.#rooms.values()) questions += index.size;
    for (const [room, { index }] of this.#rooms) {
      if ((questions <= maxQuestions && this.#rooms.size <= maxRooms) || this.#rooms.size === 1) return;
      questions -= index.size;
      this.#rooms.delete(room);
    }
  }
}
