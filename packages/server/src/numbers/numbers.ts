/** The numbers of rooms for those who ask, from facts that are kept in memory. */
import { Refusal, type InquiryTable, type RoomNumbers } from '@support-chat/protocol';
import type { Clock } from '../clock.js';
import { KeptRooms } from '../kept-rooms.js';
import { othersHadTheirTurn } from '../others-turn.js';
import type { Visit } from '../kinds/kind.js';
import { kinds } from '../kinds/kinds.js';
import type { Store } from '../store/store.js';
import { RoomFacts } from './facts.js';
import { ratingsBy } from './ratings.js';
import { numbersOf } from './report.js';

/** Questions and replies of all rooms together. */
const maxFacts = 500_000;
const portion = 500;

export class Numbers {
  readonly #rooms: KeptRooms<RoomFacts>;
  readonly #clock: Clock;

  constructor({ store, clock }: { readonly store: Store; readonly clock: Clock }) {
    this.#clock = clock;
    this.#rooms = new KeptRooms(store, {
      make: () => new RoomFacts(),
      readOn: async (facts, { room, after, head }) => {
        for (let at = after; at < head;) {
          const events = await store.read(room, { after: at, limit: portion });
          if (events.length === 0) return;
          facts.take(events);
          at = events.at(-1)?.seq ?? head;
          await othersHadTheirTurn();
        }
      },
      sizeOf: ({ size }) => size,
      maxSize: maxFacts,
    });
  }

  /** What the person said of questions in a room, and of which one they are to be asked now. */
  async ratingsOf({ room, person }: Visit, head: number): Promise<InquiryTable['ratings.mine']['answer']> {
    const { questions } = await this.#rooms.at(room.name, head);
    return ratingsBy(person.id, questions, this.#clock.now());
  }

  /** Throws Refusal('forbidden') unless the person runs the room or answers in it. */
  async of(visit: Visit, head: number, timeZone: string): Promise<RoomNumbers> {
    const { room } = visit;
    const policy = kinds[room.kind];
    if (!policy.mayManage(visit) && !policy.mayAnswer(visit))
      throw new Refusal('forbidden', `the numbers of room "${room.name}" are for those who run it or answer in it`);
    return numbersOf(await this.#rooms.at(room.name, head), { timeZone, now: this.#clock.now() });
  }
}
