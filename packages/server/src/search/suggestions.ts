/** An index of the questions of each room where somebody types. */
import { limits, type MessageDoc, type Suggestion } from '@support-chat/protocol';
import { KeptRooms } from '../kept-rooms.js';
import { othersHadTheirTurn } from '../others-turn.js';
import type { Store } from '../store/store.js';
import { QuestionIndex, type Looker } from './question-index.js';

/** Places in the indexes of all rooms together. */
const maxPlaces = 600_000;
const eventsPerRead = 500;
/** Questions put into an index before others have their turn. */
const portion = 20;

type LogRange = { readonly room: string; readonly after: number; readonly head: number };

export class Suggestions {
  readonly #store: Store;
  readonly #rooms: KeptRooms<QuestionIndex>;

  constructor(store: Store) {
    this.#store = store;
    this.#rooms = new KeptRooms(store, {
      make: () => new QuestionIndex(),
      readOn: (index, range) => this.#readOn(index, range),
      sizeOf: ({ size }) => size,
      maxSize: maxPlaces,
    });
  }

  /** Questions of the room like this text, best first; the room is at `head` or later. */
  async suggest(room: string, head: number, text: string, looker: Looker): Promise<readonly Suggestion[]> {
    return (await this.#rooms.at(room, head)).suggest(text, looker, limits.maxSuggestions);
  }

  /** Questions of the room that concern somebody; the room is at `head` or later. */
  async concerning(room: string, head: number, looker: Looker): Promise<readonly Suggestion[]> {
    return (await this.#rooms.at(room, head)).concerning(looker, limits.maxMine);
  }

  async #readOn(index: QuestionIndex, { room, after, head }: LogRange): Promise<void> {
    const changed = await this.#store.questionsAfter(room, after);
    // What happens to an answer is no event about its question.
    const others = after === 0 ? [] : await this.#answeredAnew(index, { room, after, head });
    const questions = [...changed, ...others.filter(({ seq }) => !changed.some((one) => one.seq === seq))];
    for (let at = 0; at < questions.length; at += portion) {
      const some = questions.slice(at, at + portion);
      const answers = await this.#answersTo(room, some);
      for (const message of some) index.put(message, answers.get(message.question?.answer ?? 0) ?? null);
      await othersHadTheirTurn();
    }
  }

  /** Questions of the index whose answers say something else than before, or nothing any more. */
  async #answeredAnew(index: QuestionIndex, { room, after, head }: LogRange): Promise<readonly MessageDoc[]> {
    const questions = new Set<number>();
    for (let at = after; at < head;) {
      const events = await this.#store.read(room, { after: at, limit: eventsPerRead });
      if (events.length === 0) break;
      for (const { type, data } of events) {
        if (type !== 'message.edited' && type !== 'message.retracted') continue;
        const question = index.answeredBy(data.message);
        if (question !== undefined) questions.add(question);
      }
      at = events.at(-1)?.seq ?? head;
      await othersHadTheirTurn();
    }
    return questions.size > 0 ? this.#store.messages(room, [...questions]) : [];
  }

  async #answersTo(room: string, questions: readonly MessageDoc[]): Promise<Map<number, MessageDoc>> {
    const numbers = questions.flatMap(({ question }) => question?.answer ?? []);
    const answers = numbers.length > 0 ? await this.#store.messages(room, numbers) : [];
    return new Map(answers.map((message) => [message.seq, message]));
  }
}
