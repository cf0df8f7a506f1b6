/** News between the nodes of the model: late, sometimes lost, and away altogether while it is down. */
import type { Bus, News, TakeNews } from '../../../packages/server/dist/bus/bus.js';
import { createLocalBus } from '../../../packages/server/dist/bus/local.js';
import type { Random } from '../random.js';
import type { VirtualClock } from './virtual-clock.js';

export class ModelBus {
  isDown = false;
  readonly #clock: VirtualClock;
  readonly #random: Random;
  readonly #nodes = new Map<string, Set<TakeNews>>();

  constructor(clock: VirtualClock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** The bus as the node of this name has it. */
  busOf(node: string): Bus {
    const own = createLocalBus(node);
    const takers = new Set<TakeNews>();
    this.#nodes.set(node, takers);
    const isDown = () => this.isDown;
    return {
      node,
      get isConnected() {
        return !isDown();
      },
      publish: (news) => {
        own.publish(news);
        this.#tellOthers(node, JSON.stringify(news));
      },
      subscribe: (take) => {
        const undo = own.subscribe(take);
        takers.add(take);
        return () => {
          undo();
          takers.delete(take);
        };
      },
      close: () => {
        this.#nodes.delete(node);
        return own.close();
      },
    };
  }

  #tellOthers(from: string, text: string): void {
    for (const [node, takers] of this.#nodes) {
      if (node === from || this.isDown || this.#random.next() < 0.05) continue;
      this.#clock.after(this.#random.between(0, 30), () => {
        for (const take of takers) take(JSON.parse(text) as News, from);
      });
    }
  }
}
