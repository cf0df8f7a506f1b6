/** An index of the questions of each room where somebody types. */
import { limits, type MessageDoc, type Suggestion } from '@support-chat/protocol';
import { KeptRooms } from '../kept-rooms.js';
import { othersHadTheirTurn } from '../others-turn.js';
import type { Store } from '../store/store.js';
import { QuestionIndex, type Looker } from './question-index.js';

/** Places in the indexes of all rooms together. */
const maxPlaces = 600_000;
/** Questions put into an index before others have their turn. */
const portion = 20;

export class Suggestions {
  readonly #store: Store;
  readonly #rooms: KeptRooms<QuestionIndex>;

  constructor(store: Store) {
    this.#store = store;
    this.#rooms = new KeptRooms(store, {
      make: () => new QuestionIndex(),
      readOn: (index, { room, after }) => this.#readOn(index, room, after),
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

  async #readOn(index: QuestionIndex, room: string, after: number): Promise<void> {
    const questions = await this.#store.questionsAfter(room, after);
    for (let at = 0; at < questions.length; at += portion) {
      const some = questions.slice(at, at + portion);
      const answers = await this.#answersTo(room, some);
      for (const message of some) index.put(message, answers.get(message.question?.answer ?? 0) ?? null);
      await othersHadTheirTurn();
    }
  }

  async #answersTo(room: string, questions: readonly MessageDoc[]): Promise<Map<number, MessageDoc>> {
    const numbers = questions.flatMap(({ question }) => question?.answer ?? []);
    const answers = numbers.length > 0 ? await this.#store.messages(room, numbers) : [];
    return new Map(answers.map((message) => [message.seq, message]));
  }
}
